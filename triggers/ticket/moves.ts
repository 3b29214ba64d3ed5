/**
 * Reading a ticket's history: who moved it last, what a field was at a moment, whose desk a group is. Shared by the
 * rules about transitions.
 */
import { z } from 'zod';
import type { Because, RuleContext, TicketFacts, Transition } from '../types.js';

/** Desks by group name; `regions` is any region's group, `federal` any federal one. */
export const desks = z.array(z.string().min(1)).min(1);
type Desks = z.infer<typeof desks>;

/** Values an attribute may have; null: empty. */
export const values = z.record(
  z.string(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1),
);

type Parties = Pick<RuleContext, 'regions' | 'federalGroups'>;
type Value = string | number | boolean | null;

export const isRegional = (group: string | null, { regions }: Parties): boolean =>
  [...regions.values()].some((region) => region.group === group);

export const isAt = (group: string | null, wanted: Desks, parties: Parties): boolean =>
  group !== null &&
  wanted.some(
    (desk) =>
      desk === group ||
      (desk === 'regions' && isRegional(group, parties)) ||
      (desk === 'federal' && parties.federalGroups.includes(group)),
  );

/** Empty text, blanks, and a field nobody filled in are all null. */
const known = (value: Value | undefined): Value =>
  value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value;

/** What a field holds now. */
export const present = (facts: TicketFacts, field: string): Value => {
  if (field === 'group' || field === 'state' || field === 'owner') return known(facts[field]);
  return known(facts.attributes[field]);
};

export const isBlank = (facts: TicketFacts, field: string): boolean => present(facts, field) === null;

const same = (one: Value, other: Value): boolean => String(known(one) ?? '') === String(known(other) ?? '');

/** Changes of a field, oldest first. */
export const movesOf = (facts: TicketFacts, field: string): readonly Transition[] =>
  facts.transitions.filter((move) => move.field === field && !same(move.from, move.to));

/** The change by which a field came to what it holds now; null when history does not show it. */
export const lastMove = (facts: TicketFacts, field: string): Transition | null => {
  const last = movesOf(facts, field).at(-1);
  return last !== undefined && same(last.to, present(facts, field)) ? last : null;
};

/** What a field held right after `at`: what the next change found there, or what stands now. */
export const heldAt = (facts: TicketFacts, field: string, at: Date): Value => {
  const next = movesOf(facts, field).find((move) => move.at > at);
  return next === undefined ? present(facts, field) : known(next.from);
};

/** Since when the ticket has stood at its desk in its state; its birth, when history shows no change of either. */
export const standsSince = (facts: TicketFacts, fields: readonly string[]): Date =>
  fields.reduce((latest, field) => {
    const at = movesOf(facts, field).at(-1)?.at;
    return at !== undefined && at > latest ? at : latest;
  }, facts.createdAt);

/** How the ticket came to the federal side, where it still is: from outside, or null when history does not show it. */
export const arrivalAtFederal = (facts: TicketFacts, { federalGroups }: Parties): Transition | null => {
  const isFederal = (group: string | null): boolean => group !== null && federalGroups.includes(group);
  const arrival = movesOf(facts, 'group').findLast(({ from, to }) => !isFederal(from) && isFederal(to));
  return arrival !== undefined && isFederal(facts.group) ? arrival : null;
};

/** What the decision log and `explain` show of a ticket judged by a rule about transitions. */
export const becauseOf =
  (facts: TicketFacts, { clause }: Pick<RuleContext, 'clause'>) =>
  (text: string, more: Readonly<Record<string, string>> = {}): Because => ({
    clause,
    text,
    facts: { Группа: facts.group, Состояние: facts.state, ...more },
  });
