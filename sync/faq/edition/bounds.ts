/** What is counted before it is taken apart: pieces cost many times their own size in memory. */

/** Whether a sign stands in a text more often than that. */
export const crowded = (text: string, sign: string, limit: number): boolean => {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
};

/** Rows, entries, questions: far above any list that people answer by. */
export const ENTRIES_LIMIT = 20_000;
/** Tags of a page or of a Markdown document. */
export const TAGS_LIMIT = 200_000;
/** Tags of an office document. */
export const NODES_LIMIT = 500_000;

export const tooMany = (limit: number): string =>
  `больше ${limit} частей: это не издание FAQ; разделите файл или передайте только вопросы`;
