/**
 * The page's tables: who is signed in, by a hash of the session's id, and who did what there; and what the page asks of the
 * standings that nobody asked before.
 */
export const page = `create table page_sessions (
     key bytea primary key,
     person bigint not null,
     login text not null,
     role text not null,
     regions text[] not null,
     began_at timestamptz not null,
     seen_at timestamptz not null
   );
   create table page_deeds (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     login text not null,
     deed text not null,
     object text not null
   );
   create index page_deeds_at on page_deeds (at);
   create index standings_flagged on standings (at) where verdict = 'flagged';
   create index places_by_number on places (number);`;
