/**
 * The one module that reads the environment. Every variable may come from a file instead (`NAME_FILE`, as container
 * secrets do); all faults are told at once.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { secrets } from './secrets.js';

const url = (whose: string) =>
  z
    .url({ protocol: /^https?$/, error: `нужен адрес ${whose} вида https://…` })
    .transform((address) => address.replace(/\/+$/, ''));

const token = z
  .string({ error: 'не задан ключ доступа к Zammad (Профиль → Ключи доступа)' })
  // It goes into a header, which takes nothing else.
  .regex(/^[\x21-\x7e]+$/, 'в ключе пробел, перевод строки или не латиница: скопируйте его заново');
const logLevel = z
  .enum(['error', 'warn', 'info', 'debug'], { error: 'уровень: error, warn, info или debug' })
  .default('info');

/** What every command that talks to the helpdesk needs; whoever works on the knowledge base alone needs no more. */
export const clientEnv = z.object({
  ZAMMAD_URL: url('Zammad'),
  ZAMMAD_TOKEN: token,
  REGLAMENT_CONFIG: z.string().default('config'),
  LOG_LEVEL: logLevel,
});
export type ClientEnv = z.infer<typeof clientEnv>;

/** What those need beside that set the helpdesk up: they write where the companion is found and what it is known by. */
export const helpdeskEnv = clientEnv.extend({
  REGLAMENT_PUBLIC_URL: url('Reglament, по которому его видит Zammad,'),
  REGLAMENT_WEBHOOK_SECRET: z
    .string({ error: 'не задан секрет вебхука: придумайте строку не короче 16 знаков' })
    .min(16, 'секрет вебхука короче 16 знаков'),
  /** Rollback bundles of `apply`; with no DATABASE_URL also the embedded store. */
  REGLAMENT_DATA: z.string().default('data'),
});
export type HelpdeskEnv = z.infer<typeof helpdeskEnv>;

const port = z.coerce
  .number({ error: 'нужен номер порта' })
  .int('нужен номер порта')
  .min(0, 'нужен номер порта')
  .max(65_535, 'нужен номер порта');

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

/** A key of the helpdesk is typed there: not over a network that others read. */
const pageUrl = z.string().refine(
  (text) => {
    if (text === 'off') return true;
    const url = URL.parse(text);
    if (url === null || url.pathname === '/') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  },
  { error: 'нужен адрес страницы вида https://узел/путь (без TLS — только на localhost) или off' },
);

const roleNames = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => name !== ''), { error: 'нужны имена ролей Zammad через запятую' });

/** What `serve` needs beside. `DATABASE_URL` unset: an embedded PostgreSQL with its data in `REGLAMENT_DATA`. */
export const serveEnv = helpdeskEnv.extend({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'нужен адрес вида postgresql://кто:пароль@узел:5432/база' })
    .optional(),
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  /** Where people open the page; `off`: there is none; unset: `/page` on loopback, elsewhere none. */
  REGLAMENT_PAGE_URL: pageUrl.optional(),
  /** Roles of the helpdesk whose people the page lets in. */
  REGLAMENT_PAGE_HEADS: roleNames.default(['Руководитель СП']),
  REGLAMENT_PAGE_ADMINS: roleNames.default(['Admin']),
  /** The OAuth2 application that is registered in Zammad for the page; both or neither. */
  REGLAMENT_PAGE_OAUTH_ID: z.string().min(8, 'нужен номер приложения OAuth2 из Zammad').optional(),
  REGLAMENT_PAGE_OAUTH_SECRET: z.string().min(8, 'нужен секрет приложения OAuth2 из Zammad').optional(),
  /** Where Prometheus finds the figures; unset: nowhere. */
  REGLAMENT_METRICS_PORT: port.optional(),
  /** Tickets looked at at once. Zammad answers with one process, and its operators need it too. */
  REGLAMENT_AT_ONCE: z.coerce
    .number({ error: 'нужно число от 1 до 32' })
    .int('нужно целое число от 1 до 32')
    .min(1, 'нужно число от 1 до 32')
    .max(32, 'нужно число от 1 до 32')
    .default(2),
  /** Months for which the decision log is kept. */
  REGLAMENT_KEEP_LOG: z.coerce
    .number({ error: 'нужно число месяцев от 1 до 120' })
    .int('нужно число месяцев от 1 до 120')
    .min(1, 'нужно число месяцев от 1 до 120')
    .max(120, 'нужно число месяцев от 1 до 120')
    .default(24),
});

