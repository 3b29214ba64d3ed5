/**
 * Letters in a ticket that are none of its citizen's: shown, never taken (4.2.1, A-55). Zammad has joined them before anybody could
 * look, so what it changed is put back; a person decides, and «Это заявитель» makes them the citizen's in one act. Pure.
 */
import { asPossible } from '../../ticket/birth.js';
import { pointOn } from '../../ticket/cited.js';
import { said } from '../../ticket/fields.js';
import { isOtherName, rowOf } from '../../ticket/trust.js';
import type { Action, ArticleFacts, LetterFacts, RuleContext, TicketFacts } from '../../types.js';
import { personIn, personOn } from './joined.js';

/** Articles of somebody who is none of the ticket's. */
const strangersIn = ({ articles }: Pick<TicketFacts, 'articles'>): readonly ArticleFacts[] =>
  articles.filter(({ from, channel }) => from === 'stranger' && channel === 'email');

/**
 * How the ticket stood before such a letter moved it, where it still stands so; waits go on by their own rules, which know their terms
 * . Needs transitions.
 */
const stoodBefore = (facts: TicketFacts, context: RuleContext): Readonly<Record<string, string | null>> => {
  const { states, attributes, reasons } = context.vocabulary;
  const last = facts.transitions.findLast(({ field }) => field === 'state');
  if (last?.by !== 'stranger' || last.to !== facts.state || last.from === null) return {};
  const reason = said(facts, attributes.reason);
  const waited = last.from === states.termed || reason === reasons.asked || reason === reasons.agency;
  return waited ? {} : asPossible({ state: last.from }, context);
};

export interface OtherLetters {
  readonly actions: readonly Action[];
  readonly fields: Readonly<Record<string, string | null>>;
}

interface Words {
  /** What a request found in such a letter is called. */
  readonly newTitle: string;
}

/** A letter that speaks of another person by name is a request of its own, which is recorded (4.1). */
const ownRequest = (
  facts: TicketFacts,
  letter: LetterFacts,
  { newTitle }: Words,
  context: RuleContext,
): Action[] => {
  const person = personIn(letter, context);
  const sender = facts.articles.find(({ id }) => id === letter.article);
  const { attributes, channels } = context.vocabulary;
  const theirs = personOn(facts, context).name;
  if (sender?.writer !== 'other' || sender.address === undefined) return [];
  if (!isOtherName(person.name, theirs)) return [];
  const fields = Object.fromEntries(
    Object.entries(letter.fields).filter(([name]) => name !== attributes.portalRequest),
  );
  return [
    {
      do: 'create',
      relation: 'normal',
      customer: sender.address,
      title: `${newTitle} ${facts.number}`,
      template: 'other-request',
      view: { number: facts.number },
      fields: {
        ...fields,
        group: context.intake.unknownGroup ?? facts.group,
        [attributes.channel]: channels.written,
      },
    },
  ];
};

/** What is done about `letters`, each of a stranger's and seen for the first time. */
export const showOthers = (
  facts: TicketFacts,
  letters: readonly LetterFacts[],
  words: Words,
  context: RuleContext,
): OtherLetters => {
  const { attributes, otherSenders, tags } = context.vocabulary;
  const writers = letters.map(
    ({ article }) => facts.articles.find(({ id }) => id === article)?.writer ?? 'other',
  );
  const made = letters.flatMap((letter) => ownRequest(facts, letter, words, context));
  const before = stoodBefore(facts, context);
  return {
    fields: {
      ...before,
      ...(writers.some((writer) => rowOf(writer, context.trust).suspends) && {
        [attributes.otherSender]: otherSenders.waits,
      }),
    },
    actions: [
      { do: 'tag', add: [tags.otherSender], remove: [] },
      ...made,
      {
        do: 'note',
        template: 'other-letter',
        view: {
          own: writers.includes('own'),
          points: pointOn(facts, ['3.7.2', '4.7.2'], context),
          made: made.length > 0,
          restored: Object.keys(before).length > 0 ? (before['state'] ?? null) : null,
        },
      },
    ],
  };
};

/**
 * What follows from a person's word on them. «Заявитель»: the addresses are the citizen's from now on, and their letters are read like
 * any other; «не заявитель»: they stay as they are. Null: nobody has said anything.
 */
export const decided = (
  facts: TicketFacts,
  context: RuleContext,
): { readonly text: string; readonly actions: readonly Action[] } | null => {
  const { attributes, otherSenders, tags } = context.vocabulary;
  const word = said(facts, attributes.otherSender);
  if (word !== otherSenders.citizen && word !== otherSenders.stranger) return null;
  const unmark: Action = { do: 'tag', add: [], remove: [tags.otherSender] };
  const told = strangersIn(facts).filter(
    ({ writer, address }) => writer === 'other' && address !== undefined,
  );
  if (word === otherSenders.stranger || told.length === 0)
    return {
      text: 'письмо с другого адреса — не заявителя: остаётся статьёй',
      actions: [{ do: 'set', fields: { [attributes.otherSender]: null } }, unmark],
    };
  const known = (said(facts, attributes.confirmed) ?? '').split(/\s+/u).filter((address) => address !== '');
  const addresses = new Set([...known, ...told.flatMap(({ address }) => address ?? [])]);
  return {
    text: 'оператор узнал заявителя: письма с этого адреса — его',
    actions: [
      {
        do: 'set',
        fields: {
          [attributes.otherSender]: null,
          [attributes.confirmed]: [...addresses].join(' '),
          // They are read now, and what came after them again, which changes nothing.
          [attributes.readUpTo]: Math.min(...told.map(({ id }) => id)) - 1,
        },
      },
      unmark,
      { do: 'note', template: 'other-confirmed', view: {} },
    ],
  };
};
