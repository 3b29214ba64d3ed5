/** Lists that change seldom and are needed at every step, such as groups and states: read once, kept, read again when they fall short. */

/** How long a list is kept. */
export interface KeptListOptions {
  /** Milliseconds after which a list is read again though nothing is missing from it. Default 600000. */
  maxAgeMs?: number | undefined;
  /** Milliseconds for which an id that a fresh list lacked is believed to be absent. Default 60000. */
  absentMs?: number | undefined;
  /** Milliseconds of any clock that does not go back. Default `performance.now`. */
  now?: (() => number) | undefined;
}

/** A list by id. */
export interface KeptList<T> {
  /**
   * The list, read again when it is old or when one of `ids` is not in it. An id that is missing even then is missing from the
   * answer too. Callers that come together share one reading. Rejects with what `read` rejected with, and keeps nothing of it.
   */
  holding(ids?: readonly number[]): Promise<ReadonlyMap<number, T>>;
}

/**
 * Keeps what `read` gives. From 6.5 on `GET /tickets/:id?all=true`, `/ticket_history/:id`, `/links` and `/tickets/selector` send
 * no groups, roles, states or priorities along (app/models/ticket/assets.rb), so their names come from lists of their own.
 */
export const keptList = <T>(
  read: () => Promise<ReadonlyMap<number, T>>,
  { maxAgeMs = 600_000, absentMs = 60_000, now = () => performance.now() }: KeptListOptions = {},
): KeptList<T> => {
  let held: { readonly at: number; readonly rows: Promise<ReadonlyMap<number, T>> } | null = null;
  const absentSince = new Map<number, number>();
  const load = (): Promise<ReadonlyMap<number, T>> => {
    const rows = read();
    const reading = { at: now(), rows };
    held = reading;
    rows.catch(() => {
      if (held === reading) held = null;
    });
    return rows;
  };
  const isBelievedAbsent = (id: number): boolean => {
    const since = absentSince.get(id);
    return since !== undefined && now() - since < absentMs;
  };
  return {
    holding: async (ids = []) => {
      const current = held !== null && now() - held.at < maxAgeMs ? held.rows : load();
      const rows = await current;
      if (!ids.some((id) => !rows.has(id) && !isBelievedAbsent(id))) return rows;
      const fresh = await (held !== null && held.rows !== current ? held.rows : load());
      for (const id of ids) {
        if (fresh.has(id)) absentSince.delete(id);
        else absentSince.set(id, now());
      }
      return fresh;
    },
  };
};
