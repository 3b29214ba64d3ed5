/** How often a page that is told of changes looks again: once for a burst, seldom, and never under somebody's hands. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { lookedAt } from './seed.js';
import { keyOf, openSite, type Site } from './site.js';
import { until, usePostgres } from '../plugin/postgres.js';

usePostgres();
let site: Site;
beforeEach(async () => {
  site = await openSite({ live: { restMs: 20, beatMs: 50 } });
});
afterEach(() => site.close());

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const inChromium = (): void => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);
  afterAll(() => browser.close());

  /** «Требует внимания» with the page's clock in the test's hand: what it was told, and how often it looked again. */
  const open = async () => {
    const page = await browser.newPage();
    let looks = 0;
    page.on('request', (request) => {
      if (request.headers()['x-page-live'] !== undefined) looks += 1;
    });
    await page.addInitScript(`
        window.heard = 0;
        window.EventSource = class extends EventSource {
          constructor(address) {
            super(address);
            this.addEventListener('change', () => (window.heard += 1));
            this.addEventListener('open', () => (window.isOpen = true));
          }
        };`);
    await page.clock.install({ time: site.now() });
    await page.goto(`${site.url}/sign-in`);
    await page.fill('#key', keyOf('admin'));
    await page.click('button');
    await page.waitForURL(/\/process$/);
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
    await page.goto(`${site.url}/attention`);
    await until(async () => (await page.evaluate('window.isOpen')) === true);
    await page.clock.pauseAt(new Date(site.now().getTime() + 3600_000));
    looks = 0;
    /** How often it looked: what was asked before this one file was is told before it. */
    const settled = async (): Promise<number> => {
      await page.evaluate(`fetch('page.css', { cache: 'no-store' }).then((answer) => answer.status)`);
      return looks;
    };
    return {
      page,
      looks: settled,
      /** Something changes, and the page is told so. */
      hears: async (): Promise<void> => {
        const before = Number(await page.evaluate('window.heard'));
        await lookedAt(site, 'bashkortostan', 'Новое');
        await until(async () => Number(await page.evaluate('window.heard')) > before);
      },
      passes: (seconds: number): Promise<void> => page.clock.runFor(seconds * 1000),
      /** The page looks for the `nth` time, soon by its own clock: how long an answer takes is not in the test's hand. */
      comesTo: (nth: number): Promise<void> =>
        until(async () => {
          if (looks < nth) await page.clock.runFor(500);
          return (await settled()) === nth;
        }),
    };
  };

  test('once for a burst, and not before five seconds have passed', async () => {
    const { page, looks, hears, passes, comesTo } = await open();
    for (let time = 0; time < 5; time += 1) await hears();
    await comesTo(1);
    await passes(10);
    expect(await looks()).toBe(1);
    await hears();
    await comesTo(2);
    await hears();
    await passes(3.5);
    expect(await looks()).toBe(2);
    await comesTo(3);
    await page.close();
  }, 20_000);

  test.each([
    ['select', '<select id="at"><option>один</option><option>два</option></select>'],
    ['checkbox', '<input id="at" type="checkbox">'],
    ['text', '<input id="at" value="">'],
  ])(
    'not while somebody is at a field (%s), but when they left it',
    async (_, field) => {
      const { page, looks, hears, passes, comesTo } = await open();
      await page.evaluate(
        `document.querySelector('main form').insertAdjacentHTML('beforeend', ${JSON.stringify(field)})`,
      );
      await page.focus('#at');
      await hears();
      await passes(10);
      expect(await looks()).toBe(0);
      await page.focus('nav a');
      await comesTo(1);
      await page.close();
    },
    20_000,
  );

  test.each<[string, string, string, boolean]>([
    ['a chosen region', 'select', `(select) => { select.selectedIndex = 1; }`, true],
    ['a region as it came', 'select', `() => undefined`, false],
  ])(
    'and lets stand %s',
    async (_, field, does, stays) => {
      const { page, hears, comesTo } = await open();
      const marked = (part: string): string => `document.querySelector('${part}').dataset.old === 'yes'`;
      const tickets = 'section[aria-labelledby=tickets]';
      await page.evaluate(
        `for (const part of document.querySelectorAll('main form, ${tickets}')) part.dataset.old = 'yes';
        (${does})(document.querySelector('main ${field}'));`,
      );
      await hears();
      await comesTo(1);
      await until(async () => (await page.evaluate(marked(tickets))) === false);
      expect(await page.evaluate(marked('main form'))).toBe(stays);
      await page.close();
    },
    20_000,
  );
};

if (existsSync(executablePath)) describe('a page looks again', inChromium);
else test.todo(`Chromium is not at ${executablePath}: nobody looked at how often a page looks again`);
