/** Phones → E.164, mail addresses → lower case. Null: it is not one, or not only one. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { tidy } from './form.js';

const MAX_CONTACT = 254;
/** The part before @ in ASCII (RFC 5321), a domain of one script: letters that only look right make an address of another's. */
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,10}@(?:(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z][a-z0-9-]{1,62}|(?:[а-яё0-9][а-яё0-9-]{0,62}\.){1,8}[а-яё]{2,62})$/u;
const PHONE_WORD = /^(?:(?:номер|тел|телефон|моб|мобильный|сот|phone|tel)[.:\s]{0,3}){1,3}/iu;

/** «доб. 12», «(доб. 12)», «вн. 12»; an extension that is lost rings at somebody else's. */
const EXTENSION =
  /[\s,;(]{1,4}(?:доб|добавочный|вн|внутр|ext|внутренний)\.?\s{0,2}(?:номер\s|№\s?)?(\d{1,6})\)?$/iu;
/** When to call, and which of the citizen's own phones it is; «(мама)» and «(доб. 12)» are no such notes. */
const NOTE =
  /\s?\((?:звонить|звоните|после|до(?!б)|с\s\d|в любое|круглосуточно|моб|сот|личн|домашн|whats\s?app|viber|telegram|ватсап|вотсап|телеграм)[^()]{0,40}\)$/iu;

/** A phone in E.164, of any country, Russia's where none is named. With an extension it is no citizen's own number: null. */
export const readPhone = (written: string): string | null => {
  const phone = parsed(written);
  return phone !== null && phone.ext === undefined ? phone.number : null;
};

/** `+79120000000 доб. 12`: the number in E.164 and the extension, which has no place in it; null: there is none. */
export const readExtension = (written: string): string | null => {
  const phone = parsed(written);
  return phone?.ext === undefined ? null : `${phone.number} доб. ${phone.ext}`;
};

const parsed = (written: string): { readonly number: string; readonly ext: string | undefined } | null => {
  if (written.length > 60) return null;
  const text = tidy(written.normalize('NFKC'))
    .replace(PHONE_WORD, '')
    .replace(NOTE, '')
    .replace(/[.,;]$/u, '');
  if (!/^[+(\d]/u.test(text)) return null;
  const extended = EXTENSION.exec(text);
  const phone = parsePhoneNumberFromString(text.slice(0, extended?.index), {
    defaultCountry: 'RU',
    extract: false,
  });
  return phone?.isValid() === true ? { number: phone.number, ext: extended?.[1] ?? phone.ext } : null;
};

/** A mail address in lower case, bare or as `Имя <a@b>`. */
export const readEmail = (written: string): string | null => {
  if (written.length > 2 * MAX_CONTACT) return null;
  const text = tidy(written.normalize('NFKC')).toLowerCase();
  const inside = /<([^<>]{3,254})>$/u.exec(text)?.[1] ?? text;
  const bare = inside.replace(/^mailto:/u, '').replace(/[.,;]$/u, '');
  return bare.length <= MAX_CONTACT && ADDRESS.test(bare) ? bare : null;
};
