/**
 * Clause 2.3: the application names the persons, the helpdesk's accounts follow. One row a case: what the regions' registers say,
 * who is in the helpdesk, what is to happen.
 */
import type { Access } from '../../../sync/access/access.js';
import { compareAccess } from '../../../sync/access/compare.js';
import { registerOn, type RegisterRegion } from '../../../sync/access/register.js';
import type { Person } from '../../../sync/access/desk.js';

const OPERATOR = 'Оператор СП РПГУ';
const FEDERAL = 'Оператор СП ЕПГУ';
const HEAD = 'Руководитель СП';
const COMPANION = 'Компаньон регламента';
const NORTH = 'СП РПГУ::Север';
const SOUTH = 'СП РПГУ::Юг';

const ours = {
  companion: COMPANION,
  roles: new Map([
    [OPERATOR, { regional: true, works: false }],
    [FEDERAL, { regional: false, works: true }],
    [HEAD, { regional: false, works: false }],
  ]),
  groups: new Set(['СП РПГУ', 'СП ЕПГУ', NORTH, SOUTH]),
};
const agent = { active: true, isAdmin: false, isAgent: true };
const zammad = {
  roles: new Map([
    ['Admin', { active: true, isAdmin: true, isAgent: false, groups: [] }],
    ['Agent', { ...agent, groups: [] }],
    ['Customer', { active: true, isAdmin: false, isAgent: false, groups: [] }],
    ['Кадры', { ...agent, groups: ['Кадры'] }],
    ['Дежурные', { ...agent, groups: [NORTH] }],
    [OPERATOR, { ...agent, groups: [] }],
    [FEDERAL, { ...agent, groups: ['СП ЕПГУ'] }],
    [HEAD, { ...agent, groups: ['СП ЕПГУ'] }],
    [COMPANION, { ...agent, groups: [NORTH, SOUTH, 'СП ЕПГУ'] }],
  ]),
  groups: new Set(['Users', 'Кадры', 'СП РПГУ', 'СП ЕПГУ', NORTH, SOUTH]),
};

type Line = readonly [email: string, role?: string, until?: string];
interface Case {
  readonly north?: readonly Line[] | null;
  readonly south?: readonly Line[] | null;
  readonly closed?: string;
  readonly zone?: string;
  readonly now?: string;
  readonly people?: readonly Person[];
  /** Ids that an earlier `access --apply` knew in a register. */
  readonly remembered?: readonly number[];
  readonly lacking?: string;
  readonly changes?: readonly string[];
  readonly strangers?: readonly string[];
  readonly left?: readonly RegExp[];
}

const region = (
  id: string,
  name: string,
  lines: readonly Line[] | null,
  more: Partial<RegisterRegion> = {},
): RegisterRegion => ({
  id,
  name,
  timeZone: 'Europe/Moscow',
  accessRegister:
    lines === null
      ? null
      : {
          application: { number: '1', date: '2026-01-12', signedBy: 'А. Б. Примерова' },
          persons: lines.map(([email, role = OPERATOR, until]) => ({
            name: 'Анна Образцова',
            email,
            role,
            until: until ?? null,
          })),
        },
  ...more,
});

let ids = 10;
const user = (email: string, roles: readonly string[], more: Partial<Person> = {}): Person => {
  ids += 1;
  return {
    id: ids,
    login: email,
    email,
    name: 'Анна Образцова',
    active: true,
    roles,
    groups: new Map(),
    ...more,
  };
};
const full = (...groups: readonly string[]): Person['groups'] =>
  new Map(groups.map((group) => [group, ['full']]));
const north = (email: string, more: Partial<Person> = {}): Person =>
  user(email, [OPERATOR], { groups: full(NORTH), ...more });

const marked = (sign: string, names: readonly string[]): string[] => names.map((name) => `${sign}${name}`);
const said = ({ changes }: Access): string[] =>
  changes.map(({ does, email, activates, give, take }) =>
    [
      does,
      email,
      ...(activates ? ['on'] : []),
      ...marked('+', [...give.roles, ...give.groups]),
      ...marked('-', [...take.roles, ...take.groups]),
    ].join(' '),
  );

