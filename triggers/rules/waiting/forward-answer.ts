/**
 * Rule kind `forward-answer`: once the citizen has answered, the ticket goes back to whoever in СП ЕПГУ had it last
 * (R-4.7.3.c; ). By default an operator sends it and this only sees to it that the act is carried out; with
 * `autoForward` the companion sends it itself when the data it names are complete.
 */
import { z } from 'zod';
import { isRegional } from '../../ticket/moves.js';
import { requiredData } from '../intake/required-data.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';
import { actionsTo, becauseOf } from './say.js';
import { ACT, REASON, STATE, TASK } from './words.js';

const params = z.strictObject({
  /** Parameters of `required-data`: the gate the ticket must pass to be sent on by itself; null: never. */
  autoForward: requiredData.params.nullable().default(null),
});
type ForwardParams = z.infer<typeof params>;

const holderOf = (facts: TicketFacts, { federalGroups, entryGroup }: RuleContext): string => {
  const last = facts.attributes['last_federal_group'];
  return typeof last === 'string' && federalGroups.includes(last) ? last : entryGroup;
};

/** A step that is done, or that nobody here can do. */
const isStale = (facts: TicketFacts, regional: boolean): boolean => {
  const task = facts.attributes['next_task'];
  if (task === TASK.resume) return facts.state !== STATE.assigned;
  return (task === TASK.forward || task === TASK.enterData) && (!regional || facts.closed);
};

export const forwardAnswer: RuleKind<ForwardParams> = {
  name: 'forward-answer',
  params,
  evaluate(facts, { autoForward }, context): Verdict {
    const because = becauseOf(facts, context);
    const regional = isRegional(facts.group, context);
    if (isStale(facts, regional))
      return {
        status: 'due',
        because: because('следующий шаг сделан'),
        actions: actionsTo(facts, { fields: { next_task: null } }),
      };
    if (!regional || facts.closed) return { status: 'notApplicable', because: because('тикет не в СП РПГУ') };
    const group = holderOf(facts, context);
    const asked =
      facts.attributes['regulation_act'] === ACT.toFederal &&
      facts.attributes['state_reason'] !== REASON.agency;
    const waits = facts.attributes['next_task'] === TASK.forward && facts.state === STATE.assigned;
    if (!asked && !waits) return { status: 'notApplicable', because: because('передавать в СП ЕПГУ нечего') };
    const complete =
      autoForward !== null &&
      requiredData.evaluate({ ...facts, group }, autoForward, context).status === 'met';
    if (!asked && !complete)
      return { status: 'met', because: because('ответ получен, передаёт оператор СП РПГУ') };
    return {
      status: 'due',
      because: because(`передаётся последнему держателю: ${group}`),
      actions: actionsTo(facts, {
        fields: {
          group,
          owner: null,
          state: STATE.assigned,
          state_reason: null,
          wait_source: null,
          regulation_act: null,
          next_task: null,
        },
      }),
    };
  },
};
