/**
 * Version 6: tickets are queued by a function of their own, for signals that are kept first and queued a moment later, and for
 * those nobody came to queue.
 */
export const queueing = `
   -- With the queue's schema by its name: plans are kept then.
   do $$ begin execute replace($q$
   create function queue_tickets(tickets bigint[], priorities int[], queue text, add_jobs text) returns void
     language plpgsql as $f$
   declare
     keys text[];
     ranks int[];
     found text[];
     added int;
   begin
     select array_agg(ticket::text order by ticket), array_agg(rank order by ticket) into keys, ranks from (
       select told.ticket, max(told.priority) as rank from unnest(tickets, priorities) as told (ticket, priority)
       group by told.ticket) wanted;
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
   end $f$;

   -- Told of, never looked at, and nothing will come for them: no job, and no dead letter that a person has to judge.
   create function forgotten_tickets(queue text) returns setof bigint language plpgsql stable as $f$
   begin
     return query select distinct inbox.ticket from inbox where processed_at is null and not exists (
       select 1 from the_queue.job where name in (queue, queue || '-dead') and state <= 'active'
         and (job.data ->> 'ticket')::bigint = inbox.ticket);
   end $f$;

   create or replace function keep(deliveries text[], tickets bigint[], bodies text[], priorities int[], at timestamptz,
     queue text, add_jobs text) returns text[] language plpgsql as $f$
   declare
     fresh text[];
     again bigint[] := '{}';
   begin
     with kept as (
       insert into inbox (delivery, ticket, body, received_at)
       select told.delivery, told.ticket, told.body, keep.at
       from unnest(deliveries, tickets, bodies) as told (delivery, ticket, body)
       on conflict do nothing returning delivery
     )
     select coalesce(array_agg(delivery), '{}') into fresh from kept;
     if cardinality(fresh) < cardinality(deliveries) then
       select coalesce(array_agg(ticket), '{}') into again from forgotten_tickets(queue) as ticket where ticket = any(tickets);
     end if;
     perform queue_tickets(array_agg(told.ticket), array_agg(told.priority), queue, add_jobs)
     from unnest(deliveries, tickets, priorities) as told (delivery, ticket, priority)
     where told.delivery = any(fresh) or told.ticket = any(again);
     return fresh;
   end $f$
   $q$, 'the_queue', quote_ident(current_schema() || '_queue')); end $$;`;
