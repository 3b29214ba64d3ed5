/** Letters that leave, and what a helpdesk does about those that cannot. */
import { type Desk, newTicket, openDesk, textWith } from './desk.js';

const START = new Date('2026-03-02T06:00:00Z');
const LETTER = { body: 'Ответ', type: 'email', to: 'anna@example.com', subject: 'Ответ', internal: false };

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ clock: START });
  await desk.api('POST', '/tickets', newTicket());
});
afterEach(() => desk.close());

const article = (id: number) => desk.world.table('ticket_articles').get(id);
const ticket = () => desk.world.table('tickets').get(2);

it('sends an agent’s letter at once and writes down that it went', async () => {
  const { body } = await desk.api('POST', '/ticket_articles', { ticket_id: 2, ...LETTER });
  expect(body).toMatchObject({ preferences: {} });
  expect(article(3)).toMatchObject({
    preferences: { delivery_retry: 1, delivery_status: 'success', delivery_channel_id: 3 },
  });
  expect((await desk.api('GET', '/ticket_history/2')).body).toMatchObject({
    history: expect.arrayContaining([
      expect.objectContaining({ type: 'email', value_to: 'anna@example.com' }),
    ]) as unknown,
  });
});

it.each([
  ['waiting', { state: 'pending close', pending_time: '2026-04-01T06:00:00Z' }],
  ['solved', { state: 'closed' }],
])(
  'a letter that fails four times takes a %s ticket to the follow-up state, with a note by the system',
  async (_, state) => {
    await desk.control('POST', 'channel', { fail: true, message: '550 no such user' });
    await desk.api('PUT', '/tickets/2', { ...state, article: LETTER });
    await desk.clock.advanceBy(149_000);
    expect(article(3)).toMatchObject({ preferences: { delivery_retry: 3, delivery_status: 'fail' } });
    expect(ticket()).toMatchObject({ article_count: 2 });
    await desk.clock.advanceBy(1_000);
    expect(article(4)).toMatchObject({
      sender_id: 3,
      created_by_id: 1,
      internal: true,
      body: "Unable to send email to 'anna@example.com': 550 no such user",
      preferences: { delivery_message: true, delivery_article_id_related: 3, notification: true },
    });
    expect(ticket()).toMatchObject({ state_id: 2, pending_time: null, updated_by_id: 1 });
  },
);

it('a channel mended in time delivers on the next try', async () => {
  await desk.control('POST', 'channel', { fail: true });
  await desk.api('POST', '/ticket_articles', { ticket_id: 2, ...LETTER });
  await desk.clock.advanceBy(30_000);
  await desk.control('POST', 'channel', { fail: false });
  await desk.clock.advanceBy(60_000);
  expect(article(3)).toMatchObject({ preferences: { delivery_retry: 3, delivery_status: 'success' } });
  expect((await desk.control('GET', 'letters')).body).toMatchObject({
    letters: [{ articleId: 3, attempts: 3, status: 'sent' }],
  });
});

it('breaks one group’s channel alone, and an address without a channel sends nothing', async () => {
  await desk.control('POST', 'channel', { fail: true, group: 'ГРП' });
  await desk.api('POST', '/ticket_articles', { ticket_id: 2, ...LETTER });
  expect(article(3)).toMatchObject({ preferences: { delivery_status: 'success' } });
  const { body } = await desk.api('POST', '/email_addresses', { name: 'Без канала', email: 'b@example.com' });
  expect(body).toMatchObject({ id: 2, active: false });
  await desk.api('PUT', '/groups/1', { email_address_id: 2 });
  await desk.api('POST', '/ticket_articles', { ticket_id: 2, ...LETTER });
  expect(article(4)).toMatchObject({
    preferences: {
      delivery_status: 'fail',
      delivery_status_message: textWith('No channel defined for email_address'),
    },
  });
});
