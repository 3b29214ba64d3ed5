/**
 * What a ticket's history says about waiting for the citizen: since when, for which request, what came in. An
 * automatic mail breaks a wait in Zammad (the state is reset, `pending_time` emptied); here it does not end one.
 */
import { isFailedDelivery, isUndelivered } from '../../ticket/delivery.js';
import type { ArticleFacts, Surroundings, TicketFacts, Transition } from '../../types.js';
import { isWaiting } from './words.js';

/** The mail and the reset of the state it causes are one act, stamped within moments of each other. */
const SAME_MOMENT_MS = 60_000;
const MINUTE_MS = 60_000;

export interface WaitHistory {
  /** When the ticket last went into waiting; what the companion restored counts from where it was. */
  readonly since: Date;
  /** Day 0 of the term: the request that went out in the same act or later, else `since`. */
  readonly request: Date;
  /** Requests of the ticket's whole life that had a term. */
  readonly requests: number;
  /** The citizen's first real message since the wait began; null: none. */
  readonly answer: ArticleFacts | null;
  /** The request came back undelivered or never went out, and no other has gone out since. */
  readonly undelivered: boolean;
  /** Waiting was ended by an automatic mail, a stranger's or a letter that was given up on, and by nobody. */
  readonly broken: boolean;
  /** The change that last ended the wait; null while it lasts, and for a ticket that never waited. */
  readonly left: Transition | null;
  /** The deadline the companion last put on this wait; null: none that history shows. */
  readonly promised: Date | null;
}

const isOutgoing = ({ from, internal, channel, automatic }: ArticleFacts): boolean =>
  from === 'operator' && !internal && channel !== 'note' && !automatic;

/** A real message of the citizen, by mail, portal, or as an operator wrote it down from a call. */
export const isAnswer = ({ from, automatic }: ArticleFacts): boolean => from === 'citizen' && !automatic;

interface Span {
  readonly entered: Date;
  readonly termed: boolean;
  left: Transition | null;
}

const near = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) <= SAME_MOMENT_MS;

const isBroken = (
  { articles }: TicketFacts,
  { entered, left }: Pick<Span, 'entered' | 'left'>,
  context: Surroundings,
): boolean =>
  left !== null &&
  left.to !== context.vocabulary.states.closed &&
  left.by !== 'companion' &&
  (isFailedDelivery({ articles }, left) ||
    articles.some(
      ({ from, automatic, createdAt }) => (automatic || from === 'stranger') && near(createdAt, left.at),
    )) &&
  !articles.some(
    (article) => isAnswer(article) && article.createdAt >= entered && near(article.createdAt, left.at),
  );

/** What ended the wait was a stranger's letter until an operator knew the citizen in it: meanwhile the wait was restored. */
const wasConfirmed = ({ articles }: TicketFacts, { left }: Pick<Span, 'left'>): boolean =>
  left !== null &&
  articles.some(({ confirmed, createdAt }) => confirmed === true && near(createdAt, left.at));

/**
 * A wait that a hand ended and the companion put back has the time it had before; one without a term, that nobody asked to begin anew. What
 * the citizen's answer ended is over: data asked for again are another wait.
 */
const isPutBack = (
  { transitions }: TicketFacts,
  left: Transition,
  back: Transition,
  { vocabulary: { attributes, states } }: Surroundings,
): boolean => {
  if (left.by === 'operator' && left.from === states.open && back.to === states.open)
    return !transitions.some(
      ({ field, by, to, at }) =>
        field === attributes.act && by === 'operator' && (to ?? '') !== '' && at >= left.at && at <= back.at,
    );
  const times = transitions.filter(({ field, to }) => field === 'pending_time' && to !== null);
  const now = times.find(({ by, at }) => by === 'companion' && near(at, back.at) && at >= back.at);
  return now !== undefined && times.some(({ to, at }) => at < left.at && to === now.to);
};

/** The newest request of this wait that a comment records: it was said with the intention, while the ticket waited. */
const notedRequest = (
  { transitions }: TicketFacts,
  since: Date,
  end: number,
  { process, vocabulary: { attributes } }: Surroundings,
): Date | null => {
  const asking = process.moves
    .filter(({ needs }) => needs.includes('запрос отправлен или записан'))
    .map(({ intention }) => intention);
  const comments = transitions.filter(
    ({ field, by, to }) => field === attributes.comment && by === 'operator' && (to ?? '') !== '',
  );
  return (
    transitions.findLast(
      ({ field, by, to, at }) =>
        field === attributes.act &&
        by === 'operator' &&
        asking.includes(to ?? '') &&
        at > since &&
        at.getTime() <= end &&
        comments.some((comment) => near(comment.at, at)),
    )?.at ?? null
  );
};

