/** Whose desks somebody may act for: told by the groups that the person and the person's roles may change in Zammad. */
import type { Directory } from '../../plugin/engine/directory.js';
import { transitionsOf } from '../../plugin/engine/read/history.js';
import { namesOf } from '../../triggers/ticket/moves.js';
import { contextOf } from '../triggers/tickets.js';

const UFA = 'СП РПГУ::Республика Башкортостан';
const at = '2026-11-23T09:00:00Z';
const directory: Directory = {
  me: 2,
  groups: new Map([
    [3, { name: UFA, mails: true }],
    [4, { name: 'СП ЕПГУ', mails: false }],
    [5, { name: 'Начальник смены ЦПП', mails: false }],
  ]),
  states: new Map(),
  articleTypes: new Map(),
  articleSenders: new Map(),
  roles: new Map([
    [10, { name: 'Оператор СП РПГУ', groups: [] }],
    [11, { name: 'Оператор СП ЕПГУ', groups: [4, 5] }],
  ]),
};

interface Person {
  readonly role_ids: readonly number[];
  readonly group_ids?: Readonly<Record<string, readonly string[]>>;
}
const desksOf = (person: Person | null): readonly string[] | undefined => {
  const ticket = {
    id: 7,
    number: '91007',
    title: 'x',
    group_id: 3,
    state_id: 1,
    priority_id: 2,
    owner_id: 1,
    customer_id: 6,
    organization_id: null,
    created_by_id: 5,
    updated_by_id: 5,
    created_at: at,
    updated_at: at,
  };
  const row = {
    id: 1,
    object: 'Ticket',
    type: 'updated',
    attribute: 'title',
    value_from: 'a',
    value_to: 'b',
    created_by_id: 9,
    created_at: at,
  };
  const full = {
    ticket,
    articles: [],
    assets: person === null ? {} : { User: { '9': { id: 9, ...person } } },
    tags: [],
    links: [],
    mentions: [],
  };
  return transitionsOf({ history: [row], assets: {} }, full, directory)[0]?.desks;
};

test.each<[string, Person | null, readonly string[] | undefined]>([
  [
    'of a region, by the group that an application gave',
    { role_ids: [10], group_ids: { '3': ['full'] } },
    [UFA],
  ],
  ['of СП ЕПГУ, by the role', { role_ids: [11] }, ['СП ЕПГУ', 'Начальник смены ЦПП']],
  [
    'of both',
    { role_ids: [11], group_ids: { '3': ['read', 'change'] } },
    [UFA, 'СП ЕПГУ', 'Начальник смены ЦПП'],
  ],
  [
    'who may change none: a robot whose letter has changed the state',
    { role_ids: [10], group_ids: { '3': ['read', 'create'] } },
    undefined,
  ],
  ['of a role nobody told of', { role_ids: [12], group_ids: { '3': ['full'] } }, undefined],
  ['of whom Zammad said nothing', null, undefined],
])('somebody %s', (_, person, desks) => {
  expect(desksOf(person)).toEqual(desks);
});

test.each<[string, readonly string[] | undefined, string, readonly string[]]>([
  ['its own operator', [UFA], UFA, ['СП РПГУ']],
  ['one of СП ЕПГУ who may change it', [UFA, 'СП ЕПГУ'], UFA, ['СП РПГУ', 'СП ЕПГУ']],
  ['one of СП ЕПГУ on a ticket of СП ЕПГУ', [UFA, 'СП ЕПГУ'], 'СП ЕПГУ', ['СП ЕПГУ']],
  ['nobody knows who', undefined, UFA, ['СП РПГУ']],
])('%s acts in the name of', (_, desks, group, names) => {
  expect(namesOf(desks, { group }, contextOf('R-4.9'))).toEqual(names);
});
