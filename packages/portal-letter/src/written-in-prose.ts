/** Numbers, days, names and addresses in running text, each with the words that label it. */
import { namesIn } from './person-name.js';
import { faultOfInn } from './person/inn.js';
import { faultOfSnils } from './person/snils.js';
import { readPhone } from './written-contact.js';

export interface Candidate {
  readonly field: 'name' | 'snils' | 'inn' | 'birthDate' | 'phone' | 'email';
  readonly value: string;
  /** Where the label begins, or the value without one. */
  readonly from: number;
  /** Where the value begins and ends. */
  readonly at: number;
  readonly end: number;
  /** Nothing says what it is: it counts only where the writer is spoken of. */
  readonly bare?: boolean;
}

/** Not longer than a number in any layout. */
const ANY = '\\p{Nd}[\\p{Nd}\\s.\\-‑–—]{8,22}\\p{Nd}';
const GAP = '[\\s.\\-‑–—]{0,3}';
const SNILS = `\\d{3}${GAP}\\d{3}${GAP}\\d{3}${GAP}\\d{2}|${ANY}`;
const INN = `\\d{12}|\\d{10}|\\d{4} \\d{4} \\d{4}|${ANY}`;
/** Words between a label and its number: «СНИЛС мамы 080-…», «ИНН у меня: 0274…». */
const BETWEEN = '[^\\d\\n;]{0,30}?';
const DATE = '\\d{1,2}(?:[./-]\\d{1,2}[./-]|\\s{1,2}\\p{L}{3,9}\\s{1,2})\\d{4}';
const BORN = '\\s{0,2}(?:г\\.?\\s?р\\.?|года?\\s(?:рождения|р\\.)|г\\.\\s?рожд\\p{L}{0,7}\\.?)';
const PHONE =
  '(?:\\+7|8|7)[\\s\\-‑–(]{0,3}\\d{3}[\\s\\-‑–)]{0,3}\\d{3}[\\s\\-‑–]{0,3}\\d{2}[\\s\\-‑–]{0,3}\\d{2}(?!\\d)(?:,?\\s{0,2}доб\\.?\\s{0,2}\\d{1,6})?';
const EMAIL = "[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{2,63}){1,5}";

