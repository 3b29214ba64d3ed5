/** What the helpdesk does by itself: triggers and their webhooks, the clock, mail coming in. */
import { createHmac } from 'node:crypto';
import { type Desk, newTicket, openDesk, openReceiver, type Receiver, textWith } from './desk.js';

const START = new Date('2026-03-02T06:00:00Z');
const CREATED = { 'ticket.action': { operator: 'is', value: 'create' } };

const mail = (subject: string, more = ''): string => `From: Анна Соколова <anna.sokolova@example.com>
To: help@example.com
Subject: ${subject}
Message-ID: <${subject.replaceAll(/\W/g, '')}@example.com>
${more}Content-Type: text/plain; charset=utf-8

Добрый день
`;

let desk: Desk;
let receiver: Receiver;

const open = async (flavour: '6.6' | '7' = '6.6'): Promise<void> => {
  desk = await openDesk({ flavour, clock: START });
  await desk.api('POST', '/webhooks', {
    name: 'компаньон',
    endpoint: receiver.url,
    signature_token: 's3cret',
  });
};

const trigger = (
  name: string,
  condition: object,
  perform: object = { 'notification.webhook': { webhook_id: '1' } },
  more = {},
) => desk.api('POST', '/triggers', { name, condition, perform, ...more });

/** Waits until the deliveries have settled; the next turn of the clock brings retries. */
const settled = () => desk.clock.advanceBy(0);

beforeEach(async () => {
  receiver = await openReceiver();
  await open();
});
afterEach(async () => {
  await desk.close();
  await receiver.close();
});

describe('a webhook', () => {
  it('comes signed, with the ticket as the triggers left it', async () => {
    await trigger('020 приём', CREATED);
    await trigger('010 priority', CREATED, {
      'ticket.priority_id': { value: '3' },
      'ticket.tags': { operator: 'add', value: 'срочно' },
    });
    const made = await desk.api('POST', '/tickets', newTicket());
    expect(made.body).toMatchObject({ priority_id: 3 });
    await settled();
    const [delivery] = receiver.received;
    expect(Buffer.from(String(delivery!.headers['x-zammad-trigger']), 'latin1').toString()).toBe('020 приём');
    expect(delivery!.headers).toMatchObject({
      'x-hub-signature': `sha1=${createHmac('sha1', 's3cret').update(delivery!.text).digest('hex')}`,
    });
    expect(delivery!.body).toMatchObject({
      ticket: { id: 2, state: 'new', priority: { name: '3 high' } },
      article: { body: 'Текст' },
    });
    expect((await desk.api('GET', '/http_logs/webhook')).body).toMatchObject([
      { status: '200', url: receiver.url },
    ]);
  });

  it.each([
    ['an attribute it does not name', { priority: '3 high' }, 0],
    ['an attribute it names', { state: 'open' }, 1],
    ['nothing', { state: 'new' }, 0],
    ['an article', { article: { body: 'x', type: 'note' } }, 1],
  ])('of a selective trigger after a change of %s', async (_case, change, count) => {
    const update = {
      'ticket.action': { operator: 'is', value: 'update' },
      'ticket.state_id': { operator: 'is not', value: '4' },
    };
    await desk.api('POST', '/tickets', newTicket());
    await trigger('т', update);
    await desk.api('PUT', '/tickets/2', change);
    await settled();
    expect(receiver.received).toHaveLength(count);
  });

  it('comes on any change when the trigger says so (6.0 and later), and never for what a trigger did', async () => {
    await desk.close();
    await open('6.6');
    const update = { 'ticket.action': { operator: 'is', value: 'update' } };
    await trigger('010', update, undefined, { execution_condition_mode: 'always' });
    await trigger(
      '005',
      update,
      { 'ticket.title': { value: 'другое' } },
      { execution_condition_mode: 'always' },
    );
    await desk.api('PUT', '/tickets/1', { priority: '3 high' });
    await settled();
    expect(receiver.received).toHaveLength(1);
  });

  it('comes once more when an SLA moves its times, as from a real 6.x', async () => {
    await desk.close();
    await open('6.6');
    const day = { active: true, timeframes: [['00:00', '23:59']] };
    const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, day]));
    await desk.api('POST', '/calendars', { name: 'К', timezone: 'UTC', business_hours: hours });
    await desk.api('POST', '/slas', { name: 'a', calendar: 'К', condition: {}, solution_time: 60 });
    const update = { 'ticket.action': { operator: 'is', value: 'update' } };
    await trigger('always', update, undefined, { execution_condition_mode: 'always' });
    await trigger('selective', { ...update, 'ticket.state_id': { operator: 'is not', value: '4' } });
    await desk.api('POST', '/tickets', newTicket());
    await settled();
    expect(receiver.received.map(({ headers }) => headers['x-zammad-trigger'])).toEqual(['always']);
  });

  it('is tried five times with one id, then given up', async () => {
    await trigger('т', CREATED);
    receiver.answers.push(500, 500, 500, 500, 500, 500);
    await desk.api('POST', '/tickets', newTicket());
    await settled();
    expect(receiver.received).toHaveLength(1);
    await desk.clock.advanceBy(9_000);
    expect(receiver.received).toHaveLength(1);
    await desk.clock.advanceBy(60_000);
    expect(receiver.received).toHaveLength(4);
    await desk.clock.advanceBy(3_600_000);
    expect(receiver.received).toHaveLength(5);
    expect(new Set(receiver.received.map(({ headers }) => headers['x-zammad-delivery'])).size).toBe(1);
    expect((await desk.control('GET', 'deliveries')).body).toMatchObject({
      deliveries: [{ status: 'given up', attempts: 5 }],
    });
  });

  it.each([
    ['drop', {}, [], [3, 4]],
    ['drop', { share: 0.5 }, [3], [3]],
    ['double', {}, [3, 3, 4, 4], [3, 3, 4, 4]],
    ['reorder', {}, [4, 3], [4, 3]],
    ['hold', {}, [], [3, 4]],
  ])('fares as ordered: %s %j', async (mode, more, before, after) => {
    await desk.api('POST', '/tickets', newTicket());
    await trigger('т', CREATED);
    await desk.control('POST', 'deliveries', { mode, ...more });
    await desk.api('POST', '/tickets', newTicket());
    await desk.api('POST', '/tickets', newTicket());
    await settled();
    const ids = () =>
      receiver.received.map(({ body }) => JSON.stringify(body).match(/"ticket_id":(\d+)/)?.[1]).map(Number);
    expect(ids()).toEqual(before);
    await desk.control('POST', 'deliveries', { flush: true });
    expect(ids()).toEqual(mode === 'drop' ? before : after);
  });

  it('is not sent for a ticket that was refused', async () => {
    await trigger('т', CREATED);
    await desk.api('POST', '/tickets', newTicket({ article: { body: 'x', type: 'nope' } }));
    await settled();
    expect(receiver.received).toEqual([]);
  });
});

