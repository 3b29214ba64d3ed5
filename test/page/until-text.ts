/** Waits for words on a page of the test's browser. */
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../plugin/postgres.js';

/** The section of the element at `selector`, else itself, comes to say what `words` matches. */
export const untilText = (page: Page, selector: string, words: RegExp): Promise<void> =>
  until(async () => {
    const found = `document.querySelector(${JSON.stringify(selector)})`;
    const text = await page.evaluate(`(${found}?.closest('section') ?? ${found})?.textContent ?? ''`);
    return words.test(z.string().parse(text).replace(/\s+/g, ' '));
  });
