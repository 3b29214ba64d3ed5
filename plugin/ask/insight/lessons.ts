/**
 * What the desk's own work teaches suggestions: requests that were closed with an answer of the knowledge base, read anew each time
 * from where Zammad keeps it, the link between ticket and answer. Of their words those are counted that may be shown to anybody
 * and that several citizens wrote; nothing is stored.
 */
import type { Ticket, ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Config } from '../../../config/load.js';
import { askedIn } from '../../../sync/faq/suggest/asked.js';
import {
  learnedFrom,
  nothingLearned,
  type ClosedWith,
  type Learned,
} from '../../../sync/faq/suggest/learned.js';
import { safeWords } from './safe-words.js';
import { personOf, said } from './unanswered.js';

/** Requests of so many days teach: an edition lives about as long. */
const DAYS = 90;
/** And no more than the newest of them: each costs a call. */
const MOST = 500;

const ANSWER = 'KnowledgeBase::Answer::Translation';

/** What the clause on answers from FAQ calls such a request, and how a citizen who did not agree is known. */
const answeredBy = z.looseObject({
  attribute: z.string(),
  found: z.string(),
  unless: z.looseObject({ count: z.string(), consent: z.string(), disagreed: z.string() }),
});

interface Lesson {
  readonly ticket: Ticket;
  /** Ids of the linked answers' texts. */
  readonly answers: readonly number[];
}

type Known = Pick<Config, 'clauses' | 'vocabulary'>;

/** Closed, answered from FAQ, and the citizen agreed; the newest first. */
const closedTickets = async (client: ZammadClient, { clauses }: Known, now: Date): Promise<Ticket[]> => {
  const rules = clauses.flatMap((clause) => (clause.enforcer === 'companion' ? [clause.rule] : []));
  const given = answeredBy.safeParse(rules.find(({ kind }) => kind === 'faq-found')?.params).data;
  if (given === undefined) return [];
  const { attribute, found, unless } = given;
  const since = new Date(now.getTime() - DAYS * 24 * 3_600_000).toISOString();
  const tickets = await client.tickets.searchAll({
    condition: {
      'ticket.created_at': { operator: 'after (absolute)', value: since },
      [`ticket.${attribute}`]: { operator: 'is', value: [found] },
    },
  });
  return tickets
    .filter(
      (ticket) =>
        ticket.close_at !== null &&
        Number(ticket[unless.count] ?? 0) === 0 &&
        said(ticket, unless.consent) !== unless.disagreed,
    )
    .toSorted((one, other) => other.id - one.id)
    .slice(0, MOST);
};

/**
 * @param vocabulary stems of the knowledge base: such words tell of nobody
 * @returns by ids of the answers' texts. Rejects with ZammadError
 */
export const readLessons = async (
  client: ZammadClient,
  config: Known,
  vocabulary: ReadonlySet<string>,
  now: Date,
): Promise<Learned> => {
  const lessons: Lesson[] = [];
  for (const ticket of await closedTickets(client, config, now)) {
    const links = await client.links.list(ticket.id);
    const answers = links.filter(({ link_object: object }) => object === ANSWER);
    if (answers.length > 0) lessons.push({ ticket, answers: answers.map(({ link_object_value: id }) => id) });
  }
  if (lessons.length === 0) return nothingLearned;
  const { attributes } = config.vocabulary;
  const requests = lessons.map(({ ticket, answers }) => ({
    answers,
    text: askedIn({ subject: ticket.title, words: said(ticket, attributes.summary) })[0] ?? '',
    citizen: said(ticket, attributes.citizenName),
    person: personOf(ticket, config.vocabulary),
  }));
  const { isSafe } = safeWords(requests, vocabulary);
  return learnedFrom(
    requests.flatMap(({ answers, text, person }): ClosedWith[] => {
      const words = text.split(/[^\p{L}\p{N}]+/u).filter(isSafe);
      return answers.map((answer) => ({ answer: String(answer), person, words }));
    }),
  );
};
