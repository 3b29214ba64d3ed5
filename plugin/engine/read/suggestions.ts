/**
 * What the knowledge base has to say to a request: the answers it is likely about, those our notes show already, those that
 * are linked. What was shown stands in the notes themselves, as links, so that a lost store loses nothing; the citizen's
 * words are compared in memory and go nowhere.
 */
import type { Article, FullTicket } from 'zammad-api-client-ts';
import { answersLinkedIn, type AnswerBase } from '../../../sync/faq/suggest/answer-base.js';
import { textOf } from '../../../sync/faq/body.js';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { FaqFacts, TicketFacts } from '../../../triggers/types.js';
import type { Directory } from '../directory.js';
import type { TicketDesk } from '../ticket-desk.js';
import type { Parties } from '../parties.js';
import { marksOn } from '../act/mark.js';

interface Asked {
  readonly facts: TicketFacts;
  readonly full: FullTicket;
  readonly directory: Directory;
}

const ANSWER = 'KnowledgeBase::Answer::Translation';

const wordsIn = ({ body, content_type: type }: Article): string =>
  type === 'text/html' ? textOf(body) : body;

/**
 * What is asked: what the letter's reader or the operator wrote down as the matter of the request, without labels of a form, quotes
 * and signatures; where nobody has yet, the citizen's first words.
 */
const requestIn = (
  { facts, full }: Pick<Asked, 'facts' | 'full'>,
  { attributes }: Pick<Vocabulary, 'attributes'>,
) => {
  const summary = facts.attributes[attributes.summary];
  if (typeof summary === 'string' && summary.trim() !== '') return { subject: facts.title, words: summary };
  const first = facts.articles.find(
    ({ from, internal, automatic }) => from === 'citizen' && !internal && !automatic,
  );
  const letter = full.articles.find(({ id }) => id === first?.id);
  return { subject: facts.title, words: letter === undefined ? '' : wordsIn(letter) };
};

const shownIn = (articles: readonly Article[], me: number, base: AnswerBase | null): FaqFacts['shown'] =>
  articles.flatMap((article) => {
    const clauses = marksOn([article], me).map(({ clause }) => clause);
    const ids = clauses.length === 0 ? [] : answersLinkedIn(article.body);
    if (ids.length === 0) return [];
    return [{ article: article.id, clauses, answers: ids.map((id) => base?.byId.get(id) ?? null) }];
  });

/** Reads nothing but the base, which is kept in memory. */
export const suggestionsFor = async (
  helpdesk: Pick<TicketDesk, 'answers'>,
  { facts, full, directory }: Asked,
  { vocabulary, regions }: Pick<Parties, 'vocabulary' | 'regions'>,
): Promise<FaqFacts> => {
  const base = await helpdesk.answers();
  const linked = full.links.flatMap(({ link_object: object, link_object_value: id }) =>
    object === ANSWER ? [base?.byTranslation.get(id) ?? unknownAnswer(id)] : [],
  );
  return {
    likely:
      base?.likely({
        ...requestIn({ facts, full }, vocabulary),
        region: regions.get(facts.region ?? '')?.name ?? null,
      }) ?? null,
    shown: shownIn(full.articles, directory.me, base),
    linked,
  };
};

/** Linked, but archived since or not for us to read. */
const unknownAnswer = (translation: number) => ({
  id: 0,
  translation,
  title: 'ответ базы знаний',
  begins: '',
  url: '',
});
