/** The door of the page: who comes in and for how long, what a stolen or a foreign form is worth, what is kept of it all. */
import { addressOf } from '../../plugin/page/address.js';
import { readEnv, serveEnv } from '../../plugin/process/env.js';
import { IDLE_MS, WHOLE_MS } from '../../plugin/store/sessions.js';
import { usePostgres } from '../plugin/postgres.js';
import { browse, keyOf, openSite, persons, signedIn, type Known, type Site } from './site.js';

usePostgres();
let site: Site;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.close());

const MINUTE = 60_000;

test.each<[Known, number, string]>([
  ['admin', 303, 'администратор'],
  ['head', 303, 'руководитель СП'],
  ['operator', 403, ''],
])('%s: %s', async (known, status, role) => {
  const browser = browse(site);
  expect((await browser.signIn(keyOf(known))).status).toBe(status);
  const shown = await browser.get('/operations');
  expect(shown.status).toBe(role === '' ? 303 : 200);
  if (role !== '') expect(shown.html).toContain(`${persons[known].login}, ${role}`);
});

test.each([
  ['a key nobody has', 'key-of-nobody-0123456789'],
  ['none', ''],
  ['one that is no key', 'x"\r\nFrom: admin'],
])('%s opens nothing and is told so', async (_, key) => {
  const seen = await browse(site).signIn(key);
  expect(seen.status).toBe(401);
  expect(seen.html).toContain('Ключ не подошёл');
});

test('without a session every page leads to the door, every form is refused', async () => {
  const stranger = browse(site);
  const seen = await stranger.get('/operations');
  expect([seen.status, seen.headers.get('location')]).toEqual([303, '/page/sign-in']);
  expect((await stranger.post('/operations/replay', { id: '1' })).status).toBe(403);
});

test('a helpdesk that does not answer is said to, and lets nobody in', async () => {
  const away = await openSite({ knows: () => Promise.reject(new Error('ECONNREFUSED')) });
  const seen = await browse(away).signIn(keyOf('admin'));
  expect(seen.status).toBe(503);
  expect(seen.html).toContain('Zammad сейчас не отвечает');
  await away.close();
});

test('the cookie is for this page alone, and no script reads it', async () => {
  const browser = browse(site);
  const line = (await browser.signIn(keyOf('head'))).headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('reglament_session'));
  expect(line).toMatch(/^reglament_session=[\w-]{43}; Path=\/page; HttpOnly; SameSite=Strict$/);
  const behind = await openSite({ address: { base: '/support/page', secure: true, hosts: null } });
  const there = await browse(behind).signIn(keyOf('head'));
  expect(there.headers.getSetCookie().join()).toMatch(
    /Path=\/support\/page; HttpOnly; Secure; SameSite=Strict/,
  );
  expect(there.headers.get('location')).toBe('/support/page/');
  await behind.close();
});

describe('a session ends', () => {
  test.each([
    ['after half an hour of nothing', [IDLE_MS], 303],
    ['not while somebody is at work', [IDLE_MS - 1, IDLE_MS - 1], 200],
    [
      'after half a day whatever was done',
      Array.from({ length: WHOLE_MS / (20 * MINUTE) }, () => 20 * MINUTE),
      303,
    ],
  ])('%s', async (_, pauses, status) => {
    const browser = await signedIn(site, 'head');
    let last = 0;
    for (const pause of pauses) {
      site.pass(pause);
      last = (await browser.get('/operations')).status;
    }
    expect(last).toBe(status);
  });

  test('by going out, for whoever has copied the cookie too', async () => {
    const browser = await signedIn(site, 'head');
    const thief = browse(site);
    for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
    expect((await thief.get('/operations')).status).toBe(200);
    const out = await browser.post('/sign-out', { form: await browser.word() });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/page/sign-in']);
    expect((await thief.get('/operations')).status).toBe(303);
  });
});

describe('a form', () => {
  test.each([
    ['without the word', async () => Promise.resolve('')],
    ["with another session's", async () => (await signedIn(site, 'admin')).word()],
  ])('%s does nothing', async (_, word) => {
    const browser = await signedIn(site, 'admin');
    const seen = await browser.post('/sign-out', { form: await word() });
    expect(seen.status).toBe(403);
    expect(seen.html).toContain('Форма устарела');
    expect((await browser.get('/operations')).status).toBe(200);
  });

  test('of the door from elsewhere signs nobody in', async () => {
    const browser = browse(site);
    expect((await browser.post('/sign-in', { key: keyOf('head') })).status).toBe(403);
    expect(browser.cookies.has('reglament_session')).toBe(false);
  });
});

test('whoever guesses keys is stopped, also with the right one', async () => {
  const browser = browse(site);
  for (let guess = 0; guess < 10; guess += 1) await browser.signIn('key-of-nobody-0123456789');
  const seen = await browser.signIn(keyOf('admin'));
  expect(seen.status).toBe(429);
  expect(seen.html).toContain('Слишком много неудачных попыток');
});

test('neither key nor id of a session stands in the store or the log; who came and went does', async () => {
  const browser = await signedIn(site, 'admin');
  await browser.post('/sign-out', { form: await browser.word() });
  const again = await signedIn(site, 'admin');
  const kept = `${await site.query(`select *, encode(key, 'base64') from page_sessions`)}${site.lines.join('')}`;
  expect(kept).not.toContain(keyOf('admin'));
  for (const value of again.cookies.values()) expect(kept).not.toContain(value);
  expect(await site.query('select login, deed from page_deeds order by id')).toBe(
    JSON.stringify(['вход', 'выход', 'вход'].map((deed) => ({ login: persons.admin.login, deed }))),
  );
});

test('another name of the host is another site', async () => {
  const { port } = new URL(site.url);
  const { request } = await import('node:http');
  const status = await new Promise((done) => {
    request(
      { host: '127.0.0.1', port, path: '/page/sign-in', headers: { host: 'evil.example' } },
      (answer) => {
        answer.resume();
        done(answer.statusCode);
      },
    ).end();
  });
  expect(status).toBe(404);
});

describe('where it is', () => {
  test.each([
    [undefined, '127.0.0.1', '/page', false],
    [undefined, '::1', '/page', false],
    [undefined, '0.0.0.0', null, null],
    [undefined, '10.1.2.3', null, null],
    ['off', '127.0.0.1', null, null],
    ['https://help.example/support/page/', '0.0.0.0', '/support/page', true],
  ])('REGLAMENT_PAGE_URL=%s on %s: %s', (pageUrl, host, base, secure) => {
    const address = addressOf(pageUrl, host);
    expect([address?.base ?? null, address?.secure ?? null]).toEqual([base, secure]);
  });

  const env = serveEnv.pick({ REGLAMENT_PAGE_URL: true, REGLAMENT_PAGE_HEADS: true });
  test.each(['https://help.example/', 'http://help.example/page', 'page', 'ftp://help.example/page'])(
    '%s is no address for it',
    (url) => {
      expect(() => readEnv(env, { REGLAMENT_PAGE_URL: url })).toThrow(
        'REGLAMENT_PAGE_URL: нужен адрес страницы',
      );
    },
  );
  test('its roles are a list', () => {
    expect(readEnv(env, { REGLAMENT_PAGE_HEADS: 'Руководитель СП, Начальник смены ЦПП' })).toEqual({
      REGLAMENT_PAGE_HEADS: ['Руководитель СП', 'Начальник смены ЦПП'],
    });
  });
});
