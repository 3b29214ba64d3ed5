/** What a head did off the map is shown until a head has written why, whatever else happens to the ticket meanwhile; it hides nothing. */
import { judgeOf } from '../../triggers/index.js';
import { homeOf } from '../../triggers/ticket/home.js';
import type { Actor, ArticleFacts, TicketFacts, Transition } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const UFA = 'СП РПГУ::Республика Башкортостан';
const KAMCHATKA = 'СП РПГУ::Камчатский край';
const ENTRY = 'Начальник смены ЦПП';

const ruled = (id: string, facts: Partial<TicketFacts>) => {
  const clause = config.clauses.find(({ ids }) => ids.includes(id));
  if (clause?.enforcer !== 'companion') throw new Error(`${id} is not the companion's`);
  return judgeOf(clause.rule.kind, clause.rule.params)(ticket(facts), contextOf(id));
};
const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const changed = (
  minutes: number,
  by: Actor | 'head',
  field: string,
  from: string | null,
  to: string | null,
): Transition => ({
  at: minutesAgo(minutes),
  by: by === 'head' ? 'operator' : by,
  ...(by === 'head' && { head: true }),
  field,
  from,
  to,
});
const note = (minutes: number, head: boolean): ArticleFacts => ({
  id: minutes,
  from: 'operator',
  ...(head && { head }),
  channel: 'note',
  internal: true,
  automatic: false,
  createdAt: minutesAgo(minutes),
});

const passedOn = [
  changed(300, 'companion', 'group', UFA, ENTRY),
  changed(300, 'companion', 'state', 'В работе', 'Назначен'),
];
/** НС → region without a word: 4.3.1 wants a comment. */
const returned = changed(60, 'head', 'group', ENTRY, UFA);

describe('a request that a head gave back to its region without a word', () => {
  const atRegion = (change: Partial<TicketFacts>): Partial<TicketFacts> => ({
    group: UFA,
    state: 'Назначен',
    createdAt: minutesAgo(400),
    ...change,
    transitions: [...passedOn, returned, ...(change.transitions ?? [])],
    attributes: { last_federal_group: ENTRY, ...change.attributes },
  });
  test.each<[string, Partial<TicketFacts>, 'flagged' | 'calm']>([
    ['is shown', {}, 'flagged'],
    [
      'is shown after the companion has written something else',
      { transitions: [changed(30, 'companion', 'letters_read_up_to', '1', '2')] },
      'flagged',
    ],
    [
      'is shown after the companion has shown it beside something else',
      {
        transitions: [
          changed(30, 'companion', 'attention', null, 'п. 1.1'),
          changed(30, 'companion', 'next_task', null, 'Позвонить'),
        ],
      },
      'flagged',
    ],
    ['is shown though an operator noted something', { articles: [note(20, false)] }, 'flagged'],
    ['is shown no more once a head has written why', { articles: [note(20, true)] }, 'calm'],
    [
      'is shown no more when the head typed why in the field',
      { transitions: [changed(20, 'head', 'transition_comment', null, 'Региональная услуга')] },
      'calm',
    ],
    [
      'is shown though a head had written something before it came there',
      { articles: [note(350, true)] },
      'flagged',
    ],
  ])('%s', (_, change, expected) => {
    const { status, because } = ruled('R-1.1', atRegion(change));
    expect(status === 'flagged' ? status : 'calm').toBe(expected);
    if (expected === 'flagged') expect(because.text).toContain('назовите причину');
  });
});

test.each<[string, boolean]>([
  ['a head', true],
  ['an operator', false],
])("a region's close with nobody told is put back, also where %s had moved the ticket before", (_, head) => {
  const verdict = ruled('R-4.12.1', {
    group: UFA,
    state: 'Закрыт',
    closed: true,
    closedAt: minutesAgo(10),
    createdAt: minutesAgo(400),
    attributes: { last_federal_group: ENTRY },
    transitions: [
      ...passedOn,
      changed(60, head ? 'head' : 'operator', 'group', ENTRY, UFA),
      changed(60, head ? 'head' : 'operator', 'state', 'Назначен', 'Решен'),
      changed(10, 'operator', 'state', 'Решен', 'Закрыт'),
    ],
  });
  expect(verdict.status).toBe('due');
});

describe('whose request it is', () => {
  const moved = (...groups: readonly (readonly [Actor, string, string])[]): TicketFacts => {
    const last = groups.at(-1);
    return ticket({
      group: last?.[2] ?? UFA,
      transitions: groups.map(([by, from, to], index) =>
        changed(groups.length - index, by, 'group', from, to),
      ),
    });
  };
  test.each<[string, TicketFacts, string]>([
    ['the region that passed it on', moved(['companion', UFA, ENTRY]), UFA],
    [
      'that region again',
      moved(['companion', UFA, ENTRY], ['operator', ENTRY, UFA], ['operator', UFA, ENTRY]),
      UFA,
    ],
    [
      'and no other that it strayed to, though its operator passed it on by hand',
      moved(['companion', UFA, ENTRY], ['operator', ENTRY, KAMCHATKA], ['operator', KAMCHATKA, ENTRY]),
      UFA,
    ],
    [
      'nor one it was fetched back from',
      moved(['operator', UFA, ENTRY], ['operator', ENTRY, KAMCHATKA], ['companion', KAMCHATKA, ENTRY]),
      UFA,
    ],
    [
      'the region it was registered over to, before it was passed on at all',
      moved(['operator', UFA, KAMCHATKA], ['companion', KAMCHATKA, ENTRY]),
      KAMCHATKA,
    ],
  ])('%s', (_, facts, home) => {
    expect(homeOf(facts, contextOf('R-4.2'))).toBe(home);
  });
});
