/**
 * Core workflows over a ticket's form: the screens of the attributes first, then the workflows by priority, again from
 * the start whenever one of them changes a value. The same result binds the API, which is why `faults` speaks its texts.
 */
import type { Row, World } from '../world.js';
import { isBlank, isTruthy, listOf, plain, recordOf, stateTypeOf } from './columns.js';
import {
  allowedValues,
  defaultOfRelation,
  fieldOption,
  fieldsOf,
  isMandatoryField,
  isMultiple,
  isRelation,
  type Field,
} from './form-attributes.js';
import { workflowConditionHolds } from './workflow-condition.js';
import { faultsOf, isExcluded, type Run, type WorkflowRequest, type WorkflowResult } from './workflow-run.js';
import { restrictedByWorkflows, workflowsOfTickets } from './workflow-rules.js';

const MOST_RERUNS = 25;

/** A value that is no longer allowed gives way to the default or to the first that is. */
const dropExcluded = (run: Run, name: string, quiet: boolean): void => {
  const current = run.params[name];
  const field = run.fields.get(name);
  if (isMultiple(field, current)) {
    const kept = listOf(current).filter((value) => !isExcluded(run, name, value));
    if (kept.length !== listOf(current).length && !quiet) run.rerun = true;
    run.params[name] = kept;
    return;
  }
  if (!isExcluded(run, name, current)) return;
  run.params[name] = defaultOfRelation(run.world, field) ?? run.restricted[name]?.[0] ?? null;
  if (!quiet) run.rerun = true;
};

/** A stored value stays allowed as long as nothing in the form differs from what is stored. */
const storedValues = (run: Run, name: string): string[] => {
  const { saved } = run.request;
  if (!saved || !run.fields.has(name)) return [];
  const touched = [...run.fields.keys()].some(
    (key) => key in run.params && plain(run.params[key]) !== plain(saved[key]),
  );
  return touched ? [] : listOf(saved[name]).map(plain);
};

const setValue = (run: Run, name: string, value: unknown): void => {
  if (JSON.stringify(run.params[name] ?? null) === JSON.stringify(value)) return;
  run.set[name] = value;
  run.params[name] = value;
  run.rerun = true;
};

const restrictTo = (run: Run, name: string, values: readonly string[], quiet = false): void => {
  const allowed = [...values, ...storedValues(run, name)];
  run.restricted[name] = (run.restricted[name] ?? [...new Set(allowed)]).filter((value) =>
    allowed.includes(value),
  );
  dropExcluded(run, name, quiet);
};

/** Selects the only value left; true when that value stands. */
const autoSelect = (run: Run, name: string): boolean => {
  const values = (run.restricted[name] ?? []).filter((value) => value !== '');
  const [only] = values;
  if (only === undefined || values.length !== 1) return false;
  if (plain(run.params[name]) === only) return true;
  setValue(run, name, isMultiple(run.fields.get(name), run.params[name]) ? [only] : only);
  return true;
};

const select = (run: Run, name: string, wanted: unknown): void => {
  const values = listOf(wanted)
    .map(plain)
    .filter((value) => !isExcluded(run, name, value));
  if (isMultiple(run.fields.get(name), run.params[name])) setValue(run, name, values);
  else if (values[0] !== undefined && plain(run.params[name]) !== values[0]) setValue(run, name, values[0]);
};

const applyOperator = (run: Run, name: string, operator: string, step: Record<string, unknown>): void => {
  const values = listOf(step[operator]).map(plain);
  switch (operator) {
    case 'show':
    case 'hide':
    case 'remove':
      run.visibility[name] = operator;
      break;
    case 'set_mandatory':
    case 'set_optional':
      run.mandatory[name] = operator === 'set_mandatory';
      break;
    case 'set_readonly':
    case 'unset_readonly':
      run.readonly[name] = operator === 'set_readonly';
      break;
    case 'set_fixed_to':
      restrictTo(run, name, values);
      break;
    case 'add_option':
      run.restricted[name] = [...new Set([...(run.restricted[name] ?? []), ...values])];
      break;
    case 'remove_option': {
      const stored = storedValues(run, name);
      const before = run.restricted[name] ?? listOf(run.params[name]).map(plain);
      run.restricted[name] = before.filter((value) => !values.includes(value) || stored.includes(value));
      dropExcluded(run, name, false);
      break;
    }
    case 'select':
      select(run, name, step['select']);
      break;
    case 'auto_select':
      autoSelect(run, name);
      break;
    case 'fill_in':
      if (!isBlank(step['fill_in'])) setValue(run, name, step['fill_in']);
      break;
    case 'fill_in_empty':
      if (!isBlank(step['fill_in_empty']) && isBlank(run.params[name]))
        setValue(run, name, step['fill_in_empty']);
      break;
  }
};

