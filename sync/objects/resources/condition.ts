/** Conditions: our readable form ↔ Zammad's, which is flat or, when `all`, `any`, `none` nest, the expert form. */
import type { Condition } from '../../../config/schema/common.js';
import { asSet, asText, isRecord, toJson } from '../canonical.js';
import type { Catalogue } from '../catalogue.js';
import type { Json } from '../types.js';
import { fromZammadKey, targetOf, toZammadKey } from './keys.js';
import type { Reference } from './reference.js';

const groupings = { all: 'AND', any: 'OR', none: 'NOT' } as const;
type Grouping = keyof typeof groupings;
const groupingNames = ['all', 'any', 'none'] as const satisfies readonly Grouping[];

const withoutValue = new Set(['has changed', 'today', 'is set', 'not set', 'is modified', 'is not modified']);
/** Said instead of a name; `current_user` is the user for users and the user's organization for organizations. */
const preConditions = new Set(['current_user', 'not_set']);
const oneText =
  /^(contains|contains not|matches regex|does not match regex|regex (mis)?match|(before|after) \(absolute\))$|working time$/;

const isRelative = (operator: string): boolean => operator.endsWith('(relative)');
const isOneText = (key: string, operator: string): boolean =>
  key === 'ticket.action' || key === 'article.action' || oneText.test(operator);

/** The one spelling of a comparison's value: `true`, `{in, unit}`, a text, a sorted list, or `current_user`. */
const canonicalValue = (key: string, operator: string, value: Json): Json => {
  if (withoutValue.has(operator)) return true;
  if (value === null) return null;
  if (isRelative(operator))
    return isRecord(value) ? { in: Number(value['in']), unit: asText(value['unit']) } : value;
  const list = asSet(value);
  const [first = ''] = list;
  if (list.length === 1 && targetOf(key) !== undefined && preConditions.has(first)) return first;
  if (isOneText(key, operator)) return first;
  return list;
};

const canonicalLeaf = (key: string, comparison: Json): Json => {
  if (!isRecord(comparison)) return { [key]: comparison };
  return {
    [key]: Object.fromEntries(
      Object.entries(comparison).map(([operator, value]) => [
        operator,
        canonicalValue(key, operator, toJson(value)),
      ]),
    ),
  };
};

const grouping = (node: Record<string, unknown>): Grouping | undefined =>
  groupingNames.find((name) => Array.isArray(node[name]));

const merged = (nodes: readonly Json[]): Json =>
  Object.fromEntries(
    nodes.flatMap((node) =>
      isRecord(node) ? Object.entries(node).map(([key, value]) => [key, toJson(value)]) : [],
    ),
  );

const canonicalNode = (node: Json, top: boolean): Json => {
  if (!isRecord(node)) return node;
  const name = grouping(node);
  const members = name === undefined ? undefined : node[name];
  if (name !== undefined && Array.isArray(members)) {
    return { [name]: members.map((member) => canonicalNode(toJson(member), false)) };
  }
  const leaves = Object.entries(node).map(([key, value]) => canonicalLeaf(key, toJson(value)));
  if (top) return merged(leaves);
  return leaves.length === 1 ? (leaves[0] ?? {}) : { all: leaves };
};

/** The canonical form of a condition of the configuration: what plans show and compare. */
export const canonicalCondition = (condition: Condition): Json => canonicalNode(toJson(condition), true);

const leafToZammad = (
  key: string,
  operator: string,
  value: Json,
  catalogue: Catalogue,
): Record<string, Json> => {
  const target = targetOf(key);
  if (withoutValue.has(operator)) return { operator, value: '' };
  if (typeof value === 'string' && target !== undefined && preConditions.has(value)) {
    const own = target === 'organizations' ? 'current_user.organization_id' : 'current_user.id';
    return { operator, pre_condition: value === 'current_user' ? own : value, value: '' };
  }
  if (isRelative(operator)) {
    return isRecord(value)
      ? { operator, value: asText(value['in']), range: asText(value['unit']) }
      : { operator, value };
  }
  if (value === null) return { operator, value: null };
  const ids = (name: string): string => (target === undefined ? name : requireId(catalogue, target, name));
  if (key === 'ticket.tags') return { operator, value: asSet(value).join(', ') };
  if (isOneText(key, operator)) return { operator, value: ids(asText(value)) };
  const values = asSet(value).map(ids);
  return target === 'users'
    ? { operator, pre_condition: 'specific', value: values }
    : { operator, value: values };
};

