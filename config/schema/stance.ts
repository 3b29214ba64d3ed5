/** How far the companion goes at most: a fresh install looks on first, so that nobody is surprised by what it writes. */
import { z } from 'zod';
import { mode } from './mode.js';

export const stanceFile = z.strictObject({
  /** No clause goes further than this, whatever its own mode. */
  stance: mode,
});
