/**
 * Rule kind `forward-answer`: once the citizen has answered, the ticket goes back to whoever in СП ЕПГУ had it last
 * (R-4.7.3.c; ). By default an operator sends it; with `autoForward` the companion does, when
 * the data it names are complete.
 */
import { z } from 'zod';
import { isRegional } from '../../ticket/moves.js';
import { actionsTo } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { requiredData } from '../intake/required-data.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  /** Parameters of `required-data`: the gate the ticket must pass to be sent on by itself; null: never. */
  autoForward: requiredData.params.nullable().default(null),
});
type ForwardParams = z.infer<typeof params>;

const holderOf = (facts: TicketFacts, { federalGroups, entryGroup, vocabulary }: RuleContext): string => {
  const last = facts.attributes[vocabulary.attributes.holder];
  return typeof last === 'string' && federalGroups.includes(last) ? last : entryGroup;
};

/** A step that is done, or that nobody here can do. */
const isStale = (facts: TicketFacts, regional: boolean, context: RuleContext): boolean => {
  const task = facts.attributes[context.vocabulary.attributes.nextTask];
  if (task === context.vocabulary.nextTasks.resume) return facts.state !== context.vocabulary.states.assigned;
  return (
    (task === context.vocabulary.nextTasks.forward || task === context.vocabulary.nextTasks.enterData) &&
    (!regional || facts.closed)
  );
};

export const forwardAnswer: RuleKind<ForwardParams> = {
  name: 'forward-answer',
  params,
  evaluate(facts, { autoForward }, context): Verdict {
    const { leave, met, due } = verdictsOn(facts, context);
    const regional = isRegional(facts.group, context);
    if (isStale(facts, regional, context))
      return due(
        'следующий шаг сделан',
        actionsTo(facts, { fields: { [context.vocabulary.attributes.nextTask]: null } }),
      );
    if (!regional || facts.closed) return leave('тикет не в СП РПГУ');
    const group = holderOf(facts, context);
    const waits =
      facts.attributes[context.vocabulary.attributes.nextTask] === context.vocabulary.nextTasks.forward &&
      facts.state === context.vocabulary.states.assigned;
    if (!waits) return leave('передавать в СП ЕПГУ нечего');
    const complete =
      autoForward !== null &&
      requiredData.evaluate({ ...facts, group }, autoForward, context).status === 'met';
    if (!complete) return met('ответ получен, передаёт оператор СП РПГУ');
    return due(
      `передаётся последнему держателю: ${group}`,
      actionsTo(facts, {
        fields: {
          group,
          owner: null,
          state: context.vocabulary.states.assigned,
          [context.vocabulary.attributes.reason]: null,
          [context.vocabulary.attributes.waitSource]: null,
          [context.vocabulary.attributes.nextTask]: null,
        },
      }),
    );
  },
};
