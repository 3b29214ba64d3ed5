/**
 * By whose clock a citizen's three working days end: the region's that asked, Moscow's where СП ЕПГУ did. Cases of
 * another hand, written from the regulation alone.
 */
import type { CheckAct } from './checks.js';
import { play } from './play.js';
import { clausesInForce, look, newWorld, type Value, type World } from './world.js';

const clauses = clausesInForce();
const KAMCHATKA = 'СП РПГУ::Камчатский край';
const KALININGRAD = 'СП РПГУ::Калининградская область';
const ASKED = 'Запрошена информация (пользователь)';
const DATA = {
  ФИО: 'Иванова Анна Петровна',
  СНИЛС: '112-233-445 95',
  ИНН: '500100732259',
  'Дата рождения': '1980-05-14',
  'Удобный способ связи': 'эл. почта',
  Контакт: 'citizen@example.org',
  'Суть обращения': 'Не открывается заявление',
};

interface Request {
  readonly group: string;
  readonly channel: 'письменный' | 'телефон';
  readonly region?: string;
  /** When it was asked, and what happens after. */
  readonly asked: string;
  readonly then?: readonly CheckAct[];
}

/** A request that `group` has at work and asks its citizen about; a region was asked to by СП ЕПГУ. */
const played = ({ group, channel, region, asked, then = [] }: Request): World => {
  const regional = group.startsWith('СП РПГУ');
  const fields: Record<string, Value> = {
    ...DATA,
    Канал: channel,
    ...(region !== undefined && { Регион: region }),
  };
  const born = new Date(Date.parse(asked) - 3_600_000).toISOString();
  const world = newWorld(group, regional ? 'Назначен' : 'В работе', fields, born);
  if (regional)
    world.facts = {
      ...world.facts,
      attributes: {
        ...world.facts.attributes,
        wait_source: 'по запросу ЕПГУ',
        last_federal_group: 'СП ЕПГУ',
      },
    };
  look(world, clauses);
  const by = regional ? 'region' : 'epgu';
  const question: CheckAct[] = [
    {
      by,
      at: asked,
      article: { type: 'email', to: 'citizen' },
      comment: 'Спросили письмом',
      set: { state: 'В ожидании', reason: ASKED },
    },
  ];
  for (const act of [...question, ...then]) play(world, act, clauses);
  return world;
};

test.each<[string, string, Request, string, string]>([
  [
    'GR-B01',
    'СП ЕПГУ asks, the caller is in Kaliningrad',
    {
      group: 'СП ЕПГУ',
      channel: 'телефон',
      region: 'Калининградская область',
      asked: '2026-03-16T21:30:00Z',
    },
    '2026-03-20T21:00:00.000Z',
    '24:00 20.03.2026 (Europe/Moscow)',
  ],
  [
    'GR-B02',
    'Kamchatka asks after its midnight',
    { group: KAMCHATKA, channel: 'письменный', asked: '2026-03-16T12:30:00Z' },
    '2026-03-20T12:00:00.000Z',
    '24:00 20.03.2026 (Asia/Kamchatka)',
  ],
  [
    'GR-B03',
    'Kaliningrad asks when Moscow has the next day',
    { group: KALININGRAD, channel: 'письменный', asked: '2026-03-16T21:30:00Z' },
    '2026-03-19T22:00:00.000Z',
    '24:00 19.03.2026 (Europe/Kaliningrad)',
  ],
  [
    'GR-B05',
    'СП ЕПГУ asks, nobody knows the region',
    { group: 'СП ЕПГУ', channel: 'телефон', asked: '2026-03-16T20:59:00Z' },
    '2026-03-19T21:00:00.000Z',
    '24:00 19.03.2026 (Europe/Moscow)',
  ],
  [
    'GR-B06',
    'asked on behalf of СП ЕПГУ, by Kamchatka in its morning',
    { group: KAMCHATKA, channel: 'письменный', asked: '2026-03-16T22:00:00Z' },
    '2026-03-20T12:00:00.000Z',
    '24:00 20.03.2026 (Asia/Kamchatka)',
  ],
  [
    'GR-B07',
    'the field «Регион» is edited meanwhile',
    {
      group: KALININGRAD,
      channel: 'письменный',
      asked: '2026-03-16T09:00:00Z',
      then: [{ by: 'region', at: '2026-03-17T09:00:00Z', set: { fields: { Регион: 'Камчатский край' } } }],
    },
    '2026-03-19T22:00:00.000Z',
    '24:00 19.03.2026 (Europe/Kaliningrad)',
  ],
  [
    'GR-B08',
    'a working Saturday and a holiday within',
    { group: KAMCHATKA, channel: 'письменный', asked: '2025-10-30T11:59:00Z' },
    '2025-11-05T12:00:00.000Z',
    '24:00 05.11.2025 (Asia/Kamchatka)',
  ],
  [
    'GR-B10',
    'one moment: СП ЕПГУ',
    { group: 'СП ЕПГУ', channel: 'телефон', region: 'Камчатский край', asked: '2026-03-16T09:00:00Z' },
    '2026-03-19T21:00:00.000Z',
    '24:00 19.03.2026 (Europe/Moscow)',
  ],
  [
    'GR-B10',
    'one moment: Kamchatka',
    { group: KAMCHATKA, channel: 'письменный', asked: '2026-03-16T09:00:00Z' },
    '2026-03-19T12:00:00.000Z',
    '24:00 19.03.2026 (Asia/Kamchatka)',
  ],
])('%s: %s', (_, __, request, until, words) => {
  const { facts } = played(request);
  expect([facts.state, facts.attributes['state_reason'], facts.pendingUntil?.toISOString()]).toEqual([
    'В ожидании',
    ASKED,
    until,
  ]);
  expect(String(facts.attributes['next_task'])).toContain(words);
});

test('GR-B03: Moscow’s day is over, the region’s is not; the answer of that hour counts', () => {
  const request: Request = { group: KALININGRAD, channel: 'письменный', asked: '2026-03-16T21:30:00Z' };
  const later = played({ ...request, then: [{ clock: '2026-03-19T21:35:00Z' }] });
  expect(later.facts.state).toBe('В ожидании');
  const answered = played({
    ...request,
    then: [{ by: 'citizen', at: '2026-03-19T21:50:00Z', mail: { refs: 'number', headers: {} } }],
  });
  expect([answered.facts.group, answered.facts.state]).toEqual([KALININGRAD, 'Назначен']);
});

test('GR-B04: Kamchatka’s day is over, Moscow’s is not; the answer to СП ЕПГУ counts', () => {
  const { facts } = played({
    group: 'СП ЕПГУ',
    channel: 'телефон',
    region: 'Камчатский край',
    asked: '2026-03-16T09:00:00Z',
    then: [{ by: 'citizen', at: '2026-03-19T20:55:00Z', mail: { refs: 'number', headers: {} } }],
  });
  expect([facts.group, facts.state]).toEqual(['СП ЕПГУ', 'Назначен']);
});

test('GR-B05: half an hour after Moscow’s midnight the request without a region is closed', () => {
  const { facts, said } = played({
    group: 'СП ЕПГУ',
    channel: 'телефон',
    asked: '2026-03-16T20:59:00Z',
    then: [{ clock: '2026-03-19T21:35:00Z' }],
  });
  expect([facts.state, facts.attributes['state_reason']]).toEqual(['Закрыт', 'Нет ответа пользователя']);
  expect(said.at(-1)).toContain('3.7.2');
});
