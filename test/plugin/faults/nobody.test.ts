/**
 * Letters, refusals and errors full of people and keys, in whatever order: afterwards no line of the log, no table of the store
 * and no metric holds a person or a secret.
 */
import pg from 'pg';
import { createZammadClient } from 'zammad-api-client-ts';
import { loadConfig } from '../../../config/load.js';
import { createMetrics } from '../../../plugin/http/metrics.js';
import { startCompanion } from '../../../plugin/serve.js';
import { rawOf } from '../../scenario/letter.js';
import { freePort, openField, randomOf } from '../field.js';
import { freshSchema, listeningLog, until, usePostgres } from '../postgres.js';

usePostgres();
const webhookSecret = 'secret"of\\the webhook';
const config = await loadConfig('config');

/** Invented; the number has its check sum. */
const personOf = (at: number) => {
  const digits = String(100_500_000 + at * 7);
  const sum =
    Array.from(digits).reduce((total, digit, place) => total + Number(digit) * (9 - place), 0) % 101;
  const snils = `${digits}${String(sum % 100).padStart(2, '0')}`;
  return {
    surname: `Вымыслова${'абвгдежзик'.charAt(at % 10)}ская`,
    given: `Небыль${'аеиоуыэюя'.charAt(at % 9)}`,
    snils: snils.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, '$1-$2-$3 $4'),
    phone: `+7 999 31${String(at % 10)} 45 ${String(60 + at)}`,
    mail: `nebyl.${at}@somewhere.example`,
    street: `улица Придуманная, дом ${700 + at}`,
  };
};
type Person = ReturnType<typeof personOf>;
const words = ({ surname, given, snils, phone, mail, street }: Person): string =>
  `${surname} ${given}, СНИЛС ${snils}, телефон ${phone}, ${mail}, ${street}`;

/** All of the schemas' tables as text. */
const cells = async ({ connectionString, schema }: ReturnType<typeof freshSchema>): Promise<string> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ($1, $2)`,
      [schema, `${schema}_queue`],
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      texts.push(...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
};

/** Answers as a helpdesk in trouble gives them, with what was sent in their words. */
const troubles: readonly ((said: string, token: string) => Response)[] = [
  (said) => Response.json({ error: `Invalid value '${said}' for snils`, error_human: said }, { status: 422 }),
  (said) => Response.json({ error: said }, { status: 500 }),
  (said) => new Response(`<html><h1>${said}</h1></html>`, { status: 502 }),
  (said, token) => Response.json({ error: `token ${token} may not: ${said}` }, { status: 403 }),
  (said, token) => {
    throw new TypeError(`fetch failed: Authorization: Token token=${token}, ${said}`);
  },
  (said) => Response.json({ surprise: said }),
];

test.each([1, 7, 2026])(
  'with seed %i',
  async (seed) => {
    const random = randomOf(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const people = Array.from({ length: 12 }, (_, at) => personOf(at + 1));
    const port = await freePort();
    const field = await openField(config, { publicUrl: `http://127.0.0.1:${port}`, webhookSecret });
    const where = freshSchema();
    const { log, lines } = listeningLog([field.token, webhookSecret]);
    const metrics = createMetrics();
    let share = 0.25;
    const client = createZammadClient({
      url: field.sandbox.url,
      auth: { token: field.token },
      onResponse: ({ method, status, ms }) => {
        metrics.called(method, status, ms);
      },
      fetch: async (input, init) => {
        const person = pick(people);
        if (random() < share) return pick(troubles)(words(person), field.token);
        return fetch(input, init);
      },
    });
    const companion = await startCompanion({
      zammad: client,
      config: { ...config, stance: 'act' },
      webhookSecret,
      host: '127.0.0.1',
      port,
      database: { url: where.connectionString, schema: where.schema },
      log,
      clock: () => new Date(),
      sweepAt: null,
      retry: { limit: 1, delaySeconds: 0 },
      pollSeconds: 0.5,
      metrics,
    });
    try {
      for (const person of people) {
        const name = `${person.surname} ${person.given}`;
        const own = { snils: person.snils, citizen_name: name, contact_value: person.mail };
        const deed = pick(['letter', 'request', 'slip', 'nonsense'] as const);
        if (deed === 'letter')
          await fetch(`${field.sandbox.url}/__sandbox/mail`, {
            method: 'POST',
            headers: { 'content-type': 'message/rfc822' },
            body: rawOf({ from: person.mail, subject: name, body: words(person) }, new Date()),
          });
        else if (deed === 'nonsense')
          await fetch(`${companion.url}/zammad/webhook`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'x-zammad-delivery': person.mail,
              'x-hub-signature': webhookSecret,
            },
            body: JSON.stringify({ ticket: { id: name }, said: words(person) }),
          });
        else {
          const ticket = await field.register({ ...own, title: name, request_summary: words(person) });
          if (deed === 'slip')
            await field.slip(ticket, { snils: pick(['', person.snils.replace(/\d$/, '0')]) });
        }
        await field.control('deliveries', { flush: true });
        await companion.sweep().catch(() => 0);
      }
      await until(async () => {
        const { waiting, active, dead } = await companion.store.depth();
        return waiting + active === 0 || (active === 0 && dead > 0 && companion.outage.words() !== null);
      }, 60).catch(() => undefined);
      share = 0;
      const told = {
        log: lines.join(''),
        store: await cells(where),
        metrics: (await metrics.page()).text,
      };
      expect(told.log).toContain('"ticket"');
      expect(told.store.length).toBeGreaterThan(1000);
      for (const [place, text] of Object.entries(told)) {
        const flat = text.replace(/[\s()-]/g, '');
        for (const { surname, given, snils, phone, mail, street } of people)
          for (const said of [
            surname,
            given,
            snils,
            snils.replace(/\D/g, ''),
            phone,
            phone.replace(/\D/g, '').slice(1),
            mail,
            street,
          ])
            expect({ place, said: flat.includes(said.replace(/[\s()-]/g, '')) ? said : null }).toEqual({
              place,
              said: null,
            });
        for (const secret of [field.token, webhookSecret, JSON.stringify(webhookSecret).slice(1, -1)])
          expect({ place, secret: text.includes(secret) ? secret : null }).toEqual({ place, secret: null });
      }
    } finally {
      await companion.close();
      await field.sandbox.close();
    }
  },
  180_000,
);
