/** Tables of the bench: rows beside each other, and what one is to the other. */

interface Row {
  readonly what: string;
  readonly value: number;
}

export interface Table {
  readonly title: string;
  readonly unit: string;
  /** The ratio of each is to the first. */
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

const shown = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });

const ratio = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

export const printTable = ({ title, unit, rows, notes }: Table, out: (line: string) => void): void => {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const first = rows[0]?.value ?? 1;
  out(`\n${title} (${unit})`);
  for (const { what, value } of rows)
    out(`  ${what.padEnd(width)}  ${shown(value).padStart(12)}  x ${ratio(value / first)}`);
  for (const note of notes) out(`  - ${note}`);
};
