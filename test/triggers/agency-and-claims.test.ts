/** What the examples of the clauses do not say: what rules read, what they count, and where a ticket ends up. */
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { judgeOf, ruleOf } from '../../triggers/index.js';
import type {
  Actor,
  ArticleFacts,
  OtherTicket,
  RuleContext,
  TicketFacts,
  Transition,
} from '../../triggers/types.js';
import { settle } from './state-space/walk.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const REGION = 'СП РПГУ::Республика Башкортостан';
const WAIT = 'В ожидании (без срока)';
const AGENCY = 'Отклонено на ведомство';
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const clauseOf = (id: string) => {
  const found = config.clauses.find(({ ids }) => ids.includes(id));
  if (found?.enforcer !== 'companion') throw new Error(`no rule for ${id}`);
  return found;
};
const judge = (id: string, change: Partial<TicketFacts>, params: object = {}, context = contextOf(id)) =>
  judgeOf(clauseOf(id).rule.kind, { ...clauseOf(id).rule.params, ...params })(ticket(change), context);
const needs = (id: string, change: Partial<TicketFacts>) =>
  ruleOf(clauseOf(id).rule.kind, clauseOf(id).rule.params).needs(ticket(change), contextOf(id));
const settled = (ids: readonly string[], change: Partial<TicketFacts>) =>
  settle(ticket(change), bindClauses(ids.map(clauseOf)), contextOf('R-4.8.2.c'));

const mail = (createdAt: Date, from: Actor = 'citizen', automatic = false): ArticleFacts => ({
  id: createdAt.getTime(),
  from,
  channel: 'email',
  internal: false,
  automatic,
  createdAt,
});
const move = (
  at: Date,
  field: string,
  from: string | null,
  to: string | null,
  by: Actor = 'operator',
): Transition => ({
  at,
  by,
  field,
  from,
  to,
});
const other = (change: Partial<OtherTicket> = {}): OtherTicket => ({
  id: 3,
  number: '91003',
  group: 'СП ЕПГУ',
  state: WAIT,
  closed: false,
  createdAt: hoursAgo(100),
  closedAt: null,
  attributes: { state_reason: AGENCY, repeat_count: 4 },
  ...change,
});

