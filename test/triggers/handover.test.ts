/** Transitions by the shipped clauses, at the edges that their examples do not show: whose move, how old, how often. */
import { judgeOf } from '../../triggers/index.js';
import type { Actor, TicketFacts, Transition } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const REGION = 'СП РПГУ::Республика Башкортостан';
const OTHER = 'СП РПГУ::Камчатский край';
const ENTRY = 'Начальник смены ЦПП';

/** The clause's rule with its shipped parameters; `change` says which are otherwise. */
const ruled = (id: string, change: object = {}) => {
  const clause = config.clauses.find(({ ids }) => ids.includes(id));
  if (clause?.enforcer !== 'companion') throw new Error(`${id} is not the companion's`);
  const judge = judgeOf(clause.rule.kind, { ...clause.rule.params, ...change });
  return (facts: Partial<TicketFacts>, now = NOW) => judge(ticket(facts), contextOf(id, now));
};
const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const moved = (minutes: number, from: string, to: string, by: Actor = 'operator'): Transition => ({
  at: minutesAgo(minutes),
  by,
  field: 'group',
  from,
  to,
});

/** What a verdict would set; its status when it would set nothing. */
const sets = (verdict: ReturnType<ReturnType<typeof ruled>>) => {
  if (verdict.status !== 'due') return verdict.status;
  return Object.assign(
    {},
    ...verdict.actions.map((action) => (action.do === 'set' ? action.fields : {})),
  ) as Record<string, unknown>;
};

describe('a transfer from a region', () => {
  const at = (group: string, ...transitions: Transition[]): Partial<TicketFacts> => ({
    group,
    transitions,
    attributes: { last_federal_group: group },
  });

  test.each<[string, Partial<TicketFacts>, unknown, object?]>([
    [
      'an hour old goes to the entry',
      at('ГРП', moved(60, REGION, 'ГРП')),
      { group: ENTRY, owner: null, state: 'Назначен', state_reason: null, wait_source: null },
    ],
    ['five hours old stays', at('ГРП', moved(300, REGION, 'ГРП')), 'met'],
    ['by the companion stays', at('СП ЕПГУ', moved(5, REGION, 'СП ЕПГУ', 'companion')), 'met'],
    [
      'inside the federal side is none',
      at('СТП ЕПГУ', moved(60, REGION, ENTRY), moved(5, ENTRY, 'СТП ЕПГУ')),
      'met',
    ],
    [
      'again to the holder stays',
      at('СП ЕПГУ', moved(60, 'СП ЕПГУ', REGION), moved(5, REGION, 'СП ЕПГУ')),
      'met',
    ],
    [
      'again to another goes to the holder, state kept',
      at('ГРП', moved(60, 'СП ЕПГУ', REGION), moved(5, REGION, 'ГРП')),
      { group: 'СП ЕПГУ', owner: null },
    ],
    [
      'again, where the entry is wanted always',
      at('ГРП', moved(60, 'СП ЕПГУ', REGION), moved(5, REGION, 'ГРП')),
      { group: ENTRY, owner: null },
      { later: 'entry' },
    ],
    [
      'again to the entry is right as well',
      at(ENTRY, moved(60, 'СП ЕПГУ', REGION), moved(5, REGION, ENTRY)),
      'met',
    ],
  ])('%s', (_, facts, wanted, change = {}) => {
    expect(sets(ruled('R-4.2', change)(facts))).toEqual(wanted);
  });

  test('what FAQ answers is sent back, also after the companion moved it to the entry', () => {
    const facts = (minutes: number) => ({
      group: ENTRY,
      attributes: { faq_result: 'найдено' },
      transitions: [moved(minutes, REGION, 'СТП ЕПГУ'), moved(minutes - 1, 'СТП ЕПГУ', ENTRY, 'companion')],
    });
    expect(sets(ruled('R-4.1.1')(facts(5)))).toMatchObject({ group: REGION });
    expect(sets(ruled('R-4.1.1')(facts(500)))).toBe('notApplicable');
  });
});

