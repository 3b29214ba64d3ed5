/**
 * The helpdesk held in memory: one table a kind of object, rows as Zammad's own columns, and the virtual clock.
 * Routes and behaviours both work on a World and know nothing of each other's HTTP.
 */

export type Flavour = '5.5' | '6.5' | '7';

/** A record with Zammad's column names; references are ids (`group_id`), as in Zammad's database. */
export type Row = { id: number } & Record<string, unknown>;

/** Table names are the API's paths: `groups`, `ticket_states`, `tickets`, `ticket_articles`, `users`, … */
export class Table {
  readonly #rows = new Map<number, Row>();
  #lastId = 0;

  /** Ids go on from `lastId` after deletions too, as a database sequence does. */
  insert(columns: Record<string, unknown>, id: number = this.#lastId + 1): Row {
    const row: Row = { ...columns, id };
    this.#rows.set(id, row);
    this.#lastId = Math.max(this.#lastId, id);
    return row;
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  delete(id: number): boolean {
    return this.#rows.delete(id);
  }

  all(): Row[] {
    return [...this.#rows.values()].sort((a, b) => a.id - b.id);
  }

  find(match: (row: Row) => boolean): Row | undefined {
    return this.all().find(match);
  }

  filter(match: (row: Row) => boolean): Row[] {
    return this.all().filter(match);
  }
}

/** Time as the sandbox sees it: real time plus an offset, or frozen and moved by hand. */
export class Clock {
  #frozenAt: number | null;

  constructor(frozenAt?: Date) {
    this.#frozenAt = frozenAt?.getTime() ?? null;
  }

  now(): Date {
    return new Date(this.#frozenAt ?? Date.now());
  }

  /** Freezes the clock at the given moment. Going back is allowed: tests need it. */
  set(moment: Date): void {
    this.#frozenAt = moment.getTime();
  }
}

export class World {
  readonly #tables = new Map<string, Table>();
  readonly flavour: Flavour;
  readonly clock: Clock;

  constructor(flavour: Flavour, clock: Clock) {
    this.flavour = flavour;
    this.clock = clock;
  }

  table(name: string): Table {
    const known = this.#tables.get(name);
    if (known) return known;
    const table = new Table();
    this.#tables.set(name, table);
    return table;
  }
}
