/**
 * Letters that never went out. After its fourth attempt Zammad writes a note of its own and puts the ticket into the state of a follow-up,
 * whatever it was in, closed too (ticket_article_communicate_email_job.rb). That is nobody's answer and nobody's act.
 */
import type { ArticleFacts, TicketFacts, Transition } from '../types.js';

/** The note and the reset are written in one transaction. */
const SAME_ACT_MS = 60_000;

const near = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) <= SAME_ACT_MS;

/** Zammad's last note that a letter was given up on; undefined: none. */
export const lastFailure = ({ articles }: Pick<TicketFacts, 'articles'>): ArticleFacts | undefined =>
  articles.findLast(({ undelivered }) => undelivered !== undefined);

/** Whether this change of state is what Zammad did with a letter it gave up on. */
export const isFailedDelivery = (
  { articles }: Pick<TicketFacts, 'articles'>,
  { field, by, at }: Transition,
): boolean =>
  field === 'state' &&
  by === 'helpdesk' &&
  articles.some(({ undelivered, createdAt }) => undelivered !== undefined && near(createdAt, at));

/** The reset by a failed delivery under which the ticket still stands; null: none. Needs transitions. */
export const standingReset = (facts: TicketFacts): Transition | null => {
  const last = facts.transitions.findLast(({ field }) => field === 'state');
  return last !== undefined && last.to === facts.state && isFailedDelivery(facts, last) ? last : null;
};

/** When the last letter went out, where it was given up on and nothing went out to the citizen since; null: none was. */
export const lostLetterAt = ({ articles }: Pick<TicketFacts, 'articles'>): Date | null => {
  const failure = lastFailure({ articles });
  if (failure === undefined) return null;
  const isMended = articles.some(
    ({ from, channel, internal, toCitizen, createdAt }) =>
      (from === 'operator' || from === 'companion') &&
      (channel === 'phone' || (channel === 'email' && !internal && toCitizen !== false)) &&
      createdAt > failure.createdAt,
  );
  if (isMended) return null;
  return articles.find(({ id }) => id === failure.undelivered)?.createdAt ?? failure.createdAt;
};

/** Whether the companion has said something since. */
export const isTold = ({ articles }: Pick<TicketFacts, 'articles'>, { createdAt }: ArticleFacts): boolean =>
  articles.some(
    (article) => article.from === 'companion' && article.channel === 'note' && article.createdAt >= createdAt,
  );

/** Whether a letter sent at `since` or later was given up on. */
export const isUndelivered = ({ articles }: Pick<TicketFacts, 'articles'>, since: Date): boolean =>
  articles.some(({ undelivered, createdAt }) => {
    if (undelivered === undefined) return false;
    return (articles.find(({ id }) => id === undelivered)?.createdAt ?? createdAt) >= since;
  });
