/** The request a delivery makes, rendered from the rows as they are when it leaves, not as they were at the event. */
import { isBlank, isTruthy, plain } from '../behaviour/columns.js';
import { signature, webhookPayload } from '../behaviour/webhook.js';
import type { World } from '../world.js';
import type { Delivery } from './delivery.js';
import type { Letter } from './sender.js';

/** The letter, or null when ticket or webhook are gone or switched off: Zammad then discards the job. */
export const letterFor = (world: World, delivery: Delivery): Letter | null => {
  const webhook = world.table('webhooks').get(delivery.webhookId);
  const ticket = world.table('tickets').get(delivery.ticketId);
  if (!webhook || webhook['active'] === false || !ticket) return null;
  const article =
    delivery.articleId === null ? undefined : world.table('ticket_articles').get(delivery.articleId);
  const body = JSON.stringify(webhookPayload(world, ticket, article));
  const token = plain(webhook['signature_token']);
  const user = plain(webhook['basic_auth_username']);
  const password = plain(webhook['basic_auth_password']);
  return {
    endpoint: plain(webhook['endpoint']),
    verifyCertificate: isTruthy(webhook['ssl_verify']),
    body,
    headers: {
      'accept-encoding': 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
      accept: '*/*',
      'user-agent': 'Zammad User Agent',
      'x-zammad-trigger': delivery.trigger,
      'x-zammad-delivery': delivery.id,
      'content-type': 'application/json; charset=utf-8',
      ...(token === '' ? {} : { 'x-hub-signature': signature(body, token) }),
      ...(isBlank(user) ? {} : { authorization: `Basic ${btoa(`${user}:${password}`)}` }),
      ...(isBlank(webhook['bearer_token'])
        ? {}
        : { authorization: `Bearer ${plain(webhook['bearer_token'])}` }),
    },
  };
};
