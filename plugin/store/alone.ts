/**
 * Takes back what a process that died had in hand, without waiting for its heartbeat to be missed. Only where nobody else
 * lives on the same store: each process holds a shared lock as long as it lives, and the database lets go of it in the
 * moment the process is gone. Whoever can have that lock alone is alone.
 */
import type { PoolClient } from 'pg';

const TAKE_BACK = (queue: string): readonly string[] => [
  // Where the ticket is queued anew as well, one look is enough.
  `delete from ${queue}.job dead using ${queue}.job other
     where dead.name = $1 and dead.state = 'active' and other.name = $1
       and other.singleton_key = dead.singleton_key and other.state in ('created', 'retry')`,
  `update ${queue}.job set state = 'created', started_on = null, heartbeat_on = null, start_after = now()
     where name = $1 and state = 'active'`,
];

/**
 * Queues the jobs of the dead again if this process is alone on the schema, and takes its place among the living;
 * `client` is kept for it until it is released. Resolves to the number of jobs taken back; null: others live.
 */
export const takePlace = async (client: PoolClient, schema: string, name: string): Promise<number | null> => {
  const lock = [`reglament ${schema}`];
  const { rows } = await client.query<{ alone: boolean }>(
    'select pg_try_advisory_lock(hashtext($1)) as alone',
    lock,
  );
  const alone = rows[0]?.alone === true;
  let taken = 0;
  try {
    if (alone)
      for (const sql of TAKE_BACK(`${schema}_queue`))
        taken += (await client.query(sql, [name])).rowCount ?? 0;
    await client.query('select pg_advisory_lock_shared(hashtext($1))', lock);
  } finally {
    if (alone) await client.query('select pg_advisory_unlock(hashtext($1))', lock);
  }
  return alone ? taken : null;
};
