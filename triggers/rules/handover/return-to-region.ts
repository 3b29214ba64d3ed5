/**
 * Rule kind `return-to-region`: what the federal side returns goes to the region it came from and to no other (R-4.3.1.a,
 * .b; ), the region is told what to do next, and a ticket returned again is a dispute.
 */
import { z } from 'zod';
import { attributeName, optionBeside, optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { isBlank, present } from '../../ticket/fields.js';
import { homeOf } from '../../ticket/home.js';
import { isCarriedOut, isRegional, lastMove, movesOf } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  point: z.string().min(1),
  /** Which returned tickets the clause speaks of. */
  states: z.array(stateName).min(1),
  reasons: z.array(optionOf('reason')).optional(),
  /** Written to `next_task` until `doneTag` stands. */
  nextTask: z.strictObject({ text: z.string().min(1).max(250), doneTag: tagName }).optional(),
  /** The attribute's value set for the `times`th time: the sides do not agree whose ticket it is. */
  dispute: z
    .strictObject({
      attribute: attributeName,
      value: optionBeside('attribute'),
      times: z.int().min(2),
      tag: tagName,
      next: z.string().min(1),
    })
    .optional(),
});
type Params = z.infer<typeof params>;

const isMeant = (facts: TicketFacts, { states, reasons }: Params, context: Surroundings): boolean =>
  states.includes(facts.state) &&
  (reasons === undefined || reasons.includes(String(present(facts, context.vocabulary.attributes.reason))));

const disputeOf = (facts: TicketFacts, { point, dispute }: Params, context: RuleContext): Verdict | null => {
  if (dispute === undefined) return null;
  if (facts.tags.includes(dispute.tag))
    return verdictsOn(facts, context).flag(
      `вернули не первый раз: чьё это обращение, не решено (п. ${point})`,
    );
  const times = movesOf(facts, dispute.attribute).filter(
    (move) =>
      (move.by !== 'companion' || isCarriedOut(facts, move, context.vocabulary)) && move.to === dispute.value,
  ).length;
  if (times < dispute.times) return null;
  const { due } = verdictsOn(facts, context);
  const found = `Тикет вернули с причиной «${dispute.value}» уже в ${times}-й раз`;
  return due('повторный возврат: спор о компетенции', [
    { do: 'tag', add: [dispute.tag], remove: [] },
    { do: 'note', template: 'remark', view: { point, found, next: dispute.next } },
  ]);
};

/** The task is the clause's while its words stand there: only it writes them, only it takes them away. */
const taskOf = (
  facts: TicketFacts,
  { nextTask }: Params,
  wanted: boolean,
  context: RuleContext,
): Verdict | null => {
  if (nextTask === undefined) return null;
  const stands = present(facts, context.vocabulary.attributes.nextTask) === nextTask.text;
  if (wanted === stands) return null;
  const { due } = verdictsOn(facts, context);
  return due(wanted ? 'региону сказано, что дальше' : 'следующий шаг сделан', [
    { do: 'set', fields: { [context.vocabulary.attributes.nextTask]: wanted ? nextTask.text : null } },
  ]);
};

export const returnToRegion: RuleKind<Params> = {
  name: 'return-to-region',
  params,
  needs: (facts, given, context) => {
    if (facts.closed || !isMeant(facts, given, context) || !isRegional(facts.group, context)) return [];
    const { dispute } = given;
    const returned = !isBlank(facts, context.vocabulary.attributes.holder);
    const astray = facts.group !== context.regions.get(facts.region ?? '')?.group;
    return returned || astray || (dispute !== undefined && !facts.tags.includes(dispute.tag))
      ? ['transitions']
      : [];
  },
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    const applies = isRegional(facts.group, context) && isMeant(facts, given, context);
    if (!applies) return taskOf(facts, given, false, context) ?? leave('возвращённого тикета нет');
    const home = homeOf(facts, context);
    const move = lastMove(facts, 'group');
    const cameFromFederal =
      move !== null && move.by !== 'companion' && context.federalGroups.includes(move.from ?? '');
    if (cameFromFederal && home !== null && facts.group !== home)
      return due('возвращён не тому региону, передаётся тому, который передал обращение', [
        { do: 'set', fields: { group: home, owner: null } },
        {
          do: 'note',
          template: 'put-right',
          view: {
            point: given.point,
            found: `Тикет вернули в группу «${facts.group}», а обращение передал другой регион`,
            group: home,
            state: facts.state,
            next: 'работать с обращением тому региону, который его передал',
          },
        },
      ]);
    const told = given.nextTask !== undefined && !facts.tags.includes(given.nextTask.doneTag);
    return (
      disputeOf(facts, given, context) ??
      taskOf(facts, given, told, context) ??
      met('тикет у региона обращения')
    );
  },
};