const compared = (given: Case, strangers = false): Access => {
  const regions = new Map([
    [
      'north',
      region('north', 'Север', given.north ?? [], {
        ...(given.closed !== undefined && { closed: given.closed }),
        ...(given.zone !== undefined && { timeZone: given.zone }),
        ...(given.north === null && { accessRegister: null }),
      }),
    ],
    ['south', region('south', 'Юг', given.south === undefined ? [] : given.south)],
  ]);
  return compareAccess(
    registerOn(regions, new Date(given.now ?? '2026-11-27T09:00:00Z')),
    ours,
    {
      roles: new Map([...zammad.roles].filter(([name]) => name !== given.lacking)),
      groups: new Set([...zammad.groups].filter((name) => name !== given.lacking)),
      people: given.people ?? [],
      remembered: new Set(given.remembered),
    },
    { strangers },
  );
};

const a = 'a.obraztsova@north.example';

test.each<[string, Case]>([
  ['nobody registered, nobody there', {}],
  ['a person without an account', { north: [[a]], changes: [`create ${a} +${OPERATOR} +${NORTH}`] }],
  ['a person who has what the register says', { north: [[a]], people: [north(a)] }],
  [
    'an account without our role and group',
    { north: [[a]], people: [user(a, ['Agent'])], changes: [`change ${a} +${OPERATOR} +${NORTH}`] },
  ],
  [
    'less than full access to the group',
    {
      north: [[a]],
      people: [north(a, { groups: new Map([[NORTH, ['read']]]) })],
      changes: [`change ${a} +${NORTH}`],
    },
  ],
  [
    'the same person under another case of e-mail',
    { north: [['A.Obraztsova@North.example']], people: [north(a)] },
  ],
  [
    'named twice, by two cases of e-mail',
    { north: [[a], [a.toUpperCase()]], changes: [`create ${a} +${OPERATOR} +${NORTH}`] },
  ],
  [
    'a login that exists as a customer: no second account, and he stays a customer',
    { north: [[a]], people: [user(a, ['Customer'])], changes: [`change ${a} +${OPERATOR} +${NORTH}`] },
  ],
  [
    'the address is a login only',
    {
      north: [[a]],
      people: [user('', ['Customer'], { login: a })],
      changes: [`change ${a} +${OPERATOR} +${NORTH}`],
    },
  ],
  [
    'the address fits two accounts',
    {
      north: [[a]],
      people: [user(a, ['Customer']), user('other@north.example', ['Customer'], { login: a })],
      left: [/подходят две учётные записи/],
    },
  ],
  [
    'the address is the login of an account with another address',
    { north: [[a]], people: [user('x@else.example', ['Customer'], { login: a })], left: [/другим адресом/] },
  ],
  [
    'a leaver with two accounts can work with neither',
    {
      north: [[a, OPERATOR, '2026-11-26']],
      people: [north(a), north('other@north.example', { login: a })],
      changes: [`disable ${a}`, 'disable other@north.example'],
    },
  ],
  [
    'an account that somebody has switched off',
    { north: [[a]], people: [north(a, { active: false })], changes: [`change ${a} on`] },
  ],
  [
    'a person in two regions',
    { north: [[a]], south: [[a]], changes: [`create ${a} +${OPERATOR} +${NORTH} +${SOUTH}`] },
  ],
  [
    'a person in two regions, over in one',
    {
      north: [[a, OPERATOR, '2026-11-26']],
      south: [[a]],
      people: [user(a, [OPERATOR], { groups: full(NORTH, SOUTH) })],
      changes: [`change ${a} -${NORTH}`],
    },
  ],
  [
    'a person who went to another region',
    { south: [[a]], people: [north(a)], changes: [`change ${a} +${SOUTH} -${NORTH}`] },
  ],
  ['`until` is tomorrow', { north: [[a, OPERATOR, '2026-11-28']], people: [north(a)] }],
  ['`until` is today: still has access', { north: [[a, OPERATOR, '2026-11-27']], people: [north(a)] }],
  [
    '`until` was yesterday',
    { north: [[a, OPERATOR, '2026-11-26']], people: [north(a)], changes: [`disable ${a}`] },
  ],
  [
    'today in London is yesterday’s `until` in Kamchatka',
    {
      north: [[a, OPERATOR, '2026-11-27']],
      zone: 'Asia/Kamchatka',
      now: '2026-11-27T12:30:00Z',
      people: [north(a)],
      changes: [`disable ${a}`],
    },
  ],
  [
    'the last evening in Kaliningrad, a new day in Moscow',
    {
      north: [[a, OPERATOR, '2026-11-27']],
      zone: 'Europe/Kaliningrad',
      now: '2026-11-27T21:30:00Z',
      people: [north(a)],
    },
  ],
  ['a leaver who never had an account', { north: [[a, OPERATOR, '2026-11-26']] }],
  [
    'a leaver who is switched off',
    { north: [[a, OPERATOR, '2026-11-26']], people: [north(a, { active: false })] },
  ],
  [
    'a leaver who works in another department keeps the account and its rights',
    {
      north: [[a, OPERATOR, '2026-11-26']],
      people: [user(a, [OPERATOR, 'Кадры'], { groups: full(NORTH, 'Users') })],
      changes: [`change ${a} -${OPERATOR} -${NORTH}`],
    },
  ],
  [
    'a leaver who is a citizen, too, stays one',
    {
      north: [[a, OPERATOR, '2026-11-26']],
      people: [north(a, { roles: [OPERATOR, 'Customer'] })],
      changes: [`change ${a} -${OPERATOR} -${NORTH}`],
    },
  ],
  ['struck off the register', { people: [north(a, { id: 7 })], remembered: [7], changes: [`disable ${a}`] }],
  [
    'struck off, and works on the federal side, which has no register',
    {
      people: [user(a, [OPERATOR, FEDERAL], { id: 7, groups: full(NORTH) })],
      remembered: [7],
      changes: [`change ${a} -${OPERATOR} -${NORTH}`],
      left: [/«Оператор СП ЕПГУ»/],
    },
  ],
  [
    'more rights than the register: another region’s group, the federal role',
    {
      north: [[a]],
      people: [user(a, [OPERATOR, FEDERAL], { groups: full(NORTH, SOUTH) })],
      changes: [`change ${a} -${FEDERAL} -${SOUTH}`],
    },
  ],
  [
    'own rights outside our roles and groups are left alone',
    { north: [[a]], people: [user(a, [OPERATOR, 'Кадры'], { groups: full(NORTH, 'Users') })] },
  ],
  [
    'an operator nobody registered is shown, not changed',
    { people: [north(a)], strangers: [`${a} -${OPERATOR} -${NORTH}`] },
  ],
  [
    'a colleague of another department with our group',
    { people: [user(a, ['Кадры'], { groups: full(NORTH, 'Users') })], strangers: [`${a} -${NORTH}`] },
  ],
  [
    'our group by a role that is not ours',
    { people: [user(a, ['Дежурные'])], strangers: [`${a}: доступ даёт чужая роль`] },
  ],
  ['an unregistered operator who is switched off', { people: [north(a, { active: false })] }],
  ['a colleague without anything of ours', { people: [user(a, ['Кадры'], { groups: full('Users') })] }],
  ['a citizen', { people: [user(a, ['Customer'])] }],
  ['the federal desk has no register', { people: [user(a, [FEDERAL]), user('b@epgu.example', [HEAD])] }],
  [
    'a region without a register: its operators are shown',
    { north: null, people: [north(a)], strangers: [`${a}: реестра нет`] },
  ],
  [
    'struck off with the whole register: shown',
    { north: null, people: [north(a, { id: 7 })], remembered: [7], strangers: [`${a}: реестра нет`] },
  ],
  [
    'a closed region’s register is over',
    { north: [[a]], closed: '2026-11-27', people: [north(a)], changes: [`disable ${a}`] },
  ],
  ['a region that will be closed tomorrow', { north: [[a]], closed: '2026-11-28', people: [north(a)] }],
  [
    'a head of the region sees the region, too',
    { north: [[a, HEAD]], changes: [`create ${a} +${HEAD} +${NORTH}`] },
  ],
  ['a federal desk brings its own groups', { north: [[a, FEDERAL]], changes: [`create ${a} +${FEDERAL}`] }],
  ['a role nobody knows', { north: [[a, 'Диспетчер']], left: [/неизвестная роль «Диспетчер»/] }],
  [
    'a role nobody knows takes nothing away',
    { north: [[a, 'Диспетчер']], people: [north(a)], left: [/неизвестная роль «Диспетчер»/] },
  ],
  ['the companion’s role is for no person', { north: [[a, COMPANION]], left: [/«Компаньон регламента»/] }],
  ['the role is not there yet', { north: [[a]], lacking: OPERATOR, left: [/reglament apply/] }],
  ['the group is not there yet', { north: [[a]], lacking: NORTH, left: [/reglament apply/] }],
  ['the companion’s own user', { people: [user('bot@epgu.example', [COMPANION])] }],
  [
    'the companion’s role with a registered person',
    { north: [[a]], people: [north(a, { roles: [COMPANION] })], left: [/«Компаньон регламента»/] },
  ],
  [
    'an administrator, even the last, who left the register',
    {
      north: [[a, OPERATOR, '2026-11-26']],
      people: [north(a, { roles: ['Admin', OPERATOR] })],
      left: [/администратор/],
    },
  ],
  [
    'an administrator nobody registered',
    { people: [north(a, { roles: ['Admin', OPERATOR] })], strangers: [`${a}: администратор`] },
  ],
  [
    'a registered administrator is given, nothing is taken',
    {
      north: [[a]],
      people: [user(a, ['Admin'], { groups: full(SOUTH) })],
      changes: [`change ${a} +${OPERATOR} +${NORTH}`],
      left: [/администратор/],
    },
  ],
])('%s', (_, given) => {
  const access = compared(given);
  expect(said(access)).toEqual(given.changes ?? []);
  expect(
    access.strangers.map(({ email, take, stays }) =>
      stays === null
        ? [email, ...marked('-', [...take.roles, ...take.groups])].join(' ')
        : `${email}: ${stays.replace(/[;:(].*/, '').trim()}`,
    ),
  ).toEqual(given.strangers ?? []);
  expect([...access.faults, ...access.left]).toEqual(
    (given.left ?? []).map((words) => expect.stringMatching(words) as string),
  );
});

