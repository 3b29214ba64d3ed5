/**
 * API calls for loading an edition of 5,000 answers of which 1 % changed, beside the least there could be: the tree in one call,
 * and each changed answer read once and written once.
 */
import { createHash } from 'node:crypto';
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox } from 'zammad-sandbox';
import { faqFile } from '../config/schema/faq.js';
import { applyFaq } from '../sync/faq/write/apply.js';
import { createFaqDesk } from '../sync/faq/desk.js';
import { makeFaqPlan } from '../sync/faq/plan/make-plan.js';
import { noChoices } from '../sync/faq/plan/plan-types.js';
import type { FaqEdition, FaqEntry } from '../sync/faq/types.js';
import type { Table } from './table.js';

const ANSWERS = 5000;
const CATEGORIES = 100;
/** Every so manieth answer changes. */
const EVERY = 100;

const entryOf = (index: number, html: string): FaqEntry => ({
  id: `q${index}`,
  category: [`Раздел ${index % CATEGORIES}`],
  question: `Вопрос ${index}`,
  html,
  files: [],
  visibility: null,
  locale: 'ru',
  hash: createHash('sha256').update(html).digest('hex'),
  where: `faq.csv:${index + 2}`,
});

const editionOf = (id: string, changed: boolean): FaqEdition => ({
  id,
  date: '2026-11-01',
  faults: [],
  warnings: [],
  withheld: [],
  different: [],
  entries: Array.from({ length: ANSWERS }, (_, index) =>
    entryOf(index, changed && index % EVERY === 0 ? '<p>Новый ответ</p>' : `<p>Ответ ${index}</p>`),
  ),
});

export const faqCalls = async (): Promise<Table> => {
  const sandbox = await startSandbox({ flavour: '6.6' });
  let calls = 0;
  const client = createZammadClient({
    url: sandbox.url,
    auth: { token: sandbox.token },
    fetch: (input, init) => {
      calls += 1;
      return fetch(input, init);
    },
  });
  const desk = createFaqDesk(client);
  const settings = faqFile.parse({});
  const load = async (edition: FaqEdition): Promise<{ calls: number; seconds: number }> => {
    calls = 0;
    const now = new Date();
    const start = performance.now();
    const planned = await makeFaqPlan(desk, edition, settings, { now, choices: noChoices });
    await applyFaq({ desk, planned, settings, now, yes: false, strict: true });
    return { calls, seconds: (performance.now() - start) / 1000 };
  };
  try {
    const first = await load(editionOf('2026-11', false));
    const next = await load(editionOf('2026-12', true));
    const same = await load(editionOf('2026-12', true));
    const changed = ANSWERS / EVERY;
    return {
      title: `API calls for an edition of ${ANSWERS} answers, ${changed} of them changed`,
      unit: 'calls',
      rows: [
        { what: 'the least: the tree, each changed answer read and written once', value: 1 + 2 * changed },
        { what: 'changed answers', value: next.calls },
        { what: 'nothing changed', value: same.calls },
        { what: 'first load', value: first.calls },
      ],
      notes: [
        'a changed answer is written twice: text, then the fingerprint of what Zammad made of it, by which an edit is told later',
        `first load ${first.seconds.toFixed(1)} s, changed answers ${next.seconds.toFixed(1)} s, nothing changed ${same.seconds.toFixed(1)} s`,
      ],
    };
  } finally {
    await sandbox.close();
  }
};
