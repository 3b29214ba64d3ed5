/**
 * Where tickets stand on the map of the process and since when: a row a ticket, written by each look. Numbers of tickets, regions and
 * moments, nothing of a citizen. Lost, it fills again from the helpdesk, for every open ticket is then looked at anew.
 */
import type { Pool } from 'pg';
import { onClient } from './on-client.js';

/** What a morning asks of a ticket. Names of agencies and services only where they are no person's. */
export interface Told {
  /** It waits for somebody to take it. */
  readonly untaken: boolean;
  /** When the last letter to the citizen went out, where it was given up on and nothing went out since; null: none was. */
  readonly lostAt: Date | null;
  /** When Zammad closes it by itself; null: it does not. */
  readonly closesAt: Date | null;
  /** Null: none, or not a name that may be kept. */
  readonly agency: string | null;
  /** `YYYY-MM-DD`: when the agency was asked; null: nobody said. */
  readonly agencyAsked: string | null;
  readonly service: string | null;
  /** What the operator said the search in FAQ came to; null: nothing yet. */
  readonly faq: string | null;
  /** When it came; null: it is another one's double. */
  readonly createdAt: Date | null;
}

/** Where a look found a ticket. */
export interface Stay {
  readonly number: string;
  /** Name of the place; null: nowhere the map knows, or ended. */
  readonly place: string | null;
  readonly ended: boolean;
  /** Id of the region whose request it is; null: nobody knows. */
  readonly region: string | null;
  /** Null: its history was not read. It stands there as long as the row says, else since its last change at the latest. */
  readonly since: Date | null;
  /** Left out: nothing is known of it. */
  readonly told?: Told;
}

/** Open tickets of one region at one place. */
export interface PlaceCount {
  /** Null: nowhere the map knows. */
  readonly place: string | null;
  readonly region: string | null;
  readonly tickets: number;
  /** Of these, how many came there at `from` or later. */
  readonly arrived: number;
  readonly oldestSince: Date;
}

export interface PlacedTicket {
  readonly ticket: number;
  readonly number: string;
  readonly region: string | null;
  readonly since: Date;
}

/** What a page and a report ask. Questions reject with PostgreSQL's error. */
export interface Places {
  /** All places where open tickets stand, by region, in no order. `from`: since when arrivals count. */
  placesCounted(from: Date): Promise<PlaceCount[]>;
  /** Open tickets at one place (null: nowhere the map knows), the oldest first; `region` left out: of all. */
  ticketsAt(
    place: string | null,
    options: { readonly limit: number; readonly region?: string },
  ): Promise<PlacedTicket[]>;
  /**
   * True: the table was lost, or is new beside a store that is not, and every open ticket is going to be looked at again, behind
   * everything that people wait for.
   */
  regainPlaces(at: Date): Promise<boolean>;
}

/**
 * Version 7. The row of ticket 0 says that the table is whole: without it the table was emptied, or made beside tickets that had been
 * looked at before.
 */
export const places = `create table places (
     ticket bigint primary key,
     number text not null,
     place text,
     ended boolean not null,
     region text,
     since timestamptz not null
   );
   create index places_of on places (place, since) where not ended;
   create index places_ended on places (since) where ended;
   insert into places (ticket, number, ended, since) select 0, '', true, 'infinity' where not exists (select 1 from seen);`;

/** The table of `migrations.ts`. */
export const createPlaces = (pool: Pool): Places => ({
  async placesCounted(from) {
    const { rows } = await pool.query<PlaceCount>(
      `select place, region, count(*)::int as tickets, count(*) filter (where since >= $1)::int as arrived,
         min(since) as "oldestSince"
       from places where not ended group by place, region`,
      [from],
    );
    return rows;
  },
  async ticketsAt(place, { limit, region }) {
    const { rows } = await pool.query<PlacedTicket>(
      `select ticket::int, number, region, since from places
       where not ended and ${place === null ? '$1::text is null and place is null' : 'place = $1'}
         and ($2::text is null or region = $2)
       order by since, ticket limit $3`,
      [place, region ?? null, limit],
    );
    return rows;
  },
  async regainPlaces(at) {
    return onClient(pool, async (client) => {
      await client.query('begin');
      const { rowCount } = await client.query(
        `insert into places (ticket, number, ended, since) values (0, '', true, 'infinity') on conflict do nothing`,
      );
      // Of an edition that nothing is known of any piece is new, and concerns everybody.
      if (rowCount === 1) {
        await client.query('delete from editions');
        await client.query(
          `insert into editions (id, pieces, begun_at, done_at) values ('places', '{}', $1, $1)`,
          [at],
        );
      }
      await client.query('commit');
      return rowCount === 1;
    });
  },
});
