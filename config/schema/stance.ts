/** Whether the companion acts at all: a fresh install looks on first, so that nobody is surprised by what it writes. */
import { z } from 'zod';

export const stanceFile = z.strictObject({
  /** `observe`: every clause as if its mode were `shadow`; `act`: each clause by its own mode. */
  stance: z.enum(['observe', 'act']),
});
export type Stance = z.infer<typeof stanceFile>['stance'];
