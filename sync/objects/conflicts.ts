/**
 * What others have set up in this helpdesk that acts where the regulation does, and what this version is known to fail on. None of it is
 * touched; it is listed, for whoever wonders later why a ticket did not stay where it was put.
 */
import { asSet, asText, isRecord } from './canonical.js';
import type { Catalogue } from './catalogue.js';
import { rowName } from './catalogue.js';
import { knower } from './ledger.js';
import { conditionFromZammad } from './resources/condition.js';
import { resources } from './resources/index.js';
import type { DesiredState, Row, Snapshot } from './types.js';

/** Columns by which the regulation moves a ticket. */
const MOVES = ['group_id', 'state_id', 'owner_id', 'pending_time'];

const acting = ['triggers', 'macros', 'core_workflows', 'slas', 'jobs', 'postmaster_filters'] as const;
type Acting = (typeof acting)[number];

type IsOurs = ReturnType<typeof knower>;

interface Ours {
  /** Groups the configuration wants. */
  readonly groups: ReadonlySet<string>;
  /** `ticket.…`: columns the regulation moves tickets by, and its attributes. */
  readonly fields: ReadonlyMap<string, string>;
}

const oursOf = ({ objects }: DesiredState): Ours => {
  const attributes = objects.flatMap(({ kind, name }) => {
    const [object, attribute = ''] = name.split('.');
    return kind === 'object_manager_attributes' && object === 'Ticket' ? [attribute] : [];
  });
  return {
    groups: new Set(objects.flatMap(({ kind, name }) => (kind === 'groups' ? [name] : []))),
    fields: new Map([...MOVES, ...attributes].map((name) => [`ticket.${name}`, name])),
  };
};

/** Groups that a condition asks for by name, wherever it nests; null: it asks for none. */
const groupsIn = (condition: unknown): string[] | null => {
  if (Array.isArray(condition)) {
    const found = condition.map(groupsIn).filter((groups) => groups !== null);
    return found.length === 0 ? null : found.flat();
  }
  if (!isRecord(condition)) return null;
  const asked = Object.entries(condition).flatMap(([key, value]) => {
    if (key === 'ticket.group') return isRecord(value) ? [asSet(value['is'] ?? [])] : [];
    const inner = Array.isArray(value) ? groupsIn(value) : null;
    return inner === null ? [] : [inner];
  });
  return asked.length === 0 ? null : asked.flat();
};

const keysOf = (perform: unknown): string[] => (isRecord(perform) ? Object.keys(perform) : []);

/** The AI agents came with 7.0; a macro, a trigger or a job may run one. */
const runsAgent = (row: Row): boolean => keysOf(row['perform']).some((key) => key.startsWith('ai.'));

const wordsOn = (kind: Acting, row: Row, ours: Ours, catalogue: Catalogue): string | null => {
  if (kind === 'postmaster_filters') return wordsOnFilter(row, ours, catalogue);
  const named = groupsOf(kind, row, catalogue);
  const elsewhere = named !== null && !named.some((group) => ours.groups.has(group));
  if (runsAgent(row) && !elsewhere)
    return 'запускает ИИ-агента: пока он работает, его изменения спорят с регламентом, а данные заявителей уходят поставщику модели (152-ФЗ)';
  if (elsewhere) return null;
  if (kind === 'slas') return named === null ? null : 'считает сроки в группах регламента';
  if (kind === 'macros') return null;
  const touched = keysOf(row['perform']).flatMap((key) => ours.fields.get(key) ?? []);
  // Its workflows move nothing: only a field of ours that it shows, hides or demands matters.
  const meant = kind === 'core_workflows' ? touched.filter((name) => !MOVES.includes(name)) : touched;
  if (meant.length > 0) return `меняет то же, что регламент: ${meant.join(', ')}`;
  if (named !== null) return 'действует в группах регламента';
  return keysOf(row['perform']).some((key) => key.startsWith('notification.'))
    ? 'пишет по тикетам всех групп, и регламента тоже'
    : null;
};

const groupsOf = (kind: Acting, row: Row, catalogue: Catalogue): string[] | null => {
  const columns = kind === 'core_workflows' ? ['condition_saved', 'condition_selected'] : ['condition'];
  const found = columns.flatMap((column) => {
    const groups = groupsIn(conditionFromZammad(row[column], catalogue));
    return groups === null ? [] : [groups];
  });
  return found.length === 0 ? null : found.flat();
};

/** What a filter sets on a letter by its headers `x-zammad-ticket-…`. */
const wordsOnFilter = (row: Row, ours: Ours, catalogue: Catalogue): string | null => {
  const perform = isRecord(row['perform']) ? row['perform'] : {};
  const said = Object.entries(perform).flatMap(([header, act]) => {
    const value = asText(isRecord(act) ? act['value'] : act);
    if (header === 'x-zammad-ignore') return value === 'true' ? ['отбрасывает письма'] : [];
    const field = /^x-zammad-ticket-(.+)$/.exec(header)?.[1] ?? '';
    if (field === 'group_id' || field === 'group')
      return ours.groups.has(catalogue.name('groups', value))
        ? ['направляет письма в группу регламента']
        : [];
    return ours.fields.has(`ticket.${field}`) && !MOVES.includes(field) ? [`заполняет поле ${field}`] : [];
  });
  return said.length === 0 ? null : said.join(', ');
};

const isForeign = (kind: Acting, row: Row, desired: DesiredState, isOurs: IsOurs): boolean =>
  row['active'] !== false &&
  (kind === 'jobs' || !isOurs(kind, row)) &&
  row['changeable'] !== false &&
  ![...desired.objects, ...desired.removed].some(
    (object) =>
      object.kind === kind &&
      [object.name, 'was' in object ? object.was : undefined].includes(rowName(kind, row)),
  );

/** Foreign triggers, macros, form rules, SLAs, schedulers and mail filters that touch the groups or fields of the regulation: one line each. */
export const conflicts = (desired: DesiredState, snapshot: Snapshot, catalogue: Catalogue): string[] => {
  const ours = oursOf(desired);
  const isOurs = knower(snapshot);
  return acting.flatMap((kind) =>
    (snapshot.rows[kind] ?? [])
      .filter((row) => isForeign(kind, row, desired, isOurs))
      .flatMap((row) => {
        const words = wordsOn(kind, row, ours, catalogue);
        return words === null
          ? []
          : [
              `чужой ${kind === 'jobs' ? 'планировщик' : resources[kind].title} «${asText(rowName(kind, row))}» ${words}; проверьте, не мешает ли он`,
            ];
      }),
  );
};

/** What is wanted and known to fail on this very version. */
export const knownFailures = (desired: DesiredState, version: string): string[] => {
  if (!/^7\.0\.0\b/.test(version)) return [];
  const macros = desired.objects.flatMap(({ kind, name, fields }) => {
    const perform = fields['perform'];
    const time = isRecord(perform) ? perform['ticket.pending_time'] : undefined;
    return kind === 'macros' && isRecord(time) ? [`«${name}»`] : [];
  });
  return macros.length === 0
    ? []
    : [
        `Zammad ${version} отказывает макросам с относительным сроком ожидания (${macros.join(', ')}): обновите его до 7.0.1 или новее`,
      ];
};
