/**
 * Has the helpdesk under test deliver a webhook to a loopback receiver and compares it with the recorded deliveries:
 * the headers, the signature over the raw body, the shape of the payload.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { shapeDifference } from './compare.js';
import { readDeliveries } from './recordings.js';
import type { Target } from './replay.js';
import { asRecorded } from './translate.js';

interface Delivered {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const TOKEN = 's3cret';

const signed = (headers: IncomingMessage['headers'], body: string): boolean =>
  headers['x-hub-signature'] === `sha1=${createHmac('sha1', TOKEN).update(body).digest('hex')}`;

/** One delivery, or null when none came within `patienceMs`. A real Zammad polls its jobs every few seconds. */
const provoke = async (target: Target, suffix: string, patienceMs: number): Promise<Delivered | null> => {
  const call = async (method: string, path: string, body?: unknown): Promise<number> => {
    const response = await fetch(`${target.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Token token=${target.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { id?: number; error?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.error ?? ''}`);
    return answer.id ?? 0;
  };
  const arrived = Promise.withResolvers<Delivered | null>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200).end();
      arrived.resolve({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const webhook = await call('POST', '/webhooks', {
    name: `contract ${suffix}`,
    endpoint: `http://127.0.0.1:${port}/hook`,
    signature_token: TOKEN,
    ssl_verify: false,
    active: true,
  });
  const trigger = await call('POST', '/triggers', {
    name: `contract ${suffix}`,
    condition: { 'ticket.action': { operator: 'is', value: 'create' } },
    perform: { 'notification.webhook': { webhook_id: String(webhook) } },
    active: true,
    ...(suffix === '' ? {} : { disable_notification: true }),
  });
  const timer = setTimeout(() => {
    arrived.resolve(null);
  }, patienceMs);
  try {
    await call('POST', '/tickets', {
      title: 'Сверка доставки',
      group: 'Users',
      customer_id: `guess:contract.${suffix}@example.ru`,
      article: { subject: 'Сверка', body: 'Текст', type: 'note', internal: false },
    });
    return await arrived.promise;
  } finally {
    clearTimeout(timer);
    await call('DELETE', `/triggers/${trigger}`);
    await call('DELETE', `/webhooks/${webhook}`);
    server.close();
  }
};

/** A line for each recorded delivery that ours does not resemble; empty when all do. */
export const deliveryDifferences = async (
  target: Target,
  suffix: string,
  patienceMs: number,
): Promise<{ total: number; differences: string[] }> => {
  const recorded = readDeliveries();
  const live = await provoke(target, suffix, patienceMs);
  const differences = recorded.flatMap(({ headers, body }, index) => {
    const step = `delivery ${index + 1}`;
    if (!signed(headers, body)) return [`${step}: the recorded signature does not fit its body`];
    if (live === null) return [`${step}: nothing was delivered within ${patienceMs} ms`];
    if (!signed(live.headers, live.body)) return [`${step}: x-hub-signature does not fit the raw body`];
    const missing = Object.keys(headers).filter((name) => !(name in live.headers));
    if (missing.length > 0) return [`${step}: no header ${missing.join(', ')}`];
    const difference = shapeDifference(JSON.parse(body), asRecorded(JSON.parse(live.body), suffix));
    return difference === null ? [] : [`${step}: ${difference}`];
  });
  return { total: recorded.length, differences };
};