describe('the clock', () => {
  it('closes what waited long enough, on the quarter of an hour, by nobody, and tells the triggers', async () => {
    await desk.api(
      'POST',
      '/tickets',
      newTicket({ state: 'pending close', pending_time: '2026-03-02T09:01:00Z' }),
    );
    await trigger('т', { 'ticket.state_id': { operator: 'has changed' } });
    await desk.clock.advanceTo(new Date('2026-03-02T09:14:59Z'));
    expect(desk.world.table('tickets').get(2)).toMatchObject({ state_id: 6 });
    await desk.control('POST', 'clock', { now: '2026-03-02T12:00:00+00:00' });
    expect(desk.world.table('tickets').get(2)).toMatchObject({
      state_id: 4,
      pending_time: null,
      updated_by_id: 1,
      close_at: '2026-03-02T09:15:00.000Z',
    });
    expect(receiver.received).toHaveLength(1);
    expect((await desk.control('GET', 'clock')).body).toEqual({
      now: '2026-03-02T12:00:00.000Z',
      frozen: true,
    });
  });

  it('crosses a year at once when nothing falls due', async () => {
    const before = performance.now();
    await desk.clock.advanceTo(new Date('2027-03-02T06:00:00Z'));
    // Minute by minute it would take half a million steps.
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});

describe('mail', () => {
  it('opens a ticket for its sender, in the group it was sent to', async () => {
    await desk.api('POST', '/groups', { name: 'СП РПГУ' });
    expect((await desk.mail(mail('Не приходит ответ'), 'СП РПГУ')).body).toEqual({
      ticket_id: 2,
      number: '91002',
      created: true,
    });
    const article = desk.world.table('ticket_articles').get(2);
    expect(article).toMatchObject({ sender_id: 2, type_id: 1, body: textWith('Добрый день') });
    expect(desk.world.table('tickets').get(2)).toMatchObject({
      group_id: 2,
      title: 'Не приходит ответ',
      state_id: 1,
    });
    expect(desk.world.table('users').get(4)).toMatchObject({
      email: 'anna.sokolova@example.com',
      role_ids: [3],
    });
  });

  it.each([
    ['an answer', ''],
    ['an automatic answer', 'Auto-Submitted: auto-replied\n'],
  ])('as %s takes the ticket out of waiting', async (_case, header) => {
    await desk.mail(mail('Вопрос'));
    await desk.api('PUT', '/tickets/2', { state: 'pending close', pending_time: '2026-04-01T00:00:00Z' });
    const answer = await desk.mail(mail('Re: [Ticket#91002] Вопрос', header));
    expect(answer.body).toEqual({ ticket_id: 2, number: '91002', created: false });
    expect(desk.world.table('tickets').get(2)).toMatchObject({ state_id: 2, pending_time: null });
  });

  it('opens a new ticket when the old one is closed for good', async () => {
    await desk.api('PUT', '/groups/1', { follow_up_possible: 'new_ticket' });
    await desk.mail(mail('Вопрос'));
    await desk.api('PUT', '/tickets/2', { state: 'closed' });
    expect((await desk.mail(mail('Re: [Ticket#91002] Вопрос'))).body).toMatchObject({
      ticket_id: 3,
      created: true,
    });
    expect((await desk.api('GET', '/links?link_object=Ticket&link_object_value=3')).body).toMatchObject({
      links: [],
    });
  });

  it('without a sender is refused', async () => {
    expect((await desk.mail('Subject: x\n\nx')).status).toBe(422);
  });
});
