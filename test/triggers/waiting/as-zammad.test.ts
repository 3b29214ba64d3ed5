/** What the folded facts of a waiting ticket say of Zammad's own doing, held against the sandbox: the same acts, the same ends. */
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { waitingTicket } from './waiting-ticket.js';

const START = new Date('2026-11-23T09:00:00Z');
const UNTIL = '2026-11-26T21:00:00Z';
const CITIZEN = 2;

type Act = 'ask' | 'mail' | 'work' | 'close' | 'note' | 'wait out';
type Stand = readonly [state: string, pendingUntil: string | null];

const facts = (acts: readonly Act[]): Stand[] => {
  const ticket = waitingTicket(START);
  return acts.map((act) => {
    if (act === 'ask') ticket.put({ state: 'В ожидании', pending_time: UNTIL });
    else if (act === 'mail') ticket.arrive({});
    else if (act === 'work') ticket.put({ state: 'В работе' });
    else if (act === 'close') ticket.put({ state: 'Закрыт' });
    else if (act === 'note') ticket.article({ from: 'operator', channel: 'note', internal: true });
    else ticket.at(UNTIL);
    const { state, pendingUntil } = ticket.facts();
    return [state, pendingUntil?.toISOString() ?? null];
  });
};

const letter = (number: string): string =>
  `From: nicole.braun@zammad.org\r\nTo: support@example.com\r\nSubject: Re: [Ticket#${number}] x\r\nMessage-ID: <m@x>\r\n\r\nДа.\r\n`;

const zammad = async (sandbox: Sandbox, acts: readonly Act[]): Promise<Stand[]> => {
  const client = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
  const article = { body: 'x', type: 'note', internal: true };
  const { id, number } = await client.tickets.create({
    title: 'x',
    group: 'Users',
    state: 'Назначен',
    customer_id: CITIZEN,
    article,
  });
  const stands: Stand[] = [];
  for (const act of acts) {
    if (act === 'ask') await client.tickets.update(id, { state: 'В ожидании', pending_time: UNTIL });
    else if (act === 'mail')
      await fetch(`${sandbox.url}/__sandbox/mail`, {
        method: 'POST',
        headers: { 'content-type': 'message/rfc822' },
        body: letter(number),
      });
    else if (act === 'work') await client.tickets.update(id, { state: 'В работе' });
    else if (act === 'close') await client.tickets.update(id, { state: 'Закрыт' });
    else if (act === 'note') await client.articles.create(id, article);
    else await sandbox.clock.advanceTo(new Date(UNTIL));
    const { state, pending_time: until } = await client.tickets.get(id, { expand: true });
    stands.push([String(state), typeof until === 'string' ? new Date(until).toISOString() : null]);
  }
  return stands;
};

test.each<{ acts: Act[] }>([
  { acts: ['ask', 'wait out'] },
  { acts: ['ask', 'mail', 'wait out'] },
  { acts: ['ask', 'work', 'wait out'] },
  { acts: ['ask', 'note', 'wait out'] },
  { acts: ['ask', 'close', 'wait out'] },
  { acts: ['work', 'mail', 'ask', 'ask', 'mail', 'mail', 'ask', 'wait out'] },
])('$acts', async ({ acts }) => {
  const sandbox = await startSandbox({
    clock: START,
    seed: {
      ticket_states: [
        { id: 2, name: 'Назначен' },
        { id: 4, name: 'Закрыт' },
        { name: 'pending close', active: false },
        { name: 'В ожидании', state_type_id: 4, next_state_id: 4 },
        { name: 'В работе', state_type_id: 2 },
      ],
    },
  });
  const stands = await zammad(sandbox, acts);
  await sandbox.close();
  expect(facts(acts)).toEqual(stands);
});
