/** Zammad keeps in a ticket's history the names of the day: what was renamed since goes by its name of today (3.1, A-46). */
import { transitionsOf } from '../../plugin/engine/read/history.js';
import type { Directory } from '../../plugin/engine/directory.js';
import { isBehind } from '../../triggers/ticket/past.js';
import { ticket } from '../triggers/tickets.js';

const at = '2026-11-23T09:00:00Z';
const directory: Directory = {
  me: 1,
  groups: new Map([
    [3, { name: 'СП РПГУ::Кемеровская область - Кузбасс', mails: true }],
    [4, { name: 'СП ЕПГУ', mails: false }],
  ]),
  states: new Map([[2, { name: 'Ждёт без срока', closed: false }]]),
  articleTypes: new Map(),
  articleSenders: new Map(),
};
const row = (attribute: string, named: readonly [string, string], ids: readonly [number, number]) => ({
  id: ids[1],
  object: 'Ticket',
  type: 'updated',
  attribute,
  value_from: named[0],
  value_to: named[1],
  id_from: ids[0],
  id_to: ids[1],
  created_by_id: 5,
  created_at: at,
});
const full = {
  ticket: {
    id: 7,
    number: '91007',
    title: 'x',
    group_id: 3,
    state_id: 2,
    priority_id: 2,
    owner_id: 1,
    customer_id: 6,
    organization_id: null,
    created_by_id: 5,
    updated_by_id: 5,
    created_at: at,
    updated_at: at,
  },
  articles: [],
  assets: {},
  tags: [],
  links: [],
  mentions: [],
};

test.each([
  [
    'a group',
    row('group', ['СП ЕПГУ', 'СП РПГУ::Кемеровская область'], [4, 3]),
    'СП РПГУ::Кемеровская область - Кузбасс',
  ],
  ['a state', row('state', ['Назначен', 'В ожидании (без срока)'], [9, 2]), 'Ждёт без срока'],
  ['a group that is no more', row('group', ['СП ЕПГУ', 'Архив'], [4, 77]), 'Архив'],
])('%s', (_, entry, name) => {
  expect(transitionsOf({ history: [entry], assets: {} }, full, directory)[0]?.to).toBe(name);
});

test('a ticket of a renamed region is judged: its history ends where it stands', () => {
  const transitions = transitionsOf(
    { history: [row('group', ['СП ЕПГУ', 'СП РПГУ::Кемеровская область'], [4, 3])], assets: {} },
    full,
    directory,
  );
  expect(isBehind(ticket({ group: 'СП РПГУ::Кемеровская область - Кузбасс', transitions }))).toBe(false);
});