describe('with --strangers', () => {
  test.each<[string, Case]>([
    ['an operator nobody registered', { people: [north(a)], changes: [`disable ${a}`] }],
    [
      'a colleague of another department with our group keeps the rest',
      { people: [user(a, ['Кадры'], { groups: full(NORTH, 'Users') })], changes: [`change ${a} -${NORTH}`] },
    ],
    ['a region without a register', { north: null, people: [north(a)] }],
    ['our group by a role that is not ours', { people: [user(a, ['Дежурные'])] }],
    ['an administrator', { people: [north(a, { roles: ['Admin', OPERATOR] })] }],
    ['the companion', { people: [user('bot@epgu.example', [COMPANION])] }],
    ['the federal desk', { people: [user(a, [FEDERAL])] }],
  ])('%s', (_, given) => {
    expect(said(compared(given, true))).toEqual(given.changes ?? []);
  });
});

test('nothing but the change is left to do after it: a second run is empty', () => {
  const access = compared({ north: [[a]], people: [user(a, ['Agent'])] });
  const [change] = access.changes;
  const people = [
    user(a, [...(change?.give.roles ?? []), 'Agent'], { groups: full(...(change?.give.groups ?? [])) }),
  ];
  expect(compared({ north: [[a]], people }).changes).toEqual([]);
});

test('leavers are those who could still work, and no others', () => {
  const { changes } = compared({
    north: [[a], ['b@north.example', OPERATOR, '2026-11-01']],
    people: [
      north(a, { groups: full(NORTH, SOUTH) }),
      north('b@north.example'),
      north('c@north.example', { id: 7 }),
    ],
    remembered: [7],
  });
  expect(changes.filter(({ leaver }) => leaver).map(({ email }) => email)).toEqual([
    'b@north.example',
    'c@north.example',
  ]);
});
