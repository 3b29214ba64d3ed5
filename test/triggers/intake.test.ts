/** What a letter adds to a ticket, what it may not touch, and that asking for data disturbs no other clause. */
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { takenFrom } from '../../triggers/rules/intake/take.js';
import type { LetterFacts, TicketFacts } from '../../triggers/types.js';
import { settle } from './state-space/walk.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const known = [
  { attribute: 'citizen_name', label: 'ФИО', check: 'present' },
  { attribute: 'snils', label: 'СНИЛС', check: 'snils' },
  { attribute: 'birth_date', label: 'Дата рождения', check: 'birthDate' },
  { attribute: 'contact_value', label: 'Контакт для связи', check: 'present' },
  { attribute: 'request_summary', label: 'Суть обращения', check: 'present' },
] as const;

type Attributes = Readonly<Record<string, string>>;

/** Before, the letter, what is written, what contradicts. */
test.each<[string, Attributes, Attributes, Attributes, readonly string[]]>([
  ['a gap is filled', {}, { snils: '112-233-445 95' }, { snils: '112-233-445 95' }, []],
  ['blanks are a gap', { snils: '  ' }, { snils: '112-233-445 95' }, { snils: '112-233-445 95' }, []],
  [
    'a number that cannot be right gives way to one that can',
    { snils: '112-233-445 59' },
    { snils: '112-233-445 95' },
    { snils: '112-233-445 95' },
    [],
  ],
  [
    'not to another that cannot be right either',
    { snils: '112-233-445 59' },
    { snils: '112-233-445 58' },
    {},
    [],
  ],
  [
    'a gap takes even a wrong number, as written',
    {},
    { snils: '112-233-445 59' },
    { snils: '112-233-445 59' },
    [],
  ],
  ['the same in another spelling', { snils: '11223344595' }, { snils: '112-233-445 95' }, {}, []],
  ['the same phone', { contact_value: '8 900 000-00-01' }, { contact_value: '+79000000001' }, {}, []],
  ['ё and case', { citizen_name: 'Семёнов Пётр' }, { citizen_name: 'СЕМЕНОВ ПЕТР' }, {}, []],
  ['another day', { birth_date: '1980-02-29' }, { birth_date: '1981-03-01' }, {}, ['Дата рождения']],
  ['another person', { citizen_name: 'Семёнов Пётр' }, { citizen_name: 'Образцов Иван' }, {}, ['ФИО']],
  [
    'other words for the request',
    { request_summary: 'Не открывается' },
    { request_summary: 'Вот СНИЛС' },
    {},
    [],
  ],
  ['what no rule checks', {}, { portal_service: 'Запись к врачу' }, { portal_service: 'Запись к врачу' }, []],
  ['what no rule checks is not argued about', { portal_service: 'А' }, { portal_service: 'Б' }, {}, []],
])('%s', (_, before, fields, taken, contradictions) => {
  const said = takenFrom(
    { fields },
    before,
    { known, free: ['request_summary'], first: true },
    'bashkortostan',
    contextOf('R-4.1.a'),
  );
  expect([said.fields, said.contradictions]).toEqual([taken, contradictions]);
});

const clauses = bindClauses(config.clauses);
const region = config.regions.get('bashkortostan');
const UFA = `СП РПГУ::${region?.name ?? ''}`;
const mail = {
  id: 1,
  from: 'citizen',
  channel: 'email',
  internal: false,
  automatic: false,
  createdAt: NOW,
} as const;

const asking = (askMissing: 'region' | 'citizen') => {
  const context = contextOf('R-4.2.2.a');
  return { ...context, intake: { ...context.intake, askMissing: { fallback: askMissing, by: new Map() } } };
};

const written = (change: Partial<TicketFacts> = {}): TicketFacts =>
  ticket({
    group: UFA,
    state: 'Новый',
    articles: [mail],
    mailTo: 'anna@example.org',
    ...change,
    attributes: { inn: '', letters_read_up_to: 1, intake_channel: 'Письменное', ...change.attributes },
  });

const states = config.helpdesk.ticket_states.wanted
  .map(({ name }) => name)
  .filter((name) => name !== 'Закрыт');
const reasons = ['', 'Запрошена информация (пользователь)', 'Отклонено на ведомство', 'Вне компетенции'];
const groups = [UFA, ...config.federal.groups, 'Неразобранные обращения'];

test.each(
  (['region', 'citizen'] as const).flatMap((who) =>
    groups.flatMap((group) => states.map((state) => [who, group, state] as const)),
  ),
)('with data missing, %s to be asked, in «%s», «%s»: all clauses come to rest', (who, group, state) => {
  for (const reason of reasons)
    for (const holder of ['', 'СП ЕПГУ'])
      expect(
        settle(
          written({ group, state, attributes: { state_reason: reason, last_federal_group: holder } }),
          clauses,
          asking(who),
        ).rounds,
      ).toBeLessThanOrEqual(5);
});

