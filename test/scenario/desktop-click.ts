/** A macro as the desktop view carries it out: what was typed and the macro's id in one mutation, the rest is the server's. */
import type { ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Click } from './click.js';
import { PASSWORD } from './people.js';

const MUTATION = `mutation ticketUpdate($ticketId: ID!, $input: TicketUpdateInput!, $meta: TicketUpdateMetaInput) {
  ticketUpdate(ticketId: $ticketId, input: $input, meta: $meta) { ticket { id } errors { message field } }
}`;

/** Columns of a ticket that the mutation has arguments for; anything else is a value of an object attribute. */
const columns: Readonly<Record<string, { readonly argument: string; readonly of?: string }>> = {
  title: { argument: 'title' },
  pending_time: { argument: 'pendingTime' },
  state_id: { argument: 'stateId', of: 'Ticket::State' },
  group_id: { argument: 'groupId', of: 'Group' },
  owner_id: { argument: 'ownerId', of: 'User' },
  priority_id: { argument: 'priorityId', of: 'Ticket::Priority' },
};

const answer = z.object({
  data: z
    .object({
      ticketUpdate: z.object({ errors: z.array(z.object({ message: z.string() })).nullable() }).nullable(),
    })
    .nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** Names, as stories give them, to ids. */
const idsOf = async (
  client: ZammadClient,
  typed: Click['typed'],
): Promise<Readonly<Record<string, string | number | boolean | null>>> => {
  const { state, group, ...rest } = typed;
  const idOf = (list: readonly { readonly id: number; readonly name: string }[], name: unknown): number => {
    const found = list.find((one) => one.name === name);
    if (found === undefined) throw new Error(`nothing named «${String(name)}»`);
    return found.id;
  };
  return {
    ...rest,
    ...(state !== undefined && { state_id: idOf(await client.ticketStates.list(), state) }),
    ...(group !== undefined && { group_id: idOf(await client.groups.list(), group) }),
  };
};

/** @param client the operator's. Rejects with the page's error when the form or the server refuses */
export const clickOnDesktop = async (
  url: string,
  client: ZammadClient,
  { macro, ticket, login, typed }: Click,
): Promise<void> => {
  const input: Record<string, unknown> = {};
  const attributes: { name: string; value: unknown }[] = [];
  for (const [name, value] of Object.entries(await idsOf(client, typed))) {
    const column = columns[name];
    if (column === undefined) attributes.push({ name, value });
    else
      input[column.argument] = column.of === undefined ? value : `gid://zammad/${column.of}/${String(value)}`;
  }
  if (attributes.length > 0) input['objectAttributeValues'] = attributes;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${login}:${PASSWORD}`)}`,
    },
    body: JSON.stringify({
      operationName: 'ticketUpdate',
      query: MUTATION,
      variables: {
        ticketId: `gid://zammad/Ticket/${ticket}`,
        input,
        meta: { macroId: `gid://zammad/Macro/${macro.id}` },
      },
    }),
  });
  const { data, errors = [] } = answer.parse(await response.json());
  // The page shows «Запрещено» where a transfer took the right to read away, though the server has kept it.
  const refused = [
    ...errors.filter(({ message }) => !/forbidden/i.test(message)),
    ...(data?.ticketUpdate?.errors ?? []),
  ];
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('; '));
};
