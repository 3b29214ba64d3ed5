/** A region's file: everything the two desks agree on for it (clauses 2.2, 2.3 and 5 of the regulation). */
import { z } from 'zod';
import { phone, timeZone } from './common.js';
import { regionIntake } from './intake.js';

const isoDate = z.iso.date();

export const region = z.strictObject({
  /** Latin slug: file name, tags, log fields. Never changes. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** As operators read it: «Республика Башкортостан». */
  name: z.string().min(1),
  /** Its former name: the group, the organization and what else bears it are renamed, their ids stay. */
  was: z.string().min(1).optional(),
  /** First day on which the region is closed: its mail filter and organization are switched off; its group once it holds no tickets. */
  closed: isoDate.optional(),
  timeZone,
  /** Domains from which the regional portal mails requests in. */
  mailDomains: z.array(z.string()).min(1),
  /** 2.2: number to which СП ЕПГУ hands calls back, E.164. Null: none given, calls are not handled (R-2.2.b). */
  transferPhone: phone.nullable(),
  /** Non-working days beyond the federal calendar. */
  holidays: z.array(z.strictObject({ date: isoDate, name: z.string() })).default([]),
  /** 2.3: who is to have access, by signed application. */
  accessRegister: z
    .strictObject({
      application: z.strictObject({ number: z.string(), date: isoDate, signedBy: z.string() }),
      persons: z.array(
        z.strictObject({
          name: z.string(),
          email: z.email(),
          role: z.string(),
          until: isoDate.nullable().default(null),
        }),
      ),
    })
    .nullable()
    .default(null),
  /** 5: the protocol in force; null: none signed, so no SLA and a warning. Times in working minutes. */
  protocol: z
    .strictObject({
      number: z.string(),
      from: isoDate,
      until: isoDate.nullable().default(null),
      normative: z.boolean().describe('false: образец, не подписан сторонами'),
      firstResponseMinutes: z.number().int().positive().nullable().default(null),
      solutionMinutes: z.number().int().positive().nullable().default(null),
    })
    .nullable()
    .default(null),
  /** How requests are read from the portal's mail, beyond `intake.yaml`. */
  intake: regionIntake.prefault({}),
});
export type Region = z.infer<typeof region>;
