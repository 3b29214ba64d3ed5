/** The store's tables, as versioned SQL for PostgreSQL 15 and later. A version that was once released never changes. */
import type { ClientBase } from 'pg';
import { byMonth } from './migration-by-month.js';
import { morning } from './migration-morning.js';
import { page } from './migration-page.js';
import { queueing } from './migration-queue.js';
import { tallies } from './migration-tallies.js';
import { places } from './places.js';

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
  byMonth,
  tallies,
  queueing,
  places,
  page,
  morning,
  // What was met of a clause within a week: by moments alone a week of all clauses is read.
  `create index standings_met on standings (clause, at) where verdict = 'met';`,
  // An act of another kind on the same ticket is none that was allowed.
  `alter table permits add column place text;`,
];

/** Any number that other programs in the same database are unlikely to lock. */
const LOCK = 4_201_424;

/**
 * Brings `schema` to version `to`, by default the newest, once, however many processes start together.
 * Throws an `Error` (Russian) if the store was last used by a newer Reglament.
 */
export const migrate = async (client: ClientBase, schema: string, to = migrations.length): Promise<void> => {
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
    for (const [at, sql] of migrations.slice(0, to).entries()) {
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
