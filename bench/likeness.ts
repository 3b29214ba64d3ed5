/**
 * Which answer of the FAQ a request is about: ours beside minisearch with a Russian stemmer and PostgreSQL's `russian` search,
 * on the labelled set of `test/faq/likeness`; and how long a request takes where the base has 5,000 answers.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import pg from 'pg';
import snowball from 'snowball-stemmers';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../config/load.js';
import { startEmbedded } from '../plugin/store/embedded.js';
import { askedIn } from '../sync/faq/suggest/asked.js';
import { worthShowing } from '../sync/faq/suggest/likely.js';
import { similarityOf, type Findable } from '../sync/faq/suggest/similarity.js';
import { meaningsOf, synonymsOf, type Synonyms } from '../sync/faq/suggest/synonyms.js';
import { isTelling, wordsOf } from '../sync/faq/suggest/words.js';
import { noteScore, type RequestSet } from '../test/faq/likeness/note.js';
import type { Table } from './table.js';

const labelled = z.object({
  answered: z.array(z.object({ question: z.string(), answer: z.string(), asked: z.array(z.string()) })),
  unanswered: z.array(z.string()),
  later: z.array(z.object({ asked: z.string(), question: z.string() })),
});

/** Places of answers, likeliest first. */
type Search = (request: string) => number[] | Promise<number[]>;

const LARGE = 5000;
const ROUNDS = 3;

const ours = (answers: readonly Findable[], synonyms: Synonyms): Search => {
  const similar = similarityOf(answers, synonyms);
  return (request) => similar(askedIn({ subject: '', words: request }), 3).map(({ at }) => at);
};

/** Settings that did best on the set: fuzzy 0.15, the question twice as heavy; the same words are passed over. */
const miniSearch = (answers: readonly Findable[], expand: (text: string) => string): Search => {
  const { stem } = snowball.newStemmer('russian');
  const index = new MiniSearch<Findable & { id: number }>({
    fields: ['question', 'answer'],
    tokenize: (text) => expand(text).split(' '),
    processTerm: (word) => (word !== '' && isTelling(word) ? stem(word) : null),
    searchOptions: { boost: { question: 2 }, fuzzy: 0.15 },
  });
  index.addAll(answers.map((answer, id) => ({ id, ...answer })));
  return (request) => index.search(request).map(({ id }) => z.number().parse(id));
};

const plainWords = (text: string): string => wordsOf(text).join(' ');

/** The groups of synonyms as words of their own, for a peer that knows none. */
const withGroups = (synonyms: Synonyms) => (text: string) => {
  const words = wordsOf(text);
  return [
    ...words,
    ...[...new Set(synonyms(words).flatMap((groups) => [...groups]))].map((group) =>
      group.replace('=', 'группа'),
    ),
  ].join(' ');
};

/** Any of the words, ranked by `ts_rank`, question before answer. */
const postgres = async (pool: pg.Pool, table: string, answers: readonly Findable[]): Promise<Search> => {
  await pool.query(`create table ${table} (id int primary key, words tsvector)`);
  await pool.query(
    `insert into ${table} select id, setweight(to_tsvector('russian', q), 'A') || setweight(to_tsvector('russian', a), 'B')
       from unnest($1::int[], $2::text[], $3::text[]) as t(id, q, a)`,
    [
      answers.map((_, id) => id),
      answers.map(({ question }) => plainWords(question)),
      answers.map(({ answer }) => plainWords(answer)),
    ],
  );
  await pool.query(`create index on ${table} using gin (words)`);
  await pool.query(`analyze ${table}`);
  return async (request) => {
    const any = wordsOf(request).filter(isTelling).join(' | ');
    if (any === '') return [];
    const { rows } = await pool.query<{ id: number }>(
      `select id from ${table}, to_tsquery('russian', $1) as query where words @@ query
         order by ts_rank(words, query) desc, id limit 3`,
      [any],
    );
    return rows.map(({ id }) => id);
  };
};

interface Case {
  readonly asked: string;
  readonly answer: number;
}

interface Score {
  readonly first: number;
  readonly three: number;
}

const scoreOf = async (search: Search, cases: readonly Case[]): Promise<Score> => {
  let first = 0;
  let three = 0;
  for (const { asked, answer } of cases) {
    const found = (await search(asked)).slice(0, 3);
    if (found[0] === answer) first += 1;
    if (found.includes(answer)) three += 1;
  }
  return { first: (100 * first) / cases.length, three: (100 * three) / cases.length };
};

