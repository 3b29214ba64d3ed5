/**
 * What a letter that made a ticket has to do with tickets that were there: it repeats one and goes into it, it names one and is linked,
 * or it answers a closed one and takes over what that knew (4.1, A-10). Whether it may is the matrix of trust. Pure.
 */
import type { Writer } from '../../../config/schema/trust.js';
import { said } from '../../ticket/fields.js';
import { isOtherName, isSamePerson, joiningOf, type Person } from '../../ticket/trust.js';
import type { LetterFacts, OtherTicket, RuleContext, TicketFacts } from '../../types.js';

type Copy = LetterFacts['copies'][number];

/** Who wrote a letter; where nobody said, by what it was read as. */
export const writerIn = ({ writer, sender }: LetterFacts): Writer =>
  writer ?? (sender === 'portal' ? 'portal' : 'citizen');

/** The person a ticket is about. */
export const personOn = (
  ticket: Pick<TicketFacts, 'attributes'>,
  { vocabulary: { attributes } }: RuleContext,
): Person => ({
  name: said(ticket, attributes.citizenName),
  snils: said(ticket, attributes.snils),
  inn: said(ticket, attributes.inn),
  birthDate: said(ticket, attributes.birthDate),
  contacts: [said(ticket, attributes.contact) ?? ''].filter((contact) => contact !== ''),
});

/** The person a letter is about. */
export const personIn = (
  { fields, citizen: { name, mail, phone, snils } }: LetterFacts,
  context: RuleContext,
): Person => {
  const told = personOn({ attributes: fields }, context);
  return {
    ...told,
    name: name ?? told.name,
    snils: snils ?? told.snils,
    contacts: [...told.contacts, ...[mail, phone].flatMap((contact) => contact ?? [])],
  };
};

export interface Pointed {
  readonly to: Copy;
  readonly may: 'join' | 'link';
  readonly reason: string;
}

/** The older ticket that this one repeats or names, the surest first; null: none. */
export const pointedBy = (facts: TicketFacts, letter: LetterFacts, context: RuleContext): Pointed | null => {
  const person = personIn(letter, context);
  const writer = writerIn(letter);
  const judged = letter.copies
    .filter(({ id }) => id < facts.id)
    .flatMap((to): Pointed[] => {
      const theirs = personOn(to, context);
      const compared = {
        same: isSamePerson(person, theirs),
        sameSender: to.sameSender === true,
        otherPerson: isOtherName(person.name, theirs.name),
      };
      const { may, reason } = joiningOf(
        writer,
        to.sameLetter ? 'letter' : 'request',
        compared,
        context.trust,
      );
      if (may === 'no') return [];
      // A request that is over does not go on: the new one is linked.
      const over = may === 'join' && to.closed && !to.sameLetter;
      return [{ to, may: over ? 'link' : may, reason }];
    });
  return judged.find(({ may }) => may === 'join') ?? judged.at(0) ?? null;
};

/** The closed ticket that a new one answers, newest last; null: none. */
export const answeredBy = ({ answers = [] }: LetterFacts) => answers.at(-1) ?? null;

export interface AnswerJoins {
  readonly to: OtherTicket;
  readonly automatic: boolean;
}

/**
 * Where an answer to one's own closed request goes instead of becoming a request: a second one into the request that the first became
 * a machine's into the closed one. Null: it is a request.
 */
export const answerJoins = (
  facts: TicketFacts,
  letter: LetterFacts,
  context: RuleContext,
): AnswerJoins | null => {
  const closed = answeredBy(letter);
  if (closed === null || !closed.sameSender) return null;
  if (letter.automatic) return { to: closed, automatic: true };
  const { goneOn } = closed;
  const isOther =
    goneOn === undefined ||
    goneOn.id >= facts.id ||
    isOtherName(personIn(letter, context).name, personOn(goneOn, context).name);
  return isOther ? null : { to: goneOn, automatic: false };
};

/** What a new ticket takes over from the closed one its own sender answered: gaps only. */
export const carriedOver = (
  facts: Pick<TicketFacts, 'attributes'>,
  closed: OtherTicket,
  attributes: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    attributes.flatMap((attribute) => {
      const theirs = said(closed, attribute);
      return theirs === null || said(facts, attribute) !== null ? [] : [[attribute, theirs]];
    }),
  );

/** Tickets with the same СНИЛС under another name: one of the two numbers is wrong. */
export const snilsOfAnother = (letter: LetterFacts, context: RuleContext): readonly OtherTicket[] =>
  (letter.sameSnils ?? []).filter((other) =>
    isOtherName(personIn(letter, context).name, personOn(other, context).name),
  );
