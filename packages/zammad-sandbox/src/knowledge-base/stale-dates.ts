/**
 * Dates of a step that Zammad would not save. An edit that carried such a step leaves them in Zammad's cache, and whoever reads the
 * answer is shown them, until the answer is next written.
 */
import type { Row } from '../world.js';

const remembered = new WeakMap<Row, Readonly<Record<string, unknown>>>();

export const rememberDates = (answer: Row, columns: Readonly<Record<string, unknown>>): void => {
  remembered.set(answer, columns);
};

/** What every write of the answer does. */
export const forgetDates = (answer: Row): void => {
  remembered.delete(answer);
};

export const staleDates = (answer: Row): Readonly<Record<string, unknown>> => remembered.get(answer) ?? {};
