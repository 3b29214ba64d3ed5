/**
 * What proves a step of the regulation: an outgoing article to the citizen that was delivered, a call that a person wrote down, a
 * comment of the party the clause names, a link, a date. Never a tag, and never a field anybody can set, but for a person's own record
 * of a search or of a citizen's consent.
 */
import type { Move } from '../../config/process/process.js';
import type { Need } from '../../config/schema/process.js';
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import { dataFaults } from '../person/data-faults.js';
import type { ArticleFacts, RuleContext, TicketFacts, Transition } from '../types.js';
import { present, said } from './fields.js';
import { deskWriting, groupBefore, movesOf } from './moves.js';

/** In the moment of a move the letter that goes with it is stamped a little before or after. */
const SAME_ACT_MS = 60_000;

/** What a person told or asked the citizen: letters to the citizen's own address, and calls. */
const isToCitizen = ({ from, channel, internal, automatic, toCitizen }: ArticleFacts): boolean =>
  from === 'operator' &&
  !automatic &&
  (channel === 'phone' || (!internal && toCitizen !== false && (channel === 'email' || channel === 'web')));

/** A report of non-delivery takes back the last letter before it. */
const isTakenBack = (letter: ArticleFacts, { articles }: Pick<TicketFacts, 'articles'>): boolean =>
  letter.channel !== 'phone' &&
  articles.some(
    (report) =>
      report.undelivered === letter.id ||
      (report.bounce === true &&
        report.createdAt > letter.createdAt &&
        !articles.some(
          (later) =>
            isToCitizen(later) &&
            later.channel !== 'phone' &&
            later.createdAt > letter.createdAt &&
            later.createdAt < report.createdAt,
        )),
  );

/** Letters and calls that reached the citizen since `since`, oldest first. */
export const tellings = (facts: Pick<TicketFacts, 'articles'>, since: Date): readonly ArticleFacts[] =>
  facts.articles.filter(
    (article) => isToCitizen(article) && article.createdAt >= since && !isTakenBack(article, facts),
  );

/** Somebody did something between two moves: the second is no answer to the first. */
const isWorkedOn = ({ transitions }: TicketFacts, since: Date, until: Date): boolean =>
  transitions.some(
    ({ by, at }) => by === 'operator' && at.getTime() > since.getTime() + 5_000 && at <= until,
  );

/**
 * When the ticket last came to the desk that had it at `at`; its birth, when history shows no move. A move that the companion put back is
 * none: what was told before it was told.
 */
export const cameBy = (facts: TicketFacts, at: Date): Date => {
  const stays: Transition[] = [];
  for (const move of movesOf(facts, 'group').filter((one) => one.at < at)) {
    const last = stays.at(-1);
    const isBack = move.by === 'companion' && last?.from === move.to && last.to === move.from;
    if (isBack && !isWorkedOn(facts, last.at, move.at)) stays.pop();
    else stays.push(move);
  }
  return stays.at(-1)?.at ?? facts.createdAt;
};

/**
 * Since when evidence counts for a step: what was told before a claim had its number did not tell of it (R-3.11.2.c, R-4.3.4), and a
 * letter upon which the ticket waited for an answer was a question, and no answer.
 */
export const countsFrom = (
  facts: TicketFacts,
  { needs }: { readonly needs: readonly Need[] },
  at: Date,
  { vocabulary: { attributes, reasons } }: RuleContext,
): Date => {
  const last = (field: string, fits: (change: Transition) => boolean): Date[] => {
    const found = movesOf(facts, field).findLast(fits);
    return found === undefined ? [] : [found.at];
  };
  return [
    cameBy(facts, at),
    ...(needs.includes('номер претензии') ? last(attributes.claimNumber, () => true) : []),
    ...(needs.includes('сообщено заявителю')
      ? last(attributes.reason, (move) => move.at < at && move.to === reasons.asked)
      : []),
  ].reduce((latest, one) => (one > latest ? one : latest));
};

/**
 * Consent to the solution that was told last: the operator's record of it is younger than the first telling since the solution came to
 * its desk. One that was given to an earlier solution has fallen with it.
 */
const isAgreed = (facts: TicketFacts, { since, consent }: Asked): boolean => {
  if (present(facts, consent.attribute) !== consent.agreed) return false;
  const [told] = tellings(facts, since);
  const recorded = movesOf(facts, consent.attribute).at(-1);
  // A citizen who writes it into the field has recorded nothing.
  const isOurs = recorded?.by === 'operator' || recorded?.by === 'helpdesk' || recorded?.by === 'companion';
  return told !== undefined && recorded !== undefined && isOurs && recorded.at >= told.createdAt;
};

/** A note of that desk: a letter to the citizen is no comment in the ticket. */
export const isWrittenDown = (
  facts: TicketFacts,
  since: Date,
  isGroup: (group: string) => boolean,
  { attributes: { comment } }: Vocabulary,
): boolean =>
  said(facts, comment) !== null ||
  facts.articles.some(
    (article) =>
      article.from === 'operator' &&
      article.channel === 'note' &&
      article.createdAt > since &&
      isGroup(deskWriting(facts, article)),
  ) ||
  movesOf(facts, comment).some(
    ({ by, to, at }) =>
      by === 'operator' && (to ?? '') !== '' && at > since && isGroup(groupBefore(facts, at)),
  );

const isNoted = (facts: TicketFacts, { since, desk }: Asked, { vocabulary }: RuleContext): boolean =>
  isWrittenDown(facts, new Date(since.getTime() - 1), (group) => group === desk, vocabulary);

