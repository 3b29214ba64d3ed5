/** Who plays: one person a role of the regulation, and the citizens who write. None of them exists. */
import type { ZammadClient } from 'zammad-api-client-ts';

const staff = [
  {
    person: 'оператор СП РПГУ',
    login: 'operator@sp.bashkortostan.example',
    role: 'Оператор СП РПГУ',
    group: 'СП РПГУ::Республика Башкортостан',
  },
  { person: 'начальник смены', login: 'shift@epgu.example', role: 'Начальник смены ЦПП' },
  { person: 'оператор СП ЕПГУ', login: 'operator@epgu.example', role: 'Оператор СП ЕПГУ' },
  { person: 'СТП ЕПГУ', login: 'technical@epgu.example', role: 'Специалист СТП ЕПГУ' },
  { person: 'ГРП', login: 'claims@epgu.example', role: 'Специалист ГРП' },
] as const;
export type Person = (typeof staff)[number]['person'];

const COMPANION_ROLE = 'Компаньон регламента';

/** Login of a person. */
export const loginOf = (person: Person): string =>
  staff.find((one) => one.person === person)?.login ?? person;

/** Hires everybody and gives the token's own user the companion's role; the roles come with the plan. */
export const hire = async (admin: ZammadClient): Promise<readonly string[]> => {
  const [me, roles, groups] = await Promise.all([admin.me(), admin.roles.list(), admin.groups.list()]);
  const companion = roles.find(({ name }) => name === COMPANION_ROLE);
  if (companion === undefined) throw new Error(`в Zammad нет роли «${COMPANION_ROLE}»`);
  await admin.users.update(me.id, { role_ids: [...me.role_ids, companion.id] });
  for (const { person, login, role, ...own } of staff) {
    // A role gives a region's operator no group: the application does (2.3).
    const group = 'group' in own ? groups.find(({ name }) => name === own.group) : undefined;
    await admin.users.create({
      login,
      email: login,
      firstname: person,
      lastname: 'Показательный',
      roles: [role],
      ...(group !== undefined && { group_ids: { [String(group.id)]: ['full'] } }),
    });
  }
  return [COMPANION_ROLE, ...staff.map(({ role }) => role)];
};

/** Ticket fields of a citizen, complete and with valid check sums. */
export interface Citizen {
  readonly email: string;
  readonly fields: Readonly<Record<string, string>>;
}

const citizen = (email: string, name: string, snils: string, inn: string, summary: string): Citizen => ({
  email,
  fields: {
    citizen_name: name,
    snils,
    inn,
    birth_date: '1984-02-29',
    contact_method: 'эл. почта',
    contact_value: email,
    request_summary: summary,
  },
});

export const vera = citizen(
  'v.vymyshlennaya@mail.example',
  'Вымышленная Вера Павловна',
  '112-233-445 95',
  '500100732259',
  'Карточка заявления не открывается: пустая страница.',
);
export const ivan = citizen(
  'i.primerov@mail.example',
  'Примеров Иван Тестович',
  '201-304-587 97',
  '027400001195',
  'Не приходит код подтверждения.',
);
export const olga = citizen(
  'o.obraztsova@mail.example',
  'Образцова Ольга Тестовна',
  '305-417-896 66',
  '027400002216',
  'Не видно сведений о стаже.',
);
export const petr = citizen(
  'p.pokazatelnyi@mail.example',
  'Показательный Пётр Примерович',
  '418-529-630 99',
  '027400003347',
  'Заявление отклонено без причины.',
);
export const anna = citizen(
  'a.uslovnaya@mail.example',
  'Условная Анна Образцовна',
  '527-641-983 14',
  '027400004478',
  'Пропали черновики заявлений.',
);
