/** A line of the decision log, as everybody speaks of it. */
import type { Mode } from '../../config/schema/mode.js';

/** One line of the decision log. `because` holds names of fields and masked text only. */
export interface Decision {
  readonly ticket: number;
  readonly clause: string;
  readonly mode: Mode;
  readonly verdict: string;
  /** What came of it: nothing was due, or how far it went; `stopped`: by the circuit breaker. */
  readonly outcome: 'none' | Mode | 'stopped';
  readonly because: { readonly text: string; readonly facts: Readonly<Record<string, string>> };
  /** Set when something was written into the ticket; unique, so one act is told once. */
  readonly actionKey: string | null;
  /** The act put somebody's act back. Left out: no. */
  readonly undo?: boolean;
  /** Id of the ticket's region at that time. */
  readonly region: string | null;
  /** When a pending obligation falls due. */
  readonly dueAt: Date | null;
  readonly at: Date;
}
