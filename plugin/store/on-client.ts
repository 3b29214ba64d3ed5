/** One connection for several questions that belong together. */
import type { Pool, PoolClient } from 'pg';

/**
 * Lends `work` a connection; `work` begins and commits what it wants to stand together. When it rejects, what it began is undone and
 * its error handed on; a connection that cannot even undo is not given out again.
 */
export const onClient = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
};
