/** From Zammad's columns to facts: who wrote what, which mails machines sent, whose ticket it is. */
import type { FullTicket } from 'zammad-api-client-ts';
import { factsOf } from '../../plugin/engine/read/facts.js';
import { marksOn, subjectOf } from '../../plugin/engine/act/mark.js';
import { vocabulary } from '../config/vocabulary.js';
import { regions } from './gate.js';

const users = { system: 1, companion: 5, operator: 6, citizen: 7 } as const;
const parties = { regions, vocabulary };

const directory = {
  me: users.companion,
  groups: new Map([
    [1, { name: 'СП ЕПГУ', mails: false }],
    [3, { name: 'СП РПГУ::Северная область', mails: true }],
  ]),
  states: new Map([
    [2, { name: 'Назначен', closed: false }],
    [5, { name: 'Закрыт', closed: true }],
  ]),
  articleTypes: new Map([
    [1, 'email'],
    [5, 'phone'],
    [10, 'note'],
    [9, 'facebook feed comment'],
  ]),
  articleSenders: new Map([
    [1, 'Agent'],
    [2, 'Customer'],
    [3, 'System'],
  ]),
};
const at = '2026-11-23T09:00:00Z';
const stored = { created_at: at, updated_at: at };

type Article = FullTicket['articles'][number];
const article = (more: Partial<Article>): Article => ({
  ...stored,
  id: 1,
  ticket_id: 7,
  type_id: 1,
  sender_id: 2,
  from: 'Анна <anna@example.org>',
  to: null,
  cc: null,
  subject: null,
  content_type: 'text/plain',
  body: '',
  internal: false,
  created_by_id: users.citizen,
  updated_by_id: users.citizen,
  preferences: {},
  ...more,
});
const full = (columns: Record<string, unknown> = {}, articles: Article[] = []): FullTicket => ({
  ticket: {
    ...stored,
    id: 7,
    number: '91007',
    title: 'x',
    group_id: 3,
    state_id: 2,
    priority_id: 2,
    owner_id: 1,
    customer_id: users.citizen,
    organization_id: null,
    created_by_id: users.citizen,
    updated_by_id: users.citizen,
    ...columns,
  },
  articles,
  links: [],
  tags: [],
  mentions: [],
  assets: { User: { '6': { id: 6, login: 'operator@example.org' } } },
});

test.each<[string, Partial<Article>, object]>([
  ['a citizen’s mail', {}, { from: 'citizen', channel: 'email', automatic: false }],
  ['an out-of-office', { preferences: { 'is-auto-response': true } }, { automatic: true }],
  ['a bounce', { from: 'MAILER-DAEMON@mx.example.org' }, { automatic: true }],
  ['somebody called Postmaster', { from: 'Postmaster Pat <pat@example.org>' }, { automatic: false }],
  [
    'a form an operator filled in for a citizen',
    { type_id: 5, created_by_id: users.operator },
    { from: 'citizen', channel: 'phone' },
  ],
  [
    'an operator’s note',
    { type_id: 10, sender_id: 1, created_by_id: users.operator, internal: true },
    { from: 'operator', channel: 'note', internal: true },
  ],
  [
    'a note marked automatic is a note',
    { type_id: 10, sender_id: 1, preferences: { 'is-auto-response': true } },
    { automatic: false },
  ],
  ['our own note', { type_id: 10, sender_id: 1, created_by_id: users.companion }, { from: 'companion' }],
  ['a trigger’s', { type_id: 10, sender_id: 3, created_by_id: users.system }, { from: 'helpdesk' }],
  [
    'Zammad’s note that it gave up on a letter',
    {
      type_id: 10,
      sender_id: 3,
      created_by_id: users.system,
      internal: true,
      preferences: { delivery_message: true, delivery_article_id_related: 4 },
    },
    { from: 'helpdesk', channel: 'note', automatic: false, undelivered: 4 },
  ],
  ['another channel', { type_id: 9 }, { channel: 'other' }],
])('%s', (_, more, wanted) => {
  expect(factsOf(full({}, [article(more)]), directory, parties).articles[0]).toMatchObject(wanted);
});

test.each<[string, Record<string, unknown>, object]>([
  ['the region it says, by its name', { region: 'Северная область', group_id: 1 }, { region: 'north' }],
  ['a name no region has says nothing', { region: 'Южная область', group_id: 1 }, { region: null }],
  ['its region’s own group says the region', { region: '' }, { region: 'north' }],
  ['another group says nothing', { region: null, group_id: 1 }, { region: null, group: 'СП ЕПГУ' }],
  ['nobody owns it', { owner_id: 1 }, { owner: null }],
  ['an owner by login', { owner_id: 6 }, { owner: 'operator@example.org' }],
  ['an owner who was not sent along', { owner_id: 9 }, { owner: '#9' }],
  ['closed', { state_id: 5 }, { state: 'Закрыт', closed: true }],
  ['changed by us', { updated_by_id: users.companion }, { updatedBy: 'companion' }],
])('%s', (_, columns, wanted) => {
  expect(factsOf(full(columns), directory, parties)).toMatchObject(wanted);
});

test('empty and absent attributes are both nothing; false and zero are values', () => {
  const { attributes } = factsOf(
    full({ snils: '', data_waiver: false, repeat_count: 0, list: ['a'] }),
    directory,
    parties,
  );
  expect([attributes['snils'], attributes['inn'] ?? null]).toEqual([null, null]);
  expect(attributes).toMatchObject({ data_waiver: false, repeat_count: 0 });
  expect(attributes).not.toHaveProperty('list');
});

test('marks are read back from subjects, and only from notes of our own', () => {
  const marks = [
    { clause: 'R-4.2.1', key: '0123456789ab' },
    { clause: 'R-4.7.1.b', key: 'abcdefabcdef' },
  ];
  const subject = subjectOf(marks);
  const own = article({ subject, created_by_id: users.companion });
  const forged = article({ subject, created_by_id: users.operator });
  const found = marks.map((mark) => ({ ...mark, at: new Date(at) }));
  expect(marksOn([own, forged, article({})], users.companion)).toEqual(found);
});