/** A head has written down why it was done, with it or since: what a head does is shown until then, and never undone. */
export const isReasoned = (
  facts: TicketFacts,
  { at }: { readonly at: Date },
  { vocabulary: { attributes } }: Pick<RuleContext, 'vocabulary'>,
): boolean =>
  facts.articles.some(
    ({ head, channel, createdAt }) => head === true && channel === 'note' && createdAt >= at,
  ) ||
  movesOf(facts, attributes.comment).some(
    (change) => change.head === true && (change.to ?? '') !== '' && change.at >= at,
  );

/** Words of somebody whose address nobody confirmed: no answer, yet nobody may say that there was none. */
export const strangersSince = (
  { articles }: Pick<TicketFacts, 'articles'>,
  since: Date,
): readonly ArticleFacts[] =>
  articles.filter(({ from, automatic, createdAt }) => from === 'stranger' && !automatic && createdAt > since);

/** The ticket with what stood on it at `at`: a letter that fails later does not undo what was done upon it. */
export const asOf = (facts: TicketFacts, at: Date): TicketFacts => ({
  ...facts,
  articles: facts.articles.filter(({ createdAt }) => createdAt.getTime() <= at.getTime() + SAME_ACT_MS),
});

/** When the place was come to that the ticket stood at before `at`: its birth, when history shows no such change. */
const enteredAt = (facts: TicketFacts, at: Date, { attributes: { reason } }: Vocabulary): Date =>
  facts.transitions.findLast(
    (move) => ['group', 'state', reason].includes(move.field) && move.from !== move.to && move.at < at,
  )?.at ?? facts.createdAt;

export interface Asked {
  /** The group in whose name the step was made. */
  readonly desk: string;
  /** What came before is no evidence: when the ticket came to the desk in question. */
  readonly since: Date;
  /** When the step was made. */
  readonly at: Date;
  readonly consent: { readonly attribute: string; readonly agreed: string; readonly disagreed: string };
  readonly repeatTag: string;
  /** Who has no such data is excused. Left out: nobody is. */
  readonly waiver?: { readonly attribute: string; readonly reason: string };
  /** Until when Zammad was to wait; null: no term ran. */
  readonly until: Date | null;
}

/** A call since the place was come to: the one before it was the request. */
const isCalled = (facts: TicketFacts, { at }: Asked, { vocabulary }: RuleContext): boolean => {
  const since = enteredAt(facts, at, vocabulary);
  return tellings(facts, since).some(({ channel, createdAt }) => channel === 'phone' && createdAt > since);
};

/** Whether the ticket shows what a move needs. */
export const isShown = (need: Need, facts: TicketFacts, asked: Asked, context: RuleContext): boolean => {
  const { attributes, faqResults, federalResults } = context.vocabulary;
  switch (need) {
    case 'данные п. 4.2.1':
      return (
        dataFaults(facts, { fields: context.process.map.data, waiver: asked.waiver }, context).length === 0
      );
    case 'ответа в FAQ нет':
      return said(facts, attributes.faqResult) === faqResults.notFound;
    case 'ответ в FAQ найден':
      return said(facts, attributes.faqResult) === federalResults.found;
    case 'комментарий':
    case 'ответ ФОИВ':
    case 'основание':
      return isNoted(facts, asked, context);
    case 'звонок записан':
      return (
        isCalled(facts, asked, context) ||
        isNoted(facts, { ...asked, since: enteredAt(facts, asked.at, context.vocabulary) }, context)
      );
    case 'запрос отправлен':
    case 'сообщено заявителю':
      return tellings(facts, asked.since).length > 0;
    case 'запрос отправлен или записан':
    case 'ответ по претензии':
      return tellings(facts, asked.since).length > 0 || isNoted(facts, asked, context);
    case 'слова заявителя':
      return (
        isCalled(facts, asked, context) ||
        facts.articles.some(
          ({ from, automatic, createdAt }) => from === 'citizen' && !automatic && createdAt > asked.since,
        )
      );
    case 'ведомство и дата запроса':
      return said(facts, attributes.agency) !== null && said(facts, attributes.agencyAsked) !== null;
    case 'номер претензии':
      return said(facts, attributes.claimNumber) !== null;
    case 'повтор отмечен':
      // A tag anybody can set; that the primary ticket was told, only the companion.
      return facts.tags.includes(asked.repeatTag) && Number(facts.attributes[attributes.toldUpTo] ?? 0) > 0;
    case 'номер телефона региона':
      return (context.agreements.get(facts.region ?? '')?.transferPhone ?? null) !== null;
    case 'согласие заявителя':
      return isAgreed(facts, asked);
    case 'несогласие заявителя':
      return present(facts, asked.consent.attribute) === asked.consent.disagreed;
    case 'срок вышел':
      return (
        asked.until !== null &&
        asked.at.getTime() + SAME_ACT_MS >= asked.until.getTime() &&
        strangersSince(facts, enteredAt(facts, asked.at, context.vocabulary)).length === 0
      );
  }
};

/** Of what may be done where a ticket stands, what a claim with a number leaves: it ends by telling the number and by nothing less (R-3.11.2.c, R-4.3.4). */
export const besideClaim = (
  moves: readonly Move[],
  facts: TicketFacts,
  { vocabulary: { attributes } }: RuleContext,
): readonly Move[] => {
  const tells = ({ ends, needs }: Move): boolean => ends && needs.includes('номер претензии');
  return said(facts, attributes.claimNumber) === null || !moves.some(tells)
    ? moves
    : moves.filter((move) => !move.ends || move.exception || tells(move));
};
