/**
 * The answers of the live knowledge base, ready to be looked up: all that operators can see, a region's own among them. Read
 * in two calls, kept in memory, asked of nobody outside.
 */
import { textOf } from '../body.js';
import type { FaqDesk } from '../desk.js';
import { treeOf, type Tree, type TreeAnswer } from '../tree.js';
import { askedIn, type Request } from './asked.js';
import { beginningOf } from './beginning.js';
import { nothingLearned, type Learned } from './learned.js';
import { worthShowing } from './likely.js';
import { similarityOf, type Similarity } from './similarity.js';
import type { Synonyms } from './synonyms.js';
import { stemOf, wordsOf } from './words.js';

/** An answer as an operator opens it. */
interface ShownAnswer {
  readonly id: number;
  /** Of its text in the base's own language. */
  readonly translation: number;
  readonly title: string;
  /** How the answer begins: enough to tell without opening it. */
  readonly begins: string;
  readonly url: string;
}

/** What is asked, and where: `region` is a region's name, null where none is known. */
export interface AskedOfBase extends Request {
  readonly region: string | null;
}

export interface AnswerBase {
  /** The likeliest first; empty when nothing is similar enough. Sections named after a region answer in that region alone. */
  readonly likely: (asked: AskedOfBase) => readonly ShownAnswer[];
  readonly byId: ReadonlyMap<number, ShownAnswer>;
  readonly byTranslation: ReadonlyMap<number, ShownAnswer>;
  /** Stems of all words the base uses. */
  readonly vocabulary: ReadonlySet<string>;
  /** The same base with what the desk has learned, by ids of the answers' texts, in place of what it was taught before. */
  readonly taught: (learned: Learned) => AnswerBase;
}

interface BaseOptions {
  /** Where operators open Zammad. */
  readonly webUrl: string;
  readonly synonyms: Synonyms;
  readonly now: Date;
  /** Names of all regions, as sections of the base are called after them. */
  readonly regions: ReadonlySet<string>;
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

/** The region after which a section above an answer is called; null: it answers everywhere. */
const regionIn = (
  { categories }: Pick<Tree, 'categories'>,
  category: number,
  regions: ReadonlySet<string>,
): string | null => {
  const found = categories.find(({ id }) => id === category);
  if (found === undefined) return null;
  if (regions.has(found.title)) return found.title;
  return found.parent === null ? null : regionIn({ categories }, found.parent, regions);
};

/**
 * Reads and indexes. Null: nothing there to be seen, which is how Zammad answers who lacks `knowledge_base.reader` too.
 * Rejects with ZammadError.
 */
export const readAnswerBase = async (
  desk: FaqDesk,
  { webUrl, synonyms, now, regions }: BaseOptions,
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
    begins: beginningOf(textOf(bodies[String(text.content)]?.body ?? '')),
    url: addressOf(webUrl, base, codes.get(text.locale) ?? 'ru', answer.id),
  }));
  const texts = found.map(({ text }) => ({
    question: text.title,
    answer: textOf(bodies[String(text.content)]?.body ?? ''),
  }));
  const owners = found.map(({ answer }) => regionIn(tree, answer.category, regions));
  const known = {
    byId: new Map(answers.map((answer) => [answer.id, answer])),
    byTranslation: new Map(answers.map((answer) => [answer.translation, answer])),
    vocabulary: new Set(
      texts.flatMap(({ question, answer }) => wordsOf(`${question} ${answer}`).map(stemOf)),
    ),
  };
  const baseWith = (learned: Learned): AnswerBase => {
    const findables = texts.map((text, at) => ({
      ...text,
      learned: learned.get(String(answers[at]?.translation)),
    }));
    /** One index a region that is asked for: what others answer for themselves is not in it. */
    const indexes = new Map<
      string | null,
      { readonly similar: Similarity; readonly places: readonly number[] }
    >();
    const indexFor = (asked: string | null) => {
      const region = asked !== null && owners.includes(asked) ? asked : null;
      const made = indexes.get(region);
      if (made !== undefined) return made;
      const places = [...findables.keys()].filter((at) => owners[at] === null || owners[at] === region);
      const index = {
        similar: similarityOf(
          places.flatMap((at) => findables[at] ?? []),
          synonyms,
        ),
        places,
      };
      indexes.set(region, index);
      return index;
    };
    return {
      ...known,
      likely: ({ region, ...request }) => {
        const { similar, places } = indexFor(region);
        return worthShowing(similar, askedIn(request)).flatMap(({ at }) => answers[places[at] ?? -1] ?? []);
      },
      taught: baseWith,
    };
  };
  return baseWith(nothingLearned);
};
