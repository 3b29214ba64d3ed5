/** Whether a part is in the whole: what a clause's example says of an object or of a register. */
import type { Path } from './document.js';

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The place where `part` departs from `whole`, null when all of it is there. Of a mapping the keys named count, of a
 * list the items named, in any order; everything else must be equal.
 */
export const departure = (part: unknown, whole: unknown, path: Path = []): Path | null => {
  if (Array.isArray(part) && Array.isArray(whole)) {
    const missing = part.findIndex((item) => whole.every((held) => departure(item, held) !== null));
    return missing === -1 ? null : [...path, missing];
  }
  if (isMapping(part) && isMapping(whole)) {
    for (const [key, value] of Object.entries(part)) {
      const found = departure(value, whole[key], [...path, key]);
      if (found !== null) return found;
    }
    return null;
  }
  return Object.is(part, whole) ? null : path;
};

/** The value under `keys`, undefined when there is none; a number counts into a list. */
export const valueAt = (whole: unknown, keys: readonly (string | number)[]): unknown =>
  keys.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)] as unknown;
    return isMapping(value) ? value[key] : undefined;
  }, whole);
