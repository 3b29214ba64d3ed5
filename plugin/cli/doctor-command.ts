/** `doctor`: all checks in turn; one that cannot be made is a line of its own and does not hide the others. */
import { isZammadError } from 'zammad-api-client-ts';
import { checkAccess } from '../ask/doctor/access.js';
import { checkCalendars, checkRegions, checkStance } from '../ask/doctor/data.js';
import { checkFaq } from '../ask/doctor/faq.js';
import { fail, ok, showChecks, type Check } from '../ask/doctor/check.js';
import { checkMailFilters } from '../ask/doctor/filters.js';
import { checkWebhook } from '../ask/doctor/webhook.js';
import { checkServe, checkTicketPath } from '../ask/doctor/path.js';
import {
  checkClock,
  checkCompanion,
  checkGroupAccess,
  checkMaintenance,
  checkPermissions,
  checkSenders,
  checkTicketRight,
  checkVersion,
  companionUser,
} from '../ask/doctor/zammad.js';
import { openObjects } from './desk.js';
import { readEnv, serveEnv } from '../process/env.js';
import { wordsOf } from '../process/fault.js';
import type { Terminal } from './terminal.js';

const attempt = async (what: string, check: () => Promise<Check | Check[]>): Promise<Check[]> => {
  try {
    return [await check()].flat();
  } catch (error) {
    return [fail(`${what}: проверить не удалось`, wordsOf(error))];
  }
};

/** Whose key it is: who sets the helpdesk up, or the running companion. */
export type KeyOf = 'setup' | 'serve';

type Opened = Awaited<ReturnType<typeof openObjects>>;

/** Only an administrator is told the version. Rejects with ZammadError where that is not the reason. */
const keyOf = async ({ client }: Opened): Promise<KeyOf> => {
  try {
    await client.version();
    return 'setup';
  } catch (error) {
    if (isZammadError(error) && error.kind === 'forbidden') return 'serve';
    throw error;
  }
};

const ofSetup = async (terminal: Terminal, opened: Opened, readOnly: boolean): Promise<Check[]> => {
  const { client, config, settings, env } = opened;
  const now = terminal.now();
  const checks = [
    ...(await attempt('версия', () => checkVersion(client))),
    ...(await attempt('режим обслуживания', () => checkMaintenance(client))),
    ...(await attempt('права', () => checkPermissions(client, config, settings, now))),
    ...(await attempt('право на тикеты', () => checkTicketRight(client))),
    ...(await attempt('адреса групп', () => checkSenders(client, config))),
    ...(await attempt('почтовые фильтры', () => checkMailFilters(client, config))),
  ];
  checks.push(...(await attempt('доступ по реестрам', () => checkAccess(client, config, now))));
  const found: { login?: string } = {};
  checks.push(
    ...(await attempt('пользователь программы', async () => {
      const user = await companionUser(client);
      if (user === null) return checkCompanion(user);
      found.login = user.login;
      return [checkCompanion(user), ...(await checkGroupAccess(client, config, user))];
    })),
  );
  if (readOnly || found.login === undefined) return checks;
  const writer = opened.onBehalfOf(found.login);
  const trip = { client, writer, config, publicUrl: env.REGLAMENT_PUBLIC_URL, now: terminal.now };
  return [...checks, ...(await attempt('вебхук', () => checkWebhook(trip)))];
};

/** Where `serve` listens by the same environment. */
const ownUrl = (): string => {
  const { HOST: host, PORT: port } = readEnv(serveEnv.pick({ HOST: true, PORT: true }));
  const named = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}`;
};

const ofServe = async (terminal: Terminal, { client, config, env }: Opened): Promise<Check[]> => [
  ...(await attempt('право на тикеты', () => checkTicketRight(client))),
  ...(await attempt('доступ к группам', async () => checkGroupAccess(client, config, await client.me()))),
  ...(await attempt('тикет от начала до конца', () => checkTicketPath(client, config, terminal.now()))),
  await checkServe(env.REGLAMENT_PUBLIC_URL, ownUrl()),
];

const examine = async (terminal: Terminal, readOnly: boolean, whose: KeyOf | undefined): Promise<Check[]> => {
  const opened = await openObjects();
  const { env, config, client } = opened;
  const checks = [ok('окружение и конфигурация читаются')];
  const zammad = await attempt('Zammad', async () => {
    await client.me();
    return ok(`Zammad отвечает, ключ действует: ${env.ZAMMAD_URL}`);
  });
  checks.push(...zammad);
  if (zammad.every(({ state }) => state === 'ok'))
    checks.push(
      ...((whose ?? (await keyOf(opened))) === 'setup'
        ? await ofSetup(terminal, opened, readOnly)
        : await ofServe(terminal, opened)),
      ...(await attempt('FAQ', () => checkFaq(client, config.faq, terminal.now()))),
      ...(await attempt('часы', () => checkClock(env.ZAMMAD_URL, terminal.now))),
    );
  return [
    ...checks,
    checkStance(config.stance),
    ...checkCalendars(config.calendars, terminal.now()),
    ...checkRegions(config.regions, terminal.now()),
  ];
};

/** Exit code 0 when nothing failed, 1 else. Rejects when environment or configuration cannot be read. */
export const doctorCommand = async (
  terminal: Terminal,
  options: { readonly json?: boolean; readonly readOnly?: boolean; readonly for?: KeyOf },
): Promise<0 | 1> => {
  const checks = await examine(terminal, options.readOnly === true, options.for);
  terminal.out(options.json === true ? JSON.stringify(checks, null, 2) : showChecks(checks));
  return checks.some(({ state }) => state === 'fail') ? 1 : 0;
};
