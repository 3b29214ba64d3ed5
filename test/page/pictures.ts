/**
 * Pictures of the page for the README: the demo is played and left open, as `npm run demo -- --keep` leaves it, and looked at in the
 * machine's Chromium (CHROMIUM, else /usr/bin/chromium). Ends with 1 where a page does not say what it should.
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { runDemo } from '../../plugin/demo/run.js';
import { productConfig } from '../../plugin/process/config.js';

const FOLDER = 'docs/pictures';
/** All of them together weigh no more, in bytes. */
const HEAVIEST = 300_000;

/** File → where it is taken and what stands there. */
const pictures = [
  ['process.jpg', 'process', 'Пришли на своё место сегодня'],
  ['morning.jpg', 'morning', 'Не взято за ночь'],
  ['report.jpg', 'report?from=2025-10-01', 'Наступило по неделям'],
] as const;

const take = async (url: string, key: string): Promise<number> => {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--lang=ru'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'ru' });
    await page.goto(`${url}/sign-in`);
    await page.fill('#key', key);
    await page.click('button');
    await page.waitForURL(/process$/);
    await mkdir(FOLDER, { recursive: true });
    let weight = 0;
    for (const [file, section, shows] of pictures) {
      await page.goto(`${url}/${section}`);
      if (!(await page.innerText('body')).includes(shows))
        throw new Error(`${section}: «${shows}» is not there`);
      const at = path.join(FOLDER, file);
      await page.screenshot({ path: at, type: 'jpeg', quality: 60 });
      weight += (await stat(at)).size;
    }
    return weight;
  } finally {
    await browser.close();
  }
};

const told: string[] = [];
const stop = Promise.withResolvers<NodeJS.Signals>();
let weight: Promise<number> | null = null;
const failed = await runDemo({
  config: productConfig(),
  out: (line) => {
    told.push(line);
    const [, key = '', url = ''] = /ключ (\S+); .*Страница руководителя: (\S+),/.exec(line) ?? [];
    if (url === '') return;
    weight = take(url, key).finally(() => {
      stop.resolve('SIGINT');
    });
  },
  untilStopped: stop.promise,
});
const all = (await (weight as Promise<number> | null)) ?? 0;
process.stdout.write(`${pictures.length} pictures, ${Math.round(all / 1000)} kB\n`);
if (failed !== 0) process.stdout.write(`${told.join('\n')}\n`);
process.exitCode = failed === 0 && all > 0 && all <= HEAVIEST ? 0 : 1;
