/**
 * Has the helpdesk under test deliver two webhooks to a loopback receiver, as the recorded ones were made: a ticket comes
 * with the citizen's article and a file, then its priority changes. Both leave after that.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { Difference, Likeness } from './alike.js';
import { readDeliveries, type RecordedDelivery } from './recordings.js';
import { asRecorded, type Suffixes } from './requests.js';

const TOKEN = 's3cret';
const NAME = 'запись доставки';

export type Call = (method: string, path: string, body?: unknown) => Promise<{ id?: number }>;

const isSigned = ({ headers, body }: RecordedDelivery): boolean =>
  headers['x-hub-signature'] === `sha1=${createHmac('sha1', TOKEN).update(body).digest('hex')}`;

const ticket = (address: string): Record<string, unknown> => ({
  title: 'Запись доставки',
  group: 'Users',
  customer_id: `guess:${address}`,
  article: {
    subject: 'Обращение',
    body: 'Текст обращения',
    type: 'web',
    sender: 'Customer',
    from: address,
    internal: false,
    attachments: [
      { filename: 'а.txt', data: Buffer.from('привет').toString('base64'), 'mime-type': 'text/plain' },
    ],
  },
});

/**
 * Makes the deliveries and hands back what arrived, in the order of arrival.
 * @param flush lets held deliveries go; resolves at once where none are held
 */
export const playDeliveries = async (
  call: Call,
  address: string,
  flush: () => Promise<void>,
  patienceMs: number,
): Promise<RecordedDelivery[]> => {
  const arrived: RecordedDelivery[] = [];
  const both = Promise.withResolvers<undefined>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200).end();
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
      arrived.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString('utf8') });
      if (arrived.length === 2) both.resolve(undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = server.address();
  const port = typeof listening === 'object' && listening !== null ? listening.port : 0;
  const webhook = await call('POST', '/webhooks', {
    name: NAME,
    endpoint: `http://127.0.0.1:${port}/hook`,
    signature_token: TOKEN,
    ssl_verify: false,
    active: true,
  });
  const trigger = await call('POST', '/triggers', {
    name: NAME,
    condition: {
      operator: 'OR',
      conditions: [
        { name: 'ticket.action', operator: 'is', value: 'create' },
        { name: 'ticket.priority_id', operator: 'has changed' },
      ],
    },
    perform: { 'notification.webhook': { webhook_id: String(webhook.id) } },
    active: true,
  });
  const timer = setTimeout(() => {
    both.resolve(undefined);
  }, patienceMs);
  try {
    const made = await call('POST', '/tickets', ticket(address));
    await call('PUT', `/tickets/${made.id}`, { priority: '3 high' });
    await flush();
    await both.promise;
  } finally {
    clearTimeout(timer);
    await call('DELETE', `/triggers/${trigger.id}`);
    await call('DELETE', `/webhooks/${webhook.id}`);
    server.close();
  }
  return arrived;
};

/** A run of its own has a citizen of its own, of this name without a dot: a dot would make two names of it. */
export const CITIZEN = 'delivery@example.ru';
const citizenOfRun = /delivery[a-z0-9]*@example\.ru/g;

const parsed = (body: string, suffixes: Suffixes) => ({
  status: 200,
  contentType: null,
  body: asRecorded(JSON.parse(body.replaceAll(citizenOfRun, CITIZEN)), suffixes),
});

/** Differences of each recorded delivery to the one that arrived in its place. */
export const deliveryDifferences = (
  likeness: Likeness,
  arrived: readonly RecordedDelivery[],
  suffixes: Suffixes,
): { step: string; differences: Difference[] }[] =>
  readDeliveries().map((recorded, index) => {
    const step = `delivery ${index + 1}`;
    const live = arrived[index];
    if (!live) return { step, differences: [{ path: '', what: 'nothing arrived' }] };
    const headers = Object.keys(recorded.headers)
      .filter((name) => !(name in live.headers))
      .map((name) => ({ path: `headers.${name}`, what: 'missing' }));
    const unsigned = isSigned(live) ? [] : [{ path: 'headers.x-hub-signature', what: 'does not fit' }];
    const body = likeness.differences(
      parsed(recorded.body, suffixes),
      parsed(live.body, suffixes),
      '/tickets',
    );
    return { step, differences: [...headers, ...unsigned, ...body] };
  });
