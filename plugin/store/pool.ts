/** Connections to PostgreSQL on which nothing waits for ever and whose loss is never an uncaught error. */
import pg from 'pg';
import type { Log } from '../process/log.js';

/** Milliseconds; what lasts longer is given up and told as a fault of the store. */
export const LIMITS = {
  connect: 5_000,
  /** On our side: also for a server that takes the question and never answers. */
  query: 15_000,
  /** On the server's side. */
  statement: 12_000,
  lock: 8_000,
  idleInTransaction: 30_000,
} as const;

/** What a session is told at its start, as PostgreSQL's `options`. */
export const sessionOptions = (schema: string, more: readonly string[] = []): string =>
  [
    `search_path=${schema}`,
    `statement_timeout=${LIMITS.statement}`,
    `lock_timeout=${LIMITS.lock}`,
    `idle_in_transaction_session_timeout=${LIMITS.idleInTransaction}`,
    ...more,
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');

interface PoolOptions {
  readonly connectionString: string;
  readonly schema: string;
  readonly max: number;
  readonly name: string;
  /** Null: a lost connection is told by the next question. */
  readonly log: Pick<Log, 'warn'> | null;
  /** For questions that take minutes: no limit but that of the connection. */
  readonly patient?: boolean;
  /** Further settings of a session, e.g. `default_transaction_read_only=on`. */
  readonly settings?: readonly string[];
}

/** A pool whose every connection has a listener, also while somebody holds it. */
export const openPool = (options: PoolOptions): pg.Pool => {
  const { connectionString, schema, max, name, log, patient = false, settings = [] } = options;
  const pool = new pg.Pool({
    connectionString,
    max,
    options: sessionOptions(schema, [...settings, ...(patient ? ['statement_timeout=0'] : [])]),
    application_name: name,
    connectionTimeoutMillis: LIMITS.connect,
    ...(!patient && { query_timeout: LIMITS.query }),
    keepAlive: true,
  });
  const lost = (error: Error): void => {
    log?.warn('соединение с хранилищем прервано', { error });
  };
  pool.on('connect', (client) => {
    // The pool listens to a connection at rest only; one that breaks in somebody's hands would end the process.
    client.on('error', () => undefined);
  });
  pool.on('error', lost);
  return pool;
};

/** Ends the pool, but waits for a server that does not answer no longer than for a question. */
export const closePool = async (pool: pg.Pool): Promise<void> => {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, LIMITS.connect, undefined);
  await Promise.race([pool.end(), late.promise]);
  clearTimeout(timer);
};