/** Values as the database would see them when the form were saved now. */
const selectedTicket = ({ request, params, fields }: Run): Row => {
  const shown = Object.entries(params).filter(([name]) => !request.saved || fields.has(name));
  const ticket: Row = { ...request.saved, ...Object.fromEntries(shown), id: request.saved?.id ?? 0 };
  return { ...ticket, owner_id: isBlank(ticket['owner_id']) ? 1 : ticket['owner_id'] };
};

/** Zammad's own workflow: a time to wait until is asked for in pending states and does not exist in others. */
const askPendingTime = (run: Run): void => {
  const pending = stateTypeOf(run.world, selectedTicket(run)['state_id']).startsWith('pending');
  run.visibility['pending_time'] = pending ? 'show' : 'remove';
  run.mandatory['pending_time'] = pending;
};

const begin = (run: Run): void => {
  const { world, request, fields } = run;
  const byField = <T>(value: (field: Field) => T): Record<string, T> =>
    Object.fromEntries([...fields.values()].map((field) => [field.name, value(field)]));
  run.rerun = false;
  run.restricted = {};
  run.visibility = byField((field) => (fieldOption(field, 'shown') === false ? 'remove' : 'show'));
  run.mandatory = byField(isMandatoryField);
  run.readonly = byField(() => false);
  const groupId = run.params['group_id'];
  for (const field of fields.values()) {
    const values = allowedValues(world, request, field, groupId);
    if (values) restrictTo(run, field.name, values, true);
  }
  for (const field of fields.values()) {
    if (isTruthy(field.options['only_shown_if_selectable']) && autoSelect(run, field.name)) {
      run.visibility[field.name] = 'hide';
    }
  }
  askPendingTime(run);
};

const fits = (run: Run, workflow: Row): boolean => {
  const { world, request } = run;
  const screens = listOf(recordOf(workflow['preferences'])['screen']).map(plain);
  if (screens.length > 0 && !screens.includes(request.screen)) return false;
  const view = { world, actor: request.actor, lastChanged: request.lastChanged, saved: request.saved };
  return (
    workflowConditionHolds({ ...view, ticket: request.saved ?? { id: 0 } }, workflow['condition_saved']) &&
    workflowConditionHolds({ ...view, ticket: selectedTicket(run) }, workflow['condition_selected'])
  );
};

const runOnce = (run: Run, workflows: readonly Row[]): void => {
  begin(run);
  for (const workflow of workflows) {
    if (!fits(run, workflow)) continue;
    for (const [key, raw] of Object.entries(recordOf(workflow['perform']))) {
      const name = key.replace(/^.*\./, '');
      if (key === 'custom.module') askPendingTime(run);
      else
        for (const operator of listOf(recordOf(raw)['operator']))
          applyOperator(run, name, plain(operator), recordOf(raw));
    }
    run.matched.add(workflow.id);
    if (isTruthy(workflow['stop_after_match'])) break;
  }
};

/** A list of options binds nobody by itself: only other objects, filters of screens and workflows do. */
const dropUnruled = (run: Run, workflows: readonly Row[]): void => {
  const ruled = restrictedByWorkflows(workflows);
  for (const field of run.fields.values()) {
    if (ruled.has(field.name) || isRelation(field) || !isBlank(fieldOption(field, 'filter'))) continue;
    Reflect.deleteProperty(run.restricted, field.name);
  }
};

/**
 * Runs the workflows of tickets over a form. `screen` is `create_middle` or `edit` for forms and the API (both are bound
 * by the same result), `overview_bulk` for bulk changes. Mails, triggers and jobs are bound by none of this.
 */
export const runWorkflows = (world: World, request: WorkflowRequest): WorkflowResult => {
  const run: Run = {
    world,
    request,
    fields: new Map(fieldsOf(world, request).map((field) => [field.name, field])),
    params: { ...request.selected },
    set: {},
    matched: new Set(),
    visibility: {},
    mandatory: {},
    readonly: {},
    restricted: {},
    rerun: false,
  };
  const workflows = workflowsOfTickets(world);
  for (let round = 0; round <= MOST_RERUNS; round += 1) {
    runOnce(run, workflows);
    if (!run.rerun) break;
  }
  dropUnruled(run, workflows);
  const { visibility, mandatory, restricted, set } = run;
  return {
    visibility,
    mandatory,
    readonly: run.readonly,
    restricted,
    set,
    matched: [...run.matched],
    faults: (values) => faultsOf(run, values),
  };
};
