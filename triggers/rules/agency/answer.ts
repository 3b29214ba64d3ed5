/**
 * Rule kind `agency-answer`: what an agency answered goes to СТП ЕПГУ, as a comment in the ticket (3.9, 4.9). A-20: «Назначен» with
 * СТП, also where СТП has not seen the ticket before; then a tag says so.
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import { groupName, optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { firstHeldAt, groupBefore, isCarriedOut, isCommented, lastChange } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { Action, RuleKind } from '../../types.js';

/** A comment and the move it goes with. */
const SAME_ACT_MS = 60_000;

const params = z.strictObject({
  reason: optionOf('reason'),
  federalGroups: z.array(groupName).min(1),
  technicalGroup: groupName,
  state: stateName,
  /** States in which a ticket that left the wait by another way is still to go to СТП. */
  strayStates: z.array(stateName),
  firstTimeTag: tagName,
});
type AgencyAnswer = z.infer<typeof params>;

export const agencyAnswer: RuleKind<AgencyAnswer> = {
  name: 'agency-answer',
  params,
  needs: (facts, { reason }, context) =>
    !facts.closed &&
    said(facts, context.vocabulary.attributes.reason) !== reason &&
    (said(facts, context.vocabulary.attributes.agency) ??
      said(facts, context.vocabulary.attributes.agencyAsked)) !== null
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const { reason, technicalGroup: technical } = given;
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, context.vocabulary.attributes.reason) === reason) return leave('ответа ФОИВ ещё нет');
    const exit = lastChange(facts, context.vocabulary.attributes.reason, ({ from }) => from === reason);
    if (
      exit === undefined ||
      exit.head === true ||
      (exit.by !== 'operator' && !isCarriedOut(facts, exit, context.vocabulary))
    )
      return leave('оператор не выводил тикет из ожидания ФОИВ');

    const began = lastChange(
      facts,
      context.vocabulary.attributes.reason,
      ({ to, at }) => to === reason && at <= exit.at,
    )?.at;
    // Where the region still has the ticket, СП ЕПГУ writes there what it passes on.
    const there = groupBefore(facts, exit.at);
    const commented =
      isCommented(
        facts,
        began ?? facts.createdAt,
        (group) => given.federalGroups.includes(group),
        context.vocabulary,
      ) ||
      isCommented(
        facts,
        new Date(exit.at.getTime() - SAME_ACT_MS),
        (group) => group === there,
        context.vocabulary,
      );
    const first = firstHeldAt(facts, technical);
    const isFirst = first === null || first >= exit.at;
    const tag: Action[] =
      isFirst && !facts.tags.includes(given.firstTimeTag)
        ? [{ do: 'tag', add: [given.firstTimeTag], remove: [] }]
        : [];
    const reached =
      facts.group === technical ||
      groupBefore(facts, exit.at) === technical ||
      lastChange(facts, 'group', ({ to, at }) => to === technical && at >= exit.at) !== undefined;
    if (reached) {
      if (facts.group !== technical) return met('ответ ФОИВ прошёл через СТП ЕПГУ');
      if (!commented) return flag('тикет передан в СТП ЕПГУ без комментария с ответом ФОИВ');
      return tag.length > 0
        ? due('СТП ЕПГУ получила тикет впервые', tag)
        : met('ответ ФОИВ передан в СТП ЕПГУ комментарием');
    }
    if (!commented || !given.federalGroups.includes(facts.group) || !given.strayStates.includes(facts.state))
      return flag('тикет выведен из ожидания ФОИВ, а ответ ФОИВ в СТП ЕПГУ не передан');
    return due('ответ ФОИВ получен: тикет передаётся в СТП ЕПГУ', [
      {
        do: 'set',
        fields: {
          group: technical,
          owner: null,
          state: given.state,
          [context.vocabulary.attributes.reason]: null,
        },
      },
      ...tag,
      {
        do: 'note',
        template: 'agency-answer',
        view: { point: pointsOf([context.clause]), from: facts.group },
      },
    ]);
  },
};
