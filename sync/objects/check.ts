/**
 * Faults that must stop a plan. Zammad accepts conditions on what does not exist and breaks later: one SLA on an unknown
 * attribute makes every new ticket fail. So everything named must exist, or be created by this very plan.
 */
import { NOT_FOR_CITIZENS } from '../../config/process/citizen.js';
import { asSet, asText, isRecord } from './canonical.js';
import type { Catalogue } from './catalogue.js';
import type { Match } from './match.js';
import { isNested } from './resources/condition.js';
import { resources } from './resources/index.js';
import { isPending } from './resources/object-attributes.js';
import type { Reference } from './resources/reference.js';
import type { CatalogueKind, DesiredState, Fault, Row, Snapshot } from './types.js';

/** Columns that can be named though no attribute of the helpdesk's list stands for them. */
const columns: Readonly<Record<string, ReadonlySet<string>>> = {
  ticket: new Set(
    (
      'action tags title number type note group_id state_id priority_id owner_id customer_id organization_id ' +
      'pending_time created_at updated_at created_by_id updated_by_id escalation_at close_at last_close_at ' +
      'first_response_at first_response_escalation_at update_escalation_at close_escalation_at last_contact_at ' +
      'last_contact_agent_at last_contact_customer_at last_owner_update_at article_count mention_user_ids ' +
      'out_of_office_replacement_id subscribe unsubscribe'
    ).split(' '),
  ),
  article: new Set(
    'action type_id sender_id created_by_id subject body from to cc reply_to internal note time_unit'.split(
      ' ',
    ),
  ),
  customer: new Set(
    'id email login firstname lastname phone mobile organization_id role_ids active vip note'.split(' '),
  ),
  organization: new Set('id name domain shared active vip note'.split(' ')),
  execution_time: new Set(['calendar_id']),
};
const objectOf: Readonly<Record<string, string>> = {
  ticket: 'Ticket',
  customer: 'User',
  organization: 'Organization',
};

const titles: Readonly<Partial<Record<CatalogueKind, string>>> = {
  ticket_priorities: 'приоритет',
  ticket_state_types: 'тип состояния',
  permissions: 'разрешение',
  article_types: 'тип сообщения',
  article_senders: 'отправитель',
  email_addresses: 'почтовый адрес',
  signatures: 'подпись',
};
const titleOf = (kind: CatalogueKind): string =>
  titles[kind] ?? Object.values(resources).find((resource) => resource.kind === kind)?.title ?? kind;

/** Choices of the helpdesk's lists, after this plan: `Ticket.state_reason` → keys; null where any value goes. */
const choices = (
  desired: DesiredState,
  snapshot: Snapshot,
  catalogue: Catalogue,
): Map<string, string[] | null> => {
  const found = new Map<string, string[] | null>();
  const attributes = resources.object_manager_attributes;
  const learn = (name: string, type: unknown, labels: unknown): void => {
    const closed =
      /^(multi)?select$|^boolean$/.test(asText(type)) && isRecord(labels) && Object.keys(labels).length > 0;
    found.set(name, closed ? Object.keys(labels) : null);
  };
  for (const row of snapshot.rows.object_manager_attributes ?? []) {
    const fields = attributes.normalise(row, catalogue);
    learn(`${asText(fields['object'])}.${asText(fields['name'])}`, fields['data_type'], fields['options']);
  }
  for (const { kind, name, fields } of desired.objects) {
    if (kind === 'object_manager_attributes') learn(name, fields['data_type'], fields['options']);
  }
  for (const { kind, name } of desired.removed) if (kind === 'object_manager_attributes') found.delete(name);
  return found;
};

