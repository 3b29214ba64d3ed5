/** When the recorded exchanges happened, read off their answers: the clock of a sandbox can be set by it. */
import type { Exchange } from './recordings.js';

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** No two exchanges lie further apart; anything later is a term or a plan. */
const LONGEST_PAUSE_MS = 15 * 60_000;

/** The moment of an exchange: the latest that its answer tells of soon after `before` (milliseconds), else `before`. */
export const momentAfter = (before: number, { response }: Exchange): number =>
  [...JSON.stringify(response.body).matchAll(TIME)]
    .map(([text]) => Date.parse(text))
    .filter((moment) => moment > before && moment <= before + LONGEST_PAUSE_MS)
    .reduce((latest, moment) => Math.max(latest, moment), before);
