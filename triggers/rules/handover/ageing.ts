/**
 * Rule kind `ageing`: a ticket stands at a desk, in a state, longer than it should. It is told, and marked by a tag for
 * overviews where the clause names one; the mark goes when the ticket moves on. How long is a protocol's business
 * (section 5 of the regulation, A-30): the regulation itself names no such term.
 */
import { z } from 'zod';
import { fieldName, optionsByAttribute, stateName, tagName } from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { desks, isAt, standsSince } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts } from '../../types.js';
import { deadline } from '../../working-time/deadline.js';
import { workingMinutesBetween } from '../../working-time/between.js';

const params = z.strictObject({
  at: desks,
  states: z.array(stateName).min(1),
  is: optionsByAttribute.default({}),
  /** A ticket with one of these tags has moved on. */
  unlessTags: z.array(tagName).default([]),
  /** The changes that start the count; the latest of them counts. */
  since: z.array(fieldName).min(1).default(['group', 'state']),
  within: z.union([
    z.strictObject({ workingDays: z.int().min(1) }),
    z.strictObject({
      workingMinutes: z.int().min(1),
      opens: z.string().default('09:00'),
      closes: z.string().default('18:00'),
    }),
  ]),
  /** Whose working days: the federal side's, or the ticket's region's. */
  calendar: z.enum(['federal', 'region']),
  /** «никто не принял тикет в работу». */
  found: z.string().min(1),
  tag: tagName.optional(),
});
type Params = z.infer<typeof params>;

/** The moment the allowed time is over. */
const dueAtOf = (facts: TicketFacts, { since, within, calendar }: Params, context: RuleContext): Date => {
  const from = standsSince(facts, since);
  const days = calendar === 'federal' ? context.calendars.federal : context.calendars.of(facts.region);
  if ('workingDays' in within)
    return deadline({ from, workingDays: within.workingDays, calendar: days }).instant;
  const isOver = (at: number): boolean =>
    workingMinutesBetween(from, new Date(at), days, within) >= within.workingMinutes;
  // Halving the span beats walking it: a working day of an hour is the shortest there is.
  const enough = Math.ceil(within.workingMinutes / 60) + 1;
  let [early, late] = [
    from.getTime(),
    deadline({ from, workingDays: enough, calendar: days }).instant.getTime(),
  ];
  while (late - early > 1) {
    const middle = early + Math.floor((late - early) / 2);
    if (isOver(middle)) late = middle;
    else early = middle;
  }
  return new Date(late);
};

const applies = (
  facts: TicketFacts,
  { at, states, is, unlessTags }: Params,
  parties: Surroundings,
): boolean =>
  !facts.closed &&
  isAt(facts.group, at, parties) &&
  states.includes(facts.state) &&
  Object.entries(is).every(([field, allowed]) => allowed.includes(present(facts, field))) &&
  !unlessTags.some((tag) => facts.tags.includes(tag));

export const ageing: RuleKind<Params> = {
  name: 'ageing',
  params,
  needs: (facts, given, context) => (applies(facts, given, context) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const { leave, flag, pending, due, counted } = verdictsOn(facts, context);
    const { tag } = given;
    const marked = tag !== undefined && facts.tags.includes(tag);
    const mark = (add: readonly string[], remove: readonly string[], text: string) =>
      due(text, [{ do: 'tag', add, remove }]);
    if (!applies(facts, given, context))
      return marked ? mark([], [tag], 'тикет сдвинулся, отметка снимается') : leave('тикет этого не ждёт');
    return counted(() => {
      const dueAt = dueAtOf(facts, given, context);
      const over = context.now >= dueAt;
      if (over && tag !== undefined && !marked) return mark([tag], [], given.found);
      if (over) return flag(given.found, { Срок: dueAt.toISOString() });
      if (marked) return mark([], [tag], 'срок ещё идёт, отметка снимается');
      return pending('срок идёт', dueAt);
    });
  },
};
