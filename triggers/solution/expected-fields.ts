/**
 * Rule kind `expected-fields`: fields that the regulation asks an operator to fill in at a desk, told when they are empty or
 * cannot be right (R-3.4.2.a, R-3.4.2.b). It only tells: what must not pass is `required-data`'s business.
 */
import { z } from 'zod';
import { faultOfBirthDate } from '../birth-date.js';
import { faultOfInn } from '../inn.js';
import { becauseOf, desks, isAt, present, values } from '../moves.js';
import { faultOfSnils } from '../snils.js';
import type { RuleContext, RuleKind } from '../types.js';

const params = z.strictObject({
  at: desks,
  is: values.default({}),
  fields: z
    .array(
      z.strictObject({
        attribute: z.string(),
        label: z.string(),
        check: z.enum(['present', 'snils', 'inn', 'birthDate']),
      }),
    )
    .min(1),
  /** With the waiver and its reason on the ticket, only what is filled in is checked. */
  waiver: z.strictObject({ attribute: z.string(), reason: z.string() }).optional(),
});
type Params = z.infer<typeof params>;

const faultOf = (
  check: Params['fields'][number]['check'],
  value: string,
  { now, calendars }: RuleContext,
  region: string | null,
): string | null => {
  switch (check) {
    case 'present':
      return null;
    case 'snils':
      return faultOfSnils(value);
    case 'inn':
      return faultOfInn(value);
    case 'birthDate':
      return faultOfBirthDate(value, now, calendars.of(region).zone);
  }
};

export const expectedFields: RuleKind<Params> = {
  name: 'expected-fields',
  params,
  evaluate(facts, { at, is, fields, waiver }, context) {
    const because = becauseOf(facts, context);
    const meant =
      !facts.closed &&
      isAt(facts.group, at, context) &&
      Object.entries(is).every(([field, allowed]) => allowed.includes(present(facts, field)));
    if (!meant) return { status: 'notApplicable', because: because('этих полей здесь не ждут') };
    const waived =
      waiver !== undefined &&
      facts.attributes[waiver.attribute] === true &&
      present(facts, waiver.reason) !== null;
    const faults = fields.flatMap(({ attribute, label, check }): [string, string][] => {
      const value = present(facts, attribute);
      if (value === null) return waived && check !== 'present' ? [] : [[label, 'не заполнено']];
      const why = faultOf(check, String(value), context, facts.region);
      return why === null ? [] : [[label, why]];
    });
    return faults.length === 0
      ? { status: 'met', because: because('поля заполнены') }
      : {
          status: 'flagged',
          because: because('поля не заполнены или заполнены с ошибкой', Object.fromEntries(faults)),
        };
  },
};
