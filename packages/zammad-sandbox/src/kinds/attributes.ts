/**
 * Attributes made by admins, as columns: which ones exist by now (a migration has made them) and what they start with.
 */
import { isTruthy, plain, recordOf } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';
import type { Columns } from './kind.js';

/** Attributes of an object that have a column: made by an admin and migrated. */
const customAttributes = (world: World, object: string): Row[] =>
  world
    .table('object_manager_attributes')
    .filter((row) => row['object'] === object && row['created_by_id'] !== 1 && !isTruthy(row['to_create']));

/** The value of a row made after the attribute: the default of a form, which days and moments have none of. */
const initialValue = (attribute: Row): unknown => {
  if (['date', 'datetime'].includes(plain(attribute['data_type'])) || !isTruthy(attribute['active']))
    return null;
  return recordOf(attribute['data_option'])['default'] ?? null;
};

/** The value of a row older than the attribute: no default is filled in, but a column of flags or numbers has one. */
export const valueOfOldRow = (attribute: Row): unknown => {
  const type = plain(attribute['data_type']);
  if (type !== 'boolean' && type !== 'integer') return null;
  return recordOf(attribute['data_option'])['default'] ?? null;
};

/** Columns that attributes add to an object, with what a new row starts with. */
export const customColumns = (world: World, object: string | undefined): Columns =>
  object === undefined
    ? {}
    : Object.fromEntries(
        customAttributes(world, object).map((attribute) => [
          plain(attribute['name']),
          initialValue(attribute),
        ]),
      );