const labelled = (label: string, value: string): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${label})(?!\\p{L})(${BETWEEN})(?<!\\d)(${value})(?!\\d)`, 'giu');

const NUMBERS = [
  { field: 'snils', pattern: labelled('снилс\\p{L}{0,2}', SNILS) },
  { field: 'inn', pattern: labelled('инн', INN) },
  {
    field: 'birthDate',
    pattern: labelled(
      'дат\\p{L} рождени\\p{L}|д\\.?\\s?р\\.?|родил(?:ся|ась)|рожд[её]н(?:а)?|род\\.|год рождения',
      DATE,
    ),
  },
] as const;

/** Words of a phone's label, some way before it. */
const PHONE_LABEL =
  /(?<!\p{L})(?:тел\p{L}{0,8}|моб\p{L}{0,8}|сот\p{L}{0,8}|номер\p{L}{0,2}|звон\p{L}{2,5}|(?:по|пере)звон\p{L}{2,6}|связ\p{L}{1,8}|контакт\p{L}{0,4}|whats\s?app|ватсап|viber|telegram)[^\d\n]{0,30}$/iu;
/** «Звонили с номера …», «на горячую линию …»: a phone that somebody used, or ours. */
const USED =
  /(?:с (?:номера|телефона)|звонил\p{L}{0,2}|звонят|смс от|сообщение от|горяч\p{L}{2,3} лини\p{L}|вашему?\p{L}{0,2} (?:номер\p{L}?|телефон\p{L}?))[^\d\n]{0,20}$/iu;
const EMAIL_LABEL =
  /(?:почт\p{L}{0,3}|e-?mail|имейл|емейл|mail|писать|пишите|ответ\p{L}{0,5}|отвечайте|адрес\p{L}{0,2}|связ\p{L}{1,8})[^@\n]{0,30}$/iu;

/** All of a sentence, in its order; one value is one candidate. `year`: a day that nothing calls a birthday is none after it. */
export const candidatesIn = (text: string, year: number): Candidate[] => {
  const names = namesIn(text).map(({ at, end, name }): Candidate => ({
    field: 'name',
    value: name,
    from: at,
    at,
    end,
  }));
  const found = [
    ...names,
    ...numbers(text),
    ...bare(text, names),
    ...mine(text),
    ...days(text, names, year),
    ...contacts(text),
  ];
  const first = found
    .toSorted((one, two) => one.at - two.at || one.from - two.from)
    .filter(
      ({ at }, index, all) => !all.slice(Math.max(0, index - 3), index).some((other) => other.end > at),
    );
  return first.slice(0, 100);
};

const numbers = (text: string): Candidate[] =>
  NUMBERS.flatMap(({ field, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [whole, between = '', value = ''] = match;
      // Another label stands between: the number is that one's.
      if (/снилс|(?<!\p{L})инн(?!\p{L})|телефон|паспорт|полис|рожд|родил/iu.test(between)) return [];
      const at = match.index + whole.length - value.length;
      return [{ field, value, from: match.index, at, end: at + value.length }];
    }),
  );

/** «112-233-445 95» and nothing else says what it is, if its check number holds. Twelve digits do beside a name. */
const bare = (text: string, names: readonly Candidate[]): Candidate[] => {
  const of = (
    field: 'snils' | 'inn',
    pattern: RegExp,
    fault: (value: string) => string | null,
  ): Candidate[] =>
    [...text.matchAll(pattern)].flatMap(({ 0: value, index }) =>
      fault(value) === null
        ? [{ field, value, from: index, at: index, end: index + value.length, bare: true }]
        : [],
    );
  return [
    ...of('snils', /(?<![\d-])\d{3}-\d{3}-\d{3}[\s-]\d{2}(?![\d-])/gu, faultOfSnils),
    ...(names.length > 0 ? of('inn', /(?<!\d)\d{12}(?!\d)/gu, faultOfInn) : []),
  ];
};

/** «Его ИНН …, а мой …»: told by its shape. */
const mine = (text: string): Candidate[] => {
  const pattern = new RegExp(
    `(?<!\\p{L}|не\\s)(?:мо[йяёе]|у меня)\\s{0,2}[:–—-]?\\s{0,2}(?:(${DATE})|(\\d{12}))(?!\\d)`,
    'giu',
  );
  return [...text.matchAll(pattern)].map((match): Candidate => {
    const value = match[1] ?? match[2] ?? '';
    const at = match.index + match[0].length - value.length;
    return {
      field: match[1] === undefined ? 'inn' : 'birthDate',
      value,
      from: at,
      at,
      end: at + value.length,
    };
  });
};

/** «16.04.2019 г.р.», and a day right behind a name or alone on its line. */
const days = (text: string, names: readonly Candidate[], year: number): Candidate[] => {
  const born = [...text.matchAll(new RegExp(`(?<!\\d)(${DATE})${BORN}(?!\\p{L})`, 'giu'))].map((match) => {
    const value = match[1] ?? '';
    return {
      field: 'birthDate' as const,
      value,
      from: match.index,
      at: match.index,
      end: match.index + value.length,
    };
  });
  const behind = names.flatMap(({ end }): Candidate[] => {
    const match = new RegExp(`^[\\s,(–—-]{1,4}(${DATE})(?!\\d)`, 'u').exec(text.slice(end, end + 40));
    const value = match?.[1] ?? '';
    const at = end + (match?.[0].length ?? 0) - value.length;
    return match === null ? [] : [{ field: 'birthDate', value, from: at, at, end: at + value.length }];
  });
  const alone = [...text.matchAll(new RegExp(`^[ \\t]{0,4}(${DATE})[ \\t]{0,4}$`, 'gmu'))].map(
    (match): Candidate => {
      const value = match[1] ?? '';
      const at = match.index + match[0].indexOf(value);
      return { field: 'birthDate', value, from: at, at, end: at + value.length };
    },
  );
  return [...born, ...[...behind, ...alone].filter(({ value }) => Number(value.slice(-4)) <= year)];
};

const contacts = (text: string): Candidate[] => {
  const phones = [...text.matchAll(new RegExp(`(?<![\\d+])${PHONE}`, 'giu'))].flatMap(
    ({ 0: value, index }) => {
      const before = text.slice(Math.max(0, index - 60), index);
      const ours = /^(?:\+7|8|7)\D{0,3}80[0-9]/u.test(value);
      const label = PHONE_LABEL.exec(before);
      if (ours || USED.test(before) || readPhone(value.replace(/,?\s{0,2}доб.*$/iu, '')) === null) return [];
      const from = label === null ? index : index - before.length + label.index;
      return [
        { field: 'phone' as const, value, from, at: index, end: index + value.length, bare: label === null },
      ];
    },
  );
  const emails = [...text.matchAll(new RegExp(EMAIL, 'giu'))].flatMap(({ 0: value, index }) => {
    const label = EMAIL_LABEL.exec(text.slice(Math.max(0, index - 60), index));
    const address = value.replace(/\.+$/u, '');
    const from = label === null ? index : index - Math.min(60, index) + label.index;
    return [
      {
        field: 'email' as const,
        value: address,
        from,
        at: index,
        end: index + address.length,
        bare: label === null,
      },
    ];
  });
  return [...phones, ...emails];
};
