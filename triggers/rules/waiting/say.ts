/** From how a ticket should stand to a verdict: only what differs is wanted, so what is so already comes to rest. */
import { UnknownCalendarYear } from '../../../config/calendar.js';
import type { Action, Because, TicketFacts, Verdict } from '../../types.js';
import { describeDeadline } from '../../working-time/describe-deadline.js';
import type { RuleContext } from '../../types.js';
import type { Standing } from './term.js';

type Fields = Readonly<Record<string, string | null>>;

const isSo = (facts: TicketFacts, field: string, value: string | null): boolean => {
  if (field === 'group' || field === 'state' || field === 'owner') return facts[field] === value;
  if (field === 'pending_time')
    return (facts.pendingUntil?.getTime() ?? null) === (value === null ? null : Date.parse(value));
  const stands = facts.attributes[field] ?? null;
  return (stands === '' ? null : stands) === value;
};

/** The part of `fields` the ticket does not have yet. */
export const differing = (facts: TicketFacts, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([field, value]) => !isSo(facts, field, value)));

interface Wanted {
  readonly fields?: Fields;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** The actions that bring a ticket there; none when it is there. */
export const actionsTo = (
  facts: TicketFacts,
  { fields = {}, add = [], remove = [] }: Wanted,
): readonly Action[] => {
  const set = differing(facts, fields);
  const adds = add.filter((tag) => !facts.tags.includes(tag));
  const removes = remove.filter((tag) => facts.tags.includes(tag));
  return [
    ...(Object.keys(set).length > 0 ? [{ do: 'set' as const, fields: set }] : []),
    ...(adds.length + removes.length > 0 ? [{ do: 'tag' as const, add: adds, remove: removes }] : []),
  ];
};

/** A note of the waiting rules. */
export const noteOf = (template: string, view: Readonly<Record<string, unknown>>): Action => ({
  do: 'note',
  template,
  view,
});

/** The count in words, as a head of support would check it. */
export const countOf = (facts: TicketFacts, { term }: Standing, context: RuleContext): readonly string[] => {
  if (term === null) return [];
  const kept = term.until.getTime() - term.found.instant.getTime() >= 60_000;
  return [
    ...describeDeadline(term.found, context.calendars.of(facts.region)).split('\n'),
    ...(kept ? [`Календарь изменился, но названный раньше срок не сокращается: до ${term.untilText}`] : []),
  ];
};

/** A ticket is not judged by a calendar nobody entered: it is shown, and what was promised stands. */
export const unlessUncounted = (because: (text: string) => Because, judge: () => Verdict): Verdict => {
  try {
    return judge();
  } catch (error) {
    if (error instanceof UnknownCalendarYear)
      return { status: 'flagged', because: because(`срок не посчитан: ${error.message}`) };
    throw error;
  }
};

export const becauseOf =
  (facts: TicketFacts, { clause }: RuleContext) =>
  (text: string, more: Because['facts'] = {}): Because => ({
    clause,
    text,
    facts: { Группа: facts.group, Состояние: facts.state, ...more },
  });