const checkField = (
  reference: Extract<Reference, { field: string }>,
  known: ReadonlyMap<string, readonly string[] | null>,
): string | null => {
  const [scope = '', ...rest] = reference.field.split('.');
  const column = rest.join('.');
  if (scope === 'session' || scope === 'custom' || reference.field === NOT_FOR_CITIZENS) return null;
  const ofGroup = /^ticket\.group\.(\w+)$/.exec(reference.field)?.[1];
  if (ofGroup !== undefined)
    return known.has(`Group.${ofGroup}`) ? null : `${reference.where}: у групп нет поля «${ofGroup}»`;
  const name = `${objectOf[scope] ?? scope}.${column}`;
  const options = known.get(name);
  if (options === undefined && columns[scope]?.has(column) !== true) {
    return `${reference.where}: поля «${reference.field}» нет ни в конфигурации, ни в Zammad`;
  }
  const strange = options ? reference.values.filter((value) => value !== '' && !options.includes(value)) : [];
  if (strange.length === 0) return null;
  return `${reference.where}: у поля «${reference.field}» нет значения «${strange.join('», «')}»`;
};

/** Every name that a wanted object leans on and that nobody provides. */
export const checkReferences = (desired: DesiredState, snapshot: Snapshot, catalogue: Catalogue): Fault[] => {
  const known = choices(desired, snapshot, catalogue);
  const wanted = new Set(desired.objects.map(({ kind, name }) => `${kind}\n${name}`));
  const removed = new Set(desired.removed.map(({ kind, name }) => `${kind}\n${name}`));
  return desired.objects.flatMap((object) =>
    resources[object.kind].references(object.fields).flatMap((reference): Fault[] => {
      const { kind, name } = object;
      if ('field' in reference) {
        const text = checkField(reference, known);
        return text === null ? [] : [{ kind, object: name, text }];
      }
      const key = `${reference.kind}\n${reference.name}`;
      const there = wanted.has(key) || (catalogue.knows(reference.kind, reference.name) && !removed.has(key));
      if (there || /^#\d+$/.test(reference.name)) return [];
      const gone = removed.has(key)
        ? 'убирается этой же конфигурацией'
        : 'нет ни в конфигурации, ни в Zammad';
      const text = `${reference.where}: ${titleOf(reference.kind)} «${reference.name}» — ${gone}`;
      return [{ kind, object: name, text }];
    }),
  );
};

/** What cannot be done to fields and workflows, whatever the helpdesk looks like. */
export const checkShapes = (matches: readonly Match[], catalogue: Catalogue): Fault[] =>
  matches.flatMap(({ desired, row, renamed }): Fault[] => {
    const { kind, name, fields } = desired;
    if (kind === 'core_workflows') {
      return ['condition_saved', 'condition_selected']
        .filter((field) => isNested(fields[field] ?? {}))
        .map((field) => ({
          kind,
          object: name,
          text: `${field}: в сценариях форм условия вкладывать нельзя`,
        }));
    }
    if (kind !== 'object_manager_attributes' || row === null) return [];
    if (renamed) return [{ kind, object: name, text: 'имя поля в Zammad изменить нельзя: уберите was' }];
    const before = asText(resources[kind].normalise(row, catalogue)['data_type']);
    // Lists may become texts: the column stays as it is.
    if (before === fields['data_type'] || (before === 'select' && fields['data_type'] === 'input')) return [];
    const text = `тип поля в Zammad — ${before}, в конфигурации — ${asText(fields['data_type'])}: тип не меняется, заведите новое поле`;
    return [{ kind, object: name, text }];
  });

/**
 * Definitions that wait for a migration and are not what we want: somebody else stopped half-way, and our migration
 * would carry out theirs too. Our own interrupted ones equal what is wanted and are simply finished.
 */
export const checkPending = (
  snapshot: Snapshot,
  matches: readonly Match[],
  same: (match: Match) => boolean,
): Fault[] => {
  const kind = 'object_manager_attributes';
  const ours = new Map<Row, Match>();
  for (const match of matches) if (match.row) ours.set(match.row, match);
  return (snapshot.rows[kind] ?? []).filter(isPending).flatMap((row): Fault[] => {
    const match = ours.get(row);
    if (match && row['to_delete'] !== true && same(match)) return [];
    const object = asSet([row['object']]).concat(asText(row['name'])).join('.');
    const text =
      'у поля есть незавершённое изменение, сделанное не нами: выполните или отмените его в Zammad (Управление → Объекты)';
    return [{ kind, object, text }];
  });
};
