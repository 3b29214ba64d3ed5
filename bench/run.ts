/**
 * `npm run bench`: what the companion costs, beside named peers, in one run on one machine. Figures of two runs are not
 * comparable; ratios of one run are. `npm run bench -- decisions` runs one bench.
 */
import { printTable, type Table } from './table.js';

/** Loaded when their turn comes, so that none pays for what another brings along. */
const benches: Readonly<Record<string, () => Promise<Table | readonly Table[]>>> = {
  decisions: async () => (await import('./decisions.js')).decisions(),
  'working-days': async () => (await import('./working-days.js')).workingDays(),
  webhooks: async () => (await import('./webhooks.js')).webhooks(),
  drain: async () => (await import('./drain.js')).drain(),
  log: async () => (await import('./log.js')).log(),
  page: async () => (await import('./page.js')).page(),
  start: async () => (await import('./start.js')).start(),
  'faq-apply': async () => (await import('./faq-apply.js')).faqCalls(),
  likeness: async () => (await import('./likeness.js')).likeness(),
  'api-calls': async () => (await import('./api-calls.js')).apiCalls(),
  intake: async () => (await import('./intake.js')).intake(),
};

const out = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  out(`no such bench: ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 1;
} else {
  out(`Node ${process.version}, ${process.platform} ${process.arch}`);
  for (const [name, bench] of Object.entries(benches))
    if (asked.length === 0 || asked.includes(name))
      for (const table of [await bench()].flat()) printTable(table, out);
}
