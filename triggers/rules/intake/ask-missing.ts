/**
 * Rule kind `ask-missing`: what the citizen has not told is asked for (4.2.2). Once a written request is read, whoever the setting
 * (config/intake.yaml) names learns exactly what is missing: the region's operator by a note, or the citizen by a mail, after which the ticket waits as
 * 4.2.2 says. Asked once for a letter: the answer is read, and only what is still missing is asked again.
 */
import { z } from 'zod';
import { optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { dataFaults, dataParams, type DataFault } from '../../person/data-faults.js';
import type { Action, RuleContext, RuleKind, Surroundings, TicketFacts } from '../../types.js';
import { readUpTo, unreadLetters } from './unread.js';

const params = z.strictObject({
  ...dataParams,
  /** How a ticket waits once the citizen was asked. */
  wait: z.strictObject({ state: stateName, reason: optionOf('reason'), waitSource: optionOf('waitSource') }),
  tag: tagName,
});
type AskMissing = z.infer<typeof params>;

const isWaiting = (facts: TicketFacts, { wait }: AskMissing, context: Surroundings): boolean =>
  facts.state === wait.state && said(facts, context.vocabulary.attributes.reason) === wait.reason;

/** A mail of ours that came after all the citizen wrote. */
const isAsked = ({ articles }: TicketFacts): boolean => {
  const last = articles.findLast(({ from, automatic }) => from === 'citizen' && !automatic)?.id ?? 0;
  return articles.some(({ from, channel, id }) => from === 'companion' && channel === 'email' && id > last);
};

const asking = (
  facts: TicketFacts,
  faults: readonly DataFault[],
  given: AskMissing,
  context: RuleContext,
): Action[] => {
  const { by, fallback } = context.intake.askMissing;
  const who = by.get(facts.region ?? '') ?? fallback;
  const mark: Action = { do: 'tag', add: [given.tag], remove: [] };
  const mailTo = who === 'citizen' ? facts.mailTo : null;
  const wait: Action = {
    do: 'set',
    fields: {
      state: given.wait.state,
      [context.vocabulary.attributes.reason]: given.wait.reason,
      [context.vocabulary.attributes.waitSource]: given.wait.waitSource,
    },
  };
  const note = (mailed: boolean): Action => ({
    do: 'note',
    template: 'data-asked',
    view: { mailed, cannotMail: who === 'citizen' && mailTo === null, faults },
  });
  if (mailTo === null) return [mark, note(false)];
  return [
    mark,
    ...(isAsked(facts)
      ? []
      : [
          {
            do: 'mail',
            to: mailTo,
            template: 'data-request',
            view: { title: facts.title, labels: faults.map(({ label }) => label) },
          } as const,
        ]),
    wait,
    note(true),
  ];
};

/**
 * The region has it and nobody federal took it, or it came back for these very data: then it waits for them, or carries our tag until
 * they are there. What is asked for later is another clause's (4.7).
 */
const isBeforeTransfer = (facts: TicketFacts, { wait, tag }: AskMissing, context: RuleContext): boolean =>
  facts.region !== null &&
  context.regions.get(facts.region)?.group === facts.group &&
  (said(facts, context.vocabulary.attributes.holder) === null ||
    said(facts, context.vocabulary.attributes.waitSource) === wait.waitSource ||
    facts.tags.includes(tag));

export const askMissing: RuleKind<AskMissing> = {
  name: 'ask-missing',
  params,
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (!isBeforeTransfer(facts, given, context)) return leave('тикет не у СП РПГУ до первой передачи');
    if (readUpTo(facts, context.vocabulary.attributes.readUpTo) === 0)
      return leave('обращение пришло не письмом');
    if (unreadLetters(facts, context.vocabulary.attributes.readUpTo).length > 0)
      return leave('письмо ещё не прочитано');
    const faults = dataFaults(facts, given, context);
    const lacks = Object.fromEntries(faults.map(({ label, why }) => [label, why]));
    const isMarked = facts.tags.includes(given.tag);
    if (faults.length === 0)
      return isMarked
        ? due('данные собраны: можно искать ответ в FAQ и передавать', [
            { do: 'tag', add: [], remove: [given.tag] },
            { do: 'note', template: 'data-complete', view: {} },
          ])
        : met('данные пользователя внесены');
    // What a person set waiting was asked for by a person.
    if (isWaiting(facts, given, context)) return met('недостающее запрошено, ждём ответа');
    return due('в письме не все данные', asking(facts, faults, given, context), lacks);
  },
};
