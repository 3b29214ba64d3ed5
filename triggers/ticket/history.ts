/** Questions that rules put to a ticket's history: who held it when, and whether anybody left a word. */
import { said } from '../verdict/verdicts-on.js';
import type { TicketFacts, Transition } from '../types.js';

/** The newest change of `field` that fits. */
export const lastChange = (
  { transitions }: TicketFacts,
  field: string,
  fits: (change: Transition) => boolean,
): Transition | undefined => transitions.findLast((change) => change.field === field && fits(change));

/**
 * Who held the ticket when something was done at `at`. What is done in one act with a move was done by whom it left.
 * Without history: who holds it now.
 */
export const groupAt = (facts: TicketFacts, at: Date): string => {
  const next = facts.transitions.find((change) => change.field === 'group' && change.at >= at);
  return next?.from ?? facts.group;
};

/**
 * Whether an operator of one of the groups left a comment after `since`: an article, or the attribute
 * `transition_comment`, which is an article later. Needs transitions.
 */
export const isCommented = (facts: TicketFacts, since: Date, isGroup: (group: string) => boolean): boolean =>
  said(facts, 'transition_comment') !== null ||
  facts.articles.some(
    ({ from, createdAt }) => from === 'operator' && createdAt > since && isGroup(groupAt(facts, createdAt)),
  ) ||
  lastChange(
    facts,
    'transition_comment',
    ({ by, to, at }) => by === 'operator' && (to ?? '') !== '' && at > since && isGroup(groupAt(facts, at)),
  ) !== undefined;
