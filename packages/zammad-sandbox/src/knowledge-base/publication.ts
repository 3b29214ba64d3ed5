/** How an answer becomes visible and is taken back: events that lead from state to state, or dates set outright. */
import { momentOf } from '../behaviour/columns.js';
import { unprocessable } from '../http/answer.js';
import { nowText, type Call } from '../http/call.js';
import type { Row } from '../world.js';
import { publicationOf, type Publication } from './access.js';
import { ANSWERS } from './assets.js';

export type PublicationEvent = 'internal' | 'publish' | 'archive' | 'unarchive';

const FROM: Readonly<Record<PublicationEvent, readonly Publication[]>> = {
  internal: ['draft'],
  publish: ['draft', 'internal'],
  archive: ['published', 'internal'],
  unarchive: ['archived'],
};

const DATE: Readonly<Record<Exclude<PublicationEvent, 'unarchive'>, string>> = {
  internal: 'internal',
  publish: 'published',
  archive: 'archived',
};

export const isPublicationEvent = (text: string): text is PublicationEvent => text in FROM;

/** Seconds are cut from the moment. An event that does not fit the state changes nothing and is no error. */
export const advance = (call: Call, answer: Row, event: PublicationEvent): void => {
  const { world, actor } = call;
  if (!FROM[event].includes(publicationOf(world, answer))) return;
  const now = nowText(world);
  const moment = `${now.slice(0, 16)}:00.000Z`;
  const columns =
    event === 'unarchive'
      ? { archived_at: null, archived_by_id: null }
      : { [`${DATE[event]}_at`]: moment, [`${DATE[event]}_by_id`]: actor.id };
  world.table(ANSWERS).patch(answer, { ...columns, updated_at: now });
};

/** Columns for dates given outright; `--now--` is this moment, null takes the date away. @throws Refusal 422 */
export const datesIn = (call: Call): Record<string, unknown> => {
  const columns: Record<string, unknown> = {};
  for (const name of ['internal', 'published', 'archived']) {
    if (!(`${name}_at` in call.body)) continue;
    const given = call.body[`${name}_at`];
    const moment = given === '--now--' ? call.world.clock.now().getTime() : momentOf(given);
    if (moment === null && given !== null && given !== '') throw unprocessable(`Invalid date for ${name}_at`);
    columns[`${name}_at`] = moment === null ? null : new Date(moment).toISOString();
    if (moment !== null) columns[`${name}_by_id`] = call.actor.id;
  }
  return columns;
};
