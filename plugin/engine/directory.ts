/** Names behind ids, as rules need them: Zammad sends few of them with a ticket. */
import { catalogueOf, keptList, type Assets, type Ticket, type ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';

/** Names behind ids. Zammad sends none of them with a ticket (6.5), so each comes from its own list. */
export interface Directory {
  /** Our own user's id: what it wrote is an echo. */
  readonly me: number;
  /** `mails`: the group has an address to write from. */
  readonly groups: ReadonlyMap<number, { readonly name: string; readonly mails: boolean }>;
  readonly states: ReadonlyMap<number, { readonly name: string; readonly closed: boolean }>;
  readonly articleTypes: ReadonlyMap<number, string>;
  readonly articleSenders: ReadonlyMap<number, string>;
  /** Roles; `groups`: ids of those whose tickets a role may change. Left out: not told. */
  readonly roles?: ReadonlyMap<number, { readonly name: string; readonly groups: readonly number[] }>;
}

/** Rights on groups as Zammad tells them with a user or a role: a group's id → levels. */
export const groupRights = z.record(z.string(), z.array(z.string()));

/** Ids of the groups in which such rights let somebody change tickets. */
export const changeable = (rights: z.infer<typeof groupRights>): number[] =>
  Object.entries(rights).flatMap(([id, levels]) =>
    levels.some((level) => level === 'full' || level === 'change') ? [Number(id)] : [],
  );

const named = z.looseObject({ id: z.number(), name: z.string() });
const closedTypes = new Set(['closed', 'merged', 'removed']);

/** Roles come with the rest of what Zammad hands a page: their own list is for admins. */
const roleAssets = z.record(z.string(), named.extend({ group_ids: groupRights.default({}) }));
const holder = z.looseObject({ role_ids: z.array(z.number()) });

const namesOf = (rows: readonly unknown[]): Map<number, string> =>
  new Map(rows.map((row) => named.parse(row)).map(({ id, name }) => [id, name]));

/** Ids of the roles that the people of an answer have. */
const rolesOf = (assets: Assets): number[] =>
  Object.values(assets['User'] ?? {}).flatMap((user) => holder.safeParse(user).data?.role_ids ?? []);

/** What does not change while Zammad runs: who we are, and its fixed catalogues. */
const readFixed = async (client: ZammadClient) => {
  const [me, signshow] = await Promise.all([client.me(), client.signshow()]);
  const catalogue = catalogueOf(signshow);
  return {
    me: me.id,
    stateTypes: namesOf(catalogue.ticket_state_types),
    articleTypes: namesOf(catalogue.ticket_article_types),
    articleSenders: namesOf(catalogue.ticket_article_senders),
  };
};

/** Kept until a reading fails: the next one begins anew. */
const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= read().catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
};

/** The directory as it is for tickets and the people told of with them: what they are in is looked up anew when it is not known. */
export const createDirectory = (
  client: ZammadClient,
): ((tickets?: readonly Pick<Ticket, 'state_id' | 'group_id'>[], assets?: Assets) => Promise<Directory>) => {
  const fixed = once(() => readFixed(client));
  const states = keptList(async () => {
    const [rows, { stateTypes }] = await Promise.all([client.ticketStates.list(), fixed()]);
    return new Map(
      rows.map(({ id, name, state_type_id: type }) => [
        id,
        { name, closed: closedTypes.has(stateTypes.get(type) ?? '') },
      ]),
    );
  });
  const groups = keptList(async () => {
    const rows = await client.groups.list();
    return new Map(
      rows.map(({ id, name, email_address_id: address }) => [id, { name, mails: address !== null }]),
    );
  });
  const roles = keptList(async () => {
    const { assets } = await client.signshow();
    const known = Object.values(roleAssets.safeParse(assets?.['Role']).data ?? {});
    return new Map(
      known.map(({ id, name, group_ids: rights }) => [id, { name, groups: changeable(rights) }]),
    );
  });
  return async (tickets = [], assets = {}) => {
    const [{ me, articleTypes, articleSenders }, knownRoles, knownStates, knownGroups] = await Promise.all([
      fixed(),
      roles.holding(rolesOf(assets)),
      states.holding(tickets.map(({ state_id: state }) => state)),
      groups.holding(tickets.map(({ group_id: group }) => group)),
    ]);
    return { me, articleTypes, articleSenders, roles: knownRoles, states: knownStates, groups: knownGroups };
  };
};
