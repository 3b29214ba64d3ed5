/**
 * Both written forms of a condition, flat and nested, as one tree, and the faults for which Zammad refuses to save one.
 */
import { isBlank, listOf, plain, recordOf } from './columns.js';

export type Leaf = {
  /** `ticket.state_id`, `article.type_id`, … */
  readonly name: string;
  readonly operator: string;
  readonly hasValue: boolean;
  readonly value: unknown;
  readonly range: string;
  readonly preCondition: string | null;
};

export type Branch = { readonly operator: string; readonly conditions: readonly Node[] };

export type Node = Branch | Leaf;

export const isBranch = (node: Node): node is Branch => 'conditions' in node;

const leafOf = (name: string, meta: Record<string, unknown>): Leaf => ({
  name,
  operator: plain(meta['operator']),
  hasValue: 'value' in meta,
  value: meta['value'],
  range: plain(meta['range']),
  preCondition: meta['pre_condition'] === undefined ? null : plain(meta['pre_condition']),
});

const nodeOf = (raw: unknown): Node => {
  const meta = recordOf(raw);
  if (!('conditions' in meta)) return leafOf(plain(meta['name']), meta);
  return {
    operator: plain(meta['operator']) || 'AND',
    conditions: listOf(meta['conditions']).map(nodeOf),
  };
};

/** The tree of a condition: a flat one (`{"ticket.state_id": {…}}`) is an AND of its entries. */
export const parseCondition = (condition: unknown): Branch => {
  const raw = recordOf(condition);
  if (raw['conditions'] !== undefined && raw['conditions'] !== null) {
    const node = nodeOf(raw);
    if (isBranch(node)) return node;
  }
  return {
    operator: 'AND',
    conditions: Object.entries(raw).map(([name, meta]) => leafOf(name, recordOf(meta))),
  };
};

export const leavesOf = (node: Node): Leaf[] => (isBranch(node) ? node.conditions.flatMap(leavesOf) : [node]);

const PREFIXES = [
  'ticket',
  'article',
  'customer',
  'organization',
  'owner',
  'ticket_state',
  'user',
  'execution_time',
];
const RANGES = ['minute', 'hour', 'day', 'week', 'month', 'year'];

const OPERATORS = [
  'is',
  'is not',
  'contains',
  'contains not',
  'contains all',
  'contains one',
  'contains all not',
  'contains one not',
  'has changed',
  'today',
  'before (absolute)',
  'after (absolute)',
  'before (relative)',
  'after (relative)',
  'till (relative)',
  'from (relative)',
  'within last (relative)',
  'within next (relative)',
  'is in working time',
  'is not in working time',
  'is any of',
  'is none of',
  'starts with',
  'starts with one of',
  'ends with',
  'ends with one of',
  'matches regex',
  'does not match regex',
  'is set',
  'not set',
  'has reached',
  'has reached warning',
  'is less than',
  'is less than or equal to',
  'is greater than',
  'is greater than or equal to',
];

export const isKnownOperator = (operator: string): boolean => OPERATORS.includes(operator);

const NO_VALUE_NEEDED = ['has changed', 'today', 'is set', 'not set', 'has reached', 'has reached warning'];

const isFaulty = (leaf: Leaf): boolean => {
  const [prefix = '', attribute = ''] = leaf.name.split('.');
  if (prefix === '' || attribute === '') return true;
  if (!PREFIXES.includes(prefix)) return true;
  if (!OPERATORS.includes(leaf.operator)) return true;
  if (leaf.operator.endsWith('(relative)') && !RANGES.includes(leaf.range)) return true;
  if (NO_VALUE_NEEDED.includes(leaf.operator)) return false;
  if (leaf.preCondition !== null && !/^(not_set|current_user\.|specific)/.test(leaf.preCondition))
    return true;
  const valueless =
    !leaf.hasValue ||
    (Array.isArray(leaf.value) && leaf.value.length === 0) ||
    (leaf.operator.startsWith('contains') && isBlank(leaf.value));
  return (
    valueless && (leaf.preCondition === null || leaf.preCondition === '' || leaf.preCondition === 'specific')
  );
};

/**
 * Why Zammad would not save an object with this condition: its own text, or nothing.
 */
export const conditionShapeFaults = (condition: unknown): string[] =>
  leavesOf(parseCondition(condition)).some((leaf) => isFaulty(leaf))
    ? ['Invalid ticket selector conditions']
    : [];
