/** A citizen's own letter: its text is the summary. */
import { aboveFooter } from './footers.js';
import type { Form } from './form.js';
import { tidy } from './form.js';
import type { FormKeys } from './form-keys.js';

/** As in a form; the letter itself stays in the ticket. */
const MAX_SUMMARY = 20_000;

/** A greeting alone says nothing. */
const GREETING =
  /^(?:здравствуй(?:те)?|добр(?:ый день|ый вечер|ое утро|ого времени суток)|приветствую|уважаем\p{L}{2,3})(?:[ ,]{1,2}[\p{L} -]{1,40})?[.!,]{0,3}$/iu;
const REGARDS_ALONE = /^(?:с уважением|с наилучшими пожеланиями|best regards|kind regards)[,.!]?$/iu;
/** Words with capitals: a name, or initials. */
const SIGNATURE = /^\p{Lu}[\p{L}.-]{0,40}(?:\s\p{Lu}[\p{L}.-]{0,40}){0,3}$/u;

/** Without «С уважением, Мария Лебедева» at the end; a postscript keeps it. */
const withoutRegards = (lines: readonly string[]): readonly string[] => {
  const said = lines.findLastIndex((line) => REGARDS_ALONE.test(line));
  const below = lines.slice(said + 1).filter((line) => line !== '');
  return said < 0 || below.length > 2 || !below.every((line) => SIGNATURE.test(line))
    ? lines
    : lines.slice(0, said);
};

/** The letter's own words, up to a robot's footer. Null: there are none; beside fields, «Новое обращение» is none either. */
export const summaryIn = (form: Form, keys: FormKeys): string | null => {
  const lines = form.prose.map(tidy);
  const footer = lines.findIndex((line) => line !== '' && keys.isFooter(line));
  const own = withoutRegards(footer < 0 ? lines : aboveFooter(lines.slice(0, footer)));
  const text = own.every((line) => line === '' || GREETING.test(line)) ? '' : own.join('\n').trim();
  return (text.match(/\p{L}{2,}/gu)?.length ?? 0) < (form.entries.length === 0 ? 2 : 3)
    ? null
    : text.slice(0, MAX_SUMMARY);
};
