/** One story: what people and machines did, and how the ticket stands in the end. */
import type { Desk } from './desk.js';

export interface Story {
  /** Obligations that the end state shows to be in force. */
  readonly clauses: readonly string[];
  readonly title: string;
  /** Time is moved by hand: the sandbox, or a real one with a command for it. */
  readonly movesClock?: true;
  /** Its clock only goes on: what the stories before it left is there at its hour. */
  readonly goesOn?: true;
  /** Letters are stopped and minutes pass, from wherever the clock is: as with the clock. */
  readonly stopsLetters?: true;
  play(desk: Desk): Promise<void>;
}
