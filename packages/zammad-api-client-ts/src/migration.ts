/** The migration of attributes as a whole: what waits, carrying it out, and waiting for the restart that follows upon some of it. */
import { isZammadError } from './error.js';
import type { ObjectAttribute, ObjectAttributes } from './object-attributes.js';
import { isPending } from './object-attributes.js';
import type { HealthWait } from './operations.js';
import type { Settings } from './settings-tokens.js';

/** Five seconds between two looks of a process, and as much again for a slow machine, twice. */
const restartWithinMs = 15_000;

/** Columns are made, changed or dropped. Options alone need no restart (app/models/object_manager/attribute.rb, migration_execute). */
const changesColumns = ({ to_create, to_migrate, to_delete }: ObjectAttribute): boolean =>
  to_create || to_migrate || to_delete;

/** The setting `auto_shutdown` (db/seeds/settings.rb), on unless an administrator turned it off; taken for on when it is not ours to read. */
const stopsItself = async (settings: Settings, wait: HealthWait): Promise<boolean> => {
  try {
    const all = await settings.list({ signal: wait.signal });
    return all.find(({ name }) => name === 'auto_shutdown')?.state_current.value !== false;
  } catch (error) {
    if (isZammadError(error) && error.kind === 'forbidden') return true;
    throw error;
  }
};

/** What a migration was. Source: app/models/object_manager/attribute.rb, migration_execute. */
export interface Migration {
  /** Names of the attributes that had waited, with their objects: `Ticket.room`. Empty: none did, and nothing was carried out. */
  readonly attributes: readonly string[];
  /** Zammad was expected to stop itself, and was waited for. */
  readonly restarts: boolean;
}

/** @see ZammadClient.migrateAttributes */
export const migrateAttributes = async (
  { attributes, settings }: { readonly attributes: ObjectAttributes; readonly settings: Settings },
  waitUntilHealthy: (wait: HealthWait) => Promise<void>,
  wait: HealthWait = {},
): Promise<Migration> => {
  const pending = (await attributes.list({ signal: wait.signal })).filter(isPending);
  const names = pending.map(({ object, name }) => `${object ?? ''}.${name}`);
  if (pending.length === 0) return { attributes: names, restarts: false };
  const restarts = pending.some(changesColumns) && (await stopsItself(settings, wait));
  await attributes.executeMigrations({ signal: wait.signal });
  await waitUntilHealthy(restarts ? { restartWithinMs, ...wait } : { consecutive: 1, ...wait });
  return { attributes: names, restarts };
};
