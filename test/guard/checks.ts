/** Checks of the guard as they stand in `checks.yaml`, written from the regulation by another hand; its head explains the words. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const fields = z.record(z.string(), value);
const many = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)]);

const place = z.object({
  group: many(z.string()),
  state: many(z.string()),
  reason: many(z.string().nullable()).nullable().default(null),
});
export type PlaceWanted = z.infer<typeof place>;

const article = z.looseObject({ type: z.enum(['email', 'phone', 'note', 'web']), to: z.string().optional() });
const mail = z.looseObject({
  refs: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  mailbox: z.string().optional(),
  date: z.string().optional(),
});
const set = z.looseObject({
  group: z.string().optional(),
  state: z.string().optional(),
  reason: z.string().nullable().optional(),
  owner: z.string().nullable().optional(),
  type: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
  pending_time: z.string().nullable().optional(),
  fields: fields.optional(),
});
const act = z.looseObject({
  by: z.string().optional(),
  intent: z.string().optional(),
  comment: z.string().optional(),
  fields: fields.optional(),
  set: set.optional(),
  article: article.optional(),
  mail: mail.optional(),
  event: z.string().optional(),
  repeat: z.int().optional(),
  clock: z.string().optional(),
  companion: z.enum(['down', 'up']).optional(),
  at: z.string().optional(),
  create: z.unknown().optional(),
  ev: z.array(z.string()).optional(),
});
export type CheckAct = z.infer<typeof act>;

const fixture = z.object({
  after: z.string().optional(),
  path: z.enum(['written', 'phone', 'claim']),
  place,
  fields: fields.optional(),
  links: z.record(z.string(), z.string()).optional(),
  history: z.array(act).default([]),
});
export type Fixture = z.infer<typeof fixture>;

const shown = z.union([
  z.string(),
  z.looseObject({ clause: z.string().optional(), gone: z.string().optional() }),
]);

const check = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  given: z.looseObject({
    from: z.string(),
    config: z.looseObject({ region: z.string().optional() }).optional(),
    fields: fields.optional(),
    plus: z.array(act).default([]),
  }),
  act: z.array(act),
  then: z.looseObject({
    verdict: z.string(),
    place,
    accept: z.array(place).default([]),
    pending_time: many(z.string()).nullable().optional(),
    note: z
      .looseObject({
        count: z.int().optional(),
        count_max: z.int().optional(),
        clause_any: z.array(z.string()).default([]),
        names_moves: z.boolean().default(false),
      })
      .optional(),
    shown,
    mails: z.unknown(),
  }),
  doubt: z.string().optional(),
});
export type Check = z.infer<typeof check>;

const file = z.looseObject({ fixtures: z.record(z.string(), fixture), checks: z.array(check) });

export const { fixtures, checks } = file.parse(
  parse(await readFile(new URL('checks.yaml', import.meta.url), 'utf8')),
);
