/** `clauses`: the regulation's obligations, who keeps each and how, for people, machines and `docs/regulation.md`. */
import { readConfig } from '../process/config.js';
import { helpdeskEnv, readEnv } from '../process/env.js';
import { matrixOf, type MatrixRow } from '../ask/regulation/matrix.js';
import { keeperOf, regulationPage } from '../ask/regulation/page.js';
import type { Terminal } from './terminal.js';

export interface ClausesOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

const line = (row: MatrixRow): string =>
  [
    row.id.padEnd(10),
    keeperOf(row).padEnd(21),
    (row.mode ?? '').padEnd(7),
    String(row.examples).padStart(2),
    '',
    row.title,
    `[${row.by.join(', ')}]`,
  ].join(' ');

/** Prints the matrix; needs the configuration, no helpdesk. Resolves to 1 when an obligation has no clause or two. */
export const clausesCommand = async (terminal: Terminal, options: ClausesOptions): Promise<0 | 1> => {
  const config = await readConfig(readEnv(helpdeskEnv.pick({ REGLAMENT_CONFIG: true })).REGLAMENT_CONFIG);
  const { rows, uncovered, doubled, withoutExamples } = matrixOf(config);
  const code = uncovered.length + doubled.length === 0 ? 0 : 1;
  const total = config.obligations.length;
  const covered = total - uncovered.length;
  if (options.json === true)
    terminal.out(JSON.stringify({ total, covered, uncovered, doubled, withoutExamples, clauses: rows }));
  else if (options.markdown === true) terminal.out(regulationPage(config).trimEnd());
  else {
    terminal.out(rows.map(line).join('\n'));
    terminal.out(`\nОбязанностей ${total}, держится ${covered}, без примеров ${withoutExamples.length}.`);
  }
  if (uncovered.length > 0) terminal.err(`Никто не держит: ${uncovered.join(', ')}`);
  if (doubled.length > 0) terminal.err(`Держат дважды: ${doubled.join(', ')}`);
  return code;
};
