/** Pages that a head of support keeps an eye on: the morning, the FAQ. Numbers of tickets, staff by login, nobody's words. */
import type { Figure, TicketRow } from './view-parts.js';

interface DeskRow {
  readonly ticket: TicketRow;
  readonly region: string;
  readonly place: string;
}

interface AgedRow extends DeskRow {
  readonly at: string;
  /** In working time of the desk that has it. */
  readonly age: string;
  readonly text: string;
}

interface Counted<Row> {
  readonly count: number;
  readonly rows: readonly Row[];
}

export interface WatchViews {
  readonly morning: {
    /** What went wrong with the form that was sent; empty: nothing. */
    readonly words: string;
    readonly asOf: string;
    /** That the picture is old; empty: it is not. */
    readonly stale: string;
    readonly dayOff: string;
    readonly zone: string;
    /** Which days «yesterday» means. */
    readonly period: string;
    readonly untaken: Counted<AgedRow>;
    readonly closing: Counted<DeskRow & { readonly at: string; readonly point: string }>;
    readonly ready: Counted<AgedRow>;
    readonly lost: Counted<AgedRow>;
    readonly agencies: readonly {
      readonly agency: string;
      readonly tickets: number;
      readonly oldest: string;
    }[];
    readonly refusals: {
      readonly times: number;
      readonly tickets: number;
      readonly point: string;
      readonly fields: readonly {
        readonly label: string;
        readonly why: string;
        readonly times: number;
        readonly tickets: number;
      }[];
    };
    readonly undone: readonly (DeskRow & {
      readonly text: string;
      readonly act: string;
      readonly point: string;
      readonly at: string;
      /** Login; a dash: not known. */
      readonly who: string;
      readonly was: string;
      readonly now: string;
      /** By whom and when; empty: by nobody. */
      readonly allowed: string;
      readonly mayAllow: boolean;
    })[];
    readonly spikes: readonly {
      readonly service: string;
      readonly now: number;
      readonly usual: string;
      readonly times: string;
    }[];
    readonly compared: string;
    readonly more: string;
  };
  readonly faq: {
    /** Empty: nobody has looked yet. */
    readonly asOf: string;
    /** Empty: no edition is loaded. */
    readonly figures: readonly Figure[];
    readonly stale: string;
    /** An edition that was read and is not loaded; empty: none. */
    readonly offered: string;
    /** Why nobody compared an edition with the knowledge base; empty: it was compared. */
    readonly uncompared: string;
    readonly conflicts: readonly {
      readonly question: string;
      readonly message: string;
      readonly local: string | null;
      readonly edition: string | null;
    }[];
    readonly edition: string;
    readonly renames: number;
    readonly faults: number;
    readonly isCounted: boolean;
    readonly period: string;
    readonly gaps: readonly {
      readonly about: string;
      readonly requests: number;
      readonly citizens: number;
      readonly tickets: string;
      readonly inFederalBase: number;
      readonly likely: string;
    }[];
    /** What one citizen asked. */
    readonly single: number;
    readonly fared: readonly Figure[];
    readonly rate: string;
    readonly since: string;
    readonly answers: readonly { readonly title: string; readonly shown: number; readonly hit: number }[];
  };
}