describe('waiting for an agency', () => {
  const began = move(hoursAgo(48), 'state', 'В работе', WAIT);
  const flip = (hours: number) => move(hoursAgo(hours), 'state', WAIT, 'Назначен', 'citizen');
  const flipped = (articles: readonly ArticleFacts[], transitions: readonly Transition[]) =>
    judge('R-3.8.b', {
      group: 'СП ЕПГУ',
      attributes: { state_reason: AGENCY, repeat_count: 1 },
      articles,
      transitions,
    });

  test.each<[string, readonly ArticleFacts[], readonly Transition[], number | undefined]>([
    ['two mails at once count two', [mail(hoursAgo(2)), mail(hoursAgo(1))], [began, flip(2)], 3],
    [
      'what was counted before the last restoring is not counted again',
      [mail(hoursAgo(20)), mail(hoursAgo(1))],
      [began, flip(20), move(hoursAgo(19), 'state', 'Назначен', WAIT, 'companion'), flip(1)],
      2,
    ],
    [
      'an auto-reply beside a mail',
      [mail(hoursAgo(2)), mail(hoursAgo(1), 'citizen', true)],
      [began, flip(2)],
      2,
    ],
    [
      'an auto-reply alone leaves the count',
      [mail(hoursAgo(1), 'citizen', true)],
      [began, flip(1)],
      undefined,
    ],
  ])('%s', (_, articles, transitions, repeats) => {
    const verdict = flipped(articles, transitions);
    expect(verdict).toMatchObject({ status: 'due' });
    const [set] = verdict.status === 'due' ? verdict.actions : [];
    expect(set).toEqual({
      do: 'set',
      fields: { state: WAIT, state_reason: AGENCY, ...(repeats !== undefined && { repeat_count: repeats }) },
    });
  });

  test('the notice goes to the region and comes back, state and reason as they were', () => {
    const asked: Partial<TicketFacts> = {
      group: 'СП ЕПГУ',
      state: WAIT,
      attributes: { state_reason: AGENCY, intake_channel: 'Письменное', foiv_notice: 'требуется' },
    };
    const away = settled(['R-4.8.1.a'], asked).facts;
    expect([away.group, away.state]).toEqual([REGION, WAIT]);
    const told = {
      ...away,
      articles: [mail(new Date(NOW.getTime() + 60_000), 'operator')],
      attributes: { ...away.attributes, foiv_notice: 'выполнено', last_federal_group: 'СТП ЕПГУ' },
    };
    const back = settled(['R-4.8.1.a', 'R-3.8.b'], told).facts;
    expect([back.group, back.state, back.attributes['state_reason'], back.attributes['next_task']]).toEqual([
      'СТП ЕПГУ',
      WAIT,
      AGENCY,
      null,
    ]);
  });

  test.each<[string, number, string]>([
    ['in time', 24, 'pending'],
    ['too late', 24 * 5, 'flagged'],
  ])('a term for the notice, where a protocol sets one: %s', (_, hours, status) => {
    const change: Partial<TicketFacts> = {
      group: REGION,
      state: WAIT,
      attributes: { state_reason: AGENCY, foiv_notice: 'требуется', next_task: 'Уведомить' },
      transitions: [move(hoursAgo(hours), 'group', 'СП ЕПГУ', REGION)],
    };
    expect(judge('R-4.8.2.a', change, { noticeWithin: 1 }).status).toBe(status);
  });

  test.each<[string, Partial<TicketFacts>, string]>([
    ['СТП had it before', { tags: [] }, 'met'],
    ['closed in the meantime', { closed: true }, 'notApplicable'],
    [
      'the companion ended the wait itself',
      { transitions: [move(hoursAgo(1), 'state_reason', AGENCY, null, 'companion')] },
      'notApplicable',
    ],
    [
      'it went back to work instead, nothing said',
      { group: 'СП ЕПГУ', transitions: [move(hoursAgo(1), 'state_reason', AGENCY, null)] },
      'flagged',
    ],
  ])('after the answer: %s', (_, change, status) => {
    const answered: Partial<TicketFacts> = {
      group: 'СТП ЕПГУ',
      attributes: { foiv_name: 'Росреестр' },
      articles: [mail(hoursAgo(2), 'operator')],
      transitions: [
        move(hoursAgo(80), 'group', 'СП ЕПГУ', 'СТП ЕПГУ'),
        move(hoursAgo(60), 'group', 'СТП ЕПГУ', 'СП ЕПГУ'),
        move(hoursAgo(48), 'state_reason', null, AGENCY),
        move(hoursAgo(1), 'state_reason', AGENCY, null),
        move(hoursAgo(1), 'group', 'СП ЕПГУ', 'СТП ЕПГУ'),
      ],
    };
    const silent = status === 'flagged' ? { articles: [] } : {};
    expect(judge('R-4.9', { ...answered, ...silent, ...change }).status).toBe(status);
  });
});

test('what is written in one act with a move was written by whom the ticket left', () => {
  const change: Partial<TicketFacts> = {
    group: REGION,
    state: WAIT,
    attributes: { state_reason: AGENCY, intake_channel: 'Письменное' },
    articles: [mail(hoursAgo(5), 'operator')],
    transitions: [
      move(hoursAgo(5), 'state_reason', null, AGENCY),
      move(hoursAgo(5), 'group', 'СП ЕПГУ', REGION),
    ],
  };
  expect(judge('R-4.8.3.b', change).status).toBe('flagged');
});

