/** Open tickets of a country for the benches of the page: at all places, with all that the pages ask of them. */
import type pg from 'pg';
import type { Config } from '../config/load.js';
import { idsOfKind, titlesOf } from '../plugin/ask/insight/report.js';

/** Standings of a ticket. */
const EACH = 15;
/** Of so many of the latest tickets the log knows what was suggested, sent back and put back. */
const TOLD = 20_000;

const REGIONS = `(array['bashkortostan', 'kamchatka', 'kaliningrad'])[1 + n % 3]`;
/** $3: now. Twenty seconds from one ticket to the next: three weeks and some days of 100,000. */
const AT = `$3::timestamptz - n * interval '20 seconds'`;

interface Filled {
  readonly tickets: number;
  readonly now: Date;
}

const fillPlaces = (client: pg.Client, { process, vocabulary }: Config, { tickets, now }: Filled) =>
  client.query(
    `insert into places (ticket, number, place, ended, region, since, untaken, lost_at, closes_at, agency, agency_asked,
       service, faq, created_at)
     select n, (990000 + n)::text, ($2::text[])[1 + n % cardinality($2::text[])], false, ${REGIONS}, ${AT},
       n % 10 = 0, case when n % 200 = 0 then ${AT} end,
       case when n % 50 = 0 then $3::timestamptz + n % 72 * interval '1 hour' end,
       (array['ФНС', 'СФР', 'МВД', 'Росреестр'])[1 + n % 4], case when n % 2 = 0 then (${AT})::date end,
       'Услуга ' || n % 40, (array[$4, $5, null])[1 + n % 3], ${AT} - n % 48 * interval '1 hour'
     from generate_series(1, $1) n`,
    [
      tickets,
      process.places.map(({ name }) => name),
      now,
      vocabulary.federalResults.found,
      vocabulary.faqResults.notFound,
    ],
  );

/** Every tenth or so has a term, every twentieth is flagged. */
const fillStandings = (client: pg.Client, config: Config, { tickets, now }: Filled) =>
  client.query(
    `insert into standings (ticket, clause, mode, verdict, outcome, text, region, due_at, at, open, term_since, term_due_at)
     select n, ($2::text[])[1 + (n + k * 3) % cardinality($2::text[])], 'act',
       case when k = 0 and n % 2 = 0 then 'flagged' when k = 1 then 'pending' else 'met' end, 'none', 'данные внесены',
       ${REGIONS}, null, ${AT}, 'met',
       case when k = 1 then $3::timestamptz - interval '3 days' end,
       case when k = 1 then $3::timestamptz + (n - 1000) * interval '1 minute' end
     from generate_series(1, $1) n, generate_series(0, ${EACH - 1}) k on conflict do nothing`,
    [tickets, [...titlesOf(config).keys()], now],
  );

/** Acts with their lines: a suggestion on every third ticket, a refusal on every fifth, an undo on every hundredth. */
const fillActs = async (client: pg.Client, config: Config, { tickets, now }: Filled): Promise<void> => {
  const kinds = [
    { kind: 'faq-suggestion', every: 3, undo: false, facts: { Ответы: '«Как записаться?», «Где талон?»' } },
    {
      kind: 'required-data',
      every: 5,
      undo: false,
      facts: Object.fromEntries(config.process.data.slice(0, 2).map(({ label }) => [label, 'не указано'])),
    },
    {
      kind: 'lawful-ending',
      every: 100,
      undo: true,
      facts: { Кто: 'operator@desk.example', Было: 'Новое', Стало: 'Закрыт' },
    },
  ] as const;
  for (const { kind, every, undo, facts } of kinds)
    await client.query(
      `with line as (
         select n as ticket, ($2::text[])[1 + n % cardinality($2::text[])] as clause, ${REGIONS} as region, ${AT} as at
         from generate_series(1, $1) n where n % $5 = 0
       ), written as (
         insert into decisions (ticket, clause, mode, verdict, outcome, because, region, action_key, at)
         select ticket, clause, 'act', 'due', 'act', $4::jsonb, region, ticket || '/' || clause, at from line
       )
       insert into acts (key, ticket, clause, at, undo) select ticket || '/' || clause, ticket, clause, at, $6 from line`,
      [
        Math.min(TOLD, tickets),
        idsOfKind(config, kind),
        now,
        JSON.stringify({ text: 'по регламенту', facts }),
        every,
        undo,
      ],
    );
};

/** Answers from FAQ, of the same moment as the standing tells: whose title the page shows. */
const fillAnswers = (client: pg.Client, config: Config, { now }: Filled) =>
  client.query(
    `insert into decisions (ticket, clause, mode, verdict, outcome, because, region, at)
     select ticket, clause, mode, verdict, outcome, '{"text": "ответ из FAQ", "facts": {"Ответ": "Где талон?"}}', region, at
     from standings where clause = any($1) and verdict = 'met' and at >= $2`,
    [idsOfKind(config, 'faq-found'), new Date(now.getTime() - 7 * 24 * 3600_000)],
  );

/** In the tables of a store whose log is there. */
export const fillTickets = async (client: pg.Client, config: Config, filled: Filled): Promise<void> => {
  await fillPlaces(client, config, filled);
  await fillStandings(client, config, filled);
  await fillActs(client, config, filled);
  await fillAnswers(client, config, filled);
  await client.query('analyze places; analyze standings; analyze acts; analyze decisions');
};
