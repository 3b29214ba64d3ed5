/** What an edition asks of the knowledge base: one answer a question, with a text for each language it came in. */
import { createHash } from 'node:crypto';
import type { FaqSettings, Visibility } from '../../../config/schema/faq.js';
import { wordingOf } from '../edition/identity.js';
import { short } from '../note.js';
import { pathKey } from '../tree.js';
import type { FaqEdition, FaqEntry, FaqFault, FaqFile, FaqWithheld } from '../types.js';

export interface DesiredAnswer {
  readonly id: string;
  /** As the base calls it, once {@link settlePlaces} has looked. */
  readonly category: readonly string[];
  /** Fingerprint of the section as the edition calls it. */
  readonly place: string;
  /** Wordings it had before, by the edition's own word. */
  readonly former: readonly string[];
  readonly visibility: Visibility;
  /** Fingerprint of all texts and files: what changed is told by it. */
  readonly source: string;
  /** One a language, never empty. */
  readonly texts: readonly FaqEntry[];
  /** Attachments; pictures inside a text travel with it. */
  readonly files: readonly FaqFile[];
  readonly where: string;
}

export interface DesiredFaq {
  readonly edition: string;
  readonly date: string | null;
  /** In the order of the edition. */
  readonly answers: readonly DesiredAnswer[];
  /** Of the reader, and what only the whole edition shows. */
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
  /** Stand in the edition and are not published: their answers are not gone. */
  readonly withheld: readonly FaqWithheld[];
  /** Wordings of questions that are new, however like a former one they are. */
  readonly different: readonly string[];
}

/** The settings for a category: of the entries whose path it lies under, the deepest that says something. */
const visibilityOf = (settings: FaqSettings, category: readonly string[]): Visibility =>
  settings.categories
    .filter(({ path }) => path.every((title, index) => title === category[index]))
    .sort((one, other) => other.path.length - one.path.length)
    .find(({ visibility }) => visibility !== undefined)?.visibility ?? settings.visibility;

/** Numbers, capitals and marks in a section's name are none of its identity. */
export const placeOf = (category: readonly string[]): string =>
  short(
    createHash('sha256')
      .update(pathKey(category.map(wordingOf)))
      .digest('hex'),
  );

const sourceOf = (texts: readonly FaqEntry[]): string => {
  const [only, ...more] = texts;
  if (only !== undefined && more.length === 0) return short(only.hash);
  const parts = texts.map(({ locale, hash }) => `${locale} ${hash}`).sort();
  return short(createHash('sha256').update(parts.join('\n')).digest('hex'));
};

const filesOf = (texts: readonly FaqEntry[]): FaqFile[] => {
  const found = new Map<string, FaqFile>();
  for (const file of texts.flatMap(({ files }) => files))
    if (file.contentId === null) found.set(`${file.hash} ${file.name}`, file);
  return [...found.values()];
};

const answerOf = (texts: readonly [FaqEntry, ...FaqEntry[]], settings: FaqSettings): DesiredAnswer => {
  const [first] = texts;
  return {
    id: first.id,
    category: first.category,
    place: placeOf(first.category),
    former: first.former ?? [],
    visibility: first.visibility ?? visibilityOf(settings, first.category),
    source: sourceOf(texts),
    texts,
    files: filesOf(texts),
    where: first.where,
  };
};

/** Entries that others of the same key stand against, each with a fault that names the first. */
const doubles = (
  entries: readonly FaqEntry[],
  key: (entry: FaqEntry) => string,
  message: (entry: FaqEntry, first: FaqEntry) => string,
): { readonly bad: readonly FaqEntry[]; readonly faults: readonly FaqFault[] } => {
  const groups = [...Map.groupBy(entries, key).values()].filter((group) => group.length > 1);
  return {
    bad: groups.flat(),
    faults: groups.flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : others.map((entry) => ({ where: entry.where, message: message(entry, first) })),
    ),
  };
};

/**
 * Groups an edition by question. Questions that stand against each other are faults and are left out, all of them: which
 * is meant nobody here can tell, and Zammad would refuse the second.
 */
export const desiredOf = (edition: FaqEdition, settings: FaqSettings): DesiredFaq => {
  const sameId = doubles(
    edition.entries,
    ({ id, locale }) => JSON.stringify([id, locale]),
    ({ id }, first) =>
      `ключ «${id}» уже занят вопросом «${first.question}» (${first.where}); дайте вопросам разные ключи`,
  );
  const mainCategory = new Map<string, readonly string[]>();
  for (const { id, category } of edition.entries) if (!mainCategory.has(id)) mainCategory.set(id, category);
  const sameTitle = doubles(
    edition.entries.filter((entry) => !sameId.bad.includes(entry)),
    ({ id, locale, question, category }) =>
      JSON.stringify([pathKey(mainCategory.get(id) ?? category), locale, question]),
    ({ question, category }, first) =>
      `в разделе «${category.join(' › ')}» вопрос «${question}» уже есть (${first.where}); ` +
      'Zammad не примет второй: измените вопрос или раздел',
  );
  const bad = new Set([...sameId.bad, ...sameTitle.bad].map(({ id }) => id));
  const groups = Map.groupBy(
    edition.entries.filter(({ id }) => !bad.has(id)),
    ({ id }) => id,
  );
  return {
    edition: edition.id,
    date: edition.date,
    answers: [...groups.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [answerOf([first, ...others], settings)],
    ),
    faults: [...edition.faults, ...sameId.faults, ...sameTitle.faults],
    warnings: edition.warnings,
    withheld: edition.withheld,
    different: edition.different,
  };
};

/** Leaves out, as faults, texts in languages the base does not have: written into another they would take its place. */
export const inLanguages = (desired: DesiredFaq, locales: ReadonlyMap<string, number>): DesiredFaq => {
  const unknown = new Map<string, string>();
  const answers = desired.answers.flatMap((answer): DesiredAnswer[] => {
    const texts = answer.texts.filter(({ locale }) => locales.has(locale));
    for (const { locale, where } of answer.texts)
      if (!locales.has(locale) && !unknown.has(locale)) unknown.set(locale, where);
    if (texts.length === 0) return [];
    return [
      texts.length === answer.texts.length
        ? answer
        : { ...answer, texts, source: sourceOf(texts), files: filesOf(texts) },
    ];
  });
  const faults = [...unknown].map(([locale, where]) => ({
    where,
    message: `в базе знаний нет языка «${locale}»: добавьте его (Управление → База знаний → Языки)`,
  }));
  return faults.length === 0 ? desired : { ...desired, answers, faults: [...desired.faults, ...faults] };
};
