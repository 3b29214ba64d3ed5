/**
 * The helpdesk held in memory: one table a kind of object, rows as Zammad's own columns, and the virtual clock.
 * Routes and behaviours both work on a World and know nothing of each other's HTTP.
 */

export type Flavour = '6.6' | '7';

/** A record with Zammad's column names; references are ids (`group_id`), as in Zammad's database. */
export type Row = { id: number } & Record<string, unknown>;

/** Undoes one write; a transaction that fails runs its undos backwards. */
type Undo = () => void;

/**
 * Table names are the API's paths: `groups`, `ticket_states`, `tickets`, `ticket_articles`, `users`, `roles`, `slas`,
 * `calendars`, `triggers`, `webhooks`, `macros`, `core_workflows`, `settings` (`state_current: {value}`), …
 * Tables without a path of their own: `ticket_state_types`, `ticket_article_types`, `ticket_article_senders`, `permissions`,
 * `locales`, `tags` ({object: 'Ticket', o_id, item}), `links`, `histories`, `attachments` ({object, o_id, filename, …}).
 * Membership is kept on the member's side: `users.role_ids`, `users.organization_ids`, `users.group_ids` and
 * `roles.group_ids` ({"<group id>": ["full"]}), `roles.permission_ids`. `object_manager_attributes.object` is 'Ticket', 'User', …
 */
export class Table {
  readonly #rows = new Map<number, Row>();
  readonly #record: (undo: Undo) => void;
  #sorted: Row[] | null = null;
  readonly #indexes = new Map<string, Map<unknown, Row[]>>();
  #lastId = 0;

  constructor(record: (undo: Undo) => void = () => undefined) {
    this.#record = record;
  }

  /** Ids go on from `lastId` after deletions too, as a database sequence does. */
  insert(columns: Record<string, unknown>, id: number = this.#lastId + 1): Row {
    const row: Row = Object.assign({ id }, columns, { id });
    const isLast = id > this.#lastId;
    this.#rows.set(id, row);
    this.#lastId = Math.max(this.#lastId, id);
    if (isLast) this.#append(row);
    else this.#forget();
    this.#record(() => {
      this.#rows.delete(id);
      this.#forget();
    });
    return row;
  }

  #append(row: Row): void {
    this.#sorted?.push(row);
    for (const [column, index] of this.#indexes) {
      const rows = index.get(row[column]);
      if (rows) rows.push(row);
      else index.set(row[column], [row]);
    }
  }

  #forget(): void {
    this.#sorted = null;
    this.#indexes.clear();
  }

  /** Writes columns into the row itself: whoever holds the row sees them. */
  patch(row: Row, columns: Record<string, unknown>): void {
    const before = { ...row };
    Object.assign(row, columns, { id: row.id });
    for (const column of Object.keys(columns)) this.#indexes.delete(column);
    this.#record(() => {
      this.#indexes.clear();
      for (const key of Object.keys(row)) if (!(key in before)) Reflect.deleteProperty(row, key);
      Object.assign(row, before);
    });
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  delete(id: number): boolean {
    const row = this.#rows.get(id);
    if (!row) return false;
    this.#rows.delete(id);
    this.#forget();
    this.#record(() => {
      this.#rows.set(id, row);
      this.#forget();
    });
    return true;
  }

  /** In id order. The array is the table's own: read it, do not sort or change it. */
  all(): readonly Row[] {
    this.#sorted ??= [...this.#rows.values()].sort((a, b) => a.id - b.id);
    return this.#sorted;
  }

  /** Rows whose column holds exactly the value, in id order, by an index made at the first question. */
  where(column: string, value: unknown): readonly Row[] {
    let index = this.#indexes.get(column);
    if (!index) {
      index = Map.groupBy(this.all(), (row) => row[column]);
      this.#indexes.set(column, index);
    }
    return index.get(value) ?? [];
  }

  find(match: (row: Row) => boolean): Row | undefined {
    return this.all().find(match);
  }

  filter(match: (row: Row) => boolean): Row[] {
    return this.all().filter(match);
  }
}

/** Time as the sandbox sees it: the machine's, somebody else's clock, or frozen and moved by hand. */
export class Clock {
  #frozenAt: number | null;
  readonly #source: () => Date;

  /** @param given the moment to stand at, or the clock to follow; the machine's when left out */
  constructor(given?: Date | (() => Date)) {
    this.#frozenAt = given instanceof Date ? given.getTime() : null;
    this.#source = typeof given === 'function' ? given : () => new Date();
  }

  now(): Date {
    return this.#frozenAt === null ? this.#source() : new Date(this.#frozenAt);
  }

  /** A frozen clock stands until it is moved; a running one follows its source. */
  isFrozen(): boolean {
    return this.#frozenAt !== null;
  }

  /** Freezes the clock at the given moment. Going back is allowed: tests need it. */
  set(moment: Date): void {
    this.#frozenAt = moment.getTime();
  }
}

export class World {
  readonly #tables = new Map<string, Table>();
  #undos: Undo[] | null = null;
  readonly flavour: Flavour;
  readonly clock: Clock;

  constructor(flavour: Flavour, clock: Clock) {
    this.flavour = flavour;
    this.clock = clock;
  }

  table(name: string): Table {
    const known = this.#tables.get(name);
    if (known) return known;
    const table = new Table((undo) => this.#undos?.push(undo));
    this.#tables.set(name, table);
    return table;
  }

  /** Drops every row of every table: the caller seeds anew. */
  clear(): void {
    this.#tables.clear();
  }

  /**
   * Runs a part of a transaction that may fail by itself: then only the part is undone.
   * @returns the fault, or null
   */
  attempt(work: () => void): unknown {
    const undos = this.#undos;
    const begun = undos?.length ?? 0;
    try {
      work();
      return null;
    } catch (fault) {
      for (const undo of undos?.splice(begun).reverse() ?? []) undo();
      return fault;
    }
  }

  /** Runs synchronous work that either happens whole or, when it throws, not at all: Zammad wraps every request so. */
  atomically<Result>(work: () => Result): Result {
    if (this.#undos) return work();
    const undos: Undo[] = [];
    this.#undos = undos;
    try {
      return work();
    } catch (fault) {
      this.#undos = null;
      for (const undo of undos.reverse()) undo();
      throw fault;
    } finally {
      this.#undos = null;
    }
  }
}