describe('repeat contacts', () => {
  const second: Partial<TicketFacts> = {
    group: 'Начальник смены ЦПП',
    tags: [],
    attributes: { regulation_act: 'Спросил о статусе', transition_comment: 'Звонила, торопит' },
  };

  test('told to the primary ticket once, marked, back at its region, and left there', () => {
    const { facts, relayed } = settled(['R-3.8.3'], { ...second, earlier: [other()] });
    expect(relayed).toEqual([
      expect.objectContaining({
        to: 3,
        occasion: `repeat-7-${NOW.toISOString()}`,
        fields: { repeat_count: 5 },
        view: {
          points: '4.8.4.1',
          number: '91007',
          asked: { at: '23.11.2026 14:00, время Asia/Yekaterinburg (UTC+05:00)', repeats: 5 },
          words: [['Звонила, торопит']],
        },
      }),
    ]);
    expect([facts.group, facts.tags, facts.linked.map(({ id }) => id)]).toEqual([
      REGION,
      ['повторное-обращение'],
      [3],
    ]);
    expect(facts.attributes['regulation_act']).toBeNull();
    expect(String(facts.attributes['next_task']).length).toBeLessThanOrEqual(250);
  });

  test.each<[string, readonly OtherTicket[], number | null]>([
    [
      'the one that waits for an agency before a newer one',
      [other({ id: 5, state: 'В работе' }), other()],
      3,
    ],
    [
      'of those in work the newest',
      [other({ id: 5, state: 'В работе' }), other({ id: 4, state: 'Решен' })],
      5,
    ],
    ['a closed one is an ordinary new contact', [other({ closed: true, state: 'Закрыт' })], null],
    ['one that came later is not earlier', [other({ createdAt: hoursAgo(-1) })], null],
  ])('the primary ticket: %s', (_, earlier, primary) => {
    expect(settled(['R-3.8.3'], { ...second, group: REGION, earlier }).relayed.map(({ to }) => to)).toEqual(
      primary === null ? [] : [primary],
    );
  });

  test('another question: the mark goes, and the ticket may be passed on', () => {
    const { facts } = settled(['R-3.8.3'], {
      attributes: { next_task: 'Сообщите' },
      tags: ['повторное-обращение', 'другой-вопрос'],
      earlier: [other()],
    });
    expect([facts.group, facts.tags, facts.attributes['next_task']]).toEqual([
      'Начальник смены ЦПП',
      ['другой-вопрос'],
      null,
    ]);
  });
});

