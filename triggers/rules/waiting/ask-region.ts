/**
 * Rule kind `ask-region`: СП ЕПГУ asks a citizen through the region of origin (R-4.7.b). The move itself is the map's;
 * this tells the region what it has got the ticket for.
 */
import { z } from 'zod';
import { isRegional } from '../../ticket/moves.js';
import { actionsTo } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({});

export const askRegion: RuleKind<z.infer<typeof params>> = {
  name: 'ask-region',
  params,
  evaluate(facts, _given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    const has = (field: string): string => String(facts.attributes[field] ?? '');
    if (
      facts.closed ||
      has(context.vocabulary.attributes.waitSource) !== context.vocabulary.waitSources.onRequest ||
      has(context.vocabulary.attributes.reason) === context.vocabulary.reasons.agency
    )
      return leave('СП ЕПГУ ничего не запрашивает');
    if (context.federalGroups.includes(facts.group)) return leave('тикет в СП РПГУ не возвращается');
    const toAsk =
      isRegional(facts.group, context) &&
      facts.state === context.vocabulary.states.assigned &&
      has(context.vocabulary.attributes.reason) === '' &&
      has(context.vocabulary.attributes.calendarVersion) === '' &&
      has(context.vocabulary.attributes.act) === '';
    if (!toAsk) return leave('запрос уже в работе');
    const actions = actionsTo(facts, {
      fields: { [context.vocabulary.attributes.nextTask]: context.vocabulary.nextTasks.ask },
    });
    return actions.length === 0
      ? met('СП РПГУ знает, что запросить информацию должна она')
      : due('СП РПГУ получила тикет, чтобы запросить информацию', actions);
  },
};
