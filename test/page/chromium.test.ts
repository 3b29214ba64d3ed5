/**
 * The page in Chromium, as people meet it: what it says, by keyboard alone, 400 pixels wide, dark, and what axe-core finds. The browser
 * is the machine's own (CHROMIUM, else /usr/bin/chromium) and is never downloaded; pictures go to PAGE_PICTURES, where that is set.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { z } from 'zod';
import { usePostgres } from '../plugin/postgres.js';
import { seed } from './seed.js';
import { keyOf, openSite, type Site } from './site.js';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const pictures = process.env['PAGE_PICTURES'];

const found = z.array(z.looseObject({ id: z.string(), impact: z.string().nullable() }));

/** Sections as a visitor reaches them; `shows` stands on them. */
const pages = [
  ['sign-in', 'Ваш ключ доступа к Zammad'],
  ['process', 'Пришли на своё место сегодня'],
  ['process/place?name=Новое', '№ 48011'],
  ['morning', 'открывается снова'],
  ['terms', '№ 48014'],
  ['attention', 'данных п. 4.2.1 нет третий день'],
  ['ticket', 'Номер обращения'],
  ['ticket/12', '2-й рабочий'],
  ['faq', 'Срок — 10 дней'],
  ['report', 'CSV для Excel'],
  ['modes', 'Тикет без данных о пользователе'],
  ['modes/switch?clause=R-4.2.1&mode=note', 'regulation/modes.yaml'],
  ['setup', 'Ваш ключ настройки'],
  ['operations', 'Ждут в очереди'],
  ['no-such-page', 'Такой страницы нет'],
] as const;

/** What of the page the keyboard is at, by its words. */
const focused = async (page: Page): Promise<string> =>
  z.string().parse(await page.evaluate('document.activeElement?.textContent.trim() ?? ""'));

const inChromium = (): void => {
  usePostgres();
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    site = await openSite();
    await seed(site.store, site.now());
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--lang=ru'] });
    if (pictures !== undefined) await mkdir(pictures, { recursive: true });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const enter = async (page: Page): Promise<void> => {
    await page.goto(`${site.url}/sign-in`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(keyOf('admin'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/process$/);
  };

  test.each([
    { name: 'wide', width: 1280, colorScheme: 'light' },
    { name: 'narrow', width: 400, colorScheme: 'light' },
    { name: 'dark', width: 1280, colorScheme: 'dark' },
  ] as const)(
    '$name: every section says its own, fits its window, and axe finds nothing serious',
    async ({ name, width, colorScheme }) => {
      // Only axe is let through the policy, and only into the test's own browser.
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        locale: 'ru',
        bypassCSP: true,
      });
      const page = await context.newPage();
      for (const [section, shows] of pages) {
        if (section === 'process') await enter(page);
        await page.goto(`${site.url}/${section}`);
        expect(await page.innerText('body')).toContain(shows);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([section, overflow]).toEqual([section, 0]);
        await page.addScriptTag({ content: axe.source });
        const violations = found.parse(await page.evaluate('axe.run().then(({ violations }) => violations)'));
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect([section, serious]).toEqual([section, []]);
        const file = `${section.replace(/[^a-z]+/g, '-')}-${name}.png`;
        if (pictures !== undefined)
          await page.screenshot({ path: path.join(pictures, file), fullPage: true });
      }
      await context.close();
    },
    180_000,
  );

  test('by keyboard alone: in, to a place, to its ticket, to another by its number, out; the policy refuses nothing', async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    const tabTo = async (name: string): Promise<void> => {
      for (let step = 0; step < 80; step += 1) {
        await page.keyboard.press('Tab');
        const at = await focused(page);
        if (at === name) return;
      }
      throw new Error(`«${name}» is not reached by keyboard`);
    };
    await enter(page);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('К содержанию');
    await page.keyboard.press('Enter');
    await tabTo('Новое');
    await page.keyboard.press('Enter');
    await page.waitForURL(/place/);
    await tabTo('№ 48013');
    await page.keyboard.press('Enter');
    await page.waitForURL(/ticket\/13$/);
    await tabTo('Обращение');
    await page.keyboard.press('Enter');
    await page.waitForURL(/ticket$/);
    await page.focus('main');
    await page.keyboard.press('Tab');
    await page.keyboard.type('48012');
    await page.keyboard.press('Enter');
    await page.waitForURL(/ticket\/12$/);
    expect(await page.title()).toBe('Обращение № 48012 — Reglament');
    await tabTo('Выйти');
    await page.keyboard.press('Enter');
    await page.waitForURL(/sign-in$/);
    // A browser asks every site for a picture of its own, and this one has none.
    expect(refused.filter((text) => !text.includes('404'))).toEqual([]);
    await page.close();
  }, 60_000);

  test('on paper a report is black on white, with its tables and without what is clicked', async () => {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await enter(page);
    await page.goto(`${site.url}/report`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('.top')).toBe(false);
    expect(await page.isVisible('form')).toBe(false);
    expect(await page.isVisible('text=Составлен')).toBe(true);
    expect(await page.isVisible('text=Рабочих дней')).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await page.close();
  }, 60_000);

  test('the policy lets no script of somebody else run', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/sign-in`);
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "ran"';
      document.body.append(script);
      return document.title;
    })()`);
    expect(ran).toBe('Вход — Reglament');
    await page.close();
  });
};

if (existsSync(executablePath)) describe('in Chromium', inChromium);
else
  test.todo(`Chromium is not at ${executablePath}: nobody looked at the page (CHROMIUM names another place)`);
