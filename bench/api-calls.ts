/**
 * API calls of the companion over the demo's day, beside the least there could be: one read and one write for each
 * action, nothing for an event that needs nothing and nothing for its own echo.
 */
import { z } from 'zod';
import { runDemo } from '../plugin/demo/run.js';
import type { Table } from './table.js';

const log = z.object({ requests: z.array(z.object({ method: z.string(), path: z.string() })) });

/** What a call was for, told by its method and path; a search of the sweep by what it asks. */
const purposeOf = (method: string, path: string, body: string): string => {
  if (/\/(users\/me|ticket_states|signshow)/.test(path)) return 'who and what is there, once at the start';
  if (path.endsWith('/tickets/search')) return /updated_at|state_id/.test(body) ? 'sweep' : 'earlier tickets';
  if (path.includes('/ticket_history/')) return 'history';
  if (method !== 'GET') return 'writes';
  return path.includes('all=true') ? 'reads' : 'questions whether the ticket stands still, and other reads';
};

export const apiCalls = async (): Promise<Table> => {
  const own: { method: string; path: string; purpose: string }[] = [];
  const counting: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    const path = pathname.endsWith('/tickets/search') ? pathname : pathname + search;
    const body = typeof init?.body === 'string' ? init.body : '';
    own.push({ method, path, purpose: purposeOf(method, path, body) });
    return fetch(input, init);
  };
  let sandbox = '';
  let all = 0;
  let end = '';
  const told = Promise.withResolvers<undefined>();
  const read = async (): Promise<void> => {
    all = log.parse(await (await fetch(`${sandbox}/__sandbox/requests`)).json()).requests.length;
    told.resolve(undefined);
  };
  const code = await runDemo({
    config: 'config',
    companionFetch: counting,
    untilStopped: told.promise,
    out: (line) => {
      sandbox = /^Имитация Zammad .*(http:\S+)/.exec(line)?.[1] ?? sandbox;
      if (!line.startsWith('\ndemo: ')) return;
      end = line.trim();
      read().catch(told.reject);
    },
  });
  const count = (purpose: string): number => own.filter((one) => one.purpose === purpose).length;
  const writes = count('writes');
  const purposes = [...new Set(own.map(({ purpose }) => purpose))];
  const constant = count('who and what is there, once at the start') + count('sweep');
  return {
    title: `API calls of the companion over the demo's day (${end})`,
    unit: 'calls',
    rows: [
      { what: `the least: a read and a write for each of ${writes} writes`, value: 2 * writes },
      { what: 'for tickets', value: own.length - constant },
      { what: 'in all, with start and sweep', value: own.length },
    ],
    notes: [
      ...(code === 0 ? [] : ['the demo did not hold: these are the calls up to there']),
      purposes.map((purpose) => `${purpose}: ${count(purpose)}`).join('; '),
      `the sandbox counted ${all} calls, people's and the installation's among them`,
      'one run differs from the next by some 5 %: how many deliveries one look answers is a matter of timing',
    ],
  };
};
