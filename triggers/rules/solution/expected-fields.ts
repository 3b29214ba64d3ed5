/**
 * Rule kind `expected-fields`: fields that the regulation asks an operator to fill in at a desk, told when they are empty or
 * cannot be right (R-3.4.2.a, R-3.4.2.b). It only tells: what must not pass is `required-data`'s business.
 */
import { z } from 'zod';
import { optionsByAttribute } from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { desks, isAt } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { dataFaults, dataParams, labelsOf } from '../../person/data-faults.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  at: desks,
  is: optionsByAttribute.default({}),
  fields: dataParams.fields,
  /** With the waiver and its reason on the ticket, only what is filled in is checked. */
  waiver: dataParams.waiver.optional(),
});

export const expectedFields: RuleKind<z.infer<typeof params>> = {
  name: 'expected-fields',
  params,
  evaluate(facts, { at, is, fields, waiver }, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    const meant =
      !facts.closed &&
      isAt(facts.group, at, context) &&
      Object.entries(is).every(([field, allowed]) => allowed.includes(present(facts, field)));
    if (!meant) return leave('этих полей здесь не ждут');
    const faults = dataFaults(facts, { fields, waiver }, context);
    return faults.length === 0
      ? met('поля заполнены')
      : flag(
          `не заполнено или заполнено с ошибкой: ${labelsOf(faults)}`,
          Object.fromEntries(faults.map(({ label, why }) => [label, why])),
        );
  },
};
