/**
 * Rule kind `recorded-fields`: what must stand in the ticket once it is of a certain sort, and cannot be made up by anybody
 * but the operator: shown when missing (1.2, 3.1, 3.8, 4.8).
 */
import { z } from 'zod';
import { attributeName, type Named } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  /** Attributes that make a ticket one of that sort; empty: every ticket is. */
  when: z.record(attributeName, z.string()).meta({ names: 'options' } satisfies Named),
  /** Of what sort, for the explanation: «обращение по телефону». */
  sort: z.string(),
  fields: z.array(z.strictObject({ attribute: attributeName, label: z.string() })).min(1),
});

export const recordedFields: RuleKind<z.infer<typeof params>> = {
  name: 'recorded-fields',
  params,
  evaluate(facts, { when, sort, fields }, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (Object.entries(when).some(([attribute, value]) => said(facts, attribute) !== value))
      return leave(`это не ${sort}`);
    // A region's own group says whose the ticket is, also where nobody filled the field in.
    const value = (attribute: string) =>
      attribute === context.vocabulary.attributes.region ? facts.region : said(facts, attribute);
    const missing = fields.filter(({ attribute }) => value(attribute) === null);
    if (missing.length === 0) return met('всё внесено');
    const names = missing.map(({ label }) => `«${label}»`).join(', ');
    return flag(
      `${sort}: не внесено ${names}`,
      Object.fromEntries(missing.map(({ label }) => [label, 'не заполнено'])),
    );
  },
};
