/** The gate of 4.2.1–4.2.3 as a table: who holds the ticket, what is in it, what the rule says. */
import fc from 'fast-check';
import { judgeOf, ruleKindNames } from '../../triggers/index.js';
import type { RuleContext, TicketFacts, Verdict } from '../../triggers/types.js';
import { contextOf, NOW, ticket } from './tickets.js';

const params = {
  federalGroups: ['Начальник смены ЦПП', 'СП ЕПГУ', 'СТП ЕПГУ', 'ГРП'],
  fields: [
    { attribute: 'citizen_name', label: 'ФИО', check: 'present' },
    { attribute: 'snils', label: 'СНИЛС', check: 'snils' },
    { attribute: 'inn', label: 'ИНН', check: 'inn' },
    { attribute: 'birth_date', label: 'Дата рождения', check: 'birthDate' },
    { attribute: 'contact_method', label: 'Удобный способ связи', check: 'present' },
    { attribute: 'contact_value', label: 'Контакт для связи', check: 'present' },
    { attribute: 'request_summary', label: 'Суть обращения', check: 'present' },
  ],
  waiver: { attribute: 'data_waiver', reason: 'data_waiver_reason' },
  sendBack: {
    state: 'В ожидании (без срока)',
    reason: 'Запрошена информация (пользователь)',
    waitSource: 'до передачи',
  },
};

const context: RuleContext = {
  ...contextOf('R-4.2.3'),
  regions: new Map([
    ['north', { name: 'Северная область', group: 'СП РПГУ::Северная область', timeZone: 'Europe/Moscow' }],
  ]),
};

const facts = (attributes: TicketFacts['attributes'], rest: Partial<TicketFacts> = {}): TicketFacts =>
  ticket({ region: 'north', ...rest, attributes });

const judge = judgeOf('required-data', params);
const faultsIn = (verdict: Verdict) =>
  Object.fromEntries(
    Object.entries(verdict.because.facts).filter(([name]) => !['Группа', 'Состояние'].includes(name)),
  );
const missing = 'не заполнено';

test.each<[string, TicketFacts['attributes'], Record<string, string>]>([
  ['all there', {}, {}],
  ['no СНИЛС', { snils: null }, { СНИЛС: missing }],
  ['blanks are nothing', { citizen_name: '  ' }, { ФИО: missing }],
  [
    'every fault at once',
    { snils: '112-233-445 96', inn: '7707083893', birth_date: '2030-01-01', request_summary: '' },
    {
      СНИЛС: 'не сходится контрольное число',
      ИНН: 'это ИНН организации, у физического лица 12 цифр',
      'Дата рождения': 'дата ещё не наступила',
      'Суть обращения': missing,
    },
  ],
  [
    'waived with a reason',
    { inn: null, data_waiver: true, data_waiver_reason: 'ребёнок, ИНН не получали' },
    {},
  ],
  [
    'waived without a reason',
    { inn: null, data_waiver: true, data_waiver_reason: ' ' },
    { ИНН: missing, 'Причина отсутствия данных': 'отметка об отсутствии данных стоит без причины' },
  ],
  ['a reason without the mark', { inn: null, data_waiver_reason: 'ребёнок' }, { ИНН: missing }],
  [
    'a waiver does not make a wrong number right',
    { snils: '112-233-445 96', data_waiver: true, data_waiver_reason: 'ребёнок' },
    { СНИЛС: 'не сходится контрольное число' },
  ],
  [
    'nobody lacks a name',
    { citizen_name: null, data_waiver: true, data_waiver_reason: 'ребёнок' },
    { ФИО: missing },
  ],
  ['a waiver nobody needed may lack its reason', { data_waiver: true }, {}],
])('%s', (_, attributes, faults) => {
  const verdict = judge(facts(attributes), context);
  expect([verdict.status, faultsIn(verdict)]).toEqual([
    Object.keys(faults).length === 0 ? 'met' : 'due',
    faults,
  ]);
});

test('sends the ticket to its own region, and says why', () => {
  expect(judge(facts({ snils: null }), context)).toMatchObject({
    status: 'due',
    actions: [
      {
        do: 'set',
        fields: {
          group: 'СП РПГУ::Северная область',
          owner: null,
          state: 'В ожидании (без срока)',
          state_reason: 'Запрошена информация (пользователь)',
          wait_source: 'до передачи',
        },
      },
      { do: 'note', template: 'data-missing', view: { faults: [{ label: 'СНИЛС', why: missing }] } },
    ],
  });
});

test.each([null, 'atlantis'])('a ticket of region %s is flagged, never sent to a guess', (region) => {
  expect(judge(facts({ snils: null }, { region }), context).status).toBe('flagged');
});

test.each<[string, Partial<TicketFacts>]>([
  ['what a region still works on', { group: 'СП РПГУ::Северная область' }],
  ['what is closed already', { state: 'Закрыт', closed: true }],
])('%s is none of its business', (_, rest) => {
  expect(judge(facts({ snils: null }, rest), context).status).toBe('notApplicable');
});

const NORTH = 'СП РПГУ::Северная область';
const ENTRY = 'Начальник смены ЦПП';
const change = (
  minute: number,
  by: 'operator' | 'companion',
  field: string,
  from: string | null,
  to: string | null,
) => ({
  at: new Date(NOW.getTime() - (60 - minute) * 60_000),
  by,
  field,
  from,
  to,
});
const arrival = (minute: number) => change(minute, 'operator', 'group', NORTH, ENTRY);
const passedOn = (...transitions: readonly ReturnType<typeof change>[]) =>
  facts({ snils: null }, { group: ENTRY, state: 'Назначен', transitions });

test.each([
  ['put back for want of data and sent again without them', 'до передачи', 'companion', 'due'],
  ['asked by the federal desk and sent again: 4.2.3 is past (A-45)', 'по запросу', 'operator', 'flagged'],
  ['sent back by the companion for another reason', null, 'companion', 'flagged'],
] as const)('%s', (_, waitSource, by, status) => {
  const verdict = judge(
    passedOn(
      arrival(0),
      change(1, by, 'group', ENTRY, NORTH),
      change(1, by, 'wait_source', null, waitSource),
      change(20, 'operator', 'wait_source', waitSource, null),
      arrival(30),
    ),
    context,
  );
  expect(verdict.status).toBe(status);
});

test('no verdict repeats what a citizen typed', () => {
  // Letters that no sentence of ours has, and digits of no limit it names.
  const secret = fc.stringMatching(/^[#@]{4,12}[3-9]{0,8}$/);
  fc.assert(
    fc.property(secret, secret, secret, (snils, inn, birth_date) => {
      const said = JSON.stringify(judge(facts({ snils, inn, birth_date }), context));
      expect([snils, inn, birth_date].some((value) => said.includes(value))).toBe(false);
    }),
  );
});

test('an unknown kind and parameters that do not fit are refused before any ticket', () => {
  expect(() => judgeOf('no-such-kind', {})).toThrow(`известны: ${ruleKindNames.join(', ')}`);
  expect(() => judgeOf('required-data', { ...params, fields: [] })).toThrow();
});