describe('claims', () => {
  const asked: Partial<TicketFacts> = {
    group: 'СП ЕПГУ',
    state: 'Решен',
    attributes: {
      regulation_act: 'Претензия',
      citizen_consent: 'не согласен',
      intake_channel: 'Письменное',
    },
  };
  const rules = ['R-3.11.2.a', 'R-4.3.3.a', 'R-3.11.2.b', 'R-3.11.2.c'];

  test('in writing: one claim with the citizen’s data; the request knows it and goes to its region', () => {
    const { facts, created } = settled(rules, asked);
    expect(created).toHaveLength(1);
    expect(created[0]?.fields).toMatchObject({
      group: 'ГРП',
      snils: '112-233-445 95',
      region: 'Республика Башкортостан',
    });
    expect([facts.group, facts.state, facts.owner]).toEqual([REGION, 'Назначен', null]);
    expect(facts.attributes).toMatchObject({
      claim_number: facts.linked[0]?.number,
      claim_due: '2026-12-02',
      claim_link: 'претензия по обращению',
      regulation_act: null,
    });
  });

  test('by phone: the request stays with СП ЕПГУ, whose task is to tell number and contacts', () => {
    const { facts } = settled(rules, {
      ...asked,
      attributes: { ...asked.attributes, intake_channel: 'Телефонное' },
    });
    expect([facts.group, facts.state]).toEqual(['СП ЕПГУ', 'Назначен']);
    expect(facts.attributes['next_task']).toBe(
      `Сообщите пользователю о претензии: № ${facts.linked[0]?.number}, контакты СП ЕПГУ: +70000000117, claims@epgu.example`,
    );
  });

  test('mode «move»: the ticket itself is the claim', () => {
    const verdict = judge('R-3.11.2.a', asked, { mode: 'move' });
    expect(verdict).toMatchObject({
      status: 'due',
      actions: [
        {
          do: 'set',
          fields: { group: 'ГРП', claim_number: '91007', claim_due: '2026-12-02', regulation_act: null },
        },
        { do: 'note', template: 'claim-moved', view: { from: 'СП ЕПГУ', due: '02.12.2026' } },
      ],
    });
  });

  test.each<[string, readonly Transition[], string]>([
    ['made in ГРП', [], '2026-12-02'],
    [
      'brought to ГРП later: from then on',
      [move(new Date('2026-11-24T08:00:00Z'), 'group', 'СП ЕПГУ', 'ГРП')],
      '2026-12-03',
    ],
    [
      'away and back: from its registration',
      [move(hoursAgo(1), 'group', 'ГРП', 'СП ЕПГУ'), move(hoursAgo(0), 'group', 'СП ЕПГУ', 'ГРП')],
      '2026-12-02',
    ],
  ])('the term of a claim %s', (_, transitions, day) => {
    expect(judge('R-4.3.2.b', { group: 'ГРП', transitions })).toMatchObject({
      status: 'due',
      actions: [{ fields: { claim_number: '91007', claim_due: day } }],
    });
  });

  test('asked again while the claim is open: no second one, the act is cleared', () => {
    const claim = {
      ...other({ id: 9, number: '91009', group: 'ГРП', state: 'В работе' }),
      relation: 'child' as const,
    };
    const { facts, created } = settled(rules, {
      ...asked,
      attributes: { ...asked.attributes, claim_number: '91009' },
      linked: [claim],
    });
    expect([created, facts.attributes['regulation_act'], facts.group]).toEqual([[], null, 'СП ЕПГУ']);
  });

  test('a year without a calendar is shown, not guessed', () => {
    const change: Partial<TicketFacts> = { group: 'ГРП', createdAt: new Date('2027-12-30T08:00:00Z') };
    expect(judge('R-4.3.2.b', change).status).toBe('flagged');
  });

  test('a related ticket of the same kind is no claim of this one', () => {
    const linked = [{ ...other({ attributes: { request_kind: 'Претензия' } }), relation: 'normal' as const }];
    expect(
      judge('R-4.3.3.a', { group: 'СП ЕПГУ', attributes: { request_kind: 'Претензия' }, linked }).status,
    ).toBe('notApplicable');
  });
});

test.each<[string | null, boolean, string]>([
  [null, true, 'met'],
  ['2026-11-22', true, 'flagged'],
  ['2026-11-23', true, 'met'],
  [null, false, 'flagged'],
])('a protocol until %s, normative: %s', (until, normative, status) => {
  const protocol = { number: '7', from: '2026-01-01', until, normative };
  const context: RuleContext = {
    ...contextOf('R-5'),
    agreements: new Map([['bashkortostan', { transferPhone: null, protocol }]]),
  };
  expect(judge('R-5', {}, {}, context).status).toBe(status);
});

test('a ticket that needs nothing is read in one call', () => {
  const ids = config.clauses.flatMap(({ ids: [id], enforcer }) =>
    enforcer === 'companion' && id !== undefined ? [id] : [],
  );
  const mine = ids.filter((id) =>
    /agency|claim|call|protocol|recorded-fields|repeat/.test(clauseOf(id).rule.kind),
  );
  const working: Partial<TicketFacts> = {
    group: 'СП ЕПГУ',
    state: 'В работе',
    attributes: { intake_channel: 'Письменное', last_federal_group: 'СП ЕПГУ' },
  };
  const waiting = { ...working, state: WAIT, attributes: { ...working.attributes, state_reason: AGENCY } };
  expect(mine.length).toBeGreaterThan(12);
  expect(mine.flatMap((id) => needs(id, working))).toEqual([]);
  // How long the agency has been silent, and whether the citizen was told of it, history says.
  expect([...new Set(mine.flatMap((id) => needs(id, waiting)))]).toEqual(['transitions']);
});
