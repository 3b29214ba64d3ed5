/** What a look costs the helpdesk, with every clause of the shipped configuration in force: each call there is, counted. */
import { createZammadClient } from 'zammad-api-client-ts';
import { loadConfig } from '../../config/load.js';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { createHelpdesk } from '../../plugin/engine/helpdesk.js';
import { lookAt } from '../../plugin/engine/look.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import { openField, type Field } from './field.js';
import { freshSchema, listeningLog, usePostgres } from './postgres.js';

usePostgres();
const config = await loadConfig('config');
const clauses = bindClauses(config.clauses);
const { log } = listeningLog();
const clock = () => new Date();
let field: Field;
let store: Store;
let calls: string[];
let look: (ticket: number) => Promise<string>;

beforeAll(async () => {
  field = await openField(config, {
    publicUrl: 'http://127.0.0.1:9',
    webhookSecret: 'secret-of-the-webhook',
  });
  store = await openStore({ ...freshSchema(), log, clock });
  const client = createZammadClient({
    url: field.sandbox.url,
    auth: { token: field.token },
    fetch: (input, init) => {
      const { pathname, searchParams } = new URL(String(input instanceof Request ? input.url : input));
      const all = searchParams.get('all') === 'true' ? ' whole' : '';
      const path = pathname.replace('/api/v1', '').replace(/\/\d+$/, '');
      calls.push(`${init?.method ?? 'GET'} ${path}${all}`);
      return fetch(input, init);
    },
  });
  const helpdesk = createHelpdesk(client);
  calls = [];
  await helpdesk.directory();
  const parties = partiesOf(config);
  look = (ticket) => {
    calls = [];
    return lookAt(
      { helpdesk, records: store, log, clock, breaker: 3, clauses, parties },
      { ticket, last: true },
    );
  };
}, 60_000);
afterAll(async () => {
  await store.close();
  await field.sandbox.close();
});

const READ = 'GET /tickets whole';
const HISTORY = 'GET /ticket_history';
/** For the citizen's other tickets: by СНИЛС, and by contact where that finds none. */
const SEARCH = 'POST /tickets/search';
/** Whether the ticket still stands as it was read. */
const STILL = 'GET /tickets';

/** Zammad tells of the ticket as it stands. */
const tell = async (ticket: number): Promise<void> => {
  const body = JSON.stringify({ ticket: await field.admin.tickets.get(ticket) });
  await store.keep({ id: `${ticket}-${Math.random()}`, ticketId: ticket, body });
};

test('a return for missing data is one write; its echo, and news of what was judged, cost nothing', async () => {
  const ticket = await field.register();
  await field.slip(ticket, { snils: '' });
  await tell(ticket);
  expect(await look(ticket)).toBe('done');
  expect(calls).toEqual([READ, HISTORY, SEARCH, STILL, 'PUT /tickets']);
  await tell(ticket);
  await tell(ticket);
  expect(await look(ticket)).toBe('known');
  expect(calls).toEqual([]);
});

test('a change that no clause acts on is read once and not written', async () => {
  const ticket = await field.register();
  await look(ticket);
  await field.admin.articles.create(ticket, { body: 'Звонили', type: 'note', internal: true });
  await tell(ticket);
  expect(await look(ticket)).toBe('done');
  expect(calls).toEqual([READ, HISTORY, SEARCH, SEARCH]);
});

test('a ticket of a desk the regulation does not know is read, and its history is not', async () => {
  const ticket = await field.register({ group: 'Users', region: '', state: 'В работе' });
  expect(await look(ticket)).toBe('done');
  expect(calls).toEqual([READ, SEARCH]);
});
