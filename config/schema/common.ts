/** Pieces that every configuration schema shares: ids of clauses, references by name, conditions and performs. */
import { z } from 'zod';

/** An obligation of the regulation, e.g. `R-4.2.1` or `R-4.7.1.b` (docs/regulation.md lists all). */
export const clauseId = z
  .string()
  .regex(/^R-\d+(\.\d+)*(\.[a-z])?$/, 'ожидался номер обязанности вида R-4.2.1 или R-4.7.1.b')
  .meta({ examples: ['R-4.2.1', 'R-4.7.1.b'] });
export type ClauseId = z.infer<typeof clauseId>;

/**
 * What every managed object has beside Zammad's own fields.
 * `was`: a former name, here or in Zammad's seed; the object that carries it is adopted and renamed, its id stays.
 * `clauses`: the obligations that ask for this object; stands in the plan and, where Zammad has one, in the note.
 * `forEachRegion`: the entry is a pattern; `{{region.name}}`, `{{region.group}}`, … are filled once per region
 * (config/regions.ts lists the placeholders). `{{regions.group}}` alone in a list or as a key stands for all regions.
 */
export const managed = {
  name: z.string().min(1),
  was: z
    .string()
    .min(1)
    .optional()
    .describe('Прежнее имя: объект с ним переименовывается, его номер в Zammad остаётся'),
  clauses: z.array(clauseId).min(1).describe('Обязанности регламента, ради которых нужен объект'),
  forEachRegion: z
    .boolean()
    .optional()
    .describe('По объекту на регион; в строках доступны {{region.name}}, {{region.group}} и другие'),
};

/** An IANA time zone by name. */
export const timeZone = z
  .string()
  .refine(
    (zone) => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone),
    'неизвестный часовой пояс IANA, пример: Asia/Yekaterinburg',
  );

/** A Russian telephone number, E.164. */
export const phone = z.string().regex(/^\+7\d{10}$/, 'ожидался номер в виде +7XXXXXXXXXX');

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A span of wall-clock time: `{ in: 1, unit: month }`. Zammad knows no working days. */
const span = z.strictObject({
  in: z.number().int().positive(),
  unit: z.enum(['minute', 'hour', 'day', 'month', 'year']),
});

/**
 * `{ is: [Назначен] }`: one of Zammad's operators and its value, with names where Zammad wants ids.
 * `''` among the values of `is` matches an attribute that is empty. Of users, `current_user` and `not_set` are said
 * instead of a name. `has changed`, `is set` and `not set` take `true`; relative times take a span.
 */
const comparison = z
  .record(z.string(), z.union([scalar, z.array(scalar), z.null(), span]))
  .refine(
    (value) => Object.keys(value).length === 1,
    'ожидался ровно один оператор, например { is: [Назначен] }',
  );
export type Comparison = z.infer<typeof comparison>;

/**
 * A ticket selector by name. A plain mapping is a conjunction; `all`, `any`, `none` nest (Zammad's expert conditions).
 * Keys are Zammad's with `_id` left off: `ticket.group`, `ticket.state`, `ticket.owner`, `customer.organization`,
 * `article.sender`, `ticket.<attribute>`, `ticket.action`.
 */
export type Condition =
  { all: Condition[] } | { any: Condition[] } | { none: Condition[] } | Record<string, Comparison>;

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ none: z.array(condition).min(1) }),
    z.record(z.string().regex(/^[a-z_]+(\.[a-z0-9_]+){1,2}$/, 'ожидался ключ вида ticket.group'), comparison),
  ]),
);

/** What a macro, a trigger or a template sets; names where Zammad wants ids. */
export const perform = z.record(
  z.string().regex(/^[a-z_]+\.[a-z0-9_]+$/, 'ожидался ключ вида ticket.state'),
  z.union([
    scalar,
    z.null(),
    span,
    z.strictObject({ add: z.array(z.string()).min(1) }),
    z.strictObject({ remove: z.array(z.string()).min(1) }),
    z.strictObject({ subject: z.string(), body: z.string(), internal: z.boolean() }),
    z.strictObject({
      recipient: z.array(z.string()).min(1),
      subject: z.string(),
      body: z.string(),
      internal: z.boolean(),
    }),
  ]),
);
export type Perform = z.infer<typeof perform>;
