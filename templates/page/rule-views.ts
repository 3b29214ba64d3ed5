/** Pages that speak of clauses and of the helpdesk's configuration. */
import type { Chart, Figure, Option } from './view-parts.js';

export interface RuleViews {
  readonly report: {
    readonly from: string;
    readonly to: string;
    readonly options: readonly Option[];
    readonly csvHref: string;
    readonly xlsxHref: string;
    /** When it was made. */
    readonly made: string;
    readonly charts: readonly Chart[];
    readonly bars: readonly {
      readonly clause: string;
      readonly met: number;
      readonly late: number;
      readonly flagged: number;
      /** Of 100. */
      readonly metWidth: number;
      readonly lateAt: number;
      readonly lateWidth: number;
      readonly flaggedAt: number;
      readonly flaggedWidth: number;
    }[];
    readonly rows: readonly {
      readonly clause: string;
      readonly title: string;
      readonly region: string;
      readonly due: number;
      readonly met: number;
      readonly late: number;
      readonly tone: 'plain' | 'late';
      readonly flagged: number;
      readonly minutes: string;
      readonly days: string;
    }[];
  };
  readonly modes: {
    readonly stance: string;
    readonly from: string;
    readonly to: string;
    readonly rows: readonly {
      readonly ids: string;
      readonly title: string;
      readonly mode: string;
      /** How far it goes now, where that is less; empty: as far as its mode. */
      readonly goes: string;
      readonly due: number;
      readonly acts: number;
      readonly flagged: number;
      readonly switches: readonly { readonly href: string; readonly label: string; readonly about: string }[];
    }[];
  };
  readonly 'mode-switch': {
    readonly title: string;
    readonly from: string;
    readonly to: string;
    readonly file: string;
    readonly diff: readonly { readonly line: string; readonly tone: 'added' | 'removed' | 'same' }[];
    readonly stanceHint: string;
    readonly backHref: string;
  };
  readonly setup: {
    /** What became of the last run; empty: there was none. */
    readonly run: string;
    readonly by: string;
    readonly isRunning: boolean;
    readonly isStopped: boolean;
    readonly bundles: readonly string[];
  };
  readonly 'setup-rollback': {
    readonly bundle: string;
    readonly text: string;
    readonly figures: readonly Figure[];
    /** Bundles made since; empty: none. */
    readonly later: string;
  };
  readonly 'setup-plan': {
    readonly figures: readonly Figure[];
    readonly text: string;
    readonly print: string;
    readonly mayApply: boolean;
    readonly refused: string;
    /** What has to be meant besides; empty: nothing. */
    readonly asked: string;
    readonly changes: number;
  };
}
