/**
 * Version 4: lines of the decision log in a table for each month, each with what stood before it, for older lines told once;
 * what stands now of every clause; editions; and the one statement by which signals are kept and queued.
 */
export const byMonth = `alter table inbox add column settled_on timestamptz;
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
   create index standings_stopped on standings (ticket) where outcome = 'stopped';

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
   drop table decisions_before;

   create table editions (
     id text primary key,
     pieces jsonb not null,
     begun_at timestamptz not null,
     walked_to timestamptz,
     done_at timestamptz
   );

   -- With the queue's schema by its name: plans are kept then.
   do $$ begin execute replace($q$
   create function keep(deliveries text[], tickets bigint[], bodies text[], priorities int[], at timestamptz,
     queue text, add_jobs text) returns text[] language plpgsql as $f$
   declare
     fresh text[];
     again text[] := '{}';
     keys text[];
     ranks int[];
     found text[];
     added int;
   begin
     with kept as (
       insert into inbox (delivery, ticket, body, received_at)
       select told.delivery, told.ticket, told.body, keep.at
       from unnest(deliveries, tickets, bodies) as told (delivery, ticket, body)
       on conflict do nothing returning delivery
     )
     select coalesce(array_agg(delivery), '{}') into fresh from kept;

     -- Told before, never looked at, and nothing will come for it: no job, and no dead letter that a person has to judge.
     if cardinality(fresh) < cardinality(deliveries) then
       select coalesce(array_agg(delivery), '{}') into again from inbox
       where delivery = any(deliveries) and not delivery = any(fresh) and processed_at is null and not exists (
         select 1 from the_queue.job where name in (queue, queue || '-dead') and state <= 'active'
           and (job.data ->> 'ticket')::bigint = inbox.ticket);
     end if;

     select array_agg(ticket::text order by ticket), array_agg(rank order by ticket) into keys, ranks from (
       select told.ticket, max(told.priority) as rank
       from unnest(deliveries, tickets, priorities) as told (delivery, ticket, priority)
       where told.delivery = any(fresh || again) group by told.ticket) wanted;

     for round in 1..6 loop
       exit when keys is null;
       -- Queued already a ticket needs no job of its own. But taken before this commits, that job would miss the signal and
       -- nothing would come back for it: so nobody takes it until then. Always in one order, or two that do so wait for
       -- each other.
       select coalesce(array_agg(singleton_key), '{}') into found from (
         select singleton_key from the_queue.job
         where name = queue and singleton_key = any(keys) and state = 'created'
         order by singleton_key for no key update) locked;
       if cardinality(found) > 0 then
         update the_queue.job as job set priority = told.rank, start_after = least(job.start_after, now())
         from unnest(keys, ranks) as told (key, rank)
         where job.name = queue and job.singleton_key = told.key and job.state = 'created' and job.priority < told.rank;
       end if;
       select array_agg(told.key order by told.key), array_agg(told.rank order by told.key) into keys, ranks
       from unnest(keys, ranks) as told (key, rank) where not told.key = any(found);
       exit when keys is null;
       execute add_jobs using (
         select jsonb_agg(jsonb_build_object(
           'data', jsonb_build_object('ticket', told.key::bigint), 'singletonKey', told.key, 'priority', told.rank))::text
         from unnest(keys, ranks) as told (key, rank));
       get diagnostics added = row_count;
       -- Fewer: some were queued by another this very moment, and are looked for again.
       if added = cardinality(keys) then
         keys := null;
       end if;
     end loop;
     if keys is not null then
       raise exception 'the queue changes faster than it can be written' using errcode = '40001';
     end if;
     return fresh;
   end $f$
   $q$, 'the_queue', quote_ident(current_schema() || '_queue')); end $$;`;
