/** The store's tables, as versioned SQL for PostgreSQL 15 and later. A version that was once released never changes. */
import type { ClientBase } from 'pg';

const migrations: readonly string[] = [
  `create table inbox (
     delivery text primary key,
     ticket bigint not null,
     body text,
     received_at timestamptz not null,
     processed_at timestamptz
   );
   create index inbox_waiting on inbox (ticket) where processed_at is null;
   create index inbox_age on inbox (processed_at) where processed_at is not null;

   create table decisions (
     id bigint generated always as identity primary key,
     ticket bigint not null,
     clause text not null,
     mode text not null,
     verdict text not null,
     outcome text not null,
     because jsonb not null,
     action_key text unique,
     at timestamptz not null
   );
   create index decisions_of_ticket on decisions (ticket, clause, id desc);

   create table watermarks (name text primary key, at timestamptz not null);

   create table seen (ticket bigint primary key, updated_at timestamptz not null);`,

  `alter table decisions add column region text, add column due_at timestamptz;
   create index decisions_at on decisions (at);

   create table due (ticket bigint primary key, at timestamptz not null);
   create index due_at on due (at);

   create table unfinished (
     key text primary key,
     ticket bigint not null,
     clause text not null,
     steps jsonb not null
   );
   create index unfinished_of_ticket on unfinished (ticket);

   create table done (key text primary key, at timestamptz not null);`,

  `update decisions set
     mode = case mode when 'shadow' then 'observe' when 'warn' then 'note' when 'enforce' then 'act' else mode end,
     outcome = case outcome when 'observed' then 'observe' when 'noted' then 'note' when 'acted' then 'act' else outcome end
   where mode in ('shadow', 'warn', 'enforce') or outcome in ('observed', 'noted', 'acted');`,
  // A lines' table for each month; what stood before a line is told with it from here on, and for older lines once, below.
  `alter table inbox add column settled_on timestamptz;
   alter table seen add column looked_on timestamptz not null default now();
   create index seen_at on seen (updated_at);

   create table acts (key text primary key, ticket bigint not null, clause text not null, at timestamptz not null);
   create index acts_of_clause on acts (ticket, clause, at);
   create index acts_at on acts (at);
   insert into acts select action_key, ticket, clause, at from decisions where action_key is not null;

   create table standings (
     ticket bigint not null,
     clause text not null,
     mode text not null,
     verdict text not null,
     outcome text not null,
     text text not null,
     region text,
     due_at timestamptz,
     at timestamptz not null,
     open text,
     term_since timestamptz,
     term_due_at timestamptz,
     due_since timestamptz,
     primary key (ticket, clause)
   );
   create index standings_term on standings (term_due_at) where term_due_at is not null;
   create index standings_at on standings (at);

   alter table decisions rename to decisions_before;
   alter index decisions_of_ticket rename to decisions_before_of_ticket;
   create sequence decision_ids as bigint;
   create table decisions (
     id bigint not null default nextval('decision_ids'),
     ticket bigint not null,
     clause text not null,
     mode text not null,
     verdict text not null,
     outcome text not null,
     because jsonb not null,
     action_key text,
     region text,
     due_at timestamptz,
     at timestamptz not null,
     was text,
     term_since timestamptz,
     term_due_at timestamptz,
     due_since timestamptz
   ) partition by range (at);
   create index decisions_of_ticket on decisions (ticket, id);
   create index decisions_by_id on decisions (id);
   create index decisions_term on decisions (term_due_at) where term_due_at is not null;

   do $$
   declare
     month date;
     line record;
     now_open record;
     acted boolean;
   begin
     for month in select distinct date_trunc('month', at at time zone 'UTC')::date from decisions_before loop
       execute format(
         'create table %I partition of decisions for values from (%L) to (%L)',
         'decisions_' || to_char(month, 'YYYY_MM'),
         to_char(month, 'YYYY-MM-DD') || 'T00:00:00Z',
         to_char(month + interval '1 month', 'YYYY-MM-DD') || 'T00:00:00Z');
     end loop;
     for line in select * from decisions_before order by id loop
       select * into now_open from standings where ticket = line.ticket and clause = line.clause;
       insert into decisions values (
         nextval('decision_ids'), line.ticket, line.clause, line.mode, line.verdict, line.outcome, line.because,
         line.action_key, line.region, line.due_at, line.at,
         now_open.open, now_open.term_since, now_open.term_due_at, now_open.due_since);
       acted := line.verdict = 'due' and line.outcome in ('act', 'note');
       insert into standings values (
         line.ticket, line.clause, line.mode, line.verdict, line.outcome, line.because ->> 'text', line.region,
         line.due_at, line.at,
         case when acted then null else line.verdict end,
         case when line.verdict = 'pending' and line.due_at is not null then coalesce(now_open.term_since, line.at)
           when line.verdict = 'flagged' or (line.verdict = 'due' and not acted) then now_open.term_since end,
         case when line.verdict = 'pending' then line.due_at
           when line.verdict = 'flagged' or (line.verdict = 'due' and not acted) then now_open.term_due_at end,
         case when line.verdict = 'due' and not acted then coalesce(now_open.due_since,
           case when now_open.term_due_at < line.at then now_open.term_due_at else line.at end) end)
       on conflict (ticket, clause) do update set mode = excluded.mode, verdict = excluded.verdict,
         outcome = excluded.outcome, text = excluded.text, region = excluded.region, due_at = excluded.due_at,
         at = excluded.at, open = excluded.open, term_since = excluded.term_since, term_due_at = excluded.term_due_at,
         due_since = excluded.due_since;
     end loop;
   end $$;
   drop table decisions_before;`,
];
/** Any number that other programs in the same database are unlikely to lock. */
const LOCK = 4_201_424;

/**
 * Brings `schema` to the newest version, once, however many processes start together.
 * Throws an `Error` (Russian) if the store was last used by a newer Reglament.
 */
export const migrate = async (client: ClientBase, schema: string): Promise<void> => {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(`create schema if not exists ${schema}`);
    await client.query(`set search_path to ${schema}`);
    await client.query(
      'create table if not exists migrations (version int primary key, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from migrations',
    );
    const from = rows[0]?.version ?? 0;
    if (from > migrations.length)
      throw new Error(`Хранилище новее программы (версия ${from}): обновите Reglament`);
    for (const [at, sql] of migrations.entries()) {
      if (at < from) continue;
      await client.query(`begin; ${sql}; insert into migrations (version) values (${at + 1}); commit`);
    }
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
};
