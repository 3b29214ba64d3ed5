/**
 * The answers of the live knowledge base, ready to be looked up: all that operators can see, a region's own among them. Read
 * in two calls, kept in memory, asked of nobody outside.
 */
import { textOf } from '../body.js';
import type { FaqDesk } from '../desk.js';
import { treeOf, type Tree, type TreeAnswer } from '../tree.js';
import { worthShowing } from './likely.js';
import { similarityOf } from './similarity.js';
import type { Synonyms } from './synonyms.js';
import { stemOf, wordsOf } from './words.js';

/** An answer as an operator opens it. */
interface ShownAnswer {
  readonly id: number;
  /** Of its text in the base's own language. */
  readonly translation: number;
  readonly title: string;
  readonly url: string;
}

export interface AnswerBase {
  /** The likeliest first; empty when nothing is similar enough. */
  readonly likely: (parts: readonly string[]) => readonly ShownAnswer[];
  readonly byId: ReadonlyMap<number, ShownAnswer>;
  readonly byTranslation: ReadonlyMap<number, ShownAnswer>;
  /** Stems of all words the base uses. */
  readonly vocabulary: ReadonlySet<string>;
}

interface BaseOptions {
  /** Where operators open Zammad. */
  readonly webUrl: string;
  readonly synonyms: Synonyms;
  readonly now: Date;
}

/** The route of Zammad's web page, 6.5 to 7: an answer in a language of the base. */
const addressOf = (webUrl: string, base: number, locale: string, answer: number): string =>
  `${webUrl.replace(/\/+$/, '')}/#knowledge_base/${base}/locale/${locale}/answer/${answer}`;

/** Ids of the answers that a note of ours links to, in order. */
export const answersLinkedIn = (html: string): number[] =>
  [...html.matchAll(/#knowledge_base\/\d{1,12}\/locale\/[\w-]{1,10}\/answer\/(\d{1,12})/g)].map(([, id]) =>
    Number(id),
  );

const isVisible = ({ state }: TreeAnswer): boolean => state === 'internal' || state === 'public';

/** In the base's own language, else in the first there is. */
const textIn = ({ locales }: Tree, { texts }: TreeAnswer) => {
  const own = locales.find(({ primary }) => primary)?.id;
  return texts.find(({ locale }) => locale === own) ?? texts[0];
};

/** Zammad's language codes by their id in the base. */
const codesOf = async (desk: FaqDesk, { locales }: Tree): Promise<Map<number, string>> => {
  const known = new Map([...(await desk.systemLocales())].map(([code, id]) => [id, code]));
  return new Map(
    locales.flatMap(({ id, systemLocale }): [number, string][] => {
      const code = known.get(systemLocale);
      return code === undefined ? [] : [[id, code]];
    }),
  );
};

/**
 * Reads and indexes. Null: nothing there to be seen, which is how Zammad answers who lacks `knowledge_base.reader` too.
 * Rejects with ZammadError.
 */
export const readAnswerBase = async (
  desk: FaqDesk,
  { webUrl, synonyms, now }: BaseOptions,
): Promise<AnswerBase | null> => {
  const tree = treeOf(await desk.kb.init(), now);
  const { base } = tree;
  const found = tree.answers.filter(isVisible).flatMap((answer) => {
    const text = textIn(tree, answer);
    return text === undefined ? [] : [{ answer, text }];
  });
  if (base === null || found.length === 0) return null;
  const codes = await codesOf(desk, tree);
  const assets = await desk.kb.init({ contentIds: found.map(({ text }) => text.content) });
  const bodies = assets.KnowledgeBaseAnswerTranslationContent ?? {};
  const answers = found.map(({ answer, text }): ShownAnswer => ({
    id: answer.id,
    translation: text.id,
    title: text.title,
    url: addressOf(webUrl, base, codes.get(text.locale) ?? 'ru', answer.id),
  }));
  const texts = found.map(({ text }) => ({
    question: text.title,
    answer: textOf(bodies[String(text.content)]?.body ?? ''),
  }));
  const similar = similarityOf(texts, synonyms);
  return {
    likely: (parts) => worthShowing(similar, parts).flatMap(({ at }) => answers[at] ?? []),
    byId: new Map(answers.map((answer) => [answer.id, answer])),
    byTranslation: new Map(answers.map((answer) => [answer.translation, answer])),
    vocabulary: new Set(
      texts.flatMap(({ question, answer }) => wordsOf(`${question} ${answer}`).map(stemOf)),
    ),
  };
};
