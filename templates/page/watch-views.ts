/** Pages that a head of support keeps an eye on: the morning, the FAQ. Numbers of tickets, staff by login, nobody's words. */
import type { Figure, TicketRow } from './view-parts.js';

interface DeskRow {
  readonly ticket: TicketRow;
  readonly region: string;
  /** Empty: nowhere on the map. */
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
    /** Of the last sweep; empty: there was none yet. */
    readonly asOf: string;
    readonly isStale: boolean;
    /** The next working day, where today is off; empty: today is worked, or nobody knows. */
    readonly nextWorked: string;
    /** The first of the days that «yesterday» means. */
    readonly since: string;
    readonly untaken: Counted<AgedRow>;
    readonly closing: Counted<DeskRow & { readonly at: string; readonly point: string }>;
    readonly ready: Counted<AgedRow>;
    readonly lost: Counted<AgedRow>;
    readonly agencies: readonly {
      /** Empty: not named. */
      readonly agency: string;
      readonly tickets: number;
      /** Since the oldest was asked. */
      readonly days: number;
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
      /** Null: by nobody. */
      readonly allowed: { readonly login: string; readonly at: string } | null;
      readonly mayAllow: boolean;
    })[];
    readonly spikes: readonly {
      /** Empty: not named. */
      readonly service: string;
      readonly now: number;
      /** Empty, and `times` too: there were none before. */
      readonly usual: string;
      readonly times: string;
    }[];
    /** Weeks that today is compared with. */
    readonly weeks: number;
    /** So many of a longer list are shown; null: all of each are. */
    readonly listed: number | null;
  };
  readonly faq: {
    /** Empty: nobody has looked yet. */
    readonly asOf: string;
    /** Empty: no edition is loaded. */
    readonly figures: readonly Figure[];
    /** Days after which an edition is old, where this one is; null: it is not. */
    readonly staleAfter: number | null;
    /** An edition that was read and is not loaded; null: none. `date` empty: not known. */
    readonly offered: {
      readonly edition: string;
      readonly date: string;
      readonly seen: string;
      readonly questions: number;
    } | null;
    /** Nobody compared an edition with the knowledge base yet. `watchedAt` empty: and nothing is set to be; null: it was compared. */
    readonly uncompared: { readonly watchedAt: string } | null;
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
    /** Null: nothing is decided yet. */
    readonly rate: { readonly hit: number; readonly decided: number } | null;
    readonly since: string;
    readonly answers: readonly { readonly title: string; readonly shown: number; readonly hit: number }[];
  };
}
