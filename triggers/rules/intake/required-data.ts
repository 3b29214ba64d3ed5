/**
 * Rule kind `required-data`: a ticket does not stay with a federal group before the citizen's data are in it
 * (R-4.2.1, R-4.2.3 of the regulation; A-12 for the waiver). Presence is Zammad's own core workflow's business
 * before saving; this looks after the save, however the ticket came there, and knows check sums.
 */
import { z } from 'zod';
import { groupName, optionOf, stateName } from '../../../config/schema/names.js';
import { dataFaults, dataParams } from '../../person/data-faults.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  federalGroups: z.array(groupName).min(1),
  ...dataParams,
  sendBack: z.strictObject({
    state: stateName,
    reason: optionOf('reason'),
    waitSource: optionOf('waitSource'),
  }),
});
type RequiredDataParams = z.infer<typeof params>;

export const requiredData: RuleKind<RequiredDataParams> = {
  name: 'required-data',
  params,
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    if (!given.federalGroups.includes(facts.group)) return leave('тикет не в федеральной группе');
    if (facts.closed) return leave('тикет закрыт');
    const faults = dataFaults(facts, given, context);
    const lacks = Object.fromEntries(faults.map(({ label, why }) => [label, why]));
    if (faults.length === 0) return met('данные пользователя внесены');
    const region = context.regions.get(facts.region ?? '');
    if (region === undefined) return flag('данных нет, а регион тикета неизвестен: вернуть некому', lacks);
    return due(
      'передан без данных пользователя, возвращается региону',
      [
        {
          do: 'set',
          fields: {
            group: region.group,
            owner: null,
            state: given.sendBack.state,
            [context.vocabulary.attributes.reason]: given.sendBack.reason,
            [context.vocabulary.attributes.waitSource]: given.sendBack.waitSource,
          },
        },
        {
          do: 'note',
          template: 'data-missing',
          view: {
            from: facts.group,
            region: region.name,
            state: given.sendBack.state,
            reason: given.sendBack.reason,
            faults,
          },
        },
      ],
      lacks,
    );
  },
};
