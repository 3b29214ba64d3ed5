/** What each page of the companion is told: words and numbers ready to be read. Numbers of tickets, never people; staff by login. */

/** A ticket in a list. */
export interface TicketRow {
  /** Number, or `id …` where the number is not known yet. */
  readonly name: string;
  /** Its page here. */
  readonly href: string;
  /** Its page in Zammad. */
  readonly zammad: string;
}

/** How a number is meant. */
export type Tone = 'plain' | 'bad';

export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly tone: Tone;
}

/** Something counted, with a bar of its share: `width` of 100. */
export interface Bar {
  readonly label: string;
  readonly count: number;
  readonly width: number;
}

export interface PageViews {
  readonly 'sign-in': {
    /** What went wrong; empty: nothing. */
    readonly words: string;
    readonly entryWord: string;
    readonly heads: string;
    readonly admins: string;
  };
  readonly fault: { readonly title: string; readonly words: string };
  readonly work: {
    readonly version: string;
    readonly stance: string;
    readonly outage: string;
    readonly figures: readonly Figure[];
    readonly dead: readonly {
      readonly ticket: TicketRow;
      readonly at: string;
      readonly error: string;
      readonly id: string;
    }[];
    readonly mayReplay: boolean;
    readonly checks: readonly { readonly sign: string; readonly what: string; readonly todo: string }[];
    readonly deeds: readonly {
      readonly at: string;
      readonly login: string;
      readonly deed: string;
      readonly object: string;
    }[];
  };
}

export type PageName = keyof PageViews;
