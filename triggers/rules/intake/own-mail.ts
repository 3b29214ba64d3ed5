/**
 * Letters that the program writes to citizens by itself: whether one may go, to whom, in whose name, and what it is an answer to
 * (config/trust.yaml; ). A loop ends by count, whatever answers: so many letters of ours a day to one address. Pure.
 */
import { said } from '../../ticket/fields.js';
import { rowOf } from '../../ticket/trust.js';
import type { Note } from '../../../templates/views.js';
import type { Action, ArticleFacts, Surroundings, TicketFacts } from '../../types.js';

const DAY_MS = 24 * 3600 * 1000;

/** Why nothing is written: for the operator's note. `region`: by the setting the operator asks. */
export type Silence = 'region' | 'address' | 'phone' | 'refused' | 'asked' | 'machine' | 'limit';

/** Our letters to the citizen, oldest first. */
export const ownMails = ({ articles }: Pick<TicketFacts, 'articles'>): readonly ArticleFacts[] =>
  articles.filter(({ from, channel }) => from === 'companion' && channel === 'email');

/**
 * Those of them that ask for data: told by what was recorded with them, for what a subject is called anybody may change. One without a
 * record is of a version that wrote nothing but asks.
 */
export const asksMade = (facts: Pick<TicketFacts, 'articles'>): readonly ArticleFacts[] =>
  ownMails(facts).filter(({ letter = 'data-request' }) => letter === 'data-request');

/** The citizen's last message, machines left out; a portal's form is one. */
export const lastWord = ({ articles }: Pick<TicketFacts, 'articles'>): ArticleFacts | undefined =>
  articles.findLast(({ from, automatic }) => from === 'citizen' && !automatic);

/** Our letters of the last day to this address, on whichever ticket. Needs `mailed`. */
const sentToday = (facts: TicketFacts, { now }: Surroundings): number => {
  const since = now.getTime() - DAY_MS;
  return [...ownMails(facts).map(({ createdAt }) => createdAt), ...(facts.mailed ?? [])].filter(
    (at) => at.getTime() > since,
  ).length;
};

/** Chose the telephone; where nothing or «as submitted» was chosen: called. Such a citizen is called, not written to. */
export const isByPhone = (
  { attributes, articles }: Pick<TicketFacts, 'attributes' | 'articles'>,
  { vocabulary }: Surroundings,
): boolean => {
  const { phone, asSubmitted } = vocabulary.contactMethods;
  const chosen = said({ attributes }, vocabulary.attributes.contactMethod);
  if (chosen !== null && chosen !== asSubmitted) return chosen === phone;
  return articles.find(({ from }) => from === 'citizen')?.channel === 'phone';
};

/** Null: a letter may go to `facts.mailTo`. `word`: the article that it would answer; left out: none. Needs `mailed`. */
export const mayWrite = (
  facts: TicketFacts,
  word: ArticleFacts | undefined,
  context: Surroundings,
): Silence | null => {
  const { tags } = context.vocabulary;
  if (isByPhone(facts, context)) return 'phone';
  // A form that nobody known has sent came from its robot, not from the citizen.
  if (facts.mailTo === null || facts.tags.includes(tags.unknownSender)) return 'address';
  const writer = word?.writer ?? facts.articles[0]?.writer ?? 'citizen';
  if (rowOf(writer, context.trust).answered === 'no') return 'address';
  if (facts.tags.includes(tags.machine)) return 'machine';
  return sentToday(facts, context) >= context.trust.lettersADay ? 'limit' : null;
};

/** Who signs: the desk that has the ticket, a region's by the region's name. */
export const signatureOn = (
  { group }: TicketFacts,
  { regions }: Surroundings,
): { readonly desk: string; readonly regional: boolean } => {
  const region = [...regions.values()].find((one) => one.group === group);
  return { desk: region?.name ?? group, regional: region !== undefined };
};

/** A letter of ours under `subject` and the ticket's number, in the thread of the citizen's own letter. */
export const mailOn = (
  { number, mailTo }: TicketFacts,
  subject: string,
  word: ArticleFacts | undefined,
  note: Note,
): Action => ({
  do: 'mail',
  to: mailTo ?? '',
  subject: `${subject} ${number}`,
  ...(word?.channel === 'email' && word.writer === 'citizen' && { answers: word.id }),
  ...note,
});