/** @throws Error naming the missing object; the plan's check of references makes sure it is never seen. */
export const requireId = (
  catalogue: Catalogue,
  kind: Parameters<Catalogue['id']>[0],
  name: string,
): string => {
  const id = catalogue.id(kind, name);
  if (id === undefined)
    throw new Error(`В Zammad нет объекта «${name}» (${kind}), а конфигурация на него ссылается`);
  return id;
};

const leaves = (node: Json): { key: string; operator: string; value: Json }[] => {
  if (!isRecord(node)) return [];
  return Object.entries(node).flatMap(([key, comparison]) =>
    isRecord(comparison)
      ? Object.entries(comparison).map(([operator, value]) => ({ key, operator, value: toJson(value) }))
      : [],
  );
};

const nodeToZammad = (node: Json, catalogue: Catalogue): Json => {
  if (!isRecord(node)) return {};
  const name = grouping(node);
  const members = name === undefined ? undefined : node[name];
  if (name !== undefined && Array.isArray(members)) {
    return {
      operator: groupings[name],
      conditions: members.map((member) => nodeToZammad(toJson(member), catalogue)),
    };
  }
  const [leaf] = leaves(node);
  if (leaf === undefined) return {};
  return { name: toZammadKey(leaf.key), ...leafToZammad(leaf.key, leaf.operator, leaf.value, catalogue) };
};

/** Canonical condition → what Zammad stores. Flat unless it nests. */
export const conditionToZammad = (condition: Json, catalogue: Catalogue): Json => {
  if (isRecord(condition) && grouping(condition) !== undefined) return nodeToZammad(condition, catalogue);
  return Object.fromEntries(
    leaves(condition).map(({ key, operator, value }) => [
      toZammadKey(key),
      leafToZammad(key, operator, value, catalogue),
    ]),
  );
};

const leafFromZammad = (zammadKey: string, stored: Record<string, unknown>, catalogue: Catalogue): Json => {
  const key = fromZammadKey(zammadKey);
  const operator = asText(stored['operator']);
  const target = targetOf(key);
  const preCondition = asText(stored['pre_condition']).replace(/^(current_user)\..*$/, '$1');
  const value = ((): Json => {
    if (withoutValue.has(operator)) return true;
    if (target !== undefined && preConditions.has(preCondition)) return preCondition;
    if (isRelative(operator)) return { in: Number(stored['value']), unit: asText(stored['range']) };
    if (key === 'ticket.tags') {
      return asText(stored['value'])
        .split(',')
        .map((tag) => tag.trim());
    }
    const raw = toJson(stored['value']);
    if (target === undefined || raw === null) return raw;
    return asSet(raw).map((id) => catalogue.name(target, id));
  })();
  return { [key]: { [operator]: canonicalValue(key, operator, value) } };
};

const nodeFromZammad = (stored: unknown, catalogue: Catalogue): Json => {
  if (!isRecord(stored)) return {};
  const conditions = stored['conditions'];
  if (Array.isArray(conditions)) {
    const name = groupingNames.find((known) => groupings[known] === stored['operator']) ?? 'all';
    return { [name]: conditions.map((member) => nodeFromZammad(member, catalogue)) };
  }
  return leafFromZammad(asText(stored['name']), stored, catalogue);
};

/** What Zammad stores → canonical condition. UI leftovers such as `value_completion` are dropped. */
export const conditionFromZammad = (stored: unknown, catalogue: Catalogue): Json => {
  if (!isRecord(stored)) return {};
  if (Array.isArray(stored['conditions'])) return nodeFromZammad(stored, catalogue);
  return merged(
    Object.entries(stored).map(([key, leaf]) => (isRecord(leaf) ? leafFromZammad(key, leaf, catalogue) : {})),
  );
};

/** True when the condition needs Zammad's expert form. */
export const isNested = (condition: Json): boolean =>
  isRecord(condition) && grouping(condition) !== undefined;

/** Everything a canonical condition names: columns, their values, and objects. */
export const conditionReferences = (condition: Json, where: string): Reference[] => {
  if (!isRecord(condition)) return [];
  const name = grouping(condition);
  const members = name === undefined ? undefined : condition[name];
  if (Array.isArray(members)) {
    return members.flatMap((member) => conditionReferences(toJson(member), where));
  }
  return leaves(condition).flatMap(({ key, operator, value }): Reference[] => {
    const target = targetOf(key);
    const plain =
      Array.isArray(value) && target === undefined && /^is( not| any of| none of)?$/.test(operator);
    const field: Reference = { field: toZammadKey(key), values: plain ? asSet(value) : [], where };
    if (target === undefined || target === 'users' || value === null || typeof value === 'boolean')
      return [field];
    if (typeof value === 'string' && preConditions.has(value)) return [field];
    return [field, ...asSet(value).map((name): Reference => ({ kind: target, name, where }))];
  });
};
