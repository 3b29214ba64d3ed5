/**
 * Rule kind `required-data`: a ticket does not stay with a federal group before the citizen's data are in it
 * (R-4.2.1, R-4.2.3 of the regulation; A-12 for the waiver). Presence is Zammad's own core workflow's business
 * before saving; this looks after the save, however the ticket came there, and knows check sums.
 */
import { z } from 'zod';
import { dataFaults, dataParams, type DataFault } from '../../person/data-faults.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  federalGroups: z.array(z.string()).min(1),
  ...dataParams,
  sendBack: z.strictObject({ state: z.string(), reason: z.string(), waitSource: z.string() }),
});
type RequiredDataParams = z.infer<typeof params>;

export const requiredData: RuleKind<RequiredDataParams> = {
  name: 'required-data',
  params,
  evaluate(facts, given, context) {
    const { clause } = context;
    const because = (text: string, faults: readonly DataFault[] = []) => ({
      clause,
      text,
      facts: { Группа: facts.group, ...Object.fromEntries(faults.map(({ label, why }) => [label, why])) },
    });
    if (!given.federalGroups.includes(facts.group))
      return { status: 'notApplicable', because: because('тикет не в федеральной группе') };
    if (facts.closed) return { status: 'notApplicable', because: because('тикет закрыт') };
    const faults = dataFaults(facts, given, context);
    if (faults.length === 0) return { status: 'met', because: because('данные пользователя внесены') };
    const region = context.regions.get(facts.region ?? '');
    if (region === undefined)
      return {
        status: 'flagged',
        because: because('данных нет, а регион тикета неизвестен: вернуть некому', faults),
      };
    return {
      status: 'due',
      because: because('передан без данных пользователя, возвращается региону', faults),
      actions: [
        {
          do: 'set',
          fields: {
            group: region.group,
            owner: null,
            state: given.sendBack.state,
            state_reason: given.sendBack.reason,
            wait_source: given.sendBack.waitSource,
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
    };
  },
};
