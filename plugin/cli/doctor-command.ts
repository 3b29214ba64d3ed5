/** `doctor`: all checks in turn; one that cannot be made is a line of its own and does not hide the others. */
import { checkCalendars, checkRegions, checkStance } from '../ask/doctor/data.js';
import { checkFaq } from '../ask/doctor/faq.js';
import { fail, ok, showChecks, type Check } from '../ask/doctor/check.js';
import { checkMailFilters } from '../ask/doctor/filters.js';
import { checkWebhook } from '../ask/doctor/webhook.js';
import {
  checkClock,
  checkGroupAccess,
  checkPermissions,
  checkSenders,
  checkVersion,
} from '../ask/doctor/zammad.js';
import { openDesk } from './desk.js';
import { wordsOf } from '../process/fault.js';
import type { Terminal } from './terminal.js';

const attempt = async (what: string, check: () => Promise<Check | Check[]>): Promise<Check[]> => {
  try {
    return [await check()].flat();
  } catch (error) {
    return [fail(`${what}: проверить не удалось`, wordsOf(error))];
  }
};

const examine = async (terminal: Terminal, readOnly: boolean): Promise<Check[]> => {
  const { env, config, client, settings } = await openDesk();
  const checks = [ok('окружение и конфигурация читаются')];
  const zammad = await attempt('Zammad', async () => {
    await client.me();
    return ok(`Zammad отвечает, ключ действует: ${env.ZAMMAD_URL}`);
  });
  checks.push(...zammad);
  if (zammad.every(({ state }) => state === 'ok')) {
    checks.push(...(await attempt('версия', () => checkVersion(client))));
    checks.push(
      ...(await attempt('права', () => checkPermissions(client, config, settings, terminal.now()))),
    );
    checks.push(...(await attempt('доступ к группам', () => checkGroupAccess(client, config))));
    checks.push(...(await attempt('адреса групп', () => checkSenders(client, config))));
    checks.push(...(await attempt('почтовые фильтры', () => checkMailFilters(client, config))));
    checks.push(...(await attempt('FAQ', () => checkFaq(client, config.faq, terminal.now()))));
    checks.push(...(await attempt('часы', () => checkClock(env.ZAMMAD_URL, terminal.now))));
    if (!readOnly)
      checks.push(
        ...(await attempt('вебхук', () =>
          checkWebhook({ client, config, publicUrl: env.REGLAMENT_PUBLIC_URL, now: terminal.now }),
        )),
      );
  }
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
  { json, readOnly }: { readonly json?: boolean; readonly readOnly?: boolean },
): Promise<0 | 1> => {
  const checks = await examine(terminal, readOnly === true);
  terminal.out(json === true ? JSON.stringify(checks, null, 2) : showChecks(checks));
  return checks.some(({ state }) => state === 'fail') ? 1 : 0;
};
