/** A ticket's past told backwards, and the rules over it on a virtual clock. */
import { momentsOf, type Change, type Meanings } from '../../../plugin/ask/insight/moments.js';
import { replay } from '../../../plugin/ask/insight/replay.js';
import type { Judged } from '../../../plugin/engine/evaluate.js';
import { bindClauses, evaluate } from '../../../plugin/engine/evaluate.js';
import { partiesOf } from '../../../plugin/engine/parties.js';
import type { Actor, TicketFacts, Verdict } from '../../../triggers/types.js';
import { gate } from '../gate.js';
import { config, ticket } from '../../triggers/tickets.js';

const at = (time: string): Date => new Date(`2026-11-${time}Z`);
const change = (time: string, by: Actor, field: string, from: string | null, to: string | null): Change => ({
  at: at(time),
  by,
  field,
  from,
  to,
});
const meanings: Meanings = {
  closedStates: new Set(['Закрыт']),
  types: new Map([
    ['data_waiver', 'boolean'],
    ['repeat_count', 'number'],
  ]),
  regionOfGroup: new Map([['СП РПГУ::Камчатский край', 'kamchatka']]),
  regionNamed: new Map([['Камчатский край', 'kamchatka']]),
};
const article = (time: string, from: Actor, id: number): TicketFacts['articles'][number] => ({
  id,
  from,
  channel: 'email',
  internal: false,
  automatic: false,
  createdAt: at(time),
});

/** Came by mail, data typed in, passed on without СНИЛС, set right, waited, closed by Zammad. */
const now = ticket({
  group: 'Начальник смены ЦПП',
  state: 'Закрыт',
  closed: true,
  owner: null,
  region: 'kamchatka',
  tags: ['горит'],
  createdAt: at('02T06:00:00'),
  closedAt: at('06T21:05:00'),
  attributes: { region: null, data_waiver: false, repeat_count: 2, pending_time: null },
  articles: [article('02T06:00:00', 'citizen', 1), article('03T06:00:00', 'citizen', 2)],
  linked: [
    {
      relation: 'child',
      id: 8,
      number: '91008',
      group: 'ГРП',
      state: 'Закрыт',
      closed: true,
      createdAt: at('04T06:00:00'),
      closedAt: at('05T06:00:00'),
      attributes: {},
    },
  ],
});
const changes = [
  change('02T07:00:00', 'operator', 'snils', '112-233-445 95', null),
  change('02T07:00:00.300', 'operator', 'group', 'СП РПГУ::Камчатский край', 'Начальник смены ЦПП'),
  change('02T07:00:00.900', 'helpdesk', 'repeat_count', '1', '2'),
  change('03T07:00:00', 'operator', 'snils', null, '112-233-445 95'),
  change('03T08:00:00', 'operator', 'data_waiver', 'true', 'false'),
  change('03T09:00:00', 'operator', 'state', 'Назначен', 'В ожидании'),
  change('03T09:00:00.100', 'operator', 'pending_time', null, '2026-11-06 21:00:00 UTC'),
  change('04T09:00:00', 'operator', 'tag', null, 'горит'),
  change('06T21:05:00', 'helpdesk', 'state', 'В ожидании', 'Закрыт'),
  change('06T21:05:00.100', 'helpdesk', 'pending_time', '2026-11-06 21:00:00 UTC', null),
];
const moments = momentsOf({ now, changes }, meanings);

test('one moment for each thing that happened, with what Zammad made of it at once', () => {
  expect(moments.map(({ at: time, facts }) => [time.toISOString().slice(8, 19), facts.updatedBy])).toEqual([
    ['02T06:00:00', 'citizen'],
    ['02T07:00:00', 'operator'],
    ['03T06:00:00', 'citizen'],
    ['03T07:00:00', 'operator'],
    ['03T08:00:00', 'operator'],
    ['03T09:00:00', 'operator'],
    ['04T09:00:00', 'operator'],
    ['06T21:05:00', 'helpdesk'],
  ]);
});

test('what one operator does two seconds apart was two things, and was judged in between', () => {
  const quick = [
    change('05T09:00:00', 'operator', 'snils', null, '112-233-445 95'),
    change('05T09:00:02', 'operator', 'citizen_name', null, 'Образцова Анна'),
  ];
  const seen = momentsOf({ now: { ...now, articles: [] }, changes: quick }, meanings);
  expect(seen.map(({ facts: { attributes } }) => attributes['citizen_name'] ?? null)).toEqual([
    null,
    'Образцова Анна Тестовна',
  ]);
});

