/** Charts as a page draws them: columns over a base line, each with its number; the same stands in a table beside. Pure. */
import type { Chart } from '../../templates/page/view-parts.js';

/** Units of the drawing. */
const LINE = { bar: 64, gap: 12, height: 120, head: 22, foot: 26 } as const;

/** `value` null: nothing is known there, and nothing is drawn. */
export interface Column {
  readonly label: string;
  readonly value: number | null;
}

export const chartOf = (
  id: string,
  name: string,
  {
    what,
    unit,
    columns,
    note = '',
  }: {
    /** Headings of the table. */
    readonly what: string;
    readonly unit: string;
    readonly columns: readonly Column[];
    readonly note?: string;
  },
): Chart => {
  const most = Math.max(1, ...columns.map(({ value }) => value ?? 0));
  return {
    id,
    name,
    what,
    unit,
    note,
    width: Math.max(1, columns.length) * (LINE.bar + LINE.gap),
    height: LINE.head + LINE.height + LINE.foot,
    base: LINE.head + LINE.height,
    bars: columns.map(({ label, value }, at) => {
      const height = Math.round(((value ?? 0) / most) * LINE.height);
      const x = at * (LINE.bar + LINE.gap);
      return {
        x,
        y: LINE.head + LINE.height - height,
        width: LINE.bar,
        height,
        middle: x + LINE.bar / 2,
        countY: LINE.head + LINE.height - height - 6,
        labelY: LINE.head + LINE.height + 18,
        count: value === null ? '–' : String(value),
        label,
      };
    }),
    rows: columns.map(({ label, value }) => ({
      label,
      value: value === null ? 'нет данных' : String(value),
    })),
  };
};

interface Weighted {
  readonly value: number;
  readonly times: number;
}

/** How many lie up to each of `bounds`, and beyond the last. `words`: of a bound. */
export const distributionOf = (
  values: readonly Weighted[],
  bounds: readonly number[],
  words: (from: number | null, to: number | null) => string,
): Column[] =>
  [...bounds, null].map((to, at) => {
    const from = at === 0 ? null : (bounds[at - 1] ?? null);
    const value = values
      .filter((one) => (from === null || one.value > from) && (to === null || one.value <= to))
      .reduce((sum, { times }) => sum + times, 0);
    return { label: words(from, to), value };
  });
