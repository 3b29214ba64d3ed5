/**
 * Letters made to break a reader: none may throw, run away or hide who wrote. Sizes are those at which a quadratic step takes
 * minutes, so the bound can be generous.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadConfig } from '../../config/load.js';
import { readLetter, mailSettings, type MailSettings, readMail, type ReadMail } from 'portal-letter';

const own = { addresses: [] };
let settings: MailSettings;
beforeAll(async () => {
  settings = mailSettings(await loadConfig('config'));
});
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

const attached = (type: string, body: string): string => `${head(type)}\n${body}`;
const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join('');
/** Forms that would break the reading of fields. */
const forms: readonly (readonly [string, string])[] = [
  ['10,000 different СНИЛС', plain(many(10_000, (index) => `СНИЛС: ${index}\n`))],
  ['10,000 fields on one line', plain(many(10_000, (index) => `СНИЛС: ${index}, ИНН: ${index}; `))],
  ['10,000 rows of a table', html(`<table>${many(10_000, (index) => `<tr><td>ФИО<td>${index}`)}</table>`)],
  ['a row of 10,000 cells', html(`<table><tr>${'<td>СНИЛС<td>1'.repeat(10_000)}</table>`)],
  ['10,000 terms', html(`<dl>${'<dt>СНИЛС<dd>1'.repeat(10_000)}</dl>`)],
  ['bold labels without end', html('<b>СНИЛС</b>'.repeat(30_000))],
  [
    'JSON of 100,000 fields',
    attached('application/json', `{${many(50_000, (i) => `"a${i}":1,`)}"СНИЛС":"1"}`),
  ],
  ['30,000 rows drawn with signs', plain(many(30_000, (index) => `| СНИЛС | ${index} |\n`))],
  ['a drawn row of 100,000 cells', plain(`${'| СНИЛС '.repeat(100_000)}|`)],
  ['a drawn row that never ends', plain(`|${' '.repeat(200_000)}x`)],
  ['boxes without end', plain(`Способ связи: ${'[x] телефон [ ] почта '.repeat(30_000)}`)],
  ['lines of boxes', plain(`Способ связи:\n${'☐ телефон\n'.repeat(40_000)}`)],
  ['a label of slashes', plain(`${'СНИЛС/'.repeat(30_000)}: ${'1/'.repeat(30_000)}`)],
  ['JSON begun on every line', plain('{"a":\n'.repeat(40_000) + '}')],
  ['a summary of headings', plain(`Суть: x\n${'\nДанные ребёнка\n'.repeat(20_000)}`)],
  ['a summary of labels', plain(`Суть: x\n${'Дата: 1\n'.repeat(40_000)}`)],
  ['hidden tags', html('<div style="display:none">СНИЛС: 1</div>'.repeat(20_000))],
  ['a key 30,000 times', attached('application/json', `{${'"СНИЛС":"1",'.repeat(30_000)}"a":1}`)],
  ['JSON in JSON', attached('application/json', '{"a":'.repeat(100_000))],
  ['lists in lists', attached('application/json', `${'['.repeat(5_000)}${']'.repeat(5_000)}`)],
  ['quotes without end', attached('application/json', '"'.repeat(900_000))],
  ['XML in XML', attached('application/xml', '<a>'.repeat(300_000))],
  [
    'an element of 100,000 attributes',
    attached('application/xml', `<a ${many(90_000, (i) => `b${i}="1" `)}/>`),
  ],
  ['entities of entities', attached('application/xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')],
  ['a CSV of 100,000 columns', attached('text/csv', `${'СНИЛС;'.repeat(90_000)}\n${'1;'.repeat(90_000)}`)],
  ['a CSV of 100,000 rows', attached('text/csv', `СНИЛС;ИНН\n${'1;2\n'.repeat(100_000)}`)],
  ['a CSV of quotes', attached('text/csv', `ФИО;СНИЛС\n${'"'.repeat(900_000)}`)],
  ['colons', plain(`ФИО${':'.repeat(500_000)}`)],
  ['labels in a value', plain(`ФИО: ${'СНИЛС: '.repeat(100_000)}`)],
  ['words in a value', plain(`ФИО: ${'а '.repeat(300_000)}`)],
  ['brackets', plain(`ФИО ${'('.repeat(500_000)}: а`)],
  ['dots', plain(`ФИО ${'.'.repeat(500_000)}а`)],
  ['digits', plain(`СНИЛС: ${'1 '.repeat(400_000)}х`)],
  ['digits in prose', plain(`Мой СНИЛС ${'1 '.repeat(400_000)}х`)],
  ['my my my', plain('мой снилс '.repeat(80_000))],
  ['names in prose', plain('Меня зовут Мария '.repeat(30_000))],
  ['a date without end', plain(`Дата рождения: ${'1 '.repeat(300_000)}`)],
  ['a phone without end', plain(`Телефон: +${'7'.repeat(500_000)}`)],
  ['an address without end', plain(`E-mail: ${'a.'.repeat(300_000)}@x.example`)],
  ['addresses', plain(`Контакты: ${'a@b.example; '.repeat(50_000)}`)],
  ['a method without end', plain(`Способ связи: ${'по телефону '.repeat(50_000)}`)],
  ['10,000 summaries', plain(many(10_000, (index) => `Суть обращения: ${index}${'х'.repeat(40)}\n`))],
  ['a summary of spaces', plain(`Суть обращения:${' '.repeat(900_000)}х`)],
  ['empty labels', plain('СНИЛС:\n'.repeat(40_000))],
  ['consents', plain(many(10_000, (index) => `Согласие: ${index}\n`))],
];

test.each(forms)('fields: %s', async (_, raw) => {
  const begun = performance.now();
  const { intake } = await readMail(bytes(raw), settings);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(JSON.stringify(intake).length).toBeLessThan(100_000);
  expect(intake.faults.length).toBeLessThan(100);
});

test.each(cases)('%s', async (_, raw, faults) => {
  const letter = bytes(raw);
  const begun = performance.now();
  const { letter: read } = await readMail(letter, settings);
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

const whole = ({ letter, intake }: ReadMail): void => {
  expect(Array.isArray(letter.sections)).toBe(true);
  expect(intake.faults.every(({ message, where }) => message !== '' && where !== '')).toBe(true);
  expect(intake.faults.map(({ message }) => message)).not.toContain(
    'Поля письма не прочитаны из-за ошибки программы: внесите данные сами',
  );
};

test('no bytes make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (raw) => {
      whole(await readMail(raw, settings));
    }),
    { numRuns: 300 },
  );
});

const corpus = ['letters/', 'forms/'].flatMap((name) => {
  const folder = new URL(name, import.meta.url);
  return readdirSync(folder).map((file) => readFileSync(new URL(file, folder)));
});

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
        whole(await readMail(raw, settings));
      },
    ),
    { numRuns: 500 },
  );
});
