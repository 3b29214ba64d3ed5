/** One spelling for each value, so that comparing and fingerprinting are the same everywhere. */
import { createHash } from 'node:crypto';
import type { Json } from './types.js';

/** Takes whatever a parser gave and leaves JSON: undefined and functions go, keys keep their order. */
export const toJson = (value: unknown): Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') return null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, toJson(item)]),
  );
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON with sorted keys. */
export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
};

export const sameJson = (left: Json, right: Json): boolean => canonicalJson(left) === canonicalJson(right);

export const fingerprintOf = (value: Json): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);

/** Zammad keeps `"2"`, `2`, `["2"]` and `[2]` for one and the same choice; here it is a sorted list of strings. */
export const asSet = (value: unknown): string[] => {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...new Set(items.map(asText))].sort();
};

/** Scalars as text; null and absent are the empty text. */
export const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
};

export const without = <T>(
  record: Readonly<Record<string, T>>,
  ...keys: readonly string[]
): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
