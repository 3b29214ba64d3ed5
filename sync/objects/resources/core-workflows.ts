/** Core workflows: which fields a form shows, demands and offers. They bind the API too. */
import { asSet, asText, isRecord, toJson } from '../canonical.js';
import type { Catalogue } from '../catalogue.js';
import type { Json } from '../types.js';
import {
  canonicalCondition,
  conditionFromZammad,
  conditionReferences,
  conditionToZammad,
  requireId,
} from './condition.js';
import { fromZammadKey, targetOf, toZammadKey } from './keys.js';
import type { Reference } from './reference.js';
import { desiredObjects, plain, translated } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'object', 'priority', 'stop_after_match', 'active'];
/** Operators whose value is a list of options; `fill_in` takes text, the others take none. */
const listed = new Set(['add_option', 'remove_option', 'set_fixed_to', 'select']);
const entriesOf = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);

const canonicalAct = (operator: string, value: unknown): Json => {
  if (listed.has(operator)) return asSet(value);
  return operator.startsWith('fill_in') ? asText(value) : true;
};

const canonicalActs = (perform: unknown): Json =>
  Object.fromEntries(
    entriesOf(perform).map(([key, acts]) => [
      key,
      Object.fromEntries(
        entriesOf(acts).map(([operator, value]) => [operator, canonicalAct(operator, value)]),
      ),
    ]),
  );

const actsToZammad = (key: string, acts: unknown, catalogue: Catalogue): Json => {
  const target = targetOf(key);
  const ids = (value: unknown): Json =>
    asSet(value).map((name) =>
      target === undefined || target === 'users' || name === '' ? name : requireId(catalogue, target, name),
    );
  const operators = entriesOf(acts);
  return {
    operator: operators.map(([operator]) => operator),
    ...Object.fromEntries(
      operators.map(([operator, value]) => [
        operator,
        listed.has(operator) ? ids(value) : value === true ? 'true' : asText(value),
      ]),
    ),
  };
};

const actsFromZammad = (key: string, stored: Record<string, unknown>, catalogue: Catalogue): Json => {
  const target = targetOf(key);
  return Object.fromEntries(
    asSet(stored['operator'] ?? []).map((operator) => {
      const value = canonicalAct(operator, stored[operator]);
      return Array.isArray(value) && target !== undefined
        ? [operator, value.map((id) => (id === '' ? '' : catalogue.name(target, id))).sort()]
        : [operator, value];
    }),
  );
};

export const coreWorkflows: Resource = {
  kind: 'core_workflows',
  title: 'сценарий формы',
  level: 12,
  permission: 'admin.core_workflow',
  uniqueName: true,
  removal: 'delete',
  pointsTo: ['groups', 'ticket_states', 'ticket_priorities', 'organizations', 'roles'],
  desired: (file) =>
    desiredObjects('core_workflows', file.core_workflows, (workflow) => ({
      name: workflow.name,
      object: workflow.object,
      screens: [...workflow.screens].sort(),
      condition_saved: canonicalCondition(workflow.condition_saved ?? {}),
      condition_selected: canonicalCondition(workflow.condition_selected ?? {}),
      perform: canonicalActs(workflow.perform),
      priority: workflow.priority,
      stop_after_match: workflow.stop_after_match,
      active: workflow.active,
    })),
  normalise: (row, catalogue) => {
    const preferences = row['preferences'];
    return {
      name: asText(row['name']),
      object: asText(row['object']),
      screens: isRecord(preferences) ? asSet(preferences['screen'] ?? []) : [],
      condition_saved: conditionFromZammad(row['condition_saved'], catalogue),
      condition_selected: conditionFromZammad(row['condition_selected'], catalogue),
      perform: Object.fromEntries(
        entriesOf(row['perform']).map(([zammadKey, acts]) => {
          const key = fromZammadKey(zammadKey);
          return [key, isRecord(acts) ? actsFromZammad(key, acts, catalogue) : toJson(acts)];
        }),
      ),
      priority: Number(row['priority']),
      stop_after_match: row['stop_after_match'] === true,
      active: row['active'] === true,
    };
  },
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'screens', 'preferences', (screen) => ({ screen })),
    ...translated(fields, 'condition_saved', 'condition_saved', (saved) =>
      conditionToZammad(saved, catalogue),
    ),
    ...translated(fields, 'condition_selected', 'condition_selected', (selected) =>
      conditionToZammad(selected, catalogue),
    ),
    ...translated(fields, 'perform', 'perform', (perform) =>
      Object.fromEntries(
        entriesOf(perform).map(([key, acts]) => [toZammadKey(key), actsToZammad(key, acts, catalogue)]),
      ),
    ),
  }),
  references: (fields) => [
    ...conditionReferences(fields['condition_saved'] ?? {}, 'condition_saved'),
    ...conditionReferences(fields['condition_selected'] ?? {}, 'condition_selected'),
    ...entriesOf(fields['perform']).flatMap(([key, acts]): Reference[] => {
      const target = targetOf(key);
      const names = entriesOf(acts)
        .flatMap(([operator, value]) => (listed.has(operator) ? asSet(value) : []))
        .filter((name) => name !== '');
      const field: Reference = {
        field: toZammadKey(key),
        values: target === undefined ? names : [],
        where: 'perform',
      };
      if (target === undefined || target === 'users') return [field];
      return [field, ...names.map((name): Reference => ({ kind: target, name, where: 'perform' }))];
    }),
  ],
  entries: (fields) => (fields['object'] === 'Ticket' ? [{ ...fields }] : []),
};
