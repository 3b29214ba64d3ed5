/**
 * What a citizen hears once a written request is recorded (4.1): its number, by a letter, or by a call where the telephone was chosen
 * . Told once in a ticket's life: whatever the companion or an operator has written to the citizen has told it. Pure.
 */
import { z } from 'zod';
import { dataFaults, dataParams } from '../../person/data-faults.js';
import { answeredBy, isClosedUnanswered } from '../../ticket/late-answer.js';
import { said } from '../../ticket/fields.js';
import { isWorded } from '../../ticket/worded.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type {
  Action,
  Need,
  OtherTicket,
  RuleContext,
  Surroundings,
  TicketFacts,
  Verdict,
} from '../../types.js';
import { isByPhone, lastWord, mailOn, mayWrite, ownMails, signatureOn } from './own-mail.js';

const HOUR_MS = 3600 * 1000;

export const registeredParams = z.strictObject({
  waiver: dataParams.waiver,
  /** Older requests were there before the companion: their citizens hear nothing. */
  withinHours: z.int().min(1).max(720).default(72),
  /** As of: until when a new ticket is an answer to a closed one. */
  lateWithinDays: z.int().min(1).default(30),
  /** As of: what came so soon after a close opens that ticket again. */
  graceMinutes: z.int().min(0).default(30),
});
type Registered = z.infer<typeof registeredParams> & z.infer<z.ZodObject<Pick<typeof dataParams, 'fields'>>>;

/** At its region's desk and nowhere else yet, and new. */
const isNew = (facts: TicketFacts, { withinHours }: Registered, context: Surroundings): boolean =>
  facts.region !== null &&
  context.regions.get(facts.region)?.group === facts.group &&
  said(facts, context.vocabulary.attributes.holder) === null &&
  context.now.getTime() - facts.createdAt.getTime() <= withinHours * HOUR_MS;

/** Somebody of the desks has spoken to the citizen, or the companion or a trigger of Zammad's own has written. */
const isTold = (facts: TicketFacts): boolean =>
  ownMails(facts).length > 0 ||
  facts.articles.some(
    ({ from, channel, internal }) =>
      (from === 'operator' && (channel === 'phone' || (!internal && channel !== 'note'))) ||
      (from === 'helpdesk' && channel === 'email'),
  );

/** What is asked for is asked by a letter that says the number, too (4.2.2). */
const isAskedByMail = (facts: TicketFacts, given: Registered, context: Surroundings): boolean => {
  const { by, fallback } = context.intake.askMissing;
  const refused = facts.letters.find(({ article }) => article === lastWord(facts)?.id)?.refused ?? [];
  return (
    (by.get(facts.region ?? '') ?? fallback) === 'citizen' &&
    refused.length === 0 &&
    dataFaults(facts, given, context).length > 0
  );
};

const isOfSame = (facts: TicketFacts, { attributes }: OtherTicket): boolean =>
  attributes['customer_id'] === facts.attributes['customer_id'];

/** The letter names an older ticket of somebody else: whoever wrote it gets nothing. */
const namesAnother = (facts: TicketFacts): boolean =>
  facts.linked.some(
    (other) => other.relation === 'normal' && other.createdAt < facts.createdAt && !isOfSame(facts, other),
  );

/** The citizen's own closed ticket that this one goes on from; null: none. What a stranger's ticket is called is nobody's business. */
const closedBefore = (facts: TicketFacts, given: Registered, context: Surroundings): OtherTicket | null => {
  const linked = facts.linked.find(
    (other) =>
      other.relation === 'normal' &&
      other.closed &&
      other.closedAt !== null &&
      other.closedAt <= facts.createdAt,
  );
  const found = linked ?? answeredBy(facts, given.lateWithinDays, context);
  if (found === undefined || !isOfSame(facts, found)) return null;
  const since = facts.createdAt.getTime() - (found.closedAt?.getTime() ?? 0);
  return since <= given.graceMinutes * 60_000 ? null : found;
};

/**
 * An answer that came in time, though Zammad had closed the citizen's own ticket by then, or an older one of theirs that has ended
 * since: it goes on there, where the citizen hears all that is to be said. Needs `linked` and `earlier`.
 */
const goesOnThere = (facts: TicketFacts, given: Registered, context: Surroundings): boolean => {
  const created = facts.createdAt.getTime();
  const linked = facts.linked.filter(
    (other) => other.relation === 'normal' && other.createdAt < facts.createdAt,
  );
  const answered = answeredBy(facts, given.lateWithinDays, context);
  return [...linked, ...(answered === undefined ? [] : [answered])].some((other) => {
    if (other.closedAt === null || !isOfSame(facts, other)) return false;
    const since = created - other.closedAt.getTime();
    if (since < 0) return other.closed;
    // Opened again by what came, it is closed no more.
    return since <= given.graceMinutes * 60_000 && (!other.closed || isClosedUnanswered(other, context));
  });
};

const taskOn = ({ number }: TicketFacts, { vocabulary: { nextTasks } }: Surroundings): string =>
  `${nextTasks.tellRegistered} ${number}`;

/** The task to call, put there or taken away; null: it is as it should be. */
const callTask = (facts: TicketFacts, isWanted: boolean, context: Surroundings): Action | null => {
  const { attributes, nextTasks } = context.vocabulary;
  const task = taskOn(facts, context);
  const stands = said(facts, attributes.nextTask);
  // What is only suggested waits.
  const isFree = stands === null || isWorded(stands, nextTasks.earlierWaits);
  if (isWanted ? !isFree : stands !== task) return null;
  return { do: 'set', fields: { [attributes.nextTask]: isWanted ? task : null } };
};

/** What has to be read before it can be said; the ticket's letters were read into its fields. */
export const registeredNeeds = (
  facts: TicketFacts,
  given: Registered,
  context: Surroundings,
): readonly Need[] => {
  if (!isNew(facts, given, context) || isTold(facts)) return [];
  if (isByPhone(facts, context)) return ['linked', 'earlier'];
  return facts.mailTo === null
    ? []
    : [
        'linked',
        'earlier',
        'mailed',
        ...(isAskedByMail(facts, given, context) ? (['letters'] as const) : []),
      ];
};

/** Null: nothing has to be done about it. */
export const registered = (facts: TicketFacts, given: Registered, context: RuleContext): Verdict | null => {
  const { due } = verdictsOn(facts, context);
  const { attributes, letters } = context.vocabulary;
  const sent = ownMails(facts).length;
  const isDue =
    !facts.closed && isNew(facts, given, context) && !isTold(facts) && !goesOnThere(facts, given, context);
  const call = callTask(facts, isDue && isByPhone(facts, context), context);
  if (call !== null) return due('звонок о регистрации: задача внесена или снята', [call]);
  // The companion died between the letter and the count.
  if (!facts.closed && sent > Number(facts.attributes[attributes.lettersSent] ?? 0))
    return due('письмо отправлено, счёт писем исправлен', [
      { do: 'set', fields: { [attributes.lettersSent]: sent } },
    ]);
  if (!isDue || isAskedByMail(facts, given, context)) return null;
  const word = lastWord(facts);
  if (namesAnother(facts) || mayWrite(facts, word, context) !== null) return null;
  const before = closedBefore(facts, given, context);
  return due('обращение зафиксировано, заявителю назван номер', [
    mailOn(facts, before === null ? letters.registered : letters.late, word, {
      template: 'request-registered',
      view: { number: facts.number, before: before?.number ?? null, ...signatureOn(facts, context) },
    }),
    { do: 'set', fields: { [attributes.lettersSent]: sent + 1 } },
  ]);
};
