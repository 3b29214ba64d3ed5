/** One line of the doctor's: what was looked at, how it is, what to do. */
export interface Check {
  /** `fail` makes the exit code 1; `warn` is for a person to know. */
  readonly state: 'ok' | 'warn' | 'fail';
  readonly what: string;
  /** Null only when all is well. */
  readonly todo: string | null;
}

export const ok = (what: string): Check => ({ state: 'ok', what, todo: null });
export const warn = (what: string, todo: string): Check => ({ state: 'warn', what, todo });
export const fail = (what: string, todo: string): Check => ({ state: 'fail', what, todo });

const signs = { ok: '✓', warn: '!', fail: '✗' } as const;

/** The checks as text, one a line, what to do below. */
export const showChecks = (checks: readonly Check[]): string =>
  checks
    .map(({ state, what, todo }) => `${signs[state]} ${what}${todo === null ? '' : `\n    ${todo}`}`)
    .join('\n');
