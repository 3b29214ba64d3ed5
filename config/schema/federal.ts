/** The federal side of the regulation: its groups by name and how a desk or a citizen reaches СП ЕПГУ. */
import { z } from 'zod';
import { phone, timeZone } from './common.js';

export const federal = z.strictObject({
  /** Where a region's ticket enters СП ЕПГУ (clause 4.2). */
  entryGroup: z.string().min(1),
  /** All groups of the federal side, the entry included: tickets in them fall under the data gate (clause 4.2.1). */
  groups: z.array(z.string().min(1)).min(1),
  /** The group over the regions' own groups. */
  regionsParent: z.string().min(1),
  /** 2.2: number to which regions hand calls over, E.164. */
  transferPhone: phone,
  /** What a citizen with a claim is told (clauses 3.11.2 and 4.3.4). */
  claimContacts: z.strictObject({
    phone,
    email: z.email(),
  }),
  /** IANA zone of the federal desks: claims are counted in it. */
  timeZone,
});
export type Federal = z.infer<typeof federal>;
