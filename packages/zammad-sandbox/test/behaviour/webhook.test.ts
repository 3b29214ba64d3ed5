import { signature, webhookPayload } from '../../src/behaviour/webhook.js';
import { articleOn, smallWorld, ticketIn } from './small-world.js';

test('the signature is HMAC-SHA1 over the raw bytes (RFC 2202, case 2)', () => {
  expect(signature('what do ya want for nothing?', 'Jefe')).toBe(
    'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  );
});

test('people and references in full, the state by name only, nothing private, no tags', () => {
  const world = smallWorld();
  const ticket = ticketIn(world, {
    organization_id: 1,
    create_article_type_id: 1,
    create_article_sender_id: 2,
  });
  const article = articleOn(world, ticket);
  world
    .table('attachments')
    .insert(
      { object: 'Ticket::Article', o_id: article.id, filename: 'скан.pdf', size: '12', preferences: {} },
      5,
    );
  world.table('tags').insert({ object: 'Ticket', o_id: ticket.id, item: 'портал' });
  const payload = webhookPayload(world, ticket, article);
  expect(payload).toMatchObject({
    ticket: {
      state: 'open',
      state_id: 2,
      create_article_type: 'email',
      create_article_sender: 'Customer',
      article_ids: [article.id],
      group: { name: 'СП РПГУ', users: ['region@example.test'], user_ids: [2] },
      owner: { login: '-' },
      customer: { login: 'citizen@example.test', roles: ['Customer'], organization: 'Область' },
      organization: { name: 'Область', members: ['citizen@example.test'] },
      priority: { name: '2 normal' },
    },
    article: {
      type: 'email',
      sender: 'Customer',
      accounted_time: 0,
      created_by: { login: 'citizen@example.test' },
      attachments: [{ filename: 'скан.pdf', url: 'http://desk.example.test/api/v1/ticket_attachment/1/1/5' }],
    },
  });
  const text = JSON.stringify(payload['ticket']);
  expect(text).not.toContain('портал');
  expect(JSON.stringify(payload)).not.toMatch(/"(password|group_ids|last_login|authorization_ids)"/);
});

test('an event without an article carries an empty one, a ticket without an organization an empty one', () => {
  const world = smallWorld();
  expect(webhookPayload(world, ticketIn(world))).toMatchObject({ article: {}, ticket: { organization: {} } });
});
