/** `adopt.yaml`: the admin's word for each object of the helpdesk that somebody else made and that is to become ours. */
import { z } from 'zod';
import { helpdeskFile } from './helpdesk.js';

export const adoptFile = z.strictObject({
  /** Kind → names as they stand in the helpdesk. */
  adopt: z.partialRecord(helpdeskFile.keyof(), z.array(z.string().min(1))),
});
export type Adopt = z.infer<typeof adoptFile>['adopt'];
