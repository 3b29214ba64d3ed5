/**
 * Rule kind `return-to-region`: what the federal side returns goes to the region it came from and to no other (R-4.3.1.a,
 * .b; ), the region is told what to do next, and a ticket returned again is a dispute.
 */
import { z } from 'zod';
import { becauseOf, isBlank, isRegional, lastMove, movesOf, present } from '../../ticket/moves.js';
import type { Action, RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  point: z.string().min(1),
  /** Which returned tickets the clause speaks of. */
  states: z.array(z.string()).min(1),
  reasons: z.array(z.string()).optional(),
  /** Value of `regulation_act` to carry out where Zammad's triggers did not; one clause's business. */
  act: z.string().optional(),
  /** Written to `next_task` until `doneTag` stands. */
  nextTask: z.strictObject({ text: z.string().min(1).max(250), doneTag: z.string() }).optional(),
  /** The attribute's value set for the `times`th time: the sides do not agree whose ticket it is. */
  dispute: z
    .strictObject({
      attribute: z.string(),
      value: z.string(),
      times: z.int().min(2),
      tag: z.string(),
      next: z.string().min(1),
    })
    .optional(),
});
type Params = z.infer<typeof params>;

const isMeant = (facts: TicketFacts, { states, reasons }: Params): boolean =>
  states.includes(facts.state) &&
  (reasons === undefined || reasons.includes(String(present(facts, 'state_reason'))));

const due = (
  text: string,
  actions: readonly Action[],
  facts: TicketFacts,
  context: RuleContext,
): Verdict => ({
  status: 'due',
  because: becauseOf(facts, context)(text),
  actions,
});

const carryOut = (facts: TicketFacts, act: string, context: RuleContext): Verdict => {
  const origin = context.regions.get(facts.region ?? '');
  if (origin === undefined)
    return {
      status: 'flagged',
      because: becauseOf(facts, context)(`действие «${act}» не исполнить: регион тикета неизвестен`),
    };
  const there = facts.group === origin.group ? {} : { group: origin.group, owner: null };
  return due(
    `действие «${act}» ещё не исполнено`,
    [{ do: 'set', fields: { ...there, regulation_act: null } }],
    facts,
    context,
  );
};

const disputeOf = (facts: TicketFacts, { point, dispute }: Params, context: RuleContext): Verdict | null => {
  if (dispute === undefined || facts.tags.includes(dispute.tag)) return null;
  const times = movesOf(facts, dispute.attribute).filter(
    ({ by, to }) => by !== 'companion' && to === dispute.value,
  ).length;
  if (times < dispute.times) return null;
  const found = `Тикет вернули с причиной «${dispute.value}» уже в ${times}-й раз`;
  return due(
    'повторный возврат: спор о компетенции',
    [
      { do: 'tag', add: [dispute.tag], remove: [] },
      { do: 'note', template: 'remark', view: { point, found, next: dispute.next } },
    ],
    facts,
    context,
  );
};

/** The task is the clause's while its words stand there: only it writes them, only it takes them away. */
const taskOf = (
  facts: TicketFacts,
  { nextTask }: Params,
  wanted: boolean,
  context: RuleContext,
): Verdict | null => {
  if (nextTask === undefined) return null;
  const stands = present(facts, 'next_task') === nextTask.text;
  if (wanted === stands) return null;
  return due(
    wanted ? 'региону сказано, что дальше' : 'следующий шаг сделан',
    [{ do: 'set', fields: { next_task: wanted ? nextTask.text : null } }],
    facts,
    context,
  );
};

export const returnToRegion: RuleKind<Params> = {
  name: 'return-to-region',
  params,
  needs: (facts, given, context) => {
    if (facts.closed || !isMeant(facts, given) || !isRegional(facts.group, context)) return [];
    const { dispute } = given;
    const astray = facts.group !== context.regions.get(facts.region ?? '')?.group;
    return astray || (dispute !== undefined && !facts.tags.includes(dispute.tag)) ? ['transitions'] : [];
  },
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    if (facts.closed) return { status: 'notApplicable', because: because('тикет закрыт') };
    if (given.act !== undefined && present(facts, 'regulation_act') === given.act)
      return carryOut(facts, given.act, context);
    const applies = isRegional(facts.group, context) && isMeant(facts, given);
    if (!applies)
      return (
        taskOf(facts, given, false, context) ?? {
          status: 'notApplicable',
          because: because('возвращённого тикета нет'),
        }
      );
    const origin = context.regions.get(facts.region ?? '');
    const move = lastMove(facts, 'group');
    const cameFromFederal =
      move !== null && move.by !== 'companion' && context.federalGroups.includes(move.from ?? '');
    if (cameFromFederal && origin !== undefined && facts.group !== origin.group && !isBlank(facts, 'region'))
      return due(
        'возвращён не тому региону, передаётся региону обращения',
        [
          { do: 'set', fields: { group: origin.group, owner: null } },
          {
            do: 'note',
            template: 'put-right',
            view: {
              point: given.point,
              found: `Тикет вернули в группу «${facts.group}», а обращение зарегистрировал другой регион`,
              group: origin.group,
              state: facts.state,
              next: 'если регион обращения указан неверно, исправьте поле «Регион»',
            },
          },
        ],
        facts,
        context,
      );
    const told = given.nextTask !== undefined && !facts.tags.includes(given.nextTask.doneTag);
    return (
      disputeOf(facts, given, context) ??
      taskOf(facts, given, told, context) ?? {
        status: 'met',
        because: because('тикет у региона обращения'),
      }
    );
  },
};
