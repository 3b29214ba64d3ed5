/**
 * The webhook's round trip, really made. The least that proves all of it (trigger, signature, way through the network, the
 * running `serve`): a note on one closed ticket that exists for this, and then Zammad's own log of webhooks, which says what
 * our address answered. No trigger or webhook is made for it, and no citizen's ticket is touched.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpLog, ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../../config/load.js';
import { regionGroup } from '../../../config/regions.js';
import { webhookPath } from '../../http/webhook.js';
import { fail, ok, type Check } from './check.js';

/** By this title the ticket is found again. */
const probeTitle = 'Проверка связи Reglament';

interface RoundTrip {
  /** Reads Zammad's log of webhooks. */
  readonly client: ZammadClient;
  /** Of the companion's user: it may write in the regions' groups. */
  readonly writer: ZammadClient;
  readonly config: Config;
  readonly publicUrl: string;
  readonly now: () => Date;
  /** How long to wait for the delivery; Zammad's background worker looks every few seconds. */
  readonly waitMs?: number;
}

const probeTicket = async ({ writer: client, config }: RoundTrip): Promise<number> => {
  const [known] = await client.tickets.searchAll({
    condition: { 'ticket.title': { operator: 'contains', value: probeTitle } },
  });
  if (known !== undefined) return known.id;
  const me = await client.me();
  const region = [...config.regions.values()][0];
  const created = await client.tickets.create({
    title: probeTitle,
    // Not a federal group: those ask for a citizen's data before they take a ticket.
    group: region === undefined ? config.federal.regionsParent : regionGroup(region),
    customer_id: me.id,
    state: config.vocabulary.states.closed,
    article: {
      subject: probeTitle,
      body: 'Служебный тикет: на нём reglament doctor проверяет, что вебхук доходит. Не удаляйте.',
      type: 'note',
      internal: true,
    },
  });
  return created.id;
};

const answered = ({ response }: HttpLog): string => {
  const content = response['content'] ?? response['body'];
  if (typeof content !== 'string' || content === '') return '';
  // Zammad keeps the answer's headers before its words.
  const words = content
    .split(/\r?\n\r?\n/)
    .slice(1)
    .join('\n')
    .trim();
  return `: ${(words === '' ? content : words).slice(0, 200)}`;
};

/** Adds the note and waits for Zammad's word on its delivery. Rejects with ZammadError. */
export const checkWebhook = async (trip: RoundTrip): Promise<Check> => {
  const { client, writer, publicUrl, waitMs = 60_000 } = trip;
  const address = `${publicUrl}${webhookPath}`;
  const before = new Set((await client.httpLogs('webhook')).map(({ id }) => id));
  const ticket = await probeTicket(trip);
  await writer.articles.create(ticket, {
    subject: probeTitle,
    body: `Проверка связи ${trip.now().toISOString()}`,
    type: 'note',
    internal: true,
  });
  for (let waited = 0; waited < waitMs; waited += 500) {
    const fresh = (await client.httpLogs('webhook')).filter(
      ({ id, url }) => !before.has(id) && url === address,
    );
    const taken = fresh.find(({ status }) => status === '202');
    if (taken !== undefined) return ok(`вебхук доходит: ${address} ответил 202`);
    const refused = fresh[0];
    if (refused !== undefined)
      return fail(
        `вебхук доставлен, но не принят: ${address}, ответ ${refused.status ?? 'не получен'}${answered(refused)}`,
        'Проверьте, что reglament serve запущен, адрес доступен с сервера Zammad, а секрет в Zammad и в REGLAMENT_WEBHOOK_SECRET один (reglament apply).',
      );
    await pause(500);
  }
  return fail(
    `за ${Math.round(waitMs / 1000)} с Zammad не отправил вебхук на ${address}`,
    'Проверьте, что триггеры и вебхук созданы (reglament plan), а фоновые задания Zammad выполняются.',
  );
};
