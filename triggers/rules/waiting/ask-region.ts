/**
 * Rule kind `ask-region`: СП ЕПГУ asks a citizen through the region of origin (R-4.7.b). Zammad's own trigger moves the ticket; this
 * carries the act out where it did not, and tells the region what it has got the ticket for.
 */
import { z } from 'zod';
import { isRegional } from '../../ticket/moves.js';
import type { RuleKind } from '../../types.js';
import { actionsTo, becauseOf } from './say.js';
import { ACT, REASON, SOURCE, STATE, TASK } from './words.js';

const params = z.strictObject({});

export const askRegion: RuleKind<z.infer<typeof params>> = {
  name: 'ask-region',
  params,
  evaluate(facts, _given, context) {
    const because = becauseOf(facts, context);
    const has = (field: string): string => String(facts.attributes[field] ?? '');
    if (facts.closed || has('wait_source') !== SOURCE.onRequest || has('state_reason') === REASON.agency)
      return { status: 'notApplicable', because: because('СП ЕПГУ ничего не запрашивает') };
    if (context.federalGroups.includes(facts.group)) {
      if (has('regulation_act') !== ACT.toRegion)
        return { status: 'notApplicable', because: because('тикет в СП РПГУ не возвращается') };
      const region = context.regions.get(facts.region ?? '');
      if (region === undefined)
        return { status: 'flagged', because: because('запросить через СП РПГУ нельзя: регион неизвестен') };
      return {
        status: 'due',
        because: because('информация запрашивается через СП РПГУ региона'),
        actions: actionsTo(facts, {
          fields: {
            group: region.group,
            owner: null,
            state: STATE.assigned,
            state_reason: null,
            regulation_act: null,
            next_task: TASK.ask,
          },
        }),
      };
    }
    const toAsk =
      isRegional(facts.group, context) &&
      facts.state === STATE.assigned &&
      has('state_reason') === '' &&
      has('calendar_version') === '' &&
      has('regulation_act') === '';
    if (!toAsk) return { status: 'notApplicable', because: because('запрос уже в работе') };
    const actions = actionsTo(facts, { fields: { next_task: TASK.ask } });
    return actions.length === 0
      ? { status: 'met', because: because('СП РПГУ знает, что запросить информацию должна она') }
      : { status: 'due', because: because('СП РПГУ получила тикет, чтобы запросить информацию'), actions };
  },
};