/** How people come in through the helpdesk; null: only by their own keys. Throws `EnvironmentFault` for half a configuration. */
export const pageOAuth = (
  env: Pick<
    z.infer<typeof serveEnv>,
    'REGLAMENT_PAGE_OAUTH_ID' | 'REGLAMENT_PAGE_OAUTH_SECRET' | 'REGLAMENT_PAGE_URL' | 'ZAMMAD_URL'
  >,
): { zammad: string; clientId: string; clientSecret: string; redirectUri: string } | null => {
  const { REGLAMENT_PAGE_OAUTH_ID: clientId, REGLAMENT_PAGE_OAUTH_SECRET: clientSecret } = env;
  const page = env.REGLAMENT_PAGE_URL;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined)
    throw new EnvironmentFault(
      `${clientId === undefined ? 'REGLAMENT_PAGE_OAUTH_ID' : 'REGLAMENT_PAGE_OAUTH_SECRET'}: не задан, а для входа через Zammad нужны и номер приложения, и секрет`,
    );
  if (page === undefined || !page.startsWith('https:'))
    throw new EnvironmentFault(
      'REGLAMENT_PAGE_URL: для входа через Zammad нужен адрес https://…: другого Zammad не зарегистрирует',
    );
  return {
    zammad: env.ZAMMAD_URL,
    clientId,
    clientSecret,
    redirectUri: `${page.replace(/\/+$/, '')}/sign-in/zammad`,
  };
};

/** Variables that `--help` and the log need before anything else is known. */
export const logEnv = z.object({ LOG_LEVEL: logLevel });

type Source = Readonly<Record<string, string | undefined>>;

/** Faults of the environment, one a line, without any value: values may be secrets. */
export class EnvironmentFault extends Error {
  override readonly name = 'EnvironmentFault';
}

/** By their names; of the store's address its password. */
const SECRET = /TOKEN|SECRET|^DATABASE_URL$/;

const unread: Readonly<Record<string, string>> = {
  ENOENT: 'такого нет',
  EACCES: 'нет прав',
  EISDIR: 'это папка',
};

const fromFile = (name: string, path: string, faults: string[]): string | undefined => {
  try {
    // Editors on Windows put a byte-order mark first and a line end last: neither is part of a key.
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .trim();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    faults.push(`${name}_FILE: файл «${path}» не читается: ${unread[code] ?? code}; проверьте путь и права`);
    return undefined;
  }
};

const valuesOf = (names: readonly string[], source: Source, faults: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const direct = source[name] === '' ? undefined : source[name];
      const path = source[`${name}_FILE`];
      if (direct !== undefined && path) faults.push(`${name}: задан и сам, и через ${name}_FILE`);
      const value = direct ?? (path ? fromFile(name, path, faults) : undefined);
      if (value !== undefined && SECRET.test(name)) secrets.add(value);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * Reads the variables of `schema` from `source` (the process's environment unless given).
 * Throws `EnvironmentFault` naming every variable that is missing or wrong, in Russian, never a value.
 */
export const readEnv = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  source: Source = process.env,
): z.infer<z.ZodObject<Shape>> => {
  const faults: string[] = [];
  const parsed = schema.safeParse(valuesOf(Object.keys(schema.shape), source, faults));
  const told = new Set(faults.map((fault) => fault.split(/_FILE:|:/)[0]));
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (!told.has(name)) faults.push(`${name}: ${issue.message}`);
  }
  if (!parsed.success || faults.length > 0)
    throw new EnvironmentFault(
      `Переменные окружения заданы не полностью или с ошибками:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
  return parsed.data;
};
