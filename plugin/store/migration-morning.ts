/**
 * What a morning asks of tickets beside their places: whether somebody took them, whether a letter was lost, which agency and which
 * service it is about; which acts put somebody's act back, and which of those a head allows. Tickets known before are looked at again,
 * for the row that says the table of places is whole is gone.
 */
export const morning = `alter table places
     add column untaken boolean not null default false,
     add column lost_at timestamptz,
     add column agency text,
     add column agency_asked date,
     add column service text,
     add column faq text,
     add column closes_at timestamptz,
     add column created_at timestamptz;
   delete from places where ticket = 0 and exists (select 1 from seen);
   create index places_untaken on places (since) where untaken;
   create index places_lost on places (lost_at) where lost_at is not null;
   create index places_at_home on places (region, since) where not ended;
   create index places_closing on places (closes_at) where closes_at is not null;
   create index places_created on places (created_at);
   alter table acts add column undo boolean not null default false;
   create index acts_undo on acts (at) where undo;
   create table permits (
     act text primary key,
     ticket bigint not null,
     clause text not null,
     login text not null,
     reason text not null,
     at timestamptz not null,
     used_at timestamptz
   );
   create index permits_on on permits (ticket);
   create table faq_states (
     one boolean primary key default true check (one),
     at timestamptz not null,
     state jsonb not null
   );

   create table page_entrances (
     state bytea primary key,
     browser bytea not null,
     verifier text not null,
     at timestamptz not null
   );

   -- A look is told of, by region and place alone, while somebody is signed in to the page.
   create function tell_page() returns trigger language plpgsql set search_path from current as $f$
   begin
     if exists (select 1 from page_sessions) then
       perform pg_notify(tg_table_schema || '_page', json_build_object('regions', json_build_array(new.region,
         case when tg_op = 'UPDATE' then old.region end), 'places', json_build_array(new.place,
         case when tg_op = 'UPDATE' then old.place end))::text);
     end if;
     return null;
   end $f$;
   create trigger tell_page after insert or update on places for each row execute function tell_page();`;
