/**
 * Letters that the program writes to citizens by itself: whether one may go, and what it is an answer to (config/trust.yaml; A-36). A
 * loop ends by count, whatever answers: so many letters of ours a day to one address. Pure.
 */
import { said } from '../../ticket/fields.js';
import { rowOf } from '../../ticket/trust.js';
import type { Note } from '../../../templates/views.js';
import type { Action, ArticleFacts, LetterFacts, Surroundings, TicketFacts } from '../../types.js';

const DAY_MS = 24 * 3600 * 1000;

/** Why nothing is written: for the operator's note. `region`: by the setting the operator asks. */
export type Silence = 'region' | 'address' | 'phone' | 'refused' | 'asked' | 'machine' | 'limit';

/** Our letters to the citizen, oldest first. */
export const asksMade = ({ articles }: Pick<TicketFacts, 'articles'>): readonly ArticleFacts[] =>
  articles.filter(({ from, channel }) => from === 'companion' && channel === 'email');

/** The citizen's last message, machines left out; a portal's form is one. */
export const lastWord = ({ articles }: Pick<TicketFacts, 'articles'>): ArticleFacts | undefined =>
  articles.findLast(({ from, automatic }) => from === 'citizen' && !automatic);

/** Our letters of the last day to this address, on whichever ticket. Needs `earlier`. */
const sentToday = (facts: TicketFacts, { now, vocabulary: { attributes } }: Surroundings): number => {
  const since = now.getTime() - DAY_MS;
  const own = asksMade(facts).filter(({ createdAt }) => createdAt.getTime() > since).length;
  return facts.earlier
    .filter(
      (other) =>
        other.createdAt.getTime() > since &&
        (said(other, attributes.contact)?.toLowerCase() === facts.mailTo ||
          other.attributes['customer_id'] === facts.attributes['customer_id']),
    )
    .reduce((sum, other) => sum + Number(other.attributes[attributes.lettersSent] ?? 0), own);
};

/** Null: a letter may go to `facts.mailTo`. `letter`: what it would answer; null: not known. */
export const mayWrite = (
  facts: TicketFacts,
  letter: LetterFacts | null,
  context: Surroundings,
): Silence | null => {
  const { attributes, contactMethods, tags } = context.vocabulary;
  if (facts.attributes[attributes.contactMethod] === contactMethods.phone) return 'phone';
  if (facts.mailTo === null) return 'address';
  const writer = letter?.writer ?? facts.articles[0]?.writer ?? 'citizen';
  if (rowOf(writer, context.trust).answered === 'no') return 'address';
  if (letter?.machine === true || facts.tags.includes(tags.machine)) return 'machine';
  return sentToday(facts, context) >= context.trust.lettersADay ? 'limit' : null;
};

/** Who signs: the region's desk. */
export const deskOf = ({ region, group }: TicketFacts, { regions }: Surroundings): string =>
  regions.get(region ?? '')?.name ?? group;

/** A letter of ours under `subject` and the ticket's number, in the thread of the citizen's own letter. */
export const mailOn = (
  { number, mailTo }: TicketFacts,
  subject: string,
  letter: LetterFacts | null,
  note: Note,
): Action => ({
  do: 'mail',
  to: mailTo ?? '',
  subject: `${subject} ${number}`,
  ...(letter?.writer === 'citizen' && { answers: letter.article }),
  ...note,
});
