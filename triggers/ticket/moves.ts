/**
 * Reading a ticket's history: who moved it last, what a field was at a moment, whose desk a group is, whether anybody left a word.
 * What is done in the very moment of a move was done by whom the ticket left (`groupBefore`); what stood once the moment was over
 * is asked for by `heldAt`. A row that changes nothing is no change.
 */
import { z } from 'zod';
import { placeName } from '../../config/schema/names.js';
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import type { RuleContext, TicketFacts, Transition } from '../types.js';
import { known, present, said, type Value } from './fields.js';

/** Desks by group name; `regions` is any region's group, `federal` any federal one. */
export const desks = z.array(placeName).min(1);
type Desks = z.infer<typeof desks>;

type Parties = Pick<RuleContext, 'regions' | 'federalGroups'>;

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

/**
 * In whose name something was done with a ticket, by whoever may change tickets of `desks` (left out: nobody can tell): of the desk
 * that had it; on a region's ticket whoever is of a federal desk, too, speaks for that as well.
 */
export const namesOf = (
  desks: readonly string[] | undefined,
  { group }: Pick<TicketFacts, 'group'>,
  context: Pick<RuleContext, 'process' | 'regions' | 'federalGroups'>,
): readonly string[] => {
  const holder = context.process.deskOf(group);
  const own = [...new Set((desks ?? [group]).map((desk) => context.process.deskOf(desk)))];
  if (!own.includes(holder)) return own;
  const federal = own.filter((desk) => context.federalGroups.includes(desk));
  return isRegional(group, context) ? [holder, ...federal] : [holder];
};

const same = (one: Value, other: Value): boolean => String(known(one) ?? '') === String(known(other) ?? '');

/** Changes of a field, oldest first. */
export const movesOf = (facts: TicketFacts, field: string): readonly Transition[] =>
  facts.transitions.filter((move) => move.field === field && !same(move.from, move.to));

/** The newest change of `field` that fits. */
export const lastChange = (
  facts: TicketFacts,
  field: string,
  fits: (change: Transition) => boolean,
): Transition | undefined => movesOf(facts, field).findLast(fits);

/** The change by which a field came to what it holds now; null when history does not show it. */
export const lastMove = (facts: TicketFacts, field: string): Transition | null => {
  const last = movesOf(facts, field).at(-1);
  return last !== undefined && same(last.to, present(facts, field)) ? last : null;
};

/** Of one write: a real helpdesk stamps its parts moments apart. */
const ONE_WRITE_MS = 5_000;

/** Whether the companion made this change because an operator said so: in the write that did away with the intention. */
export const isCarriedOut = (
  facts: TicketFacts,
  { by, at }: Transition,
  { attributes: { act } }: Vocabulary,
): boolean =>
  by === 'companion' &&
  movesOf(facts, act).some(
    (said) => said.by === 'companion' && Math.abs(said.at.getTime() - at.getTime()) < ONE_WRITE_MS,
  );

/** What a field held right after `at`: what the next change found there, or what stands now. */
export const heldAt = (facts: TicketFacts, field: string, at: Date): Value => {
  const next = movesOf(facts, field).find((move) => move.at > at);
  return next === undefined ? present(facts, field) : known(next.from);
};

/** Who held the ticket when something was done at `at`: what is done in one act with a move was done by whom it left. */
export const groupBefore = (facts: TicketFacts, at: Date): string => {
  const next = movesOf(facts, 'group').find((move) => move.at >= at);
  return next?.from ?? facts.group;
};

/** A ticket and the article sent along are one request to Zammad, which stamps the article last: 0.7 s later on a busy 6.6. */
const SAME_REQUEST_MS = 3_000;

/** In whose hands the ticket was when an article was written: what was written along with a move, by whom the ticket left. */
export const deskWriting = (
  facts: TicketFacts,
  { createdAt }: Pick<TicketFacts['articles'][number], 'createdAt'>,
): string => {
  const last = movesOf(facts, 'group').findLast(({ at }) => at <= createdAt);
  const isAlong = last?.by === 'operator' && createdAt.getTime() - last.at.getTime() <= SAME_REQUEST_MS;
  return (isAlong ? last.from : null) ?? groupBefore(facts, createdAt);
};

/** When a group first held the ticket; null: never, as far as history tells. */
export const firstHeldAt = (facts: TicketFacts, group: string): Date | null => {
  const moves = movesOf(facts, 'group');
  if ((moves[0]?.from ?? facts.group) === group) return facts.createdAt;
  return moves.find(({ to }) => to === group)?.at ?? null;
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

/**
 * Whether an operator of one of the groups left a comment after `since`: an article, or the comment on a transition, which is
 * an article later. Needs transitions.
 */
export const isCommented = (
  facts: TicketFacts,
  since: Date,
  isGroup: (group: string) => boolean,
  { attributes: { comment } }: Vocabulary,
): boolean => {
  const isTheirs = (at: Date, by: string): boolean => at > since && isGroup(by);
  return (
    said(facts, comment) !== null ||
    facts.articles.some(
      (article) => article.from === 'operator' && isTheirs(article.createdAt, deskWriting(facts, article)),
    ) ||
    lastChange(
      facts,
      comment,
      ({ by, to, at }) => by === 'operator' && (to ?? '') !== '' && isTheirs(at, groupBefore(facts, at)),
    ) !== undefined
  );
};
