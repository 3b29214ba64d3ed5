/**
 * Reads the decision log beside a running `serve`: its PostgreSQL is visited, never taken over, and nothing is written
 * or migrated. With an embedded store at rest, the server is started for the visit.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { runningEmbedded, startEmbedded } from '../../store/embedded.js';
import { closePool, openPool } from '../../store/pool.js';
import { createRecords, type Records } from '../../store/records.js';
import { sumsOf, type Question } from './report-sums.js';
import type { Sums } from './report.js';

export interface DecisionLog extends Pick<
  Records,
  'decisionsOf' | 'decisionsBetween' | 'placesCounted' | 'ticketsAt'
> {
  /** What a report is made of, counted by the database. */
  sums(question: Question): Promise<Sums>;
  close(): Promise<void>;
}

/** Where the log is: a database somebody runs, or the folder of one of our own. */
export type LogPlace = { readonly url: string } | { readonly data: string };

interface Visit {
  readonly connectionString: string;
  leave(): Promise<void>;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const visit = async (place: LogPlace): Promise<Visit | null> => {
  const guest = (connectionString: string): Visit => ({ connectionString, leave: () => Promise.resolve() });
  if ('url' in place) return guest(place.url);
  const running = await runningEmbedded(place.data);
  if (running !== null) return guest(running);
  if (!(await exists(path.join(place.data, 'postgres', 'PG_VERSION')))) return null;
  const own = await startEmbedded(place.data);
  return { connectionString: own.connectionString, leave: () => own.close() };
};

/** PostgreSQL's codes for a table or a column that is not there. */
const UNKNOWN = new Set(['42P01', '42703']);

const asked = async <Row>(question: Promise<Row>): Promise<Row> => {
  try {
    return await question;
  } catch (error) {
    if (error instanceof pg.DatabaseError && UNKNOWN.has(error.code ?? ''))
      throw new Error(
        'Журнала решений этой версии в базе нет: запустите reglament serve, он создаст или обновит его',
        { cause: error },
      );
    throw error;
  }
};

/**
 * Opens the log of `place`; null when nobody has ever kept one there. Questions reject with PostgreSQL's error when the
 * database cannot be reached, with a Russian one when `serve` of this version has never run on it.
 */
export const openDecisionLog = async (place: LogPlace, schema = 'reglament'): Promise<DecisionLog | null> => {
  const found = await visit(place);
  if (found === null) return null;
  const pool = openPool({
    connectionString: found.connectionString,
    schema,
    max: 1,
    name: 'reglament-log',
    log: null,
    // A report over years takes longer than an everyday question.
    patient: true,
    settings: ['default_transaction_read_only=on', 'work_mem=64MB', 'jit=off'],
  });
  const records = createRecords(pool);
  return {
    decisionsOf: (ticket) => asked(records.decisionsOf(ticket)),
    decisionsBetween: (from, to) => records.decisionsBetween(from, to),
    placesCounted: (from) => asked(records.placesCounted(from)),
    ticketsAt: (place, options) => asked(records.ticketsAt(place, options)),
    sums: (question) => asked(sumsOf(pool, question)),
    async close() {
      await closePool(pool);
      await found.leave();
    },
  };
};
