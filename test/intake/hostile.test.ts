/**
 * Letters made to break a reader: none may throw, run away or hide who wrote. Sizes are those at which a quadratic step takes
 * minutes, so the bound can be generous.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readLetter } from '../../plugin/intake/letter.js';
import type { Letter } from '../../plugin/intake/types.js';

const own = { addresses: [] };
const BOUND_MS = 15_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const head = (type = 'text/plain; charset=utf-8'): string =>
  `From: a@b.example\nSubject: x\nContent-Type: ${type}\n`;
const plain = (body: string): string => `${head()}\n${body}`;
const html = (body: string): string => `${head('text/html; charset=utf-8')}\n${body}`;
const mixed = (body: string): string => `${head('multipart/mixed; boundary=b')}\n${body}`;
const tooBig = 'Письмо слишком велико, прочитано только начало';
const tooLong = 'Текст длиннее 1 МБ, прочитано только начало';
const tooDeep = 'Письмо устроено слишком сложно';
const noText = 'В письме нет текста';

const nested = (levels: number): string => {
  const pieces = ['From: a@b.example\nSubject: x\n'];
  for (let level = 0; level < levels; level += 1) {
    pieces.push(`Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`);
  }
  return `${pieces.join('')}\nФИО: Лебедева`;
};
const lettersInLetters = (levels: number, wide: number): string => {
  let inner = `${head()}\nФИО: Лебедева`;
  for (let level = 0; level < levels; level += 1) {
    const part = `--l${level}\nContent-Type: message/rfc822\n\n${inner}\n`;
    inner = `${head(`multipart/mixed; boundary=l${level}`)}\n${part.repeat(wide)}--l${level}--\n`;
  }
  return inner;
};

/** Letter, and the beginnings of the faults that tell of it. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a letter of 10 MB', plain('Поле: значение\n'.repeat(400_000)), [tooBig, tooLong]],
  ['one line of 10 MB', plain('я'.repeat(5_000_000)), [tooLong]],
  [
    'an attachment of 10 MB',
    mixed(
      `--b\n\nФИО: Лебедева\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n${`${'QUJD'.repeat(19)}\n`.repeat(130_000)}--b--\n`,
    ),
    [],
  ],
  ['a line of 200,000 characters', plain(`ФИО: ${'я'.repeat(200_000)}`), []],
  ['three million quoted empty lines', plain('>\n'.repeat(3_000_000)), [tooBig, 'Строк больше']],
  ['a run of >', plain('>'.repeat(200_000)), []],
  ['a run of > and spaces', plain('> '.repeat(200_000)), []],
  ['a run of spaces', plain(`ФИО:${' '.repeat(200_000)}x`), []],
  ['a run of dashes', plain(`${'-'.repeat(200_000)}x`), []],
  ['lines of dashes', plain('-----\n'.repeat(40_000)), [tooBig]],
  ['dates that never become a quote', plain('03.03.2026, 10:15, "Имя\n'.repeat(30_000)), []],
  ['header blocks that never end', plain('От: x@y.example\nДата: 1\nКому: x\n'.repeat(10_000)), []],
  ['forwards of forwards', plain('-------- Пересылаемое сообщение --------\n'.repeat(10_000)), []],
  ['a run of <', html('<'.repeat(900_000)), []],
  ['open tags', html('<b>'.repeat(300_000)), [noText]],
  [
    'tags closed that were never opened',
    html(`${'<b>'.repeat(150_000)}x${'</i>'.repeat(100_000)}`),
    ['Слишком глубокая вложенность HTML'],
  ],
  ['tables in tables', html('<table><tr><td>x'.repeat(40_000)), ['Слишком глубокая вложенность HTML']],
  [
    'a tag of 100,000 attributes',
    html(`<a ${Array.from({ length: 100_000 }, (_, index) => `a${index}=1`).join(' ')}>x</a>`),
    [],
  ],
  ['comments in comments', html('<!--'.repeat(200_000)), [noText]],
  ['entities', html('&lt;'.repeat(200_000)), []],
  ['parts nested a thousand deep', nested(1_000), [tooDeep]],
  ['a hundred thousand parts', mixed('--b\n\nx\n'.repeat(100_000)), [tooBig, 'Частей больше']],
  ['letters in letters', lettersInLetters(12, 1), ['Слишком много писем вложено']],
  ['a tree of letters', lettersInLetters(4, 8), ['Слишком много писем вложено']],
  ['10,000 headers', `${head()}${`X-Field: ${'y'.repeat(40)}\n`.repeat(10_000)}\nФИО: Лебедева`, []],
  ['100,000 headers', `${head()}${`X-Field: ${'y'.repeat(60)}\n`.repeat(100_000)}\nФИО: Лебедева`, [tooDeep]],
  ['brackets for references', `${head()}References: ${'<'.repeat(200_000)}\n\nФИО: Лебедева`, []],
  ['broken base64', `${head()}Content-Transfer-Encoding: base64\n\n${'0KTQmNCe*'.repeat(50)}`, []],
  [
    'broken quoted-printable',
    `${head()}Content-Transfer-Encoding: quoted-printable\n\n${'=ZZ='.repeat(100_000)}`,
    [],
  ],
  [
    'a name of a file without end',
    mixed(`--b\nContent-Type: application/json; name="${'=?'.repeat(100_000)}"\n\n{}\n--b--`),
    [],
  ],
];

test.each(cases)('%s', async (_, raw, faults) => {
  const letter = bytes(raw);
  const begun = performance.now();
  const read = await readLetter(letter, own);
  expect(performance.now() - begun).toBeLessThan(BOUND_MS);
  expect(read.from).toBe('a@b.example');
  expect(read.subject).toBe('x');
  for (const fault of faults)
    expect(read.faults.map(({ message }) => message)).toContainEqual(expect.stringContaining(fault));
  if (faults.length === 0) expect(read.sections.length).toBeGreaterThan(0);
});

test('10,000 fields all come through', async () => {
  const fields = Array.from({ length: 10_000 }, (_, index) => `Поле ${index}: значение ${index}`).join('\n');
  expect((await readLetter(bytes(plain(fields)), own)).sections[0]?.text.trim()).toBe(fields);
});

test('a hundred thousand lines of a flood cost bounded memory', async () => {
  const letter = bytes(plain('>\n'.repeat(3_000_000)));
  const before = process.memoryUsage().rss;
  await readLetter(letter, own);
  expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000);
});

const whole = (letter: Letter): void => {
  expect(Array.isArray(letter.sections)).toBe(true);
  expect(letter.faults.every(({ message, where }) => message !== '' && where !== '')).toBe(true);
};

test('no bytes make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (raw) => {
      whole(await readLetter(raw, own));
    }),
    { numRuns: 300 },
  );
});

const folder = new URL('letters/', import.meta.url);
const corpus = readdirSync(folder).map((file) => readFileSync(new URL(file, folder)));

test('letters of the corpus cut short and with bytes changed do not make it throw', async () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...corpus),
      fc.nat(),
      fc.array(change, { maxLength: 8 }),
      async (letter, end, changes) => {
        const raw = Uint8Array.from(letter.subarray(0, 1 + (end % letter.length)));
        for (const [at, byte] of changes) raw[at % raw.length] = byte;
        whole(await readLetter(raw, own));
      },
    ),
    { numRuns: 500 },
  );
});
