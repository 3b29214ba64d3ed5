/**
 * Sign-in through the helpdesk, by cases written before the code (O-01 …). The helpdesk is one that answers as doorkeeper 5.8 does
 * in Zammad 6.6 (seen on a real one: docs/zammad.md), and notes what it was asked.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { pageOAuth } from '../../plugin/process/env.js';
import { usePostgres } from '../plugin/postgres.js';
import { browse, keyOf, openSite, persons, type Browser, type Known, type Seen, type Site } from './site.js';

usePostgres();
const CLIENT = { clientId: 'client-of-the-page-0', clientSecret: 'secret-of-the-page-0' };
const BACK = 'https://help.example/support/page/sign-in/zammad';

interface Asked {
  readonly path: string;
  readonly form: URLSearchParams;
  readonly authorization: string;
}

/** Answers of the helpdesk; a test puts others in. */
let answers: { token: [number, string]; me: [number, string]; revoke: [number, string] };
let asked: Asked[] = [];
let helpdesk: Server;
let zammad = '';
let site: Site;

const row = {
  email: 'staff@desk.example',
  organization_id: null,
  role_ids: [2],
  firstname: 'Сотрудник',
  lastname: 'Вымышленный',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

const meOf = (known: Known, more: object = {}): string =>
  JSON.stringify({
    ...persons[known],
    active: true,
    ...row,
    groups: Object.fromEntries(persons[known].groups.map((group) => [group, ['full']])),
    ...more,
  });

beforeAll(async () => {
  helpdesk = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      asked.push({
        path,
        form: new URLSearchParams(body),
        authorization: request.headers.authorization ?? '',
      });
      const [status, text] =
        path === '/oauth/token' ? answers.token : path === '/oauth/revoke' ? answers.revoke : answers.me;
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((done) => helpdesk.listen(0, '127.0.0.1', done));
  const address = helpdesk.address();
  zammad = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
});
afterAll(() => new Promise((done) => helpdesk.close(done)));

beforeEach(async () => {
  asked = [];
  answers = {
    token: [
      200,
      JSON.stringify({ access_token: 'access-token-of-the-head', token_type: 'Bearer', expires_in: 7200 }),
    ],
    me: [200, meOf('ufa')],
    revoke: [200, '{}'],
  };
  site = await openSite({
    address: { base: '/support/page', secure: true, hosts: null },
    oauth: { zammad, redirectUri: BACK, ...CLIENT },
  });
});
afterEach(() => site.close());

const begin = async (browser: Browser): Promise<URL> => {
  const seen = await browser.get('/sign-in/begin');
  expect(seen.status).toBe(303);
  return new URL(seen.headers.get('location') ?? '');
};
const back = (browser: Browser, query: Record<string, string> | string): Promise<Seen> =>
  browser.get(`/sign-in/zammad?${typeof query === 'string' ? query : new URLSearchParams(query).toString()}`);
const CODE = 'code-of-the-helpdesk-0123';
const sessions = (): Promise<string> => site.query('select login from page_sessions');

test('O-01, O-11: out with a word of our own, back once, with rights of the helpdesk', async () => {
  const browser = browse(site);
  expect((await browser.get('/sign-in')).html).toContain('Войти через Zammad');
  const out = await begin(browser);
  expect(out.origin + out.pathname).toBe(`${zammad}/oauth/authorize`);
  const query = Object.fromEntries(out.searchParams);
  expect(query).toMatchObject({
    response_type: 'code',
    client_id: CLIENT.clientId,
    redirect_uri: BACK,
    code_challenge_method: 'S256',
  });
  expect(query['state']).toMatch(/^[\w-]{43}$/);
  const seen = await back(browser, { code: CODE, state: query['state'] ?? '' });
  expect(seen.status).toBe(200);
  expect(seen.html).toContain("url=/support/page/'");
  const cookies = seen.headers.getSetCookie().join('\n');
  expect(cookies).toMatch(
    /reglament_session=[\w-]{43}; Path=\/support\/page; HttpOnly; Secure; SameSite=Strict/,
  );
  const [token, me, revoke] = asked;
  expect(token?.path).toBe('/oauth/token');
  expect(Object.fromEntries(token?.form ?? [])).toMatchObject({
    grant_type: 'authorization_code',
    code: CODE,
    redirect_uri: BACK,
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
  });
  const challenge = createHash('sha256')
    .update(token?.form.get('code_verifier') ?? '')
    .digest('base64url');
  expect(challenge).toBe(query['code_challenge']);
  expect([me?.path, me?.authorization]).toEqual(['/api/v1/users/me', 'Bearer access-token-of-the-head']);
  expect([revoke?.path, revoke?.form.get('token')]).toEqual(['/oauth/revoke', 'access-token-of-the-head']);
  const page = await browser.get('/process');
  expect([page.status, page.html]).toEqual([200, expect.stringContaining('ufa@desk.example')]);
  const kept = `${await site.query('select * from page_sessions')}${await site.query('select * from page_entrances')}${site.lines.join('')}`;
  expect(kept + seen.html + cookies).not.toMatch(/access-token-of|secret-of-the-page|code-of-the-helpdesk/);
  expect(out.href).not.toContain(CLIENT.clientSecret);
});

test.each([403, 500])(
  'a token that is not taken back (%s) is warned of and lets in all the same',
  async (status) => {
    answers.revoke = [status, '{}'];
    const browser = browse(site);
    const state = (await begin(browser)).searchParams.get('state') ?? '';
    expect((await back(browser, { code: CODE, state })).status).toBe(200);
    expect((await browser.get('/process')).status).toBe(200);
    expect(site.lines.filter((line) => line.includes('токен не отозван'))).toEqual([
      expect.stringMatching(`"level":"warn".*HTTP ${status}|HTTP ${status}.*"level":"warn"`),
    ]);
    expect(site.lines.join('')).not.toContain('access-token-of');
  },
);

describe('O-02, O-03: a state that is not this browser’s own, once, within ten minutes', () => {
  test.each<[string, (state: string, browser: Browser) => Promise<[Browser, string]>]>([
    ['none', (_, browser) => Promise.resolve([browser, `code=${CODE}`])],
    ['another', (_, browser) => Promise.resolve([browser, `code=${CODE}&state=${'x'.repeat(43)}`])],
    ['of another browser', (state) => Promise.resolve([browse(site), `code=${CODE}&state=${state}`])],
    [
      'of another browser that has begun too',
      async (state) => {
        const victim = browse(site);
        await begin(victim);
        return [victim, `code=${CODE}&state=${state}`];
      },
    ],
    [
      'too late',
      (state, browser) => {
        site.pass(20 * 60_000);
        return Promise.resolve([browser, `code=${CODE}&state=${state}`]);
      },
    ],
    ['twice', (state, browser) => Promise.resolve([browser, `code=${CODE}&state=${state}&state=${state}`])],
    ['of a script', (_, browser) => Promise.resolve([browser, `code=${CODE}&state=%3Cscript%3Ealert(1)`])],
  ])('%s', async (_, make) => {
    const browser = browse(site);
    const state = (await begin(browser)).searchParams.get('state') ?? '';
    const [who, query] = await make(state, browser);
    const seen = await back(who, query);
    expect([seen.status, seen.html]).toEqual([400, expect.stringContaining('Вход не удался, начните снова')]);
    expect(seen.html).not.toContain('<script>alert');
    expect([asked, await sessions()]).toEqual([[], '[]']);
    expect(site.lines.join('')).not.toContain(CODE);
  });

  test('a second time', async () => {
    const browser = browse(site);
    const state = (await begin(browser)).searchParams.get('state') ?? '';
    expect((await back(browser, { code: CODE, state })).status).toBe(200);
    expect((await back(browser, { code: CODE, state })).status).toBe(400);
    expect(JSON.parse(await sessions())).toHaveLength(1);
  });

  test('a planted session is none after it', async () => {
    const browser = browse(site);
    browser.cookies.set('reglament_session', 'p'.repeat(43));
    const state = (await begin(browser)).searchParams.get('state') ?? '';
    await back(browser, { code: CODE, state });
    expect(browser.cookies.get('reglament_session')).not.toBe('p'.repeat(43));
  });
});

test.each([
  ['O-04: denied', 'error=access_denied', 403, 'Вы отказались'],
  [
    'O-04: a fault of the helpdesk',
    'error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E',
    400,
    'начните снова',
  ],
  ['no code', 'code=', 400, 'начните снова'],
])('%s', async (_, query, status, words) => {
  const browser = browse(site);
  const state = (await begin(browser)).searchParams.get('state') ?? '';
  const seen = await back(browser, `${query}&state=${state}`);
  expect([seen.status, seen.html]).toEqual([status, expect.stringContaining(words)]);
  expect(seen.html).toContain('Ваш ключ доступа к Zammad');
  expect(seen.html).not.toContain('<script>alert');
  expect(await sessions()).toBe('[]');
  expect((await back(browser, { code: CODE, state })).status).toBe(400);
});

test.each<[string, Partial<typeof answers>, number, string]>([
  ['O-05: a code that is used up', { token: [400, '{"error":"invalid_grant"}'] }, 401, 'начните снова'],
  ['O-05: a wrong secret', { token: [401, '{"error":"invalid_client"}'] }, 502, 'скажите администратору'],
  ['O-05: no helpdesk at all', { token: [200, '<html>'] }, 503, 'не отвечает'],
  ['O-05: it does not say who', { me: [500, '{}'] }, 503, ''],
  ['O-06: an agent without the role', { me: [200, meOf('operator')] }, 403, 'нет такой роли'],
  [
    'O-06: a role written otherwise',
    { me: [200, meOf('head', { roles: ['руководитель сп'] })] },
    403,
    'нет такой роли',
  ],
  [
    'O-06: a citizen',
    {
      me: [
        200,
        JSON.stringify({
          ...row,
          id: 9,
          login: 'anna@mail.example',
          active: true,
          roles: ['Customer'],
          groups: {},
        }),
      ],
    },
    403,
    'нет такой роли',
  ],
  ['O-06: somebody who left', { me: [200, meOf('head', { active: false })] }, 403, 'не активны'],
])(
  '%s',
  async (_, given, status, words) => {
    answers = { ...answers, ...given };
    const browser = browse(site);
    const state = (await begin(browser)).searchParams.get('state') ?? '';
    const seen = await back(browser, { code: CODE, state });
    expect([seen.status, seen.html]).toEqual([status, expect.stringContaining(words)]);
    expect(await sessions()).toBe('[]');
    expect(seen.html).not.toContain("aria-label='Разделы'");
    expect(site.lines.join('')).not.toMatch(
      /anna@mail|secret-of-the-page|code-of-the-helpdesk|access-token-of/,
    );
  },
  60_000,
);

test('O-08: signing out needs the word, and the old cookie is worth nothing', async () => {
  const browser = browse(site);
  const state = (await begin(browser)).searchParams.get('state') ?? '';
  await back(browser, { code: CODE, state });
  const cookies = new Map(browser.cookies);
  expect((await browser.get('/sign-out')).status).toBe(404);
  expect((await browser.post('/sign-out', {})).status).toBe(403);
  expect((await browser.post('/sign-out', { form: await browser.word() })).status).toBe(303);
  const thief = browse(site);
  for (const [name, value] of cookies) thief.cookies.set(name, value);
  expect((await thief.get('/process')).status).toBe(303);
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '%2F%2Fevil.example',
])('O-09: nobody is led to %s', async (to) => {
  const browser = browse(site);
  for (const path of [`/sign-in?to=${to}`, `/sign-in/begin?to=${to}&redirect_uri=${to}`]) {
    const seen = await browser.get(path, { 'x-forwarded-host': 'evil.example' });
    const location = seen.headers.get('location') ?? '';
    expect(location === '' || location.startsWith(`${zammad}/oauth/authorize?`)).toBe(true);
    expect(decodeURIComponent(location)).not.toContain('evil');
  }
});

test('O-12: the own key still opens the door, and without an application it is the only way', async () => {
  const browser = browse(site);
  expect((await browser.signIn(keyOf('head'))).status).toBe(303);
  const plain = await openSite();
  const { html } = await browse(plain).get('/sign-in');
  expect(html).not.toContain('Войти через Zammad');
  for (const path of ['/sign-in/begin', '/sign-in/zammad?code=x&state=y'])
    expect([303, 404]).toContain((await browse(plain).get(path)).status);
  await plain.close();
});

describe('O-13: half a configuration is said aloud', () => {
  const whole = {
    ZAMMAD_URL: 'https://help.example',
    REGLAMENT_PAGE_URL: 'https://help.example/support/page/',
    REGLAMENT_PAGE_OAUTH_ID: CLIENT.clientId,
    REGLAMENT_PAGE_OAUTH_SECRET: CLIENT.clientSecret,
  };
  test('whole', () => {
    expect(pageOAuth(whole)).toEqual({ zammad: 'https://help.example', redirectUri: BACK, ...CLIENT });
    expect(
      pageOAuth({ ...whole, REGLAMENT_PAGE_OAUTH_ID: undefined, REGLAMENT_PAGE_OAUTH_SECRET: undefined }),
    ).toBeNull();
  });
  test.each([
    ['REGLAMENT_PAGE_OAUTH_SECRET', { REGLAMENT_PAGE_OAUTH_SECRET: undefined }],
    ['REGLAMENT_PAGE_OAUTH_ID', { REGLAMENT_PAGE_OAUTH_ID: undefined }],
    ['REGLAMENT_PAGE_URL', { REGLAMENT_PAGE_URL: undefined }],
    ['REGLAMENT_PAGE_URL', { REGLAMENT_PAGE_URL: 'http://localhost/page' }],
  ])('%s', (name, change) => {
    expect(() => pageOAuth({ ...whole, ...change })).toThrow(name);
    expect(() => pageOAuth({ ...whole, ...change })).not.toThrow(CLIENT.clientSecret);
  });
});
