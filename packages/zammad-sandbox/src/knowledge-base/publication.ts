/** How an answer becomes visible and is taken back: events that lead from state to state, or dates set outright. */
import { momentOf } from '../behaviour/columns.js';
import { unprocessable } from '../http/answer.js';
import { nowText, type Call } from '../http/call.js';
import type { Row } from '../world.js';
import { publicationOf, type Publication } from './access.js';
import { ANSWERS } from './assets.js';
import { forgetDates } from './stale-dates.js';

export type PublicationEvent = 'internal' | 'publish' | 'archive' | 'unarchive';

const FROM: Readonly<Record<PublicationEvent, readonly Publication[]>> = {
  internal: ['draft'],
  publish: ['draft', 'internal'],
  archive: ['published', 'internal'],
  unarchive: ['archived'],
};

const DATE = {
  internal: 'internal',
  publish: 'published',
  archive: 'archived',
} as const;

export const isPublicationEvent = (text: string): text is PublicationEvent => text in FROM;

/** A date must not come before the ones it is paired with here; the first pair is complained of first. */
const ORDER = [
  ['archived', 'internal'],
  ['archived', 'published'],
  ['published', 'internal'],
] as const;

const disorder = (columns: Readonly<Record<string, unknown>>) =>
  ORDER.find(([later, earlier]) => {
    const [after, before] = [momentOf(columns[`${later}_at`]), momentOf(columns[`${earlier}_at`])];
    return after !== null && before !== null && after < before;
  });

/** The date that a step sets to the present minute; taking an answer out of the archive dates it anew. */
const dated = (answer: Row, event: PublicationEvent): string => {
  if (event !== 'unarchive') return DATE[event];
  return momentOf(answer['published_at']) === null ? 'internal' : 'published';
};

/**
 * Seconds are cut from the moment. A step that does not fit the state changes nothing and is no error. Neither is one whose cut
 * moment comes before a date given with its seconds in the same minute, or before a planned one.
 * @returns the dates that could not be saved; null: saved, or no step from this state
 */
export const advance = (
  call: Call,
  answer: Row,
  event: PublicationEvent,
): Readonly<Record<string, unknown>> | null => {
  const { world, actor } = call;
  if (!FROM[event].includes(publicationOf(world, answer))) return null;
  const now = nowText(world);
  const name = dated(answer, event);
  const columns = {
    ...(event === 'unarchive' && { archived_at: null, archived_by_id: null }),
    [`${name}_at`]: `${now.slice(0, 16)}:00.000Z`,
    [`${name}_by_id`]: actor.id,
  };
  if (disorder({ ...answer, ...columns })) return columns;
  world.table(ANSWERS).patch(answer, { ...columns, updated_at: now });
  forgetDates(answer);
  return null;
};

/** Columns for dates given outright; `--now--` is this moment, null and what is no date take it away. @throws Refusal 422 */
export const datesIn = (call: Call, answer: Row): Record<string, unknown> => {
  const columns: Record<string, unknown> = {};
  for (const name of ['internal', 'published', 'archived']) {
    if (!(`${name}_at` in call.body)) continue;
    const given = call.body[`${name}_at`];
    const moment = given === '--now--' ? call.world.clock.now().getTime() : momentOf(given);
    if (moment === momentOf(answer[`${name}_at`])) continue;
    columns[`${name}_at`] = moment === null ? null : new Date(moment).toISOString();
    columns[`${name}_by_id`] = call.actor.id;
  }
  const [later, earlier] = disorder({ ...answer, ...columns }) ?? [];
  if (later !== undefined)
    throw unprocessable(
      `${later === 'archived' ? 'Archived' : 'Published'} at date must be no earlier than ${earlier} date`,
    );
  return columns;
};
