/**
 * The one call of the desktop view that changes a ticket: the mutation `ticketUpdate`, with or without a macro. Nothing else
 * of the view's GraphQL is here, and of the answer only whether it was done.
 */
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { mayRead } from '../behaviour/access.js';
import { isRecord } from '../behaviour/columns.js';
import { updateWithMacro } from '../control/macro.js';
import type { Desk } from '../desk.js';
import { obeyWorkflows } from '../tickets/write.js';
import type { Row } from '../world.js';
import { Refusal } from './answer.js';
import { authenticate } from './authentication.js';

const call = z.looseObject({
  query: z.string(),
  variables: z.looseObject({
    ticketId: z.string(),
    input: z.record(z.string(), z.unknown()).default({}),
    meta: z.looseObject({ macroId: z.string().optional() }).nullish(),
  }),
});

/** `gid://zammad/Ticket/7` is 7. */
const idIn = (gid: unknown): unknown =>
  typeof gid === 'string' ? (/^gid:\/\/zammad\/\w+(?:::\w+)*\/(\d+)$/.exec(gid)?.[1] ?? gid) : gid;

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of the view's input; attributes made by admins come as a list of names and values. */
const columnsIn = (input: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const own = input['objectAttributeValues'];
  const values = Array.isArray(own) ? own.filter(isRecord) : [];
  const plainOnes = Object.entries(input).filter(
    ([name]) => name !== 'objectAttributeValues' && name !== 'article',
  );
  return {
    ...Object.fromEntries(plainOnes.map(([name, value]) => [snake(name), idIn(value)])),
    ...Object.fromEntries(values.map(({ name, value }) => [String(name), value])),
  };
};

const found = (desk: Desk, table: string, gid: string): Row => {
  const row = desk.world.table(table).get(Number(idIn(gid)));
  if (!row) throw new Refusal(404, `Couldn't find ${table} ${gid}`);
  return row;
};

const update = (desk: Desk, request: Request): unknown => {
  const { authorization } = request.headers;
  const { actor } = authenticate(desk.world, { authorization, from: undefined });
  const { query, variables } = call.parse(JSON.parse(String(request.body)));
  if (!query.includes('ticketUpdate')) throw new Refusal(422, 'only ticketUpdate is known');
  const ticket = found(desk, 'tickets', variables.ticketId);
  const typed = columnsIn(variables.input);
  const macroId = variables.meta?.macroId;
  if (macroId === undefined) {
    desk.transact(actor, (transaction) => {
      obeyWorkflows(desk.world, actor, ticket, typed);
      transaction.saveTicket(ticket, typed);
    });
  } else updateWithMacro(desk, actor, ticket, found(desk, 'macros', macroId), typed);
  // What was done stays done, whether or not its author may still see it.
  if (!mayRead(desk.world, actor, ticket)) throw new Refusal(403, 'Forbidden');
  return { data: { ticketUpdate: { ticket: { id: variables.ticketId }, errors: null } } };
};

/** Registers `POST /graphql`. A refusal is an error of GraphQL with status 200, as there. */
export const graphql = (app: Express, desk: Desk): void => {
  app.post('/graphql', (request: Request, response: Response) => {
    try {
      response.json(update(desk, request));
    } catch (fault) {
      const message = fault instanceof Error ? fault.message : String(fault);
      response.json({ data: { ticketUpdate: null }, errors: [{ message, path: ['ticketUpdate'] }] });
    }
  });
};
