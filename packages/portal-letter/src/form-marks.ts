/** Boxes that a form ticks: `[x] телефон`, «☐ телефон ☑ эл. почта». An unticked option is not what the citizen said. */

/** Latin and Cyrillic crosses; a filled circle is also a bullet, of which one alone is chosen all the same. */
const TICKED = '\\[\\s?[xхv✓✔+]\\s?\\]|\\(\\s?[xх•●]\\s?\\)|[☑☒✓✔✅◉●]';
const EMPTY = '\\[[\\s_]{0,3}\\]|\\(\\s{1,3}\\)|[☐□▢⬜◯○]';
const MARKS = new RegExp(`(${TICKED})|${EMPTY}`, 'giu');
const LEADING = new RegExp(`^\\s*(?:${TICKED}|${EMPTY})\\s*`, 'iu');
/** Options of one question. */
const MAX_OPTIONS = 20;
/** Longer than a list of options is prose. */
const MAX_LENGTH = 1_000;

/** What stands behind the mark at the beginning; null: there is no mark. */
export const behindMark = (text: string): string | null => {
  const mark = LEADING.exec(text.slice(0, 200))?.[0];
  return mark === undefined ? null : text.slice(mark.length).trim();
};

/** The ticked ones of the options that a value lists; null: no marks, or none can tell which option is whose. */
export const ticked = (value: string): string | null => {
  if (value.length > MAX_LENGTH) return null;
  const marks = [...value.matchAll(MARKS)].slice(0, MAX_OPTIONS);
  const [first] = marks;
  const last = marks.at(-1);
  if (first === undefined || last === undefined) return null;
  const before = first.index === 0;
  if (!before && last.index + last[0].length < value.length) return null;
  const options = marks.map((mark, index) =>
    before
      ? value.slice(mark.index + mark[0].length, marks[index + 1]?.index)
      : value.slice(index === 0 ? 0 : endOf(marks[index - 1]), mark.index),
  );
  return options
    .filter((_, index) => marks[index]?.[1] !== undefined)
    .map((option) => option.replace(/^[\s,;]+|[\s,;]{1,20}$/gu, ''))
    .join(', ');
};

const endOf = (mark: RegExpExecArray | undefined): number =>
  mark === undefined ? 0 : mark.index + mark[0].length;
