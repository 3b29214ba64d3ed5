/** What each template needs to know: one schema a template, so that a rule and its sentence cannot drift apart. */
import { z } from 'zod';

const text = z.string().min(1);

export const views = {
  'data-missing': z.strictObject({
    /** False: the companion only warns, and the operator is to act. */
    enforced: z.boolean(),
    from: text,
    region: text,
    state: text,
    reason: text,
    faults: z.array(z.strictObject({ label: text, why: text })).min(1),
  }),
  'transition-comment': z.strictObject({
    enforced: z.boolean(),
    group: text,
    state: text,
    lines: z.array(text).min(1),
  }),
  'comment-demanded': z.strictObject({
    enforced: z.boolean(),
    point: text,
    title: text,
    ask: text,
    /** Where the ticket stands once the transition is undone. */
    group: text,
    state: text,
  }),
} as const;

export type TemplateName = keyof typeof views;
export type View<Name extends TemplateName> = z.infer<(typeof views)[Name]>;
