/** A fault of the configuration with its place, and the error that carries all of them to the edge at once. */

export interface Fault {
  /** Path of the file below the configuration folder. */
  readonly file: string;
  /** Both count from 1, as editors do. */
  readonly line: number;
  readonly column: number;
  /** Keys from the top of the document, joined by dots; empty for the document itself. */
  readonly path: string;
  readonly message: string;
}

/** `helpdesk/macros.yaml:12:7 macros.wanted.0.name: …` — the form that editors and terminals make clickable. */
export const formatFault = ({ file, line, column, path, message }: Fault): string =>
  `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;

/** Thrown by `loadConfig` and `parseConfig`; its message lists every fault of every file, one a line. */
export class ConfigFaults extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(`Конфигурация с ошибками (${faults.length}):\n${faults.map(formatFault).join('\n')}`);
    this.name = 'ConfigFaults';
    this.faults = faults;
  }
}
