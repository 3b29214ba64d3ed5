/** Carrying out what waits: columns come, change and go. */
import { isTruthy, plain, recordOf } from '../behaviour/columns.js';
import { ok } from '../http/answer.js';
import { nowText, type Call } from '../http/call.js';
import type { Restart } from '../http/restart.js';
import { valueOfOldRow } from '../kinds/attributes.js';
import type { Row, World } from '../world.js';
import { TABLES } from './attribute-rules.js';

export const isPending = (row: Row): boolean =>
  ['to_create', 'to_migrate', 'to_delete', 'to_config'].some((flag) => isTruthy(row[flag]));

/** The flags of an attribute with which all is done. */
export const settled = {
  to_create: false,
  to_migrate: false,
  to_delete: false,
  to_config: false,
  data_option_new: {},
};

/** Options that once existed stay readable for old values. */
const withHistory = (row: Row): Record<string, unknown> => {
  const option = isTruthy(row['to_config']) ? recordOf(row['data_option_new']) : recordOf(row['data_option']);
  if (!plain(row['data_type']).includes('select')) return option;
  const before = recordOf(recordOf(row['data_option'])['historical_options']);
  return { ...option, historical_options: { ...before, ...recordOf(option['options']) } };
};

const addColumn = (world: World, row: Row): void => {
  const table = world.table(TABLES[plain(row['object'])] ?? '');
  const value = valueOfOldRow(row);
  for (const owner of table.all()) table.patch(owner, { [plain(row['name'])]: value });
};

const dropColumn = (world: World, row: Row): void => {
  for (const owner of world.table(TABLES[plain(row['object'])] ?? '').all()) {
    Reflect.deleteProperty(owner, plain(row['name']));
  }
};

/** Carries out every pending change, whoever asked for it. New, changed and dropped columns restart all processes; options do not. */
export const migrate = (restart: Restart) => (call: Call) => {
  const { world } = call;
  const attributes = world.table('object_manager_attributes');
  const pending = attributes.filter(isPending);
  const columns = pending.some((row) =>
    ['to_create', 'to_migrate', 'to_delete'].some((flag) => isTruthy(row[flag])),
  );
  for (const row of pending) {
    if (isTruthy(row['to_delete'])) {
      dropColumn(world, row);
      attributes.delete(row.id);
      continue;
    }
    if (isTruthy(row['to_create'])) addColumn(world, row);
    attributes.patch(row, { data_option: withHistory(row), ...settled, updated_at: nowText(world) });
  }
  if (columns) restart.begin();
  return ok({});
};