/** Each wait of the ticket, oldest first; a restored one goes on. */
const spansOf = (facts: TicketFacts, context: Surroundings): Span[] => {
  const spans: Span[] = [];
  const moves = facts.transitions.filter(({ field }) => field === 'state');
  const [first] = moves;
  if (isWaiting(first === undefined ? facts.state : first.from, context.vocabulary))
    spans.push({
      entered: facts.createdAt,
      termed: (first?.from ?? facts.state) === context.vocabulary.states.termed,
      left: null,
    });
  for (const move of moves) {
    const last = spans.at(-1);
    // Whoever takes the term off a wait begins no other.
    const goesOn =
      last !== undefined &&
      ((last.left === null && move.to === context.vocabulary.states.open) ||
        (move.by === 'companion' &&
          (last.left === null ||
            isPutBack(facts, last.left, move, context) ||
            move.from === context.vocabulary.states.closed ||
            isBroken(facts, last, context) ||
            wasConfirmed(facts, last))));
    if (isWaiting(move.to, context.vocabulary)) {
      if (goesOn) last.left = null;
      else spans.push({ entered: move.at, termed: move.to === context.vocabulary.states.termed, left: null });
    } else if (last?.left === null) last.left = move;
  }
  return spans;
};

/** No term of working days is so long. */
const FAR_MS = 180 * 24 * 3600 * 1000;
const isFar = (until: Date, from: Date): boolean => until.getTime() - from.getTime() > FAR_MS;

const promisedIn = ({ transitions }: TicketFacts, since: Date): Date | null => {
  const said = transitions.filter(
    ({ field, to, at }) => field === 'pending_time' && to !== null && at >= since,
  );
  // A wait that was suspended until somebody decides has a time nobody was promised.
  const last = said.findLast(({ by, to, at }) => by === 'companion' && !isFar(new Date(to ?? ''), at));
  const value = last === undefined ? null : new Date(last.to ?? '');
  return value === null || Number.isNaN(value.getTime()) ? null : value;
};

/**
 * Reads the last wait of a ticket whose transitions were read. `sameActMinutes`: a message sent so long before the
 * change of state is the request this wait is about.
 */
export const historyOf = (facts: TicketFacts, sameActMinutes: number, context: Surroundings): WaitHistory => {
  const sameAct = sameActMinutes * MINUTE_MS;
  const spans = spansOf(facts, context);
  const { entered: since, left } = spans.at(-1) ?? { entered: facts.createdAt, left: null };
  const sentBetween = (from: number, until: number): ArticleFacts[] =>
    facts.articles.filter(
      (article) =>
        isOutgoing(article) && article.createdAt.getTime() >= from && article.createdAt.getTime() <= until,
    );
  const started = since.getTime();
  // A request of the wait before this one was answered there.
  const earliest = Math.max(started - sameAct, spans.at(-2)?.left?.at.getTime() ?? 0);
  const first = sentBetween(earliest, started + SAME_MOMENT_MS).at(-1)?.createdAt ?? since;
  const answer = facts.articles.find((article) => isAnswer(article) && article.createdAt > first) ?? null;
  // What goes out after an answer is part of the work that has been resumed, not a request of this wait.
  const end = answer?.createdAt.getTime() ?? Infinity;
  const sent = sentBetween(started, end).at(-1)?.createdAt ?? first;
  const noted = notedRequest(facts, since, end, context) ?? sent;
  const request = noted > sent ? noted : sent;
  const again = spans
    .filter(({ termed }) => termed)
    .map(
      (span) =>
        sentBetween(span.entered.getTime() + SAME_MOMENT_MS, span.left?.at.getTime() ?? Infinity).length + 1,
    );
  return {
    since,
    request,
    requests: again.reduce((sum, count) => sum + count, 0),
    answer,
    undelivered:
      isUndelivered(facts, request) ||
      facts.articles.some(({ bounce, createdAt }) => bounce === true && createdAt > request),
    broken: isBroken(facts, { entered: since, left }, context),
    left,
    promised: promisedIn(facts, since),
  };
};
