/**
 * What a citizen hears of a request that the term has closed (3.7.2, 4.7.2): once, by a letter with its number, or by a call where the
 * telephone was chosen; not before an answer that was in time would be here. Pure.
 */
import { z } from 'zod';
import { pointOn } from '../../ticket/cited.js';
import { said } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, Surroundings, TicketFacts, Verdict } from '../../types.js';
import type { TermParams } from './term.js';
import { isByPhone, lastWord, mailOn, mayWrite, ownMails, signatureOn } from '../intake/own-mail.js';

const HOUR_MS = 3600 * 1000;

export const closeParams = {
  /** A close of longer ago is told to nobody: it was there before the companion. 0: none is. */
  tellWithinHours: z.int().min(0).max(720).default(72),
};
type CloseParams = z.infer<z.ZodObject<typeof closeParams>>;

/** Not longer ago than somebody is told of it. */
export const isFresh = (closedAt: Date, { tellWithinHours }: CloseParams, { now }: Surroundings): boolean =>
  now.getTime() - closedAt.getTime() <= tellWithinHours * HOUR_MS;

const isMailed = (facts: TicketFacts, closedAt: Date): boolean =>
  ownMails(facts).some(({ createdAt }) => createdAt >= closedAt);

/** Whether letters of ours on other tickets have to be known first. */
export const needsMailed = (facts: TicketFacts, given: CloseParams, context: Surroundings): boolean =>
  facts.mailTo !== null &&
  facts.closedAt !== null &&
  isFresh(facts.closedAt, given, context) &&
  !isMailed(facts, facts.closedAt);

/** How the citizen of a ticket closed at `closedAt` hears of it; both false: not at all. Needs `mailed`. */
export const waysToTell = (
  facts: TicketFacts,
  closedAt: Date,
  given: CloseParams,
  context: RuleContext,
): { readonly mailed: boolean; readonly call: boolean } => {
  const mailed = isMailed(facts, closedAt);
  const fresh = isFresh(closedAt, given, context);
  return {
    mailed: mailed || (fresh && mayWrite(facts, lastWord(facts), context) === null),
    call: !mailed && fresh && isByPhone(facts, context),
  };
};

/** Told from `from` on; null: nothing has to be done. The ticket is marked as closed for want of an answer. */
export const toldOfClose = (
  facts: TicketFacts,
  { closedAt, from }: { readonly closedAt: Date; readonly from: Date },
  given: CloseParams & Pick<TermParams, 'workingDays'>,
  context: RuleContext,
): Verdict | null => {
  const { pending, due } = verdictsOn(facts, context);
  const { attributes, letters, nextTasks } = context.vocabulary;
  const sent = ownMails(facts).length;
  const task = `${nextTasks.tellClosed} ${facts.number}`;
  const stands = said(facts, attributes.nextTask);
  const { mailed, call } = waysToTell(facts, closedAt, given, context);
  const isCalled = facts.articles.some(
    ({ from: writer, channel, internal, createdAt }) =>
      writer === 'operator' &&
      createdAt > closedAt &&
      (channel === 'phone' || (!internal && channel === 'email')),
  );
  const put = (fields: Readonly<Record<string, string | number | null>>) => ({ do: 'set', fields }) as const;
  if (isCalled)
    return stands === task
      ? due('заявителю сказано о закрытии: задача снята', [put({ [attributes.nextTask]: null })])
      : null;
  // The companion died between the letter and the count.
  if (isMailed(facts, closedAt))
    return sent > Number(facts.attributes[attributes.lettersSent] ?? 0)
      ? due('письмо отправлено, счёт писем исправлен', [put({ [attributes.lettersSent]: sent })])
      : null;
  if (!mailed && !(call && stands !== task)) return null;
  if (context.now < from) return pending('заявителю сообщат о закрытии, если ответа и правда нет', from);
  if (call) return due('о закрытии заявителю звонят', [put({ [attributes.nextTask]: task })]);
  return due('заявителю сообщено о закрытии', [
    mailOn(facts, letters.closed, lastWord(facts), {
      template: 'request-closed',
      view: {
        number: facts.number,
        workingDays: given.workingDays,
        point: pointOn(facts, ['3.7.2', '4.7.2'], context),
        ...signatureOn(facts, context),
      },
    }),
    put({ [attributes.lettersSent]: sent + 1 }),
  ]);
};