test.each<[string, number, (facts: TicketFacts) => unknown, unknown]>([
  ['fields before any change', 0, ({ attributes: { snils } }) => snils, '112-233-445 95'],
  [
    'booleans and numbers by their type',
    0,
    ({ attributes: a }) => [a['data_waiver'], a['repeat_count']],
    [true, 1],
  ],
  [
    'the region by the group while no field says it',
    0,
    ({ group, region }) => [group, region],
    ['СП РПГУ::Камчатский край', 'kamchatka'],
  ],
  ['the region unknown where neither says it', 1, ({ region }) => region, null],
  ['a value taken away', 1, ({ attributes: { snils } }) => snils, null],
  ['articles of that time only', 1, ({ articles }) => articles.length, 1],
  ['transitions of that time only, tags not among them', 6, ({ transitions }) => transitions.length, 7],
  ['a term in force', 5, ({ pendingUntil }) => pendingUntil, at('06T21:00:00')],
  [
    'no term before',
    4,
    ({ pendingUntil, state, closed }) => [pendingUntil, state, closed],
    [null, 'Назначен', false],
  ],
  ['tags before and after', 5, ({ tags }) => tags, []],
  ['a claim not made yet', 5, ({ linked }) => linked, []],
  [
    'a claim made and not closed yet',
    6,
    ({ linked }) => linked.map(({ closed, closedAt }) => [closed, closedAt]),
    [[false, null]],
  ],
  ['closed when it was closed, not before', 6, ({ closedAt, closed }) => [closedAt, closed], [null, false]],
  [
    'the end',
    7,
    ({ state, closedAt, tags }) => [state, closedAt, tags],
    ['Закрыт', at('06T21:05:00'), ['горит']],
  ],
])('%s', (_, index, seen, wanted) => {
  const facts = moments[index]?.facts;
  expect(facts === undefined ? 'no such moment' : seen(facts)).toEqual(wanted);
});

const span = { since: at('01T00:00:00'), until: at('20T00:00:00') };

test('the gate would have sent it back once, and no more after it was set right', () => {
  const parties = { ...partiesOf(config) };
  const clauses = bindClauses([gate('observe')]);
  const inRegion = moments.map(({ at: time, facts }) => ({
    at: time,
    facts: { ...facts, region: 'kamchatka' },
  }));
  const judge = (facts: TicketFacts, time: Date) => evaluate(facts, clauses, { ...parties, now: time });
  expect(
    replay(inRegion, judge, span).map(({ clause, number, at: time, verdict }) => [
      clause,
      number,
      time.toISOString(),
      verdict.status,
    ]),
  ).toEqual([['R-4.2.1', '91007', '2026-11-02T07:00:00.900Z', 'due']]);
  // Without «Регион» as well: it returns where history says it came from.
  expect(replay(moments, judge, span).map(({ verdict }) => verdict.status)).toEqual(['due']);
  expect(replay(inRegion, judge, { ...span, since: at('02T08:00:00') })).toEqual([]);
  expect(replay(inRegion, judge, { ...span, until: at('02T06:30:00') })).toEqual([]);
});

describe('terms', () => {
  const because = { clause: 'R-4.7.2', text: 'срок', facts: {} } as const;
  const one = (verdict: Verdict): Judged[] => [{ clause: 'R-4.7.2', cited: 'R-4.7.2', mode: 'act', verdict }];
  const due: Verdict = { status: 'due', because, actions: [{ do: 'set', fields: { state: 'Закрыт' } }] };
  const untilTerm =
    (term: Date, looks: string[] = []) =>
    (facts: TicketFacts, time: Date): Judged[] => {
      looks.push(time.toISOString());
      if (facts.state !== 'В ожидании') return one({ status: 'notApplicable', because });
      return one(time < term ? { status: 'pending', because, dueAt: term } : due);
    };

  test('a term that runs out while nothing happens is looked at when it does', () => {
    const found = replay(moments, untilTerm(at('05T21:00:00')), span);
    expect(found.map(({ at: time }) => time)).toEqual([at('05T21:00:00')]);
  });

  test('a term that something overtakes is not', () => {
    expect(replay(moments, untilTerm(at('08T21:00:00')), span)).toEqual([]);
  });

  test('the last state is looked at up to the end of the span, not beyond', () => {
    const waiting = moments.slice(0, 6);
    expect(replay(waiting, untilTerm(at('08T21:00:00')), span)).toHaveLength(1);
    expect(replay(waiting, untilTerm(at('21T00:00:00')), span)).toEqual([]);
  });

  test('a rule that names a later term for ever ends', () => {
    const endless = (_: TicketFacts, time: Date): Judged[] =>
      one({ status: 'pending', because, dueAt: new Date(time.getTime() + 1) });
    expect(replay(moments, endless, span)).toEqual([]);
  });
});
