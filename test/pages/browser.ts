/** Both pages of a Zammad in one browser, signed in as one person: the old page and the desktop view, 1366×768. */
import { chromium, type Browser, type Page } from 'playwright-core';

export type View = 'page' | 'desktop';
export const views = ['page', 'desktop'] as const satisfies readonly View[];

/** What no step of the regulation may show. */
const WRONG = /Запрещено|Forbidden|Error ID|Не удалось обновить|administrator/;
/** A page on a loaded machine builds itself for long; nothing tells when it is through. */
const SETTLED_MS = 4000;
const PATIENCE_MS = 120_000;

const signIn = async (
  page: Page,
  url: string,
  view: View,
  login: string,
  password: string,
): Promise<void> => {
  const desktop = view === 'desktop';
  await page.goto(`${url}${desktop ? '/desktop/login' : '/#login'}`, { waitUntil: 'domcontentloaded' });
  await page.fill(desktop ? 'input[name="login"]' : 'input[name="username"]', login);
  await page.fill('input[name="password"]', password);
  await page.keyboard.press('Enter');
  if (desktop) await page.waitForURL((at) => !at.pathname.includes('login'));
  else await page.waitForSelector('.user-menu');
};

export interface Pages {
  /**
   * The ticket on that page, left open since it was first shown, as an operator's is.
   * @param file of the picture, PNG
   * @returns words on the page that no step may show; empty: none
   */
  show(view: View, ticket: number, file: string): Promise<readonly string[]>;
}

/** The browser of the distribution. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--lang=ru'] });

export const openPages = async (
  browser: Browser,
  url: string,
  login: string,
  password: string,
): Promise<Pages> => {
  const open = async (view: View): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ru' });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await signIn(page, url, view, login, password);
    return page;
  };
  const opened = { page: await open('page'), desktop: await open('desktop') };
  return {
    async show(view, ticket, file) {
      const page = opened[view];
      const address = view === 'desktop' ? `/desktop/tickets/${ticket}` : `/#ticket/zoom/${ticket}`;
      if (!page.url().endsWith(address))
        await page.goto(`${url}${address}`, { waitUntil: 'domcontentloaded' });
      await page.waitForTimeout(SETTLED_MS);
      await page.screenshot({ path: file });
      const text = await page.innerText('body');
      return [...text.matchAll(new RegExp(WRONG, 'g'))].map(([word]) => word);
    },
  };
};
