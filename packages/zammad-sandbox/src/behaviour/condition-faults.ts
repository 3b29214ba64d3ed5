/** What is wrong with a condition, in the words of whoever refuses it. */
import type { World } from '../world.js';
import { listOf, plain } from './columns.js';
import { missingColumn } from './condition-columns.js';
import { patternOf } from './condition-operators.js';
import { conditionShapeFaults, isKnownOperator, leavesOf, parseCondition } from './condition-tree.js';

/** Why Zammad refuses to save this condition (422), in its words; empty when it does not. */
export const conditionFaults = (condition: unknown): string[] => conditionShapeFaults(condition);

/** Whether objects may be saved with a condition: it can be judged, and names only what there is. */
export const isUsableCondition = (world: World, condition: unknown): boolean =>
  conditionFaults(condition).length === 0 &&
  leavesOf(parseCondition(condition)).every((leaf) => missingColumn(world, leaf) === null);

/** Zammad's text for a leaf whose operator it has not, or null. */
export const unknownOperator = (condition: unknown): string | null => {
  const leaf = leavesOf(parseCondition(condition)).find(({ operator }) => !isKnownOperator(operator));
  if (!leaf) return null;
  const shown = `{:name=>"${leaf.name}", :operator=>"${leaf.operator}", :value=>${JSON.stringify(leaf.value)}}`;
  return `Invalid condition, operator '${leaf.operator}' is invalid ${shown}`;
};

/** The database's text for a pattern that is none, or null. */
export const brokenPattern = (condition: unknown): string | null =>
  leavesOf(parseCondition(condition))
    .filter(({ operator }) => operator.endsWith('match regex') || operator === 'matches regex')
    .flatMap(({ value }) => listOf(value).map(plain))
    .some((pattern) => patternOf(pattern) === null)
    ? 'PG::InvalidRegularExpression: ERROR:  invalid regular expression: parentheses () not balanced\n'
    : null;
