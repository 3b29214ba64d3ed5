/** Zammad itself: token, permissions, access to groups, version, states, clock. Reads only. */
import {
  capabilitiesOf,
  isUnsupportedZammadError,
  isZammadError,
  type ZammadClient,
} from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Config } from '../../../config/load.js';
import { regionGroup } from '../../../config/regions.js';
import type { CompanionSettings } from '../../../sync/objects/desired/desired-state.js';
import { PermissionMissing } from '../../../sync/objects/errors.js';
import { createObjectStore } from '../../../sync/objects/object-store.js';
import { makePlan } from '../../../sync/objects/make-plan.js';
import { COMPANION_ROLE } from '../../../sync/access/ours.js';
import { resources } from '../../../sync/objects/resources/index.js';
import { countsLine } from '../../../sync/objects/show.js';
import type { Plan } from '../../../sync/objects/types.js';
import { fail, ok, warn, type Check } from './check.js';

const CLOCK_LIMIT_MS = 60_000;
const NAMED = 5;

/** The first few of what differs, by name. */
const someOf = (changes: readonly Pick<Plan['changes'][number], 'kind' | 'name'>[]): string => {
  const named = changes.slice(0, NAMED).map(({ kind, name }) => `${resources[kind].title} «${name}»`);
  return [...named, ...(changes.length > NAMED ? ['…'] : [])].join(', ');
};

/** Every kind that a plan reads is asked for, so every missing permission is named, not only the first. */
export const checkPermissions = async (
  client: ZammadClient,
  config: Config,
  settings: CompanionSettings,
  now: Date,
): Promise<Check[]> => {
  const checks: Check[] = [];
  try {
    const { plan, conflicts } = await makePlan(createObjectStore(client), config, settings, now);
    checks.push(ok('права на настройку есть'));
    if (plan.faults.length > 0)
      checks.push(
        fail(
          `конфигурация не подходит к этому Zammad: ошибок ${plan.faults.length}`,
          'Посмотрите: reglament plan.',
        ),
      );
    else
      checks.push(
        plan.changes.length === 0
          ? ok('Zammad настроен по конфигурации')
          : fail(
              `Zammad отличается от конфигурации (${countsLine(plan)}): ${someOf(plan.changes)}`,
              'Посмотрите: reglament plan; вернуть по конфигурации: reglament apply.',
            ),
      );
    if (plan.orphans.length > 0)
      checks.push(
        warn(
          `больше не нужно конфигурации, но действует: ${plan.orphans.length}: ${someOf(plan.orphans)}`,
          'Посмотрите: reglament plan. Регион переименован — впишите прежнее имя в was, закрыт — верните его файл с closed.',
        ),
      );
    for (const text of conflicts) checks.push(warn(text, 'Посмотрите: reglament plan.'));
  } catch (error) {
    if (!(error instanceof PermissionMissing)) throw error;
    const permissions = new Set(error.missing.map(({ permission }) => permission));
    for (const permission of permissions)
      checks.push(fail(`нет права ${permission}`, 'Дайте его роли владельца ключа и самому ключу.'));
  }
  return checks;
};

/** Without it not one ticket is found. */
export const checkTicketRight = async (client: ZammadClient): Promise<Check> => {
  try {
    await client.tickets.searchAll({ condition: { 'ticket.id': { operator: 'is', value: [0] } } });
    return ok('право ticket.agent есть');
  } catch (error) {
    if (!isZammadError(error) || error.kind !== 'forbidden') throw error;
    return fail('нет права ticket.agent', 'Дайте его роли владельца ключа и самому ключу.');
  }
};

const users = z.array(
  z.looseObject({ login: z.string(), active: z.boolean(), role_ids: z.array(z.number()) }),
);
type User = z.infer<typeof users>[number];

/** The companion's user, for the setup key; null: nobody has the role, or it is not there yet. Rejects with ZammadError. */
export const companionUser = async (client: ZammadClient): Promise<User | null> => {
  const role = (await client.roles.list()).find(({ name }) => name === COMPANION_ROLE);
  if (role === undefined) return null;
  const query = { query: '*', 'role_ids[]': role.id, limit: 100 };
  const found = await client.request({ method: 'GET', path: '/users/search', query }, users);
  return found.find(({ active, role_ids: roles }) => active && roles.includes(role.id)) ?? null;
};

/** Somebody has to work with the companion's role. */
export const checkCompanion = (user: User | null): Check =>
  user === null
    ? fail(
        `нет пользователя с ролью «${COMPANION_ROLE}»`,
        'Заведите отдельного пользователя с этой ролью (она появляется после reglament apply) и ключ для reglament serve.',
      )
    : ok(`пользователь для reglament serve есть: роль «${COMPANION_ROLE}»`);

