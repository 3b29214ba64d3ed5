/** How well requests find their answers, on the labelled set beside: never worse than it was measured (npm run bench -- likeness). */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../../config/load.js';
import { askedIn } from '../../../sync/faq/suggest/asked.js';
import { worthShowing } from '../../../sync/faq/suggest/likely.js';
import { similarityOf } from '../../../sync/faq/suggest/similarity.js';
import { meaningsOf, synonymsOf } from '../../../sync/faq/suggest/synonyms.js';

const source: unknown = parse(readFileSync('test/faq/likeness/labelled.yaml', 'utf8'));
const set = z
  .strictObject({
    answered: z.array(
      z.strictObject({ question: z.string(), answer: z.string(), asked: z.array(z.string()).min(2) }),
    ),
    unanswered: z.array(z.string()),
    later: z.array(z.strictObject({ asked: z.string(), question: z.string() })),
  })
  .parse(source);
const { faq } = await loadConfig('config');
const similar = similarityOf(set.answered, meaningsOf(faq));
const withoutSynonyms = similarityOf(set.answered, synonymsOf([]));
const cases = set.answered.flatMap(({ question, asked }) => asked.map((one) => ({ asked: one, question })));

/** Percent of requests whose answer is among the first so many. */
const found = (search: typeof similar, requests: typeof cases, among: number): number => {
  const hits = requests.filter(({ asked, question }) =>
    search(askedIn({ subject: '', words: asked }), among).some(
      ({ at }) => set.answered[at]?.question === question,
    ),
  );
  return (100 * hits.length) / requests.length;
};

test('the set is large enough to tell', () => {
  expect(set.answered.length).toBeGreaterThanOrEqual(60);
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(set.unanswered.length).toBeGreaterThanOrEqual(15);
  expect(set.later.map(({ question }) => question)).toEqual(
    set.later.map(({ question }) => set.answered.find((one) => one.question === question)?.question),
  );
});

test.each([
  ['with synonyms, the set they were chosen on', similar, cases, 83, 96],
  ['with synonyms, requests written later', similar, set.later, 85, 90],
  ['without synonyms, the set they were chosen on', withoutSynonyms, cases, 45, 64],
  ['without synonyms, requests written later', withoutSynonyms, set.later, 56, 81],
] as const)('%s', (_, search, requests, first, three) => {
  expect(found(search, requests, 1)).toBeGreaterThanOrEqual(first);
  expect(found(search, requests, 3)).toBeGreaterThanOrEqual(three);
});

test('what is worth showing has the answer five times of six, and nothing is shown where there is none', () => {
  const right = cases.filter(({ asked, question }) =>
    worthShowing(similar, askedIn({ subject: '', words: asked })).some(
      ({ at }) => set.answered[at]?.question === question,
    ),
  );
  expect(right.length / cases.length).toBeGreaterThanOrEqual(0.84);
  const silent = set.unanswered.filter(
    (request) => worthShowing(similar, askedIn({ subject: '', words: request })).length === 0,
  );
  expect(silent.length).toBeGreaterThanOrEqual(19);
});

test('the likest part of a request decides: a long story does not drown what the operator wrote down', () => {
  const story = 'Сначала расскажу, как всё было. Ехали мы в автобусе, погода стояла хорошая. '.repeat(40);
  const [first] = similar(['Сброс пароля от личного кабинета', story], 1);
  expect(set.answered[first?.at ?? -1]?.question).toBe('Как восстановить пароль от личного кабинета?');
});

test.each([[['']], [['!!! ???']], [[]], [['\u0000'.repeat(100_000)]], [['а'.repeat(2_000_000)]]])(
  'nothing is found in nothing: %#',
  (parts) => {
    expect(worthShowing(similar, parts)).toEqual([]);
  },
);

test('an empty base finds nothing', () => {
  expect(similarityOf([], synonymsOf(faq.synonyms))(['пароль'], 3)).toEqual([]);
});
