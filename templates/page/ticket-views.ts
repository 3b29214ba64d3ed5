/** Pages that speak of tickets: by number, never of people. */
import type { Figure, Option, TicketRow, Tone } from './view-parts.js';

interface PlaceRow {
  readonly name: string;
  readonly href: string;
  readonly tickets: number;
  readonly arrived: number;
  readonly oldest: string;
}

interface TermRow {
  readonly ticket: TicketRow;
  readonly clause: string;
  readonly title: string;
  readonly region: string;
  readonly due: string;
  /** Working time left, or for how long it is over. */
  readonly left: string;
}

export interface TicketViews {
  readonly process: {
    readonly figures: readonly Figure[];
    /** Empty: every open ticket stands on the map. */
    readonly nowhereHref: string;
    readonly width: number;
    readonly height: number;
    readonly boxWidth: number;
    readonly boxHeight: number;
    readonly columns: readonly { readonly name: string; readonly x: number }[];
    readonly arrows: readonly {
      readonly path: string;
      readonly label: string;
    }[];
    readonly boxes: readonly {
      readonly name: string;
      readonly href: string;
      readonly x: number;
      readonly y: number;
      readonly nameX: number;
      readonly nameY: number;
      readonly countX: number;
      readonly countY: number;
      readonly count: string;
      readonly age: string;
      readonly ageY: number;
      readonly endY: number;
      readonly ends: string;
      readonly tone: 'empty' | 'full';
    }[];
    readonly desks: readonly { readonly desk: string; readonly places: readonly PlaceRow[] }[];
  };
  readonly place: {
    readonly what: string;
    readonly next: string;
    readonly clauses: string;
    readonly rows: readonly {
      readonly ticket: TicketRow;
      readonly region: string;
      readonly since: string;
      readonly age: string;
    }[];
    readonly more: string;
  };
  readonly terms: {
    readonly figures: readonly Figure[];
    readonly regions: readonly { readonly region: string; readonly overdue: number; readonly soon: number }[];
    /** Whether there is anything on the time line. */
    readonly isBusy: boolean;
    readonly line: {
      readonly width: number;
      readonly height: number;
      readonly bars: readonly {
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
        readonly middle: number;
        readonly countY: number;
        readonly labelY: number;
        readonly count: string;
        readonly label: string;
      }[];
    };
    readonly overdue: readonly TermRow[];
    readonly soon: readonly TermRow[];
    readonly more: string;
  };
  readonly attention: {
    readonly counts: readonly {
      readonly clause: string;
      readonly title: string;
      readonly href: string;
      readonly tickets: number;
      readonly regions: string;
      readonly oldest: string;
    }[];
    /** What the list is narrowed to; empty: to nothing. */
    readonly only: string;
    readonly allHref: string;
    readonly options: readonly Option[];
    readonly clause: string;
    readonly rows: readonly {
      readonly ticket: TicketRow;
      readonly clause: string;
      readonly region: string;
      readonly text: string;
      readonly since: string;
      readonly age: string;
    }[];
    readonly more: string;
  };
  readonly 'ticket-search': { readonly number: string; readonly words: string };
  readonly ticket: {
    readonly ticket: TicketRow;
    readonly place: string;
    readonly what: string;
    readonly region: string;
    readonly since: string;
    readonly age: string;
    readonly zone: string;
    readonly calendar: string;
    readonly clauses: readonly {
      readonly ids: string;
      readonly title: string;
      readonly verdict: string;
      readonly tone: Tone;
      readonly mode: string;
      readonly outcome: string;
      readonly text: string;
      readonly at: string;
      /** Empty: no term. */
      readonly due: string;
      readonly days: readonly {
        readonly date: string;
        readonly weekday: string;
        readonly what: string;
        readonly tone: 'counted' | 'idle';
      }[];
    }[];
    readonly idle: readonly { readonly ids: string; readonly title: string }[];
    readonly moves: readonly {
      readonly id: string;
      readonly name: string;
      readonly by: string;
      readonly to: string;
      readonly intention: string;
    }[];
    readonly decisions: readonly {
      readonly at: string;
      readonly clause: string;
      readonly verdict: string;
      readonly outcome: string;
      readonly text: string;
      readonly facts: string;
    }[];
  };
}
