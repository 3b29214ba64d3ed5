/** One obligation of the regulation as the companion sees it: its words, who enforces it, by which rule, with examples. */
import { z } from 'zod';
import { clauseId } from './common.js';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * A case the clause must decide so: facts of a ticket by the names the rules use, and the status of the verdict.
 * `missing`: what the note to the operator must list, by the labels of the fields.
 */
const example = z.strictObject({
  name: z.string().min(1),
  facts: z.strictObject({
    group: z.string(),
    state: z.string().optional(),
    region: z.string().nullable().optional(),
    attributes: z.record(z.string(), value).default({}),
  }),
  expect: z.strictObject({
    status: z.enum(['notApplicable', 'met', 'pending', 'due', 'flagged']),
    missing: z.array(z.string()).optional(),
    set: z.record(z.string(), value).optional(),
  }),
});

export const clause = z
  .strictObject({
    ids: z.array(clauseId).min(1),
    title: z.string().min(1),
    /** Verbatim, as the regulation says it. */
    text: z.string().min(1),
    /**
     * Who sees to it: the companion by a rule; Zammad by its configuration; `data`: a register the parties keep;
     * `outside`: nothing in the helpdesk can show it.
     */
    enforcer: z.enum(['companion', 'zammad', 'data', 'outside']),
    /** `shadow`: decide and log; `warn`: note only; `enforce`: act. */
    mode: z.enum(['enforce', 'warn', 'shadow']).default('shadow'),
    rule: z
      .strictObject({
        kind: z.string().min(1),
        /** Checked by the rule kind itself. */
        params: z.record(z.string(), z.unknown()),
      })
      .optional(),
    examples: z.array(example).default([]),
  })
  .refine((wanted) => (wanted.enforcer === 'companion') === (wanted.rule !== undefined), {
    message: 'rule указывается тогда и только тогда, когда enforcer: companion',
    path: ['enforcer'],
  });
export type Clause = z.infer<typeof clause>;

/** One file of `config/regulation`: clauses, and in one of the files the register of all obligation ids. */
export const regulationFile = z.strictObject({
  obligations: z.array(clauseId).optional(),
  clauses: z.array(clause).default([]),
});
