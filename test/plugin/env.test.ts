/** The environment: all faults at once, by name, never a value; files in place of variables. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentFault, helpdeskEnv, readEnv, serveEnv } from '../../plugin/process/env.js';

const good = {
  ZAMMAD_URL: 'https://help.example.org/desk/',
  ZAMMAD_TOKEN: 'token-of-the-test',
  REGLAMENT_PUBLIC_URL: 'http://127.0.0.1:8080',
  REGLAMENT_WEBHOOK_SECRET: 'sixteen-or-more-characters',
};

const faultsOf = (source: Record<string, string>, schema: typeof serveEnv = serveEnv): string => {
  try {
    readEnv(schema, source);
    return '';
  } catch (fault) {
    expect(fault).toBeInstanceOf(EnvironmentFault);
    return String(fault);
  }
};

test('defaults are safe: loopback, embedded store, no trailing slash', () => {
  expect(readEnv(serveEnv, { ...good, DATABASE_URL: '' })).toEqual({
    ...good,
    ZAMMAD_URL: 'https://help.example.org/desk',
    REGLAMENT_CONFIG: 'config',
    LOG_LEVEL: 'info',
    REGLAMENT_DATA: 'data',
    PORT: 8080,
    HOST: '127.0.0.1',
    REGLAMENT_AT_ONCE: 2,
    REGLAMENT_KEEP_LOG: 24,
    REGLAMENT_PAGE_HEADS: ['Руководитель СП'],
    REGLAMENT_PAGE_ADMINS: ['Admin'],
  });
});

test('everything wrong is told in one go, and no value of it', () => {
  const told = faultsOf({
    ZAMMAD_URL: 'ftp://secret-host',
    REGLAMENT_WEBHOOK_SECRET: 'short-secret',
    DATABASE_URL: 'mysql://secret',
    PORT: 'secret',
    LOG_LEVEL: 'secret',
  });
  for (const name of [
    'ZAMMAD_URL',
    'ZAMMAD_TOKEN',
    'REGLAMENT_PUBLIC_URL',
    'REGLAMENT_WEBHOOK_SECRET',
    'DATABASE_URL',
    'PORT',
    'LOG_LEVEL',
  ])
    expect(told).toMatch(new RegExp(`^  ${name}: `, 'm'));
  expect(told).not.toContain('secret');
});

describe('NAME_FILE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-env-'));
  const path = join(folder, 'token');
  writeFileSync(path, 'from-a-file\n');
  const twoLines = join(folder, 'two');
  writeFileSync(twoLines, '# ключ\nfrom-a-file\n');
  const rest = Object.fromEntries(Object.entries(good).filter(([name]) => name !== 'ZAMMAD_TOKEN'));

  test('is read without its last newline', () => {
    expect(readEnv(helpdeskEnv, { ...rest, ZAMMAD_TOKEN_FILE: path }).ZAMMAD_TOKEN).toBe('from-a-file');
  });
  test.each<[string, Record<string, string>, string]>([
    [
      'beside NAME is a fault',
      { ...good, ZAMMAD_TOKEN_FILE: path },
      'задан и сам, и через ZAMMAD_TOKEN_FILE',
    ],
    [
      'that cannot be read is a fault',
      { ...rest, ZAMMAD_TOKEN_FILE: join(folder, 'no') },
      `ZAMMAD_TOKEN_FILE: файл «${join(folder, 'no')}» не читается: такого нет; проверьте путь и права`,
    ],
    [
      'that is a folder is a fault',
      { ...rest, ZAMMAD_TOKEN_FILE: folder },
      `ZAMMAD_TOKEN_FILE: файл «${folder}» не читается: это папка; проверьте путь и права`,
    ],
    [
      'with more than a key in it is a fault',
      { ...rest, ZAMMAD_TOKEN_FILE: twoLines },
      'ZAMMAD_TOKEN: в ключе пробел, перевод строки или не латиница: скопируйте его заново',
    ],
    [
      'spelt in Cyrillic is a fault',
      { ...rest, ZAMMAD_TOKEN: 'ключ-ключ' },
      'ZAMMAD_TOKEN: в ключе пробел, перевод строки или не латиница: скопируйте его заново',
    ],
  ])('%s', (_, source, fault) => {
    expect(faultsOf(source)).toContain(fault);
  });
});
