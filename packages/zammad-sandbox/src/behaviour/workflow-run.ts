/** What goes into a run of core workflows over a form, what comes out, and what a ticket does against it. */
import type { World } from '../world.js';
import { isBlank, listOf, plain } from './columns.js';
import { hasColumnDefault, type Field, type FormSetting } from './form-attributes.js';

export type WorkflowRequest = FormSetting & {
  /** All values of the form: the ticket as it would be saved. */
  readonly selected: Readonly<Record<string, unknown>>;
  readonly lastChanged?: string | undefined;
};

export type WorkflowResult = {
  readonly visibility: Readonly<Record<string, 'show' | 'hide' | 'remove'>>;
  readonly mandatory: Readonly<Record<string, boolean>>;
  readonly readonly: Readonly<Record<string, boolean>>;
  /** Allowed values as text; a field that is absent may take any. */
  readonly restricted: Readonly<Record<string, readonly string[]>>;
  /** Values the form sets by itself (`select`, `auto_select`, `fill_in`, `fill_in_empty`). The API never applies them. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Ids of the workflows that matched. */
  readonly matched: readonly number[];
  /**
   * Zammad's 422 texts for a ticket with these values, the first being the one it answers with: first values that are
   * not allowed (only among what changes), then mandatory ones that are missing.
   */
  readonly faults: (values: Readonly<Record<string, unknown>>) => string[];
};

/** What a run over a form has come to. */
export type Run = {
  readonly world: World;
  readonly request: WorkflowRequest;
  readonly fields: ReadonlyMap<string, Field>;
  readonly params: Record<string, unknown>;
  readonly set: Record<string, unknown>;
  readonly matched: Set<number>;
  visibility: Record<string, 'show' | 'hide' | 'remove'>;
  mandatory: Record<string, boolean>;
  readonly: Record<string, boolean>;
  restricted: Record<string, string[]>;
  rerun: boolean;
};

/** Whether a value is not among those that are allowed. */
export const isExcluded = (run: Run, name: string, value: unknown): boolean =>
  run.restricted[name]?.includes(plain(value)) === false;

/** The texts of `faults`. */
export const faultsOf = (run: Run, values: Readonly<Record<string, unknown>>): string[] => {
  const { saved } = run.request;
  const changed = Object.keys(values).filter((name) => plain(values[name]) !== plain(saved?.[name]));
  const invalid = changed
    .filter((name) => (run.restricted[name] ?? []).length > 0 && !isBlank(values[name]))
    .filter((name) => listOf(values[name]).some((value) => isExcluded(run, name, value)))
    .map((name) => `Invalid value '${plain(values[name])}' for field '${name}'!`);
  const missing = Object.entries(run.mandatory)
    .filter(([name, mandatory]) => mandatory && (run.visibility[name] ?? 'show') === 'show')
    .filter(([name]) => typeof values[name] !== 'boolean' && isBlank(values[name]))
    .filter(([name]) => {
      const field = run.fields.get(name);
      return !field || !hasColumnDefault(field);
    })
    .map(([name]) => `Missing required value for field '${name}'!`);
  return [...invalid, ...missing];
};
