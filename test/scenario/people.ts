/** Who works at the desks of the stories: one person a role of the regulation, and who leads them all. */
import type { ZammadClient } from 'zammad-api-client-ts';
import { ENTRY, FEDERAL, KAMCHATKA, TECHNICAL, UFA } from './groups.js';

const REGION = 'Оператор СП РПГУ';
export const people = [
  { person: 'Уфа', login: 'ufa@desk.example', roles: [REGION], groups: [UFA] },
  { person: 'Камчатка', login: 'kamchatka@desk.example', roles: [REGION], groups: [KAMCHATKA] },
  { person: 'начальник смены', login: 'shift@desk.example', roles: ['Начальник смены ЦПП'] },
  { person: 'СП ЕПГУ', login: 'federal@desk.example', roles: ['Оператор СП ЕПГУ'] },
  { person: 'СТП', login: 'technical@desk.example', roles: ['Специалист СТП ЕПГУ'] },
  { person: 'ГРП', login: 'claims@desk.example', roles: ['Специалист ГРП'] },
  // Whom no desk of ours hired: an agent as Zammad ships them, with every group, can move a ticket anywhere by hand.
  {
    person: 'агент',
    login: 'agent@desk.example',
    roles: ['Agent'],
    groups: [UFA, KAMCHATKA, ENTRY, FEDERAL, TECHNICAL],
  },
  // Answers for both regions. What a head does by hand is shown, never undone (13).
  {
    person: 'руководитель',
    login: 'head@desk.example',
    roles: ['Руководитель СП'],
    groups: [UFA, KAMCHATKA],
  },
] as const;
export type Person = (typeof people)[number]['person'];

/** Of everyone of the stories, on a helpdesk that is theirs alone. */
export const PASSWORD = 'Desk-Of-Stories-25';

const COMPANION_ROLE = 'Компаньон регламента';

/** Hires whoever is not there yet and gives the token's user the companion's role, beside what it has. */
export const hire = async (admin: ZammadClient): Promise<void> => {
  const [users, roles, groups, me] = await Promise.all([
    admin.users.list(),
    admin.roles.list(),
    admin.groups.list(),
    admin.me(),
  ]);
  const companion = roles.find(({ name }) => name === COMPANION_ROLE);
  if (companion === undefined) throw new Error(`no role «${COMPANION_ROLE}»`);
  await admin.users.update(me.id, { role_ids: [...new Set([...me.role_ids, companion.id])] });
  for (const { person, login, roles: held, ...own } of people) {
    // No role gives anybody a region's group: the application does (2.3).
    const given: readonly string[] = 'groups' in own ? own.groups : [];
    const access = groups.flatMap(({ id, name }): [string, string[]][] =>
      given.includes(name) ? [[String(id), ['full']]] : [],
    );
    if (!users.some((user) => user.login === login))
      await admin.users.create({
        login,
        email: login,
        firstname: person,
        lastname: 'Тестовый',
        password: PASSWORD,
        roles: [...held],
        group_ids: Object.fromEntries(access),
      });
  }
};

/** Gives every group without one the helpdesk's mail address: Zammad answers no mail for a group that has none. */
export const giveAddresses = async (admin: ZammadClient): Promise<void> => {
  const [groups, [known]] = await Promise.all([admin.groups.list(), admin.emailAddresses.list()]);
  const address =
    known ??
    (await admin.emailAddresses.create({
      name: 'Поддержка',
      email: 'support@helpdesk.example',
    }));
  for (const { id, email_address_id: own } of groups)
    if (own === null) await admin.groups.update(id, { email_address_id: address.id });
};
