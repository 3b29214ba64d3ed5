/** The sections: who sees which, what they say of what the companion knows, and what they answer to nonsense. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withMode } from '../../plugin/page/sections/modes.js';
import { readConfig } from '../../plugin/process/config.js';
import { ownFolder } from '../../plugin/process/own-folder.js';
import { usePostgres } from '../plugin/postgres.js';
import { seed } from './seed.js';
import { browse, openSite, signedIn, type Browser, type Known, type Site } from './site.js';

usePostgres();
let site: Site;
const browsers = new Map<Known, Browser>();
const as = (known: Known): Browser => browsers.get(known)!;

beforeAll(async () => {
  site = await openSite();
  await seed(site.store, site.now());
  for (const known of ['admin', 'head', 'ufa'] as const) browsers.set(known, await signedIn(site, known));
});
afterAll(() => site.close());

/** Rows of a page's tables without their tags, a line each. */
const rowsOf = (html: string): string[] =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    row
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

/** Sections × verbs × who. */
const paths = [
  ['GET', '/process', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/process/place?name=Новое', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/morning', { admin: 200, head: 200, nobody: 303 }],
  ['POST', '/morning/allow', { admin: 404, head: 404, nobody: 403 }],
  ['GET', '/terms', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/attention', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/ticket', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/ticket/14', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/faq', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/report', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/report.xlsx', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/report.csv', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/modes', { admin: 200, head: 200, nobody: 303 }],
  ['GET', '/modes/switch?clause=R-4.2.1&mode=note', { admin: 200, head: 403, nobody: 303 }],
  ['GET', '/setup', { admin: 200, head: 403, nobody: 303 }],
  ['POST', '/setup/plan', { admin: 403, head: 403, nobody: 403 }],
  ['POST', '/setup/rollback', { admin: 403, head: 403, nobody: 403 }],
  ['POST', '/setup/apply', { admin: 403, head: 403, nobody: 403 }],
  ['GET', '/operations', { admin: 200, head: 200, nobody: 303 }],
  ['POST', '/operations/replay', { admin: 404, head: 403, nobody: 403 }],
  ['POST', '/process', { admin: 404, head: 404, nobody: 404 }],
  ['GET', '/events', { nobody: 401 }],
  ['GET', '/page.js', { admin: 200, head: 200, nobody: 200 }],
  ['GET', '/page.css', { admin: 200, head: 200, nobody: 200 }],
  ['GET', '/no-such-page', { admin: 404, head: 404, nobody: 404 }],
] as const;

test.each(paths)('%s %s', async (verb, path, wanted) => {
  for (const [who, status] of Object.entries(wanted)) {
    const browser = who === 'nobody' ? browse(site) : as(who as Known);
    const seen =
      verb === 'GET'
        ? await browser.get(path)
        : await browser.post(path, { form: who === 'nobody' ? '' : await browser.word(), id: 'no such' });
    expect([who, seen.status]).toEqual([who, status]);
  }
});

test('no page has a script or a style of its own, every page forbids them', async () => {
  for (const [verb, path] of paths) {
    if (verb !== 'GET' || path === '/events') continue;
    const { html, headers } = await as('admin').get(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';img-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'",
    );
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
  }
});

test('«Процесс» counts what stands at each place', async () => {
  const { html } = await as('head').get('/process');
  const rows = rowsOf(html);
  expect(rows).toContain('Новое 2 1 1 д 6 ч');
  expect(rows).toContain('Анализ 1 1 5 ч 0 мин');
  expect(rows).toContain('Претензия 0 0 –');
  expect(html).toContain('Обращения вне карты');
});

describe('tickets are listed for those to whom the helpdesk shows them', () => {
  test.each<[Known, string, string[]]>([
    ['admin', 'Новое', ['48013', '48011']],
    ['ufa', 'Новое', ['48011']],
    ['head', 'Новое', []],
    ['head', 'Анализ', ['48014']],
    ['ufa', 'Анализ', ['48014']],
    ['head', '', ['48015']],
  ])('%s at «%s»: %j', async (known, place, numbers) => {
    const { html } = await as(known).get(`/process/place?name=${encodeURIComponent(place)}`);
    expect([...new Set([...html.matchAll(/№ (\d+)/g)].map(([, number]) => number))]).toEqual(numbers);
  });

  test.each<[Known, number, number]>([
    ['admin', 13, 200],
    ['head', 13, 404],
    ['ufa', 13, 404],
    ['ufa', 12, 200],
    ['head', 14, 200],
    ['admin', 999, 404],
  ])('%s on ticket %s: %s', async (known, ticket, status) => {
    expect((await as(known).get(`/ticket/${ticket}`)).status).toBe(status);
  });

  test('nor is it told by a search, a term or what requires attention', async () => {
    for (const path of ['/terms', '/attention', '/attention?clause=R-4.2.1'])
      expect((await as('ufa').get(path)).html).not.toContain('48013');
  });
});

test('a number leads to its ticket, another is said not to be known', async () => {
  const found = await as('admin').get('/ticket?number=48012');
  expect([found.status, found.headers.get('location')]).toEqual([303, '/page/ticket/12']);
  const missed = await as('admin').get('/ticket?number=48999');
  expect([missed.status, missed.html]).toEqual([404, expect.stringContaining('48999 программа не смотрела')]);
});

