/** What requests that were closed with an answer teach suggestions, and what of them is never kept. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadConfig } from '../../config/load.js';
import { safeWords } from '../../plugin/ask/insight/safe-words.js';
import { askedIn } from '../../sync/faq/suggest/asked.js';
import { learnedFrom, learnedIn, learnedText, type ClosedWith } from '../../sync/faq/suggest/learned.js';
import { worthShowing } from '../../sync/faq/suggest/likely.js';
import { similarityOf } from '../../sync/faq/suggest/similarity.js';
import { suggestCommand } from '../../plugin/cli/faq-suggest-command.js';
import { textOf } from '../../sync/faq/body.js';
import { readFaq } from '../../sync/faq/source.js';
import { meaningsOf } from '../../sync/faq/suggest/synonyms.js';

const { faq } = await loadConfig('config');

const { entries } = await readFaq(['test/faq/likeness/edition.csv'], {});
const answers = entries.map(({ id, question, html }) => ({ id, question, answer: textOf(html) }));

/** As many citizens, each with the words of one request. */
const closed = (answer: string, ...words: string[]): ClosedWith[] =>
  words.map((said, at) => ({ answer, person: `${answer}-${at}`, words: said.split(' ') }));

const camp = closed('8', 'хочу в артек', 'когда артек', 'артек на июль', 'смена в артеке');

test.each<[string, ClosedWith[], Record<string, Record<string, number>>]>([
  [
    'a word of three citizens is kept, of two is not',
    [...camp, ...closed('9', 'талон', 'талон', 'окно')],
    { 8: { артек: 4 } },
  ],
  [
    'one citizen who writes three times is one',
    [
      ...camp,
      ...['талон', 'талончик талон', 'талон'].map((said) => ({
        answer: '9',
        person: 'same',
        words: said.split(' '),
      })),
    ],
    { 8: { артек: 4 } },
  ],
  [
    'a word that everybody writes teaches nothing',
    [
      ...closed('8', 'артек срочно', 'артек срочно', 'артек срочно'),
      ...closed('9', 'талон срочно', 'талон срочно', 'талон срочно'),
    ],
    { 8: { артек: 3 }, 9: { талон: 3 } },
  ],
  ['where all were answered alike nobody knows what tells', camp, {}],
  [
    'numbers, Latin and particles are none',
    closed('9', '2025 vpn и бы', '2025 vpn и бы', '2025 vpn и бы'),
    {},
  ],
  ['nothing closed, nothing learned', [], {}],
])('%s', (_, requests, expected) => {
  const learned = learnedFrom(requests);
  expect(Object.fromEntries([...learned].map(([id, stems]) => [id, Object.fromEntries(stems)]))).toEqual(
    expected,
  );
  expect(learnedFrom([...requests, ...requests])).toEqual(learned);
});

test('it is written and read back, also as Zammad gives a text back', () => {
  const learned = learnedFrom([...camp, ...closed('9', 'талон', 'талон', 'талон')]);
  expect(learnedText(learned)).toBe('8 артек 4\n9 талон 3');
  expect(learnedIn(learnedText(learned))).toEqual(learned);
  expect(learnedIn('8 артек 4<br>9 талон 3')).toEqual(learned);
});

test.each(['', 'что-то чужое', '<script>1</script>', '8', '8 артек', 'артек 4'])(
  'a text that is none teaches nothing: %j',
  (text) => {
    expect(learnedIn(text)).toEqual(new Map());
  },
);

test('later requests find the answer by what earlier ones said, and nothing else moves', () => {
  const learned = learnedFrom([
    ...closed('E230', 'артек море вожатый', 'вожатый артек море', 'море артек вожатый'),
    ...closed('E701', 'талон', 'талон', 'окно'),
  ]);
  const similar = similarityOf(answers, meaningsOf(faq));
  const taught = similarityOf(
    answers.map((answer) => ({ ...answer, learned: learned.get(answer.id) })),
    meaningsOf(faq),
  );
  const noted = (by: typeof similar, words: string): string[] =>
    worthShowing(by, askedIn({ subject: '', words })).map(({ at }) => answers[at]?.id ?? '');
  const strange = 'Как попасть в Артек на море, есть ли там вожатые?';
  expect(noted(similar, strange)).not.toContain('E230');
  expect(noted(taught, strange)[0]).toBe('E230');
  for (const words of ['Как восстановить пароль?', 'Когда починят качели во дворе?', ''])
    expect(noted(taught, words)).toEqual(noted(similar, words));
});

test('a name, a street, a number and a word with a capital never reach what is kept', () => {
  const requests = ['a', 'b', 'c'].map((person) => ({
    person,
    citizen: 'Выдумкина Агриппина Никандровна',
    text: `пишет выдумкина агриппина, живу на улице Еловая 15, мой Барсик и справка про шлагбаум, телефон 89000000000`,
  }));
  const { isSafe } = safeWords(requests, new Set());
  const kept = learnedFrom([
    ...requests.map(({ person, text }) => ({
      answer: '7',
      person,
      words: text.split(/[^\p{L}\p{N}]+/u).filter(isSafe),
    })),
    ...closed('9', 'талон', 'талон', 'талон'),
  ]);
  expect([...(kept.get('7')?.keys() ?? [])].toSorted()).toEqual([
    'жив',
    'пишет',
    'справк',
    'телефон',
    'улиц',
    'шлагбаум',
  ]);
});

describe('`faq suggest --learned`', () => {
  const letter = JSON.stringify({ id: '1', text: 'Как попасть в Артек на море, есть ли там вожатые?' });
  const suggested = async (learned?: string): Promise<unknown> => {
    const out: string[] = [];
    process.env['REGLAMENT_CONFIG'] ??= 'config';
    await suggestCommand(
      {
        terminal: {
          out: (text) => out.push(text),
          err: () => undefined,
          colour: false,
          now: () => new Date('2026-11-27T12:00:00Z'),
        },
        stdin: Readable.from([letter]),
        read: readFaq,
      },
      {
        edition: ['test/faq/likeness/edition.csv'],
        letters: '-',
        json: true,
        ...(learned !== undefined && { learned }),
      },
    );
    return JSON.parse(out.join('\n'));
  };
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'reglament-learned-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = async (text: string): Promise<string> => {
    await writeFile(join(folder, 'learned.json'), text);
    return join(folder, 'learned.json');
  };

  test('adds what a desk has learned, for answers of this edition', async () => {
    expect(await suggested()).toEqual({ id: '1', suggestions: [] });
    const learned = await file('{"E230": {"артек": 3, "мор": 3, "вожат": 4}, "gone": {"артек": 9}}');
    expect(await suggested(learned)).toMatchObject({ id: '1', suggestions: [{ id: 'E230' }] });
    expect(await suggested(await file('{}'))).toEqual({ id: '1', suggestions: [] });
  });

  test.each(['', '[]', '{"E230": ["артек"]}', '{"E230": {"артек": 0}}'])(
    'says what file it needs: %j',
    async (text) => {
      await expect(suggested(await file(text))).rejects.toThrow(
        'нужен JSON, который печатает reglament faq learned',
      );
    },
  );
});
