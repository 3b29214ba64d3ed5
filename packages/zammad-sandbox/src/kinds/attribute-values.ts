/** Values that attributes do not allow: texts too long, numbers too small or too large. */
import { isBlank, isTruthy, plain, recordOf } from '../behaviour/columns.js';
import { unprocessable } from '../http/answer.js';
import type { Row, World } from '../world.js';
import type { Columns } from './kind.js';

/** A column's name as people read it: `region_code` is "Region code". */
const readable = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const faultOf = (attribute: Row, value: unknown): string | null => {
  if (isBlank(value)) return null;
  const { maxlength, min, max } = recordOf(attribute['data_option']);
  const type = plain(attribute['data_type']);
  if (['input', 'textarea'].includes(type) && plain(value).length > Number(maxlength))
    return `is longer than the allowed length ${plain(maxlength)}`;
  if (type !== 'integer') return null;
  if (Number(value) < Number(min)) return `is smaller than the allowed minimum value of ${plain(min)}`;
  return Number(value) > Number(max) ? `is larger than the allowed maximum value of ${plain(max)}` : null;
};

/** @param columns that are written. @throws Refusal 422 */
export const insistValues = (world: World, object: string, columns: Readonly<Columns>): void => {
  const attributes = world
    .table('object_manager_attributes')
    .filter((row) => row['object'] === object && isTruthy(row['editable']) && isTruthy(row['active']))
    .filter((row) => !isTruthy(row['to_create']));
  for (const attribute of attributes) {
    const name = plain(attribute['name']);
    const fault = name in columns ? faultOf(attribute, columns[name]) : null;
    if (fault !== null) throw unprocessable(`${readable(name)} ${fault}`);
  }
};
