/**
 * Every name that one object says of another must be one that a file defines or that Zammad brings along. Zammad takes
 * many of them unchecked and breaks later: an SLA on an unknown attribute stops all ticket creation.
 */
import { entryCheck } from './entry-check.js';
import type { Fault } from './faults.js';
import { knownIn } from './known.js';
import { objectKinds } from './kinds.js';
import { checkNames, entriesOf } from './names.js';
import { suggestion } from './nearest.js';
import type { ObjectKind, Wanted } from './schema/helpdesk.js';
import type { Sources } from './sources.js';
import { selectorOperators, workflowEffects, workflowOperators } from './zammad.js';

/**
 * Faults between objects: unknown names, doubles, unknown options, placeholders; and clauses that the regulation lacks, where
 * the sources are `complete`, with every obligation among them.
 */
export const checkReferences = (sources: Sources, complete: boolean): Fault[] => {
  const known = knownIn(sources);
  const faults: Fault[] = checkNames(sources);
  const each = <K extends ObjectKind>(
    kind: K,
    check: (value: Wanted<K>, look: ReturnType<typeof entryCheck>) => void,
  ): void => {
    for (const entry of entriesOf(sources, kind)) {
      const look = entryCheck(sources, known, entry);
      check(entry.value, look);
      faults.push(...look.faults);
    }
  };

  const obligations = complete ? { what: 'в регламенте нет обязанности', names: sources.obligations } : null;
  for (const kind of objectKinds)
    each(kind, (value, look) => {
      look.placeholders(value, []);
      value.clauses.forEach((clause, index) => {
        look.name(clause, obligations, ['clauses', index]);
      });
    });
  each('ticket_states', (state, look) => {
    if (state.next_state !== undefined)
      look.name(state.next_state, known.named('ticket_states'), ['next_state']);
    else if (state.state_type === 'pending action')
      look.report([], 'у состояния вида pending action должно быть указано next_state');
  });
  each('slas', (sla, look) => {
    look.name(sla.calendar, known.named('calendars'), ['calendar']);
    look.condition(sla.condition, selectorOperators, ['condition']);
  });
  each('roles', (role, look) => {
    for (const group of Object.keys(role.groups))
      look.name(group, known.named('groups'), ['groups', group], look.reportKey);
  });
  each('macros', (macro, look) => {
    look.values(macro.groups, known.named('groups'), ['groups']);
    look.perform(macro.perform, ['perform']);
  });
  each('text_modules', (module, look) => {
    look.values(module.groups, known.named('groups'), ['groups']);
  });
  each('overviews', (overview, look) => {
    look.values(overview.roles, known.named('roles'), ['roles']);
    look.condition(overview.condition, selectorOperators, ['condition']);
    overview.view.forEach((column, index) => look.key(`ticket.${column}`, ['view', index]));
    look.key(`ticket.${overview.order.by}`, ['order', 'by']);
    if (overview.group_by !== undefined) look.key(`ticket.${overview.group_by}`, ['group_by']);
  });
  each('core_workflows', (workflow, look) => {
    for (const part of ['condition_saved', 'condition_selected'] as const)
      look.condition(workflow[part] ?? {}, workflowOperators, [part]);
    for (const [field, effects] of Object.entries(workflow.perform)) {
      const allowed = look.key(field, ['perform', field]);
      for (const [effect, value] of Object.entries(effects)) {
        const path = ['perform', field, effect];
        const takes = workflowEffects[effect];
        if (takes === undefined)
          look.reportKey(
            path,
            `неизвестное действие «${effect}»${suggestion(effect, Object.keys(workflowEffects))}`,
          );
        else if ((takes === 'flag') !== (value === true))
          look.report(path, takes === 'flag' ? 'ожидается true' : 'ожидаются значения поля');
        else if (takes === 'options' && allowed) look.values(value, allowed, path);
      }
    }
  });
  each('templates', (template, look) => {
    look.perform(template.options, ['options']);
  });
  each('triggers', (trigger, look) => {
    look.condition(trigger.condition, selectorOperators, ['condition']);
    look.perform(trigger.perform, ['perform']);
  });
  each('postmaster_filters', (filter, look) => {
    for (const [header, value] of Object.entries(filter.perform)) {
      const field = /^x-zammad-ticket-(.+)$/.exec(header)?.[1];
      const allowed = field === undefined ? undefined : look.key(`ticket.${field}`, ['perform', header]);
      if (allowed) look.values(value, allowed, ['perform', header]);
    }
  });
  for (const { value, document } of sources.regions)
    value.accessRegister?.persons.forEach(({ role }, index) => {
      const { names } = known.named('roles');
      if (!names.has(role))
        faults.push(
          document.fault(
            ['accessRegister', 'persons', index, 'role'],
            `неизвестная роль «${role}»${suggestion(role, names)}`,
          ),
        );
    });
  if (sources.federal) {
    const { value, document } = sources.federal;
    [value.entryGroup, value.regionsParent, ...value.groups].forEach((group, index) => {
      const at = index === 0 ? ['entryGroup'] : index === 1 ? ['regionsParent'] : ['groups', index - 2];
      const allowed = known.named('groups');
      if (!allowed.names.has(group))
        faults.push(document.fault(at, `неизвестная группа «${group}»${suggestion(group, allowed.names)}`));
    });
  }
  return faults;
};
