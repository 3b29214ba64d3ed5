/** From Zammad's history of a ticket to transitions by the names rules use. Pure. */
import type { Chronicle, FullTicket } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { ArticleFacts, Transition } from '../../../triggers/types.js';
import { actorOf, headAmong } from './authors.js';
import { ownerOf } from './facts.js';
import { changeable, groupRights, type Directory } from '../directory.js';

const member = z.looseObject({ role_ids: z.array(z.number()), group_ids: groupRights.default({}) });

/** Names of the groups whose tickets a user may change; null: Zammad did not send the user along, or a role is not known. */
const desksOf = (
  user: number,
  people: Readonly<Record<string, unknown>>,
  { groups, roles = new Map() }: Directory,
): readonly string[] | null => {
  const found = member.safeParse(people[String(user)]).data;
  if (found === undefined || !found.role_ids.every((role) => roles.has(role))) return null;
  const own = [
    ...changeable(found.group_ids),
    ...found.role_ids.flatMap((role) => roles.get(role)?.groups ?? []),
  ];
  // Whoever may change no ticket at all has changed this one by a letter, or has left: of whose desk, nobody can tell.
  return own.length === 0 ? null : [...new Set(own.flatMap((group) => groups.get(group)?.name ?? []))];
};

const orNull = (text: string | null | undefined): string | null =>
  text === undefined || text === '' ? null : text;

/**
 * Changes of the ticket's fields, oldest first. States and groups go by their names of today, for they may have been renamed since;
 * owners by login, where history has full names. `heads`: roles whose acts are shown and never undone; what roles somebody has
 * comes with the history, which hands out everybody who changed the ticket (a ticket's own answer names only who wrote on it).
 */
export const transitionsOf = (
  { history, assets: told }: Pick<Chronicle, 'history' | 'assets'>,
  { ticket, assets }: Pick<FullTicket, 'ticket' | 'assets'>,
  directory: Directory,
  heads: readonly string[] = [],
): Transition[] => {
  const { me, states, groups } = directory;
  const people = { User: { ...assets.User, ...told.User } };
  const valueOf = (field: string, id: number | null | undefined, said: string | null | undefined) => {
    if (field === 'owner') return ownerOf(id ?? 1, people);
    const named = field === 'state' ? states : field === 'group' ? groups : null;
    return named?.get(id ?? 0)?.name ?? orNull(said);
  };
  const isHead = headAmong(people, directory, heads);
  return history
    .toSorted((one, other) => one.id - other.id)
    .flatMap((row) => {
      const { object, type, attribute: field } = row;
      if (object !== 'Ticket' || type !== 'updated' || !field) return [];
      const by = actorOf(row.created_by_id, ticket.customer_id, me);
      const desks = by === 'operator' ? desksOf(row.created_by_id, people.User, directory) : null;
      return [
        {
          at: new Date(row.created_at),
          by,
          ...(isHead(row.created_by_id) && { head: true }),
          ...(desks !== null && { desks }),
          field,
          from: valueOf(field, row.id_from, row.value_from),
          to: valueOf(field, row.id_to, row.value_to),
        },
      ];
    });
};

/** A letter and what it changes are one transaction. */
const SAME_ACT_MS = 2_000;

/** What Zammad changes when it joins a letter: with the user of its «From», whoever that says to be. */
const BY_LETTER: ReadonlySet<string> = new Set(['state', 'pending_time', 'owner']);

/** `transitions` with those that a stranger's letter made told apart from an operator's or our own. */
export const withStrangers = (
  transitions: readonly Transition[],
  articles: readonly ArticleFacts[],
): readonly Transition[] => {
  const moments = articles
    .filter(({ from }) => from === 'stranger')
    .map(({ createdAt }) => createdAt.getTime());
  if (moments.length === 0) return transitions;
  return transitions.map((change) => {
    const { at, by, field } = change;
    const isTheirs =
      by !== 'helpdesk' &&
      BY_LETTER.has(field) &&
      moments.some((moment) => Math.abs(moment - at.getTime()) <= SAME_ACT_MS);
    return isTheirs ? { ...change, by: 'stranger' } : change;
  });
};
