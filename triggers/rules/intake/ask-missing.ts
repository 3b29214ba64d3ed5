/**
 * Rule kind `ask-missing`: what the citizen has not told is asked for (4.2.2). Once a written request is read, whoever the setting
 * (config/intake.yaml) names learns exactly what is missing: the region's operator by a note, or the citizen by a mail, after which the
 * ticket waits as 4.2.2 says. The citizen is asked twice at most, the second time with what was wrong; who writes not to have it is not
 * asked again, and no machine is answered (config/trust.yaml).
 */
import { z } from 'zod';
import { optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { dataFaults, dataParams, MISSING, type DataFault } from '../../person/data-faults.js';
import type {
  Action,
  LetterFacts,
  RuleContext,
  RuleKind,
  Surroundings,
  TicketFacts,
  Verdict,
} from '../../types.js';
import { asksMade, lastWord, mayWrite, mailOn, ownMails, signatureOn, type Silence } from './own-mail.js';
import { readUpTo, unreadLetters } from './unread.js';

const params = z.strictObject({
  ...dataParams,
  /** How a ticket waits once the citizen was asked. */
  wait: z.strictObject({ state: stateName, reason: optionOf('reason'), waitSource: optionOf('waitSource') }),
  tag: tagName,
  /** Subject of the mail; the ticket's number follows. */
  subject: z.string().min(1).max(100),
});
type AskMissing = z.infer<typeof params>;

const isWaiting = (facts: TicketFacts, { wait }: AskMissing, context: Surroundings): boolean =>
  facts.state === wait.state && said(facts, context.vocabulary.attributes.reason) === wait.reason;

/**
 * The region has it and nobody federal took it, or it came back for these very data: then it waits for them, or carries our tag until
 * they are there. What is asked for later is another clause's (4.7).
 */
/** A federal desk has had it, and did not send it back for want of data. */
const isPassedOn = (facts: TicketFacts, { wait }: AskMissing, { vocabulary }: Surroundings): boolean =>
  said(facts, vocabulary.attributes.holder) !== null &&
  said(facts, vocabulary.attributes.waitSource) !== wait.waitSource;

const isBeforeTransfer = (facts: TicketFacts, given: AskMissing, context: Surroundings): boolean =>
  facts.region !== null &&
  context.regions.get(facts.region)?.group === facts.group &&
  (!isPassedOn(facts, given, context) || facts.tags.includes(given.tag));

const asksCitizen = (
  facts: TicketFacts,
  {
    intake: {
      askMissing: { by, fallback },
    },
  }: Surroundings,
): boolean => (by.get(facts.region ?? '') ?? fallback) === 'citizen';

/** Nothing stands in the way of judging what is missing. */
const isRead = (facts: TicketFacts, { vocabulary: { attributes } }: Surroundings): boolean =>
  readUpTo(facts, attributes.readUpTo) > 0 && unreadLetters(facts, attributes.readUpTo).length === 0;

/** What is missing, by why: as the last letter had it, where it had it wrong. */
const withReasons = (faults: readonly DataFault[], letter: LetterFacts | null): readonly DataFault[] =>
  faults.map((fault) => {
    const wrong = letter?.faults.find(({ label }) => label === fault.label);
    return wrong === undefined || letter?.refused?.includes(fault.label) === true
      ? fault
      : { ...fault, why: wrong.message };
  });

const note = (faults: readonly DataFault[], silence: Silence | null, refused: readonly string[]): Action => ({
  do: 'note',
  template: 'data-asked',
  view: {
    mailed: silence === null,
    silence: {
      address: silence === 'address',
      phone: silence === 'phone',
      asked: silence === 'asked',
      machine: silence === 'machine',
      limit: silence === 'limit',
    },
    refused,
    faults,
  },
});

/** The ask was sent and the ticket not yet written: the companion died in between. */
const isHalfDone = (facts: TicketFacts): boolean => {
  const { articles } = facts;
  const last = asksMade(facts).at(-1);
  return (
    last !== undefined &&
    !articles.some(({ from, channel, id }) => from === 'companion' && channel === 'note' && id > last.id)
  );
};

const asking = (
  facts: TicketFacts,
  found: readonly DataFault[],
  given: AskMissing,
  context: RuleContext,
): Verdict => {
  const { met, due } = verdictsOn(facts, context);
  const { attributes, contactMethods } = context.vocabulary;
  const word = lastWord(facts);
  const letter = facts.letters.find(({ article }) => article === word?.id) ?? null;
  const faults = withReasons(found, letter);
  const lacks = Object.fromEntries(faults.map(({ label, why }) => [label, why]));
  const mark: Action = { do: 'tag', add: [given.tag], remove: [] };
  const wait = (sent: number): Action => ({
    do: 'set',
    fields: {
      state: given.wait.state,
      [attributes.reason]: given.wait.reason,
      [attributes.waitSource]: given.wait.waitSource,
      [attributes.lettersSent]: sent,
    },
  });
  const refused = (letter?.refused ?? []).filter((label) => found.some((fault) => fault.label === label));
  const made = asksMade(facts);
  const sent = ownMails(facts).length;
  const isAsked = made.some(({ id }) => id > (word?.id ?? 0));
  if (isAsked && isHalfDone(facts))
    return due('запрос отправлен, тикет ждёт', [mark, wait(sent), note(faults, null, refused)], lacks);
  // What was asked is asked; an operator who takes the ticket up meanwhile is not put back.
  if (isAsked) return met('недостающее запрошено');
  const silence: Silence | null = !asksCitizen(facts, context)
    ? 'region'
    : refused.length > 0
      ? 'refused'
      : made.length >= context.trust.asks
        ? 'asked'
        : letter?.machine === true
          ? 'machine'
          : mayWrite(facts, word, context);
  if (silence !== null || facts.mailTo === null)
    return due('в письме не все данные', [mark, note(faults, silence ?? 'address', refused)], lacks);
  return due(
    'в письме не все данные',
    [
      mark,
      mailOn(facts, given.subject, word, {
        template: 'data-request',
        view: {
          number: facts.number,
          ...signatureOn(facts, context),
          again: made.length > 0,
          methods: Object.values(contactMethods),
          asksMethod: faults.some(({ label }) => label === 'Удобный способ связи'),
          faults: faults.map(({ label, why }) => ({ label, why: why === MISSING ? null : why })),
        },
      }),
      wait(sent + 1),
      note(faults, null, refused),
    ],
    lacks,
  );
};

export const askMissing: RuleKind<AskMissing> = {
  name: 'ask-missing',
  params,
  needs(facts, given, context) {
    const isDue =
      !facts.closed &&
      isBeforeTransfer(facts, given, context) &&
      isRead(facts, context) &&
      asksCitizen(facts, context) &&
      !isWaiting(facts, given, context) &&
      facts.mailTo !== null &&
      !asksMade(facts).some(({ id }) => id > (lastWord(facts)?.id ?? 0));
    return isDue && dataFaults(facts, given, context).length > 0 ? ['letters', 'mailed'] : [];
  },
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (!isBeforeTransfer(facts, given, context)) return leave('тикет не у СП РПГУ до первой передачи');
    if (readUpTo(facts, context.vocabulary.attributes.readUpTo) === 0)
      return leave('обращение пришло не письмом');
    if (!isRead(facts, context)) return leave('письмо ещё не прочитано');
    const faults = dataFaults(facts, given, context);
    if (faults.length === 0) {
      if (!facts.tags.includes(given.tag)) return met('данные пользователя внесены');
      const unmark: Action = { do: 'tag', add: [], remove: [given.tag] };
      // Back from the federal desk, what to do next is not to pass it on.
      return isPassedOn(facts, given, context)
        ? due('данные собраны до передачи', [unmark])
        : due('данные собраны: можно искать ответ в FAQ и передавать', [
            unmark,
            { do: 'note', template: 'data-complete', view: {} },
          ]);
    }
    // What a person set waiting was asked for by a person.
    if (isWaiting(facts, given, context)) return met('недостающее запрошено, ждём ответа');
    return asking(facts, faults, given, context);
  },
};