test('asked by mail the ticket waits as 4.2.2 says, and the next letter is read before anything is asked again', () => {
  const { facts } = settle(written(), clauses, asking('citizen'));
  expect([facts.state, facts.attributes['state_reason'], facts.attributes['wait_source']]).toEqual([
    'В ожидании (без срока)',
    'Запрошена информация (пользователь)',
    'до передачи',
  ]);
  const answered = { ...facts, state: 'Назначен', articles: [mail, { ...mail, id: 3 }] };
  const [ask] = bindClauses(config.clauses.filter(({ ids }) => ids.includes('R-4.2.2.a')));
  expect(ask?.judge(answered, { ...asking('citizen'), clause: 'R-4.2.2.a' }).because.text).toBe(
    'письмо ещё не прочитано',
  );
});

test.each([
  ['before the transfer', '', '', ['data-complete']],
  ['put back for want of data', 'Начальник смены ЦПП', 'до передачи', ['data-complete']],
  ['back from the federal desk: there is nothing to pass on', 'СП ЕПГУ', '', []],
])('the data are there, %s', (_, holder, waitSource, notes) => {
  const [ask] = bindClauses(config.clauses.filter(({ ids }) => ids.includes('R-4.2.2.a')));
  const attributes = { inn: '500100732259', last_federal_group: holder, wait_source: waitSource };
  const verdict = ask?.judge(written({ tags: ['не-хватает-данных'], attributes }), {
    ...asking('region'),
    clause: 'R-4.2.2.a',
  });
  const actions = verdict?.status === 'due' ? verdict.actions : [];
  expect(actions.flatMap((action) => (action.do === 'note' ? [action.template] : []))).toEqual(notes);
  expect(actions).toContainEqual({ do: 'tag', add: [], remove: ['не-хватает-данных'] });
});

const letter = (change: Partial<LetterFacts> = {}): LetterFacts => ({
  article: 1,
  sender: 'portal',
  automatic: false,
  region: 'bashkortostan',
  fields: {},
  faults: [],
  citizen: { name: 'Вымышленная Вера Павловна', mail: null, phone: null, snils: '112-233-445 95' },
  copies: [],
  ...change,
});
const copy = (change: Partial<LetterFacts['copies'][number]> = {}): LetterFacts['copies'][number] => ({
  id: 3,
  number: '91003',
  group: UFA,
  state: 'Назначен',
  closed: false,
  createdAt: NOW,
  closedAt: null,
  attributes: { citizen_name: 'Вымышленная Вера Павловна', snils: '112-233-445 95' },
  sameLetter: false,
  ...change,
});

test.each<[string, Partial<LetterFacts['copies'][number]>, Partial<TicketFacts>, boolean]>([
  ['the same number of the portal, open', {}, {}, true],
  [
    'the same number, closed: a new ticket that names the old one',
    { closed: true, state: 'Закрыт' },
    {},
    false,
  ],
  ['the same letter, closed', { closed: true, state: 'Закрыт', sameLetter: true }, {}, true],
  ['the same number, another person', { attributes: { snils: '087-654-303 00' } }, {}, false],
  ['the same number, nothing known of the person', { attributes: {} }, {}, false],
  [
    'the same number and СНИЛС, another name',
    { attributes: { citizen_name: 'Выдуманный Илья', snils: '112-233-445 95' } },
    {},
    false,
  ],
  ['the copy is the younger one', { id: 9 }, {}, false],
  ['СП ЕПГУ has it already', {}, { group: 'СП ЕПГУ' }, false],
])('%s', (_, change, facts, merges) => {
  const [rule] = bindClauses(config.clauses.filter(({ ids }) => ids.includes('R-4.1.a')));
  const verdict = rule?.judge(
    written({
      attributes: { letters_read_up_to: 0 },
      letters: [letter({ copies: [copy(change)] })],
      ...facts,
    }),
    contextOf('R-4.1.a'),
  );
  const actions = verdict?.status === 'due' ? verdict.actions : [];
  expect(actions.some((action) => action.do === 'merge')).toBe(merges);
});

test('of a ticket in its past only the letters that were there are read', () => {
  const [rule] = bindClauses(config.clauses.filter(({ ids }) => ids.includes('R-4.1.a')));
  const later = letter({ article: 5, fields: { inn: '500100732259' } });
  const verdict = rule?.judge(
    written({
      attributes: { letters_read_up_to: 0, snils: '', citizen_name: '' },
      letters: [letter({ fields: { snils: '112-233-445 95' } }), later],
    }),
    contextOf('R-4.1.a'),
  );
  const [set] = verdict?.status === 'due' ? verdict.actions : [];
  expect(set).toMatchObject({ do: 'set', fields: { snils: '112-233-445 95', letters_read_up_to: 1 } });
  expect(set?.do === 'set' && 'inn' in set.fields).toBe(false);
});
