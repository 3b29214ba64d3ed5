/**
 * Rule kind `ask-region`: СП ЕПГУ asks a citizen through the region of origin (R-4.7.b). Zammad's own trigger moves the ticket; this
 * carries the act out where it did not, and tells the region what it has got the ticket for.
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
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const has = (field: string): string => String(facts.attributes[field] ?? '');
    if (
      facts.closed ||
      has(context.vocabulary.attributes.waitSource) !== context.vocabulary.waitSources.onRequest ||
      has(context.vocabulary.attributes.reason) === context.vocabulary.reasons.agency
    )
      return leave('СП ЕПГУ ничего не запрашивает');
    if (context.federalGroups.includes(facts.group)) {
      if (has(context.vocabulary.attributes.act) !== context.vocabulary.acts.toRegion)
        return leave('тикет в СП РПГУ не возвращается');
      const region = context.regions.get(facts.region ?? '');
      if (region === undefined) return flag('запросить через СП РПГУ нельзя: регион неизвестен');
      return due(
        'информация запрашивается через СП РПГУ региона',
        actionsTo(facts, {
          fields: {
            group: region.group,
            owner: null,
            state: context.vocabulary.states.assigned,
            [context.vocabulary.attributes.reason]: null,
            [context.vocabulary.attributes.act]: null,
            [context.vocabulary.attributes.nextTask]: context.vocabulary.nextTasks.ask,
          },
        }),
      );
    }
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
