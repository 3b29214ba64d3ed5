/** Letters made by chance: a citizen, and any mix of layout, charset, transfer encoding, order, spelling and writing of values. */
import fc from 'fast-check';

export interface Citizen {
  readonly name: string;
  readonly snils: string;
  readonly inn: string;
  readonly birthDate: string;
  readonly contactMethod: string;
  readonly contact: string;
  readonly summary: string;
}
type Field = keyof Citizen | 'phone' | 'email';
type Row = readonly [label: string, value: string];

const checkDigit = (digits: readonly number[], weights: readonly number[]): number =>
  (weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0) % 11) % 10;
const WEIGHTS = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const digit = fc.nat(9);

const snils = fc.integer({ min: 1_002_000, max: 999_999_999 }).map((number) => {
  const digits = String(number).padStart(9, '0');
  const sum = Array.from(digits).reduce((total, each, at) => total + Number(each) * (9 - at), 0);
  const check = String((sum % 101) % 100).padStart(2, '0');
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)} ${check}`;
});
const inn = fc.array(digit, { minLength: 10, maxLength: 10 }).map(([first = 0, ...rest]) => {
  const digits = [first === 0 ? 1 : first, ...rest];
  digits.push(checkDigit(digits, WEIGHTS));
  digits.push(checkDigit(digits, [3, ...WEIGHTS]));
  return digits.join('');
});
const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const name = fc
  .tuple(
    pick('Лебедева', 'Щукина-Орлова', 'Ёлкина', 'Йовина', 'Мамедова'),
    pick('Мария', 'Юлия', 'Айгуль', 'Анна-Мария'),
    pick('Олеговна', 'Ильинична', 'Фёдоровна', 'Рашид кызы'),
  )
  .map((words) => words.join(' '));
const birthDate = fc
  .tuple(
    fc.integer({ min: 1930, max: 2007 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
const phone = fc
  .integer({ min: 0, max: 9_999_999 })
  .map((number) => `+7912${String(number).padStart(7, '0')}`);
const email = fc.integer({ min: 1, max: 9_999 }).map((number) => `m.lebedeva${number}@mail.example`);
const summary = pick(
  'не приходит уведомление о записи к врачу',
  'Ошибка 500 при подаче заявления, пробовала дважды',
  'Не могу войти: пишет "неверный код" и <ошибка>',
);

const citizen = fc
  .tuple(name, snils, inn, birthDate, fc.oneof(phone, email), summary)
  .map(([called, first, second, born, contact, said]): Citizen => ({
    name: called,
    snils: first,
    inn: second,
    birthDate: born,
    contactMethod: contact.startsWith('+') ? 'телефон' : 'эл. почта',
    contact,
    summary: said,
  }));

const MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const fullWidth = (text: string): string =>
  text.replace(/\d/gu, (each) => String.fromCodePoint(0xff10 + Number(each)));

/** Ways to write a value; all of them mean the same. `wide`: the charset has full-width digits. */
const writings = (field: Field, value: string, wide: boolean): readonly string[] => {
  const digits = value.replace(/\D/gu, '');
  const [year = '', month = '', day = ''] = value.split('-');
  switch (field) {
    case 'snils':
      return [value, digits, value.replaceAll('-', ' '), ...(wide ? [fullWidth(value), `№ ${digits}`] : [])];
    case 'inn':
      return [value, value.replace(/(.{4})/gu, '$1 ').trim(), ...(wide ? [fullWidth(value)] : [])];
    case 'birthDate':
      return [
        value,
        `${day}.${month}.${year}`,
        `${day}/${month}/${year}`,
        `${Number(day)} ${MONTHS[Number(month) - 1]} ${year} г.`,
        `${Number(day)} ${MONTHS[Number(month) - 1]?.toUpperCase()} ${year}`,
      ];
    case 'phone': {
      const part = digits.slice(1);
      const [code, one, two, three] = [part.slice(0, 3), part.slice(3, 6), part.slice(6, 8), part.slice(8)];
      return [
        value,
        `8${part}`,
        `8 (${code}) ${one}-${two}-${three}`,
        `+7 ${code} ${one} ${two} ${three}`,
        part,
      ];
    }
    case 'email':
      return [value, value.toUpperCase()];
    case 'contactMethod':
      return value === 'телефон'
        ? [value, 'Телефон', 'по телефону', 'звонок']
        : [value, 'Электронная почта', 'на e-mail', 'email'];
    default:
      return [value];
  }
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const tag = (label: string): string => label.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/gu, '');

/** Content type and body. A summary stands last where nothing but its label ends it. */
const LAYOUTS = {
  lines: (rows: readonly Row[]) => ['text/plain', rows.map((row) => row.join(': ')).join('\n')],
  dashes: (rows: readonly Row[]) => ['text/plain', rows.map((row) => row.join(' - ')).join('\n')],
  tabs: (rows: readonly Row[]) => ['text/plain', rows.map((row) => row.join('\t')).join('\n')],
  bullets: (rows: readonly Row[]) => ['text/plain', rows.map((row) => `- ${row.join(' : ')}`).join('\n')],
  'next line': (rows: readonly Row[]) => ['text/plain', rows.map((row) => row.join(':\n')).join('\n\n')],
  'HTML table': (rows: readonly Row[]) => [
    'text/html',
    `<table>${rows.map(([label, value]) => `<tr><td>${escaped(label)}</td><td>${escaped(value)}</td></tr>`).join('')}</table>`,
  ],
  'HTML titles': (rows: readonly Row[]) => [
    'text/html',
    `<table><tr>${rows.map(([label]) => `<th>${escaped(label)}</th>`).join('')}</tr><tr>${rows.map(([, value]) => `<td>${escaped(value)}</td>`).join('')}</tr></table>`,
  ],
  'HTML list': (rows: readonly Row[]) => [
    'text/html',
    `<dl>${rows.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`,
  ],
  'HTML lines': (rows: readonly Row[]) => [
    'text/html',
    rows.map(([label, value]) => `<p><b>${escaped(label)}:</b> ${escaped(value)}</p>`).join(''),
  ],
  JSON: (rows: readonly Row[]) => ['application/json', JSON.stringify(Object.fromEntries(rows))],
  'JSON fields': (rows: readonly Row[]) => [
    'application/json',
    JSON.stringify({ fields: rows.map(([label, value]) => ({ label, value })) }),
  ],
  'XML elements': (rows: readonly Row[]) => [
    'application/xml',
    `<request>${rows.map(([label, value]) => `<${tag(label)}>${escaped(value)}</${tag(label)}>`).join('')}</request>`,
  ],
  'XML fields': (rows: readonly Row[]) => [
    'application/xml',
    `<request>${rows.map(([label, value]) => `<field name="${escaped(label)}">${escaped(value)}</field>`).join('')}</request>`,
  ],
  CSV: (rows: readonly Row[]) => [
    'text/csv',
    [0, 1].map((at) => rows.map((row) => quoted(row[at] ?? '')).join(';')).join('\r\n'),
  ],
  'CSV pairs': (rows: readonly Row[]) => [
    'text/csv',
    rows.map((row) => row.map(quoted).join(',')).join('\r\n'),
  ],
} as const satisfies Readonly<Record<string, (rows: readonly Row[]) => readonly string[]>>;
export type Layout = keyof typeof LAYOUTS;
export const layouts = Object.keys(LAYOUTS).filter((each): each is Layout => each in LAYOUTS);

const CHARSETS = ['utf-8', 'windows-1251', 'koi8-r'] as const;
const tables = new Map(
  CHARSETS.map((charset) => {
    const signs = Array.from(
      new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
    );
    return [charset, new Map(signs.map((sign, byte) => [sign, byte]))] as const;
  }),
);
const encode = (text: string, charset: (typeof CHARSETS)[number]): Uint8Array =>
  charset === 'utf-8'
    ? new TextEncoder().encode(text)
    : Uint8Array.from(text, (sign) => tables.get(charset)?.get(sign) ?? 0x3f);

const TRANSFERS = {
  '8bit': (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1'),
  base64: (bytes: Uint8Array) =>
    (
      Buffer.from(bytes)
        .toString('base64')
        .match(/.{1,76}/gu) ?? []
    ).join('\r\n'),
  'quoted-printable': (bytes: Uint8Array) =>
    Array.from(bytes, (byte) =>
      byte === 0x0a || (byte > 0x1f && byte < 0x7f && byte !== 0x3d)
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
} as const;

const spelt = (text: string, way: number): string =>
  [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replaceAll('ё', 'е'),
    `${text} заявителя`,
    `${text} (при наличии)`,
  ][way % 6] ?? text;

export interface GeneratedLetter {
  readonly raw: Uint8Array;
  readonly citizen: Citizen;
}

/** `spellings`: labels of each field, as in `intake.yaml`; paths apart. */
export const letterIn = (
  layout: Layout,
  spellings: Readonly<Partial<Record<Field, readonly string[]>>>,
): fc.Arbitrary<GeneratedLetter> =>
  fc
    .record({
      citizen,
      charset: pick(...CHARSETS),
      transfer: pick('8bit' as const, 'base64' as const, 'quoted-printable' as const),
      choices: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { minLength: 7, maxLength: 7 }),
    })
    .map(({ citizen: who, charset, transfer, choices }) => {
      const contact: Field = who.contact.startsWith('+') ? 'phone' : 'email';
      const fields: readonly (readonly [Field, string])[] = [
        ['name', who.name],
        ['snils', who.snils],
        ['inn', who.inn],
        ['birthDate', who.birthDate],
        ['contactMethod', who.contactMethod],
        [contact, who.contact],
        ['summary', who.summary],
      ];
      const rows = fields.map(([field, value], index) => {
        const [label = 0, way = 0, writing = 0, order = 0] = choices[index] ?? [];
        const labels = spellings[field] ?? [];
        const written = writings(field, value, charset === 'utf-8');
        const row: Row = [
          spelt(labels[label % labels.length] ?? '', way),
          written[writing % written.length] ?? value,
        ];
        return { row, order };
      });
      const ordered = rows.toSorted((one, other) => one.order - other.order).map(({ row }) => row);
      const [type = '', body = ''] = LAYOUTS[layout](ordered);
      const head = [
        'From: robot@portal.bashkortostan.example',
        'Message-ID: <generated@portal.bashkortostan.example>',
        `Content-Type: ${type}; charset=${charset}`,
        `Content-Transfer-Encoding: ${transfer}`,
      ];
      const raw = Buffer.from(
        `${head.join('\r\n')}\r\n\r\n${TRANSFERS[transfer](encode(body, charset))}`,
        'latin1',
      );
      return { raw, citizen: who };
    });