/** Who is no administrator cannot come in meanwhile; the setup key would not notice. */
export const checkMaintenance = async (client: ZammadClient): Promise<Check> => {
  const mode = (await client.settings.list()).find(({ name }) => name === 'maintenance_mode');
  return mode?.state_current.value === true
    ? fail(
        'в Zammad включён режим обслуживания: reglament serve и операторов он не пускает',
        'Выключите его: «Управление → Обслуживание».',
      )
    : ok('режим обслуживания выключен');
};

const access = z.record(z.string(), z.array(z.string())).catch({});

/** Null: this key may not list them. */
const rolesIfTold = async (client: ZammadClient) => {
  try {
    return await client.roles.list();
  } catch (error) {
    if (!isZammadError(error) || error.kind !== 'forbidden') throw error;
    return null;
  }
};

/** The companion moves tickets between these groups, so its user needs full access to each. */
export const checkGroupAccess = async (
  client: ZammadClient,
  config: Config,
  me: Readonly<Record<string, unknown>> & { readonly role_ids: readonly number[] },
): Promise<Check[]> => {
  const groups = await client.groups.list();
  const roles = await rolesIfTold(client);
  if (roles === null)
    return [
      warn(
        'доступ к группам этим ключом не узнать',
        'Проверьте его ключом настройки: reglament doctor --for setup.',
      ),
    ];
  const granted = [
    access.parse(me['group_ids']),
    ...roles
      .filter(({ id, active }) => active && me.role_ids.includes(id))
      .map((role) => access.parse(role['group_ids'])),
  ];
  const wanted = [...config.federal.groups, ...[...config.regions.values()].map(regionGroup)];
  const closed = wanted.filter((name) => {
    const group = groups.find((one) => one.name === name);
    return (
      group !== undefined && !granted.some((levels) => levels[String(group.id)]?.includes('full') === true)
    );
  });
  return closed.length === 0
    ? [ok('у пользователя программы полный доступ ко всем группам регламента')]
    : [
        fail(
          `нет полного доступа к группам: ${closed.map((name) => `«${name}»`).join(', ')}`,
          'Дайте пользователю программы (или его роли) доступ «полный» к этим группам: иначе Reglament не увидит их тикеты.',
        ),
      ];
};

/** Beside the regions it alone writes to citizens (3.7, 3.11). */
const ANSWERING = 'СП ЕПГУ';

/** Groups citizens are answered from by mail: Zammad answers none for a group without an address. */
export const checkSenders = async (client: ZammadClient, config: Config): Promise<Check[]> => {
  const groups = await client.groups.list();
  const answering = [ANSWERING, ...[...config.regions.values()].map(regionGroup)];
  const mute = groups.filter(
    ({ name, email_address_id: address }) => answering.includes(name) && (address ?? null) === null,
  );
  return mute.length === 0
    ? [ok('у групп, которые отвечают письмами, есть адрес отправителя')]
    : [
        fail(
          `нет адреса отправителя у групп: ${mute.map(({ name }) => `«${name}»`).join(', ')}`,
          'Выберите адрес: «Управление → Группы → группа → Email» (адреса заводит «Каналы → Email»). Без него ответ оператора письмом кончается ошибкой 500.',
        ),
      ];
};

/** Whether this Zammad is one that the companion works with. */
export const checkVersion = async (client: ZammadClient): Promise<Check[]> => {
  const version = await client.version();
  try {
    capabilitiesOf(version);
    return [ok(`Zammad ${version}`)];
  } catch (error) {
    if (!isUnsupportedZammadError(error)) throw error;
    return [fail(`Zammad ${version} слишком старый`, `Обновите Zammad до ${error.oldest} или новее.`)];
  }
};

/** Zammad's `Date` header against our clock; half of the call's time is the doubt. Rejects when nothing answers. */
export const checkClock = async (url: string, now: () => Date): Promise<Check> => {
  const before = now().getTime();
  const response = await fetch(url, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
  const between = (before + now().getTime()) / 2;
  const told = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(told))
    return warn('часы не сверены: Zammad не прислал времени', 'Проверьте часы на обоих серверах.');
  const off = Math.round((between - told) / 1000);
  return Math.abs(between - told) > CLOCK_LIMIT_MS
    ? fail(
        `часы расходятся с Zammad на ${Math.abs(off)} с (здесь ${off > 0 ? 'спешат' : 'отстают'})`,
        'Включите синхронизацию времени (NTP) на обоих серверах: сроки считаются по часам.',
      )
    : ok(`часы сходятся с Zammad (${Math.abs(off)} с)`);
};
