/**
 * What a citizen hears of a request that the term has closed (3.7.2, 4.7.2): once, by a letter with its number, or by a call where the
 * telephone was chosen. Pure.
 */
import { z } from 'zod';
import { said } from '../../ticket/fields.js';
import type { Action, RuleContext, TicketFacts } from '../../types.js';
import { isByPhone, lastWord, mailOn, mayWrite, ownMails, signatureOn } from '../intake/own-mail.js';

const HOUR_MS = 3600 * 1000;

export const closeParams = {
  /** A close of longer ago is told to nobody: it was there before the companion. 0: none is. */
  tellWithinHours: z.int().min(0).max(720).default(72),
};

export interface ToldOfClose {
  readonly letters: readonly Action[];
  /** What goes with them into the ticket. */
  readonly fields: Readonly<Record<string, string | number | null>>;
  readonly mailed: boolean;
  /** The citizen has to be called. */
  readonly call: boolean;
}

const taskOn = ({ number }: TicketFacts, { vocabulary: { nextTasks } }: RuleContext): string =>
  `${nextTasks.tellClosed} ${number}`;

/** Of a ticket closed at `closedAt`. A letter that went out since is not sent again, whatever happened after it. Needs `mailed`. */
export const toldOfClose = (
  facts: TicketFacts,
  closedAt: Date,
  { tellWithinHours }: { readonly tellWithinHours: number },
  context: RuleContext,
): ToldOfClose => {
  const { attributes, letters } = context.vocabulary;
  const sent = ownMails(facts);
  const word = lastWord(facts);
  const mailed = sent.some(({ createdAt }) => createdAt >= closedAt);
  const isFresh = context.now.getTime() - closedAt.getTime() <= tellWithinHours * HOUR_MS;
  const call = !mailed && isFresh && isByPhone(facts, context);
  const due = !mailed && isFresh && mayWrite(facts, word, context) === null;
  const { group } = facts;
  const counted = sent.length + (due ? 1 : 0);
  return {
    letters: due
      ? [
          mailOn(facts, letters.closed, word, {
            template: 'request-closed',
            view: {
              number: facts.number,
              point: context.federalGroups.includes(group) ? '3.7.2' : '4.7.2',
              ...signatureOn(facts, context),
            },
          }),
        ]
      : [],
    fields: {
      [attributes.nextTask]: call ? taskOn(facts, context) : null,
      ...((mailed || due) && { [attributes.lettersSent]: counted }),
    },
    mailed: mailed || due,
    call,
  };
};

/** The task to call is done; null: it is not, or there is none. */
export const calledSince = (facts: TicketFacts, closedAt: Date, context: RuleContext): Action | null => {
  const { nextTask } = context.vocabulary.attributes;
  const isCalled = facts.articles.some(
    ({ from, channel, internal, createdAt }) =>
      from === 'operator' &&
      createdAt > closedAt &&
      (channel === 'phone' || (!internal && channel === 'email')),
  );
  return isCalled && said(facts, nextTask) === taskOn(facts, context)
    ? { do: 'set', fields: { [nextTask]: null } }
    : null;
};
