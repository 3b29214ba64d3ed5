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

/** One of several to choose from. */
export interface Option {
  readonly id: string;
  readonly name: string;
  readonly chosen: boolean;
}
