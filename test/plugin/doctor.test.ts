/** The doctor's findings on calendars, regions and clocks: what an administrator is told, and when. */
import { regionIntake } from '../../config/schema/intake.js';
import { createServer, type Server } from 'node:http';
import type { ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../config/load.js';
import { checkCalendars, checkRegions } from '../../plugin/ask/doctor/data.js';
import { checkMailFilters } from '../../plugin/ask/doctor/filters.js';
import { checkClock } from '../../plugin/ask/doctor/zammad.js';

const years = (...known: [number, 'decree' | 'provisional'][]): Config['calendars'] =>
  new Map(
    known.map(([year, status]) => [
      year,
      { year, status, source: 'тест', off: [], work: [], short: [], workingDays: 247 },
    ]),
  );

test.each<[string, string, Config['calendars'], string[]]>([
  ['a decree for next year', '2026-11-23', years([2026, 'decree'], [2027, 'decree']), ['ok']],
  ['next year provisional', '2026-11-23', years([2026, 'decree'], [2027, 'provisional']), ['ok', 'warn']],
  ['the year ends in 39 days', '2026-11-23', years([2026, 'decree']), ['fail']],
  [
    'a past year provisional',
    '2026-11-23',
    years([2025, 'provisional'], [2026, 'decree'], [2027, 'decree']),
    ['ok'],
  ],
  ['a gap before a known year', '2026-11-23', years([2026, 'decree'], [2028, 'decree']), ['fail']],
  ['this year unknown', '2026-01-10', years([2025, 'decree']), ['fail']],
  // Ten minutes into the year in Moscow, still the old one in London.
  ['New Year in Moscow', '2025-12-31T21:10:00Z', years([2025, 'decree']), ['fail']],
])('calendar: %s', (_, now, calendars, states) => {
  expect(checkCalendars(calendars, new Date(now)).map(({ state }) => state)).toEqual(states);
});

const region = {
  id: 'north',
  name: 'Северная область',
  timeZone: 'Europe/Moscow',
  mailDomains: ['north.example'],
  transferPhone: '+70000000001',
  holidays: [],
  accessRegister: null,
  intake: regionIntake.parse({}),
  protocol: {
    number: '1',
    from: '2026-01-01',
    until: null,
    normative: true,
    firstResponseMinutes: 60,
    solutionMinutes: null,
  },
};
test.each<[string, object, string]>([
  ['complete', {}, 'номер и протокол есть'],
  ['no phone', { transferPhone: null }, 'нет номера для обратного перевода'],
  ['no protocol', { protocol: null }, 'нет действующего протокола'],
  ['protocol over', { protocol: { ...region.protocol, until: '2026-11-22' } }, 'нет действующего протокола'],
  ['a sample', { protocol: { ...region.protocol, normative: false } }, 'образец, сторонами не подписан'],
])('region: %s', (_, more, words) => {
  const [check] = checkRegions(new Map([['north', { ...region, ...more }]]), new Date('2026-11-23'));
  expect(check?.what).toContain(words);
});

describe('mail filters', () => {
  const regions = new Map([
    ['north', { ...region, mailDomains: ['north.example', 'n.example'] }],
    ['south', { ...region, id: 'south', name: 'Южная область', mailDomains: ['south.example'] }],
  ]);
  const shipped = (id: string, group: number, match: object, more: object = {}) => ({
    name: `Портал: ${id}`,
    active: true,
    channel: 'email',
    created_at: '2026-01-01T00:00:00Z',
    match: { from: match },
    perform: {
      'x-zammad-ticket-group_id': { value: String(group) },
      'x-zammad-ticket-region': { value: id },
    },
    ...more,
  });
  const regex = (value: string) => ({ operator: 'matches regex', value });
  const both = [
    shipped('north', 1, regex('[@.](north\\.example|n\\.example)>?\\s*$')),
    shipped('south', 2, regex('[@.](south\\.example)>?\\s*$')),
  ];
  const asked = async (filters: readonly object[]): Promise<string[]> => {
    const groups = [
      { id: 1, name: 'СП РПГУ::Северная область' },
      { id: 2, name: 'СП РПГУ::Южная область' },
      { id: 3, name: 'Спам' },
    ];
    const client = {
      resource: () => ({ list: () => Promise.resolve(filters) }),
      groups: { list: () => Promise.resolve(groups) },
    } as unknown as ZammadClient;
    const checks = await checkMailFilters(client, { regions } as unknown as Config);
    return checks.map(({ state, what }) => `${state}: ${what}`);
  };
  const nowhere = (...domains: [string, string][]) =>
    domains.map(
      ([name, domain]) =>
        `fail: ${name} область: письмо с адреса @${domain} не попадёт ни в одну группу фильтром`,
    );

  test.each<[string, readonly object[], string[]]>([
    ['as shipped', both, ['ok: письмо с каждого домена порталов попадёт в группу своего региона']],
    [
      'none',
      [],
      nowhere(['Северная', 'north.example'], ['Северная', 'n.example'], ['Южная', 'south.example']),
    ],
    [
      'a pattern under «contains», as Zammad took it before 6.1',
      [both[0]!, shipped('south', 2, { operator: 'contains', value: 'regex:[@.](south\\.example)>?\\s*$' })],
      nowhere(['Южная', 'south.example']),
    ],
    ['one switched off', [both[0]!, { ...both[1], active: false }], nowhere(['Южная', 'south.example'])],
    [
      'one domain forgotten',
      [shipped('north', 1, regex('@north\\.example')), both[1]!],
      nowhere(['Северная', 'n.example']),
    ],
    [
      "somebody's own filter, later in the alphabet",
      [...both, shipped('north', 3, { operator: 'contains', value: '@N.*' }, { name: 'Яма для роботов' })],
      ['fail: Северная область: письмо с адреса @n.example попадёт в «Спам» (фильтр «Яма для роботов»)'],
    ],
    [
      'a pattern that is none',
      [both[0]!, shipped('south', 2, regex('('))],
      nowhere(['Южная', 'south.example']),
    ],
  ])('%s', async (_, filters, words) => {
    expect(await asked(filters)).toEqual(words);
  });
});

describe('clock', () => {
  const now = new Date('2026-11-23T09:00:00Z');
  let server: Server;
  let date: string | undefined;
  beforeEach(async () => {
    server = createServer((_, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader('date', date);
      response.end();
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  });
  afterEach(() => new Promise((down) => server.close(down)));

  test.each<[string, number | null, 'ok' | 'warn' | 'fail', string]>([
    ['a minute apart is borne', 60, 'ok', 'сходятся'],
    ['behind by more', 62, 'fail', 'на 62 с (здесь отстают)'],
    ['ahead by more', -62, 'fail', 'на 62 с (здесь спешат)'],
    ['no time told', null, 'warn', 'не сверены'],
  ])('%s', async (_, seconds, state, words) => {
    date = seconds === null ? undefined : new Date(now.getTime() + seconds * 1000).toUTCString();
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const check = await checkClock(url, () => now);
    expect(check.state).toBe(state);
    expect(check.what).toContain(words);
  });
});
