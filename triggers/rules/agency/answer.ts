/**
 * Rule kind `agency-answer`: what an agency answered goes to СТП ЕПГУ, as a comment in the ticket (3.9, 4.9). A-20: «Назначен» with
 * СТП, also where СТП has not seen the ticket before; then a tag says so.
 */
import { z } from 'zod';
import { groupAt, isCommented, lastChange } from '../../ticket/history.js';
import { said, verdictsOn } from '../../verdict/verdicts-on.js';
import type { Action, RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  reason: z.string(),
  federalGroups: z.array(z.string()).min(1),
  technicalGroup: z.string(),
  state: z.string(),
  /** States in which a ticket that left the wait by another way is still to go to СТП. */
  strayStates: z.array(z.string()),
  firstTimeTag: z.string(),
});
type AgencyAnswer = z.infer<typeof params>;

/** When СТП first held the ticket, as far as the history tells. */
const firstHeld = ({ transitions, group }: TicketFacts, technical: string): Date | null => {
  const moves = transitions.filter(({ field }) => field === 'group');
  if ((moves[0]?.from ?? group) === technical) return new Date(0);
  return moves.find(({ to }) => to === technical)?.at ?? null;
};

export const agencyAnswer: RuleKind<AgencyAnswer> = {
  name: 'agency-answer',
  params,
  needs: (facts, { reason }) =>
    !facts.closed &&
    said(facts, 'state_reason') !== reason &&
    (said(facts, 'foiv_name') ?? said(facts, 'foiv_request_date')) !== null
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const { reason, technicalGroup: technical } = given;
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, 'state_reason') === reason) return leave('ответа ФОИВ ещё нет');
    const exit = lastChange(facts, 'state_reason', ({ from }) => from === reason);
    if (exit?.by !== 'operator') return leave('оператор не выводил тикет из ожидания ФОИВ');

    const began = lastChange(facts, 'state_reason', ({ to, at }) => to === reason && at <= exit.at)?.at;
    const commented = isCommented(facts, began ?? facts.createdAt, (group) =>
      given.federalGroups.includes(group),
    );
    const first = firstHeld(facts, technical);
    const isFirst = first === null || first >= exit.at;
    const tag: Action[] =
      isFirst && !facts.tags.includes(given.firstTimeTag)
        ? [{ do: 'tag', add: [given.firstTimeTag], remove: [] }]
        : [];
    const reached =
      facts.group === technical ||
      groupAt(facts, exit.at) === technical ||
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
      { do: 'set', fields: { group: technical, owner: null, state: given.state, state_reason: null } },
      ...tag,
      { do: 'note', template: 'agency-answer', view: { from: facts.group } },
    ]);
  },
};
