/** What a person counts in a file of an edition, and what reading may make of it: right, tolerable when named, refused helpfully. */
import type { FaqEdition, FaqEntry } from '../../../sync/faq/types.js';

export interface Expectation {
  readonly note?: string;
  readonly questions?: number | string;
  readonly questionsNumber?: number;
  readonly categories?: number;
  /** Each the last element of a path. */
  readonly categoryNames?: readonly string[];
  readonly categoryLast?: readonly string[];
  readonly titles?: readonly string[];
  /** Question → what its answer must hold, or must not. */
  readonly mustContain?: Readonly<Record<string, string>>;
  readonly mustNotContain?: Readonly<Record<string, string>>;
  readonly contains?: Readonly<Record<string, readonly string[]>>;
  readonly containsOnceOrNamed?: Readonly<Record<string, string>>;
  readonly sameAnswer?: readonly string[];
  /** In no title and no answer. */
  readonly mustNotAppear?: readonly string[];
  /** In a fault or a warning. */
  readonly mustName?: readonly string[];
  readonly mustNameAny?: readonly string[];
  readonly mustNameUnlessRight?: readonly string[];
  readonly mustNameIfUnread?: readonly string[];
  /** Other counts that are tolerable when something is said. */
  readonly okWithWarning?: readonly number[];
  readonly okWithFault?: readonly number[];
  /** No entries, and a fault with one of these words. */
  readonly refuse?: readonly string[];
  readonly okRefuse?: readonly string[];
}

const plain = (text: string): string =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replace(/\u00AD|\u200B|\u0301/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();

const pairs = <Value>(given: Readonly<Record<string, Value>> | undefined): [string, Value][] =>
  Object.entries(given ?? {});

/** What is wrong with a reading; empty: right, tolerable or refused with what was found and what to do. */
export const wrongIn = (
  { entries, faults, warnings }: Pick<FaqEdition, 'entries' | 'faults' | 'warnings'>,
  expected: Expectation,
): string[] => {
  const wanted = expected.questionsNumber ?? Number(expected.questions);
  const faultText = faults.map(({ where, message }) => `${where} ${message}`).join(' ');
  const said =
    `${faultText} ${warnings.map(({ where, message }) => `${where} ${message}`).join(' ')}`.toLowerCase();
  const says = (word: string): boolean => said.includes(word.toLowerCase());
  const count = entries.length;
  if (count === 0) {
    if (faults.length === 0) return ['no entries and no fault'];
    const words = expected.refuse ?? expected.okRefuse;
    if (words === undefined) return [`refused: ${faultText.slice(0, 200)}`];
    return words.some(says) ? [] : [`refused without a helpful word: ${faultText.slice(0, 200)}`];
  }
  const wrong: string[] = [];
  const named = said.trim() !== '';
  if (expected.refuse !== undefined && expected.okWithWarning?.includes(count) !== true)
    wrong.push(`${count} entries where a refusal was wanted`);
  else if (count !== wanted) {
    const tolerable =
      (expected.okWithWarning?.includes(count) === true && named) ||
      (expected.okWithFault?.includes(count) === true && faults.length > 0);
    if (!tolerable) wrong.push(`${count} questions, ${wanted} wanted`);
    for (const word of [...(expected.mustNameUnlessRight ?? []), ...(expected.mustNameIfUnread ?? [])])
      if (!says(word)) wrong.push(`not named: ${word}`);
  } else {
    const titles = new Set(entries.map(({ question }) => plain(question)));
    for (const title of expected.titles ?? [])
      if (!titles.has(plain(title))) wrong.push(`title lacking: ${title}`);
    const paths = new Map(entries.map(({ category }) => [JSON.stringify(category), category]));
    if (expected.categories !== undefined && paths.size !== expected.categories)
      wrong.push(`${paths.size} categories, ${expected.categories} wanted: ${[...paths.keys()].join(' ')}`);
    const last = new Set([...paths.values()].map((path) => plain(path.at(-1) ?? '')));
    for (const name of [...(expected.categoryNames ?? []), ...(expected.categoryLast ?? [])])
      if (!last.has(plain(name))) wrong.push(`category lacking: ${name}`);
  }
  const answerTo = (question: string): string =>
    entries.find((entry) => plain(entry.question) === plain(question))?.html ?? '';
  const holds = (question: string, word: string): boolean =>
    plain(answerTo(question)).includes(plain(word)) || answerTo(question).includes(word);
  for (const [question, word] of pairs(expected.mustContain))
    if (!holds(question, word)) wrong.push(`${question}: lacks ${word}`);
  for (const [question, word] of pairs(expected.mustNotContain))
    if (plain(answerTo(question)).includes(word.toLowerCase())) wrong.push(`${question}: holds ${word}`);
  for (const [question, words] of pairs(expected.contains))
    if (
      !words.some((word) => (word.includes('<') ? answerTo(question).includes(word) : holds(question, word)))
    )
      wrong.push(`${question}: none of ${words.join(' | ')} in ${answerTo(question).slice(0, 80)}`);
  for (const [question, word] of pairs(expected.containsOnceOrNamed)) {
    const times = plain(answerTo(question)).split(word.toLowerCase()).length - 1;
    if (times !== 1 && !(times === 0 && named)) wrong.push(`${question}: ${times} times ${word}`);
  }
  const all = entries.map(({ question, html }: FaqEntry) => `${question}\n${html}`).join('\n');
  for (const word of expected.mustNotAppear ?? []) if (all.includes(word)) wrong.push(`published: ${word}`);
  if (
    expected.sameAnswer !== undefined &&
    new Set(expected.sameAnswer.map((one) => plain(answerTo(one)))).size !== 1
  )
    wrong.push('an answer that is shared differs');
  for (const word of expected.mustName ?? []) if (!says(word)) wrong.push(`not named: ${word}`);
  if (expected.mustNameAny !== undefined && !expected.mustNameAny.some(says))
    wrong.push(`none named: ${expected.mustNameAny.join(', ')}`);
  if (new Set(entries.map(({ id }) => id)).size !== count) wrong.push('ids not unique');
  return wrong;
};