test('«Обращение» says why, until when, which days count and what can be done', async () => {
  const { html } = await as('ufa').get('/ticket/12');
  expect(html).toContain('срок идёт');
  expect(html).toContain('идёт третий рабочий день');
  expect(html).toContain('Срок: 26.11.2026 09:00');
  expect([...html.matchAll(/(\d)-й рабочий/g)].map(([, day]) => day)).toEqual(['1', '2']);
  expect(html).toContain('https://zammad.example/#ticket/zoom/12');
  expect(rowsOf(html).join('\n')).toContain('4.7.3 звонок');
});

test('«Сроки» tells overdue from what is left, in working time', async () => {
  const { html } = await as('admin').get('/terms');
  const rows = rowsOf(html).join('\n');
  expect(rows).toMatch(/№ 48014 .* Камчатский край .* 3 ч 0 мин/);
  expect(rows).toMatch(/№ 48012 .* Республика Башкортостан 26\.11\.2026 09:00 5 ч 0 мин/);
});

test('«Требует внимания» counts by clause and is narrowed to a region', async () => {
  expect(rowsOf((await as('admin').get('/attention')).html).join('\n')).toMatch(
    /R-4\.2\.1 .* 1 Камчатский край: 1 1 д 6 ч/,
  );
  const { html } = await as('admin').get('/attention?region=bashkortostan');
  expect(html).toContain('Ничего не требует внимания');
});

test('«Отчёт» counts the period, and so does its file', async () => {
  const { html } = await as('head').get('/report?from=2026-11-20&to=2026-11-25');
  expect(rowsOf(html).join('\n')).toMatch(/R-4\.2\.1 .* Республика Башкортостан 1 0 0 0/);
  const file = await as('head').get('/report.csv?from=2026-11-20&to=2026-11-25');
  expect(file.headers.get('content-disposition')).toContain('report-2026-11-20-2026-11-25.csv');
  expect(file.html).toContain('R-4.2.1;');
});

test('«Режимы» shows what to write into the own folder', async () => {
  expect(rowsOf((await as('admin').get('/modes')).html).join('\n')).toMatch(
    /R-4\.2\.1, R-4\.2\.3 .* исполняет 1 1 1/,
  );
  const { html } = await as('admin').get('/modes/switch?clause=R-4.2.1&mode=note');
  expect(html).toContain('+      - R-4.2.1');
  expect(html).toContain('+    mode: note');
});

test.each([
  ['a file that is not there', ''],
  ['one with a remark and another clause', '# моё\nclauses:\n  - ids: [R-1.1]\n    mode: observe\n'],
  ['one that has the clause', 'clauses:\n  - ids: [R-4.2.1, R-4.2.3]\n    mode: observe # пока\n'],
])('what is to be written is what the configuration then reads: %s', async (_, before) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reglament-own-'));
  for (const [file, text] of Object.entries(ownFolder('0.0.0'))) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await mkdir(path.join(folder, 'regulation'));
  await writeFile(
    path.join(folder, 'regulation/modes.yaml'),
    withMode(before, ['R-4.2.1', 'R-4.2.3'], 'note'),
  );
  await cp('config/regions', path.join(folder, 'regions'), { recursive: true });
  const { clauses } = await readConfig(folder);
  expect(clauses.find(({ ids }) => ids.includes('R-4.2.1'))).toMatchObject({ mode: 'note' });
  if (before.startsWith('#'))
    expect(clauses.find(({ ids }) => ids.includes('R-1.1'))).toMatchObject({ mode: 'observe' });
  await rm(folder, { recursive: true });
});

test.each([
  ['/report?from=yesterday', 400, 'дата «yesterday» не понята'],
  ['/report?from=2026-11-25&to=2026-11-01', 400, 'Конец периода раньше начала'],
  ['/report?from=2001-01-01', 400, 'Период длиннее двух лет'],
  ['/report?region=atlantis', 400, 'Региона «atlantis» в конфигурации нет'],
  ['/attention?clause=R-0', 400, 'Обязанности «R-0» программа не держит'],
  ['/attention?region=%27%3B+drop+table+places', 400, 'в конфигурации нет'],
  ['/process/place?name=Нигде', 404, 'Места «Нигде» на карте нет'],
  ['/ticket/1e9', 404, 'Такого обращения программа не смотрела'],
  ['/ticket?number=%3Cscript%3E', 404, '«&lt;script&gt;» — не номер'],
  ['/ticket/%E0%A4%A', 400, 'Запрос не понят'],
  ['/modes/switch?clause=R-4.2.1&mode=enforce', 400, 'observe, note или act'],
  ['/terms?a[]=1&a[]=2&__proto__=3', 200, 'Сроки'],
])('%s: %s', async (path, status, words) => {
  const seen = await as('admin').get(path);
  expect([seen.status, seen.html]).toEqual([status, expect.stringContaining(words)]);
});

test('a form too large or no form at all is refused in words', async () => {
  const form = await as('admin').word();
  const large = await as('admin').post('/operations/replay', { form, id: 'x'.repeat(100_000) });
  expect([large.status, large.html]).toEqual([413, expect.stringContaining('Запрос не понят')]);
});
