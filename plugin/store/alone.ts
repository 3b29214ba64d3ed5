/**
 * Takes back what a process that died had in hand, without waiting for its heartbeat to be missed. Only where nobody else
 * lives on the same store: each process holds a shared lock as long as it lives, and the database lets go of it in the
 * moment the process is gone. Whoever can have that lock alone is alone.
 */
import type { Pool, PoolClient } from 'pg';
import type { Log } from '../process/log.js';

const TAKE_BACK = (queue: string): readonly string[] => [
  // Where the ticket is queued anew as well, one look is enough.
  `delete from ${queue}.job dead using ${queue}.job other
     where dead.name = $1 and dead.state = 'active' and other.name = $1
       and other.singleton_key = dead.singleton_key and other.state in ('created', 'retry')`,
  `update ${queue}.job set state = 'created', started_on = null, heartbeat_on = null, start_after = now()
     where name = $1 and state = 'active'`,
];

const REJOIN_MS = 5_000;

export interface Place {
  /** Jobs of the dead that were queued again; null: others live. */
  readonly taken: number | null;
  leave(): void;
}

const takeBack = async (client: PoolClient, schema: string, name: string): Promise<number> => {
  let taken = 0;
  for (const sql of TAKE_BACK(`${schema}_queue`)) taken += (await client.query(sql, [name])).rowCount ?? 0;
  return taken;
};

/**
 * Queues the jobs of queue `name` that the dead had in hand again if this process is alone on the schema, and takes its place among the living, on
 * a connection of its own. A place lost with the connection is taken anew; until then a process that starts may think
 * itself alone.
 */
export const takePlace = async (pool: Pool, schema: string, name: string, log: Log): Promise<Place> => {
  const lock = [`reglament ${schema}`];
  let held: PoolClient | null = null;
  let left = false;
  const hold = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    client.on('error', (error) => {
      held = null;
      if (left) return;
      client.release(true);
      log.warn('соединение с хранилищем прервано', { error });
      rejoinLater();
    });
    return client;
  };
  const join = async (): Promise<void> => {
    const client = await hold();
    await client.query('select pg_advisory_lock_shared(hashtext($1))', lock);
    held = client;
  };
  const rejoinLater = (): void => {
    setTimeout(() => {
      if (!left && held === null) join().catch(rejoinLater);
    }, REJOIN_MS).unref();
  };
  const client = await hold();
  const { rows } = await client.query<{ alone: boolean }>(
    'select pg_try_advisory_lock(hashtext($1)) as alone',
    lock,
  );
  const alone = rows[0]?.alone === true;
  try {
    const taken = alone ? await takeBack(client, schema, name) : null;
    await client.query('select pg_advisory_lock_shared(hashtext($1))', lock);
    held = client;
    return {
      taken,
      leave() {
        left = true;
        held?.release(true);
      },
    };
  } catch (error) {
    left = true;
    client.release(true);
    throw error;
  } finally {
    if (alone && held !== null) await client.query('select pg_advisory_unlock(hashtext($1))', lock);
  }
};