describe('a return to a region', () => {
  const back = (by: Actor, from: string, to: string): Partial<TicketFacts> => ({
    group: to,
    attributes: { region: 'bashkortostan', state_reason: 'Вне компетенции' },
    transitions: [moved(5, from, to, by)],
  });

  test.each<[string, Partial<TicketFacts>, unknown]>([
    ['to a strange region is put right', back('operator', 'СП ЕПГУ', OTHER), { group: REGION, owner: null }],
    ['to its own is right', back('helpdesk', 'СП ЕПГУ', REGION), 'met'],
    ['that the companion made is not argued with', back('companion', 'СП ЕПГУ', OTHER), 'met'],
    ['between regions is their own business', back('operator', REGION, OTHER), 'met'],
    ['of a region nobody knows goes nowhere', { ...back('operator', 'СП ЕПГУ', OTHER), region: null }, 'met'],
  ])('%s', (_, facts, wanted) => {
    expect(sets(ruled('R-4.3.1.a')(facts))).toEqual(wanted);
  });

  test('a task of somebody else is left alone, its own goes with the solution', () => {
    const task = (next_task: string, state: string) =>
      sets(ruled('R-4.11.b')({ group: REGION, state, attributes: { next_task } }));
    expect(task('Позвонить', 'В работе')).toBe('notApplicable');
    expect(task('Сообщить решение пользователю (п. 4.5.2 и 4.12)', 'В работе')).toEqual({ next_task: null });
  });
});

describe('to and fro', () => {
  const desk = 'СП ЕПГУ';
  const technical = 'СТП ЕПГУ';
  const DAY = 24 * 60;
  test.each<[string, Transition[], string]>([
    [
      'four in two days',
      [
        moved(DAY, desk, technical),
        moved(900, technical, desk),
        moved(600, desk, technical),
        moved(60, technical, desk),
      ],
      'due',
    ],
    ['three', [moved(900, technical, desk), moved(600, desk, technical), moved(60, technical, desk)], 'met'],
    [
      'four, one by the companion',
      [
        moved(DAY, desk, technical),
        moved(900, technical, desk, 'companion'),
        moved(600, desk, technical),
        moved(60, technical, desk),
      ],
      'met',
    ],
    [
      'four, the first a month ago',
      [
        moved(30 * DAY, desk, technical),
        moved(900, technical, desk),
        moved(600, desk, technical),
        moved(60, technical, desk),
      ],
      'met',
    ],
  ])('%s', (_, transitions, status) => {
    expect(ruled('R-4.6')({ group: desk, transitions }).status).toBe(status);
  });

  test('the mark goes when the ticket has come to rest', () => {
    expect(ruled('R-4.6')({ group: REGION, tags: ['туда-обратно'] })).toMatchObject({
      status: 'due',
      actions: [{ do: 'tag', remove: ['туда-обратно'] }],
    });
  });
});

describe('standing too long', () => {
  const dueAt = (facts: Partial<TicketFacts>, id = 'R-4.3') => {
    const verdict = ruled(id)(facts);
    return verdict.status === 'pending' ? verdict.dueAt.toISOString() : verdict.status;
  };
  const on = (iso: string): Partial<TicketFacts> => ({ createdAt: new Date(iso) });

  test.each<[string, string, string]>([
    ['eight working hours from the opening', '2026-11-23T06:00:00Z', '2026-11-23T14:00:00.000Z'],
    ['from the middle of a day into the next', '2026-11-23T08:00:00Z', '2026-11-24T07:00:00.000Z'],
    ['a night counts for nothing', '2026-11-22T20:00:00Z', '2026-11-23T14:00:00.000Z'],
    ['a weekend counts for nothing', '2026-11-20T14:00:00Z', '2026-11-23T13:00:00.000Z'],
  ])('%s', (_, from, until) => {
    expect(dueAt(on(from))).toBe(until);
  });

  test('a change of desk or state begins the count anew', () => {
    const facts = { ...on('2026-11-02T08:00:00Z'), transitions: [moved(60, 'СП ЕПГУ', ENTRY)] };
    expect(dueAt(facts)).toBe('2026-11-24T07:00:00.000Z');
    expect(dueAt(on('2026-11-02T08:00:00Z'))).toBe('due');
  });

  test("a region's own holidays count, and a year without a calendar is told", () => {
    const solved = { group: REGION, state: 'Решен' };
    // Sent on a Friday; the Monday after it is the Day of the Republic, by Ufa's clock.
    const friday = ruled('R-4.12')(
      { ...solved, ...on('2026-10-09T08:00:00Z') },
      new Date('2026-10-10T08:00:00Z'),
    );
    expect(friday).toMatchObject({ status: 'pending', dueAt: new Date('2026-10-14T19:00:00Z') });
    expect(ruled('R-4.12')({ ...solved, ...on('2031-01-01T08:00:00Z') })).toMatchObject({
      status: 'flagged',
      because: { text: expect.stringContaining('2031') as unknown },
    });
  });
});
