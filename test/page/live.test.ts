/** Pages that look again by themselves, by cases written before the code (L-01 …): told that something changed, never what or whose. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { untilText } from './until-text.js';
import { lookedAt } from './seed.js';
import { until, usePostgres } from '../plugin/postgres.js';
import { IDLE_MS } from '../../plugin/store/sessions.js';
import { browse, keyOf, openSite, signedIn, type Browser, type Known, type Site } from './site.js';

usePostgres();
let site: Site;
const opened: AbortController[] = [];
beforeEach(async () => {
  site = await openSite({ live: { restMs: 20, beatMs: 50 } });
});
afterEach(async () => {
  for (const one of opened.splice(0)) one.abort();
  await site.close();
});

interface Heard {
  readonly status: number;
  readonly headers: Headers;
  /** All bytes so far. */
  text(): string;
  ended(): boolean;
}

const listen = async (browser: Browser, query = ''): Promise<Heard> => {
  const controller = new AbortController();
  opened.push(controller);
  const answer = await fetch(`${site.url}/events${query}`, {
    signal: controller.signal,
    headers: {
      origin: 'https://evil.example',
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  });
  let text = '';
  let ended = false;
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const bytes of answer.body ?? []) text += decoder.decode(bytes as Uint8Array);
    ended = true;
  };
  read().catch(() => {
    ended = true;
  });
  return { status: answer.status, headers: answer.headers, text: () => text, ended: () => ended };
};

const changes = (region: string | null, place: string, ticket?: number): Promise<void> =>
  lookedAt(site, region, place, ticket);
const told = (heard: Heard): number => [...heard.text().matchAll(/event: change/g)].length;
/** Two heartbeats later whatever was to be sent was. */
const beats = async (heard: Heard): Promise<void> => {
  const before = [...heard.text().matchAll(/^: $/gm)].length;
  await until(() => [...heard.text().matchAll(/^: $/gm)].length >= before + 2);
};

test('a change is told to whom it concerns, and nothing of it', async () => {
  const heard = new Map<Known, Heard>();
  for (const known of ['admin', 'ufa', 'head'] as const)
    heard.set(known, await listen(await signedIn(site, known), '?region=kamchatka'));
  const one = (known: Known): Heard => heard.get(known)!;
  await beats(one('ufa'));
  const from = new Map([...heard].map(([known, stream]) => [known, told(stream)]));
  const since = (known: Known): number => told(one(known)) - (from.get(known) ?? 0);
  for (let time = 0; time < 20; time += 1) await changes('kamchatka', 'Новое', 80 + time);
  await until(() => since('admin') > 0);
  await beats(one('ufa'));
  expect([since('ufa'), since('head')]).toEqual([0, 0]);
  await changes('bashkortostan', 'Новое');
  await until(() => since('ufa') === 1);
  await changes('kamchatka', 'Передано', 90);
  await until(() => since('head') === 1);
  await beats(one('ufa'));
  expect(since('ufa')).toBe(1);
  for (const stream of heard.values())
    expect(stream.text()).toMatch(/^(retry: 5000\n\n|: \n\n|event: change\ndata: \n\n)+$/);
  expect(one('ufa').headers.get('content-type')).toContain('text/event-stream');
  expect(one('ufa').headers.get('cache-control')).toContain('no-store');
  expect(one('ufa').headers.get('x-accel-buffering')).toBe('no');
  expect(one('ufa').headers.get('access-control-allow-origin')).toBeNull();
}, 30_000);

test('L-03: a ticket that leaves the region is told of there', async () => {
  await changes('bashkortostan', 'Новое');
  const heard = await listen(await signedIn(site, 'ufa'));
  await beats(heard);
  const before = told(heard);
  await changes('kamchatka', 'Новое');
  await until(() => told(heard) > before);
});

test('L-09: nobody is refused and not led to a page; too many are refused', async () => {
  expect((await listen(browse(site))).status).toBe(401);
  const browser = await signedIn(site, 'head');
  const statuses = [];
  for (let time = 0; time < 9; time += 1) statuses.push((await listen(browser)).status);
  expect(statuses).toEqual([...Array.from({ length: 8 }, () => 200), 429]);
  expect((await browser.get('/process')).status).toBe(200);
});

test('L-04: listening keeps no session alive; its end ends the stream', async () => {
  const browser = await signedIn(site, 'ufa');
  const heard = await listen(browser);
  site.pass(IDLE_MS / 2);
  expect((await browser.get('/process', { 'x-page-live': '1' })).status).toBe(200);
  expect((await browser.get('/no-such-page', { 'x-page-live': '1' })).status).toBe(404);
  await beats(heard);
  site.pass(IDLE_MS / 2);
  await until(() => heard.ended());
  expect(heard.text()).toMatch(/event: end\ndata: \n\n$/);
  expect((await listen(browser)).status).toBe(401);
});

test('L-05: signing out ends the streams of that session at once, and of no other', async () => {
  const tab = await signedIn(site, 'ufa');
  const phone = await signedIn(site, 'ufa');
  const [one, two, other] = [await listen(tab), await listen(tab), await listen(phone)];
  await tab.post('/sign-out', { form: await tab.word() });
  await until(() => one.ended() && two.ended());
  const before = told(two);
  await changes('bashkortostan', 'Новое');
  await until(() => told(other) > 0);
  expect([told(two), other.ended()]).toEqual([before, false]);
});

test('what is told in a way nobody knows may be anything: everybody looks', async () => {
  const heard = await listen(await signedIn(site, 'head'));
  await beats(heard);
  const before = told(heard);
  await site.query("select pg_notify(current_schema() || '_page', 'no json')");
  await until(() => told(heard) > before);
});

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const inChromium = (): void => {
  test('L-01: numbers change by themselves, and what somebody types stays; the end is said', async () => {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      const loads: string[] = [];
      page.on('framenavigated', (frame) => void loads.push(frame.url()));
      await page.goto(`${site.url}/sign-in`);
      await page.fill('#key', keyOf('admin'));
      await page.click('button');
      await page.waitForURL(/\/process$/);
      await page.goto(`${site.url}/attention`);
      await page.goto(`${site.url}/morning`);
      const before = loads.length;
      await page.focus('a[href$="/terms"]');
      await changes('bashkortostan', 'Новое');
      await changes('bashkortostan', 'Ждём ФОИВ');
      await untilText(page, '#agencies', /1/);
      expect(await page.evaluate('document.activeElement?.textContent')).toBe('Сроки');
      await page.goto(`${site.url}/attention`);
      await site.store.decide({
        ticket: 71,
        clause: 'R-4.2.1',
        mode: 'act',
        verdict: 'flagged',
        outcome: 'none',
        because: { text: 'данных нет', facts: {} },
        actionKey: null,
        region: 'bashkortostan',
        dueAt: null,
        at: site.now(),
      });
      await changes('bashkortostan', 'Новое');
      await untilText(page, 'main', /данных нет/);
      expect(loads.length).toBe(before + 1);
      site.pass(IDLE_MS);
      await untilText(page, '#live', /Сессия завершена.*Войти снова/);
    } finally {
      await browser.close();
    }
  }, 60_000);
};

if (existsSync(executablePath)) describe('in Chromium', inChromium);
else test.todo(`Chromium is not at ${executablePath}: nobody looked at a page that refreshes itself`);
