/**
 * What a citizen asks, out of what a letter says: its sentences, each on its own and with the next one, for a question often
 * stands in the middle of a long story. Greetings, thanks and the lines that forms add say nothing of the matter. Pure.
 */
import { isTelling, wordsOf } from './words.js';

/** A request as it came in: a portal's constant subject counts as none. */
export interface Request {
  readonly subject: string;
  /** The citizen's own words: no labels of a form, no quote, no signature (`packages/portal-letter` reads them so). */
  readonly words: string;
}

/** Of a longer letter the beginning is read. */
const LONGEST = 12_000;
/** More sentences than a person writes. */
const MOST = 60;
/** Fewer telling words than this are no question. */
const TELLING = 2;

/** What portals and people write over every letter. */
const CONSTANT_SUBJECT =
  /^(?:(?:re|fwd?|на|отв)\s*:\s*)*(?:(?:новое |электронное |письменное )?обращение(?:\s+(?:с|из|от|через|на|граждан|в|№)[^?]*)?|заявка(?:\s+(?:с|из|от|№)[^?]*)?|(?:сообщение|форма|письмо)(?:\s+(?:с|из|от|обратной)[^?]*)?|вопрос|помогите|помощь|срочно|жалоба|без темы|другое|просьба)?[\s!.]*$/iu;

const COURTESY =
  /(?<!\p{L})(?:здравствуйте|здраствуйте|приветствую|добрый (?:день|вечер)|доброе утро|доброго времени суток|доброго дня|уважаем\p{L}+(?: сотрудники| коллеги| поддержка| господа)?|заранее (?:вас )?(?:спасибо|благодар\p{L}+)|большое спасибо|спасибо(?: большое| заранее)?|с уважением|с наилучшими пожеланиями)[!,.]*/giu;

/** Lines that a form or a browser adds below the summary. */
const ADDED =
  /^\s*(?:браузер|ос|операционная система|системная информация|прикрепл\p{L}+|вложения|уровень уч[её]тной|регион|приоритет|источник|user-agent|страница|версия|устройство|другое\s*$|ip)(?:\s*[:—-].*)?$/iu;

const telling = (text: string): number => wordsOf(text).filter(isTelling).length;

const bare = (words: string): string =>
  words
    .slice(0, LONGEST)
    .split('\n')
    .filter((line) => !ADDED.test(line))
    .join('\n')
    .replace(COURTESY, ' ');

/** The parts of a request that may be a question: the whole first; empty when it says nothing. */
export const askedIn = ({ subject, words }: Request): readonly string[] => {
  const title = CONSTANT_SUBJECT.test(subject.trim()) ? '' : subject.trim();
  const text = bare(words).trim();
  const whole = [title, text].filter((part) => part !== '').join('. ');
  if (telling(whole) === 0) return [];
  const sentences = text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .slice(0, MOST);
  const alone = sentences.filter((sentence) => telling(sentence) >= TELLING);
  const pairs = sentences.slice(1).map((sentence, at) => `${sentences[at] ?? ''} ${sentence}`);
  return [...new Set([whole, ...(telling(title) > 0 ? [title] : []), ...alone, ...pairs])];
};
