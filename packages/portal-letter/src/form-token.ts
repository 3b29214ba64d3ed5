/** What a form is read from, whatever it was laid out in: lines, and labels with their values. */
import type { FormField } from './settings.js';

/** A line of text, or a label and its value that the layout (a table, a list) has already told apart. */
export type Token =
  | { readonly kind: 'line'; readonly text: string; readonly where: string }
  | { readonly kind: 'pair'; readonly label: string; readonly value: string; readonly where: string };

/** A field whose value may stand, or go on, below. */
export interface OpenField {
  readonly field: FormField;
  readonly label: string;
  readonly where: string;
  readonly lines: string[];
  gap: number;
  /** What the lines below belong to. */
  readonly then: FormField | null;
}

/** Lines of a text with their places. */
export const linesOf = function* (text: string, where: string): Generator<Token> {
  let number = 0;
  let at = 0;
  while (at <= text.length) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    number += 1;
    const line = text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
    yield { kind: 'line', text: line, where: `${where}, строка ${number}` };
    at = end + 1;
  }
};
