/** One obligation of the regulation as the companion sees it: its words, who enforces it, by which rule, with examples. */
import { z } from 'zod';
import { ambiguity } from './ambiguity.js';
import { clauseId } from './common.js';
import { heldExample, objectName, ruleExample } from './example.js';
import { mode } from './mode.js';

const said = {
  ids: z.array(clauseId).min(1),
  title: z.string().min(1),
  /** Verbatim, as the regulation says it. */
  text: z.string().min(1),
  why: z.string().min(1).optional(),
};

const byRule = z.strictObject({
  ...said,
  enforcer: z.literal('companion'),
  mode: mode.default('observe'),
  rule: z.strictObject({
    kind: z.string().min(1),
    /** Checked by the rule kind itself. */
    params: z.record(z.string(), z.unknown()),
  }),
  examples: z.array(ruleExample).default([]),
});

const byHelpdesk = z.strictObject({
  ...said,
  enforcer: z.literal('zammad'),
  objects: z.array(objectName).min(1).describe('Объекты Zammad, которые держат обязанность'),
  examples: z.array(heldExample).default([]),
});

const byRegister = z.strictObject({
  ...said,
  enforcer: z.literal('data'),
  why: z.string().min(1).describe('Какие данные ведут стороны и что по ним видно'),
  objects: z.array(objectName).default([]),
  examples: z.array(heldExample).default([]),
});

const byNobodyHere = z.strictObject({
  ...said,
  enforcer: z.literal('outside'),
  why: z.string().min(1).describe('Почему в Zammad этого не видно'),
  objects: z.array(objectName).default([]),
  examples: z.array(heldExample).default([]),
});

/**
 * Who sees to it: the companion by a rule; Zammad by its configuration; `data`: a register the parties keep;
 * `outside`: nothing in the helpdesk can show it.
 */
export const clause = z.discriminatedUnion('enforcer', [byRule, byHelpdesk, byRegister, byNobodyHere]);
export type Clause = z.infer<typeof clause>;
export type EnforcedClause = z.infer<typeof byRule>;

/** One file of `config/regulation`: clauses, and somewhere the register of all obligation ids and the open questions. */
export const regulationFile = z.strictObject({
  obligations: z.array(clauseId).optional(),
  ambiguities: z.array(ambiguity).optional(),
  clauses: z.array(clause).default([]),
});
