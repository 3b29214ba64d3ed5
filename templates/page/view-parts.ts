/** What several pages say alike. */

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

/** A drawing of columns, and the same as a table. */
export interface Chart {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly base: number;
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
  readonly rows: readonly { readonly label: string; readonly value: string }[];
}

/** One of several to choose from. */
export interface Option {
  readonly id: string;
  readonly name: string;
  readonly chosen: boolean;
}