/** Milliseconds a request, the median of some rounds over all of them. */
const timeOf = async (search: Search, cases: readonly Case[]): Promise<number> => {
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = performance.now();
    for (const { asked } of cases) await search(asked);
    if (round > 0) rounds.push((performance.now() - start) / cases.length);
  }
  return rounds.toSorted((one, other) => one - other)[rounds.length >> 1] ?? 0;
};

/** Questions made of the set's: each with words of another, so that none is found at once. */
const enlarged = (answers: readonly Findable[]): Findable[] =>
  Array.from({ length: LARGE }, (_, at) => {
    const own = answers[at % answers.length];
    const other = answers[(at * 7 + 3) % answers.length];
    return {
      question: `${own?.question ?? ''} ${other?.question.split(' ').slice(1, 4).join(' ') ?? ''} ${at}`,
      answer: `${own?.answer ?? ''} ${other?.answer ?? ''}`,
    };
  });

const percent = ({ first, three }: Score): string => `${first.toFixed(1)} % / ${three.toFixed(1)} %`;

/** Of requests that no answer fits: how many are left alone. */
const silence = ({ answered, unanswered }: z.infer<typeof labelled>, synonyms: Synonyms): string => {
  const similar = similarityOf(answered, synonyms);
  const silent = unanswered.filter(
    (request) => worthShowing(similar, askedIn({ subject: '', words: request })).length === 0,
  );
  return `Reglament suggests nothing for ${silent.length} of ${unanswered.length} requests without an answer`;
};

/** What the operator's note comes to, threshold and all. */
const noteOf = async (set: RequestSet): Promise<string> => {
  const { right, false: wrong, requests } = await noteScore(set);
  return `the note on ${requests} requests (${set}): right answer in it ${right.toFixed(1)} %, false notes ${wrong.toFixed(1)} %`;
};

export const likeness = async (): Promise<Table> => {
  const source: unknown = parse(await readFile('test/faq/likeness/labelled.yaml', 'utf8'));
  const set = labelled.parse(source);
  const place = new Map(set.answered.map(({ question }, at) => [question, at]));
  const cases = set.answered.flatMap(({ asked }, answer) => asked.map((one) => ({ asked: one, answer })));
  const later = set.later.map(({ asked, question }) => ({ asked, answer: place.get(question) ?? -1 }));
  const synonyms = meaningsOf((await loadConfig('config')).faq);
  const folder = await mkdtemp(join(tmpdir(), 'reglament-bench-'));
  const server = await startEmbedded(folder);
  const pool = new pg.Pool({ connectionString: server.connectionString, max: 1 });
  // The server may end a connection before the pool has closed it.
  pool.on('error', () => undefined);
  try {
    const searches = async (answers: readonly Findable[], table: string) => ({
      'Reglament: trigrams, stems and synonyms': ours(answers, synonyms),
      'Reglament: without synonyms': ours(answers, synonymsOf([])),
      'minisearch, Russian stemmer, stop words, fuzzy': miniSearch(answers, plainWords),
      'minisearch, the same synonyms given as words': miniSearch(answers, withGroups(synonyms)),
      "PostgreSQL 'russian', any word, ts_rank": await postgres(pool, table, answers),
    });
    const small = await searches(set.answered, 'small');
    const large = await searches(enlarged(set.answered), 'large');
    const rows: { what: string; value: number }[] = [];
    const notes: string[] = [];
    for (const [what, search] of Object.entries(small)) {
      const score = await scoreOf(search, cases);
      const fresh = await scoreOf(search, later);
      rows.push(
        { what: `${what}: top 1`, value: score.first },
        { what: `${what}: top 3`, value: score.three },
      );
      notes.push(
        `${what}: written later ${percent(fresh)}, ${(await timeOf(search, cases)).toFixed(2)} ms a request`,
      );
    }
    for (const [what, search] of Object.entries(large))
      notes.push(`${what}: ${(await timeOf(search, cases)).toFixed(2)} ms a request at ${LARGE} answers`);
    return {
      title: `Requests of citizens to ${set.answered.length} questions: ${cases.length}, and ${later.length} written later`,
      unit: '% found',
      rows,
      notes: [
        ...notes,
        silence(set, synonyms),
        await noteOf('tuned'),
        await noteOf('written'),
        await noteOf('held-out'),
        'weights and words were chosen with the labelled, the tuned and the written sets in sight; those written later and held out were not',
      ],
    };
  } finally {
    await pool.end();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
};
