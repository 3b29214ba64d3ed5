/**
 * What taking an apply back would do, before anything is done. By id: what was made is known from the trace, never by its
 * name. Nothing that holds data or was touched since is deleted.
 */
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import type { Done, Trace } from './bundle.js';
import { asText, sameJson, toJson } from './canonical.js';
import { rowName } from './catalogue.js';
import { isMarked } from './ledger.js';
import { isTicketPlace } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { resources } from './resources/index.js';
import type { Columns, Json, Row } from './types.js';

type Entry = Trace['bundle']['entries'][number];

export interface RollbackStep {
  readonly kind: ObjectKind;
  readonly name: string;
  /** `off`: switched off and kept. `again`: was deleted, is made anew. */
  readonly does: 'delete' | 'off' | 'restore' | 'again';
  readonly id: number | null;
  readonly columns: Columns;
  /** What would change of what is there. */
  readonly fields: Readonly<Record<string, { readonly before: Json; readonly after: Json }>>;
  /** Why it is not simply deleted; empty when it needs no reason. */
  readonly because: string;
  /** It was taken over by the apply: no longer ours afterwards. */
  readonly frees: boolean;
}

export interface RollbackPlan {
  /** In the order in which they are carried out. */
  readonly steps: readonly RollbackStep[];
  /** What stays as it is, and should: tickets stand in it, somebody else made it, it is gone already. In words. */
  readonly stays: readonly string[];
  /** What a person has to look at, in words. */
  readonly left: readonly string[];
}

/** What is there now, as far as the trace speaks of it. */
export interface Present {
  readonly rows: Readonly<Partial<Record<ObjectKind, readonly Row[]>>>;
  /** `groups 12` → tickets that stand in it. */
  readonly tickets: ReadonlyMap<string, number>;
}

const titled = ({ kind, name }: { readonly kind: ObjectKind; readonly name: string }): string =>
  `${resources[kind].title} «${name}»`;

const madeIn = (trace: Trace): ReadonlyMap<string, Done> =>
  new Map(
    trace.done
      .filter(({ action }) => action === 'create')
      .map((done) => [`${done.kind} ${done.name}`, done] as const),
  );

/** Kinds that hold citizens' data or people's access: these are never deleted, used or not. */
const keeps: Readonly<Partial<Record<ObjectKind, string>>> = {
  object_manager_attributes: 'значения в тикетах сохраняются',
  roles: 'Zammad не удаляет роли',
};

/** What stands in it, and in the groups below it, and is not taken back along with it; empty: nothing. */
const whatStandsIn = (
  { kind }: Entry,
  { id }: Row,
  { rows, tickets }: Present,
  isMade: (kind: ObjectKind, id: number) => boolean,
): string => {
  const own = tickets.get(`${kind} ${id}`) ?? 0;
  if (own > 0) return `тикетов: ${own}`;
  if (kind !== 'groups') return '';
  const stays = (group: Row): boolean =>
    !isMade('groups', group.id) ||
    (tickets.get(`groups ${group.id}`) ?? 0) > 0 ||
    (rows.groups ?? []).some((below) => below['parent_id'] === group.id && stays(below));
  const below = (rows.groups ?? []).filter((group) => group['parent_id'] === id && stays(group));
  return below.length === 0
    ? ''
    : `остаётся группа ниже: ${below.map((group) => rowName(kind, group)).join(', ')}`;
};

const whyKept = (entry: Entry, row: Row, done: Done, inside: string): string => {
  const kept = keeps[entry.kind];
  if (kept !== undefined) return kept;
  if (inside !== '') return inside;
  if (done.updatedAt === null || asText(row['updated_at']) !== done.updatedAt)
    return 'изменён после apply, своё не теряется';
  return '';
};

const off = { active: { before: true, after: false } };

/** Pure: the trace against what is there. */
export const rollbackPlanOf = (trace: Trace, present: Present): RollbackPlan => {
  const made = madeIn(trace);
  const ids = new Set([...made.values()].map(({ kind, id }) => `${kind} ${id}`));
  const isMade = (kind: ObjectKind, id: number): boolean => ids.has(`${kind} ${id}`);
  const left: string[] = [];
  const stays: string[] = [];
  const gone: string[] = [];
  const of = (kind: ObjectKind): readonly Row[] => present.rows[kind] ?? [];
  const step = (entry: Entry, rest: Omit<RollbackStep, 'kind' | 'name'>): RollbackStep => ({
    kind: entry.kind,
    name: entry.name,
    ...rest,
  });

  const ofCreated = (entry: Entry): RollbackStep[] => {
    const done = made.get(`${entry.kind} ${entry.name}`);
    const row = of(entry.kind).find(({ id }) => id === done?.id);
    if (done === undefined || row === undefined) {
      const other = of(entry.kind).find((each) => rowName(entry.kind, each) === entry.name);
      if (other !== undefined)
        stays.push(
          `${titled(entry)}: id ${other.id} этим apply не создан${isMarked(other) ? ', хотя несёт отметку регламента' : ''}; не тронут`,
        );
      else if (done !== undefined) gone.push(titled(entry));
      return [];
    }
    const inside = whatStandsIn(entry, row, present, isMade);
    const because = whyKept(entry, row, done, inside);
    const common = { id: row.id, columns: {}, because, frees: false };
    if (because === '') return [step(entry, { ...common, does: 'delete', fields: {} })];
    if (row['active'] === false) return [];
    // In a group that is off nobody may read the tickets.
    const mustStay = row['active'] === undefined || (entry.kind === 'groups' && inside !== '');
    if (mustStay) {
      stays.push(`${titled(entry)}: ${because}; остаётся как есть`);
      return [];
    }
    // A field's definition is never written in part.
    const columns = entry.kind === 'object_manager_attributes' ? row : {};
    return [step(entry, { ...common, does: 'off', columns, fields: off })];
  };

  const ofRemoved = (entry: Entry): RollbackStep[] => {
    if (of(entry.kind).some((row) => rowName(entry.kind, row) === entry.name)) return [];
    return [
      step(entry, {
        does: 'again',
        id: entry.id,
        columns: entry.columns,
        fields: {},
        because: '',
        frees: false,
      }),
    ];
  };

  const ofChanged = (entry: Entry): RollbackStep[] => {
    const row = of(entry.kind).find(({ id }) => id === entry.id);
    if (row === undefined) {
      stays.push(`${titled(entry)}: id ${entry.id ?? '?'} больше нет; вернуть нечего`);
      return [];
    }
    if (entry.secretChanged)
      left.push(`${titled(entry)}: прежний секрет не хранился, задайте его в Zammad сами`);
    const fields = Object.fromEntries(
      Object.entries(entry.columns).flatMap(([column, after]) => {
        const before = toJson(row[column] ?? null);
        return sameJson(before, after) ? [] : [[column, { before, after }]];
      }),
    );
    if (Object.keys(fields).length === 0) return [];
    return [
      step(entry, {
        does: 'restore',
        id: row.id,
        columns: entry.columns,
        fields,
        because: '',
        frees: entry.action === 'adopt',
      }),
    ];
  };

  const steps = trace.bundle.entries.toReversed().flatMap((entry) => {
    if (entry.action === 'create') return ofCreated(entry);
    return entry.action === 'remove' ? ofRemoved(entry) : ofChanged(entry);
  });
  return {
    steps,
    stays: [...stays, ...(gone.length === 0 ? [] : [`${gone.join(', ')}: уже нет`])],
    left,
  };
};

/**
 * Reads what the trace speaks of.
 * @throws ZammadError
 */
export const readPresent = async (helpdesk: ObjectStore, trace: Trace): Promise<Present> => {
  const kinds = [...new Set(trace.bundle.entries.map(({ kind }) => kind))];
  const rows = Object.fromEntries(
    await Promise.all(kinds.map(async (kind) => [kind, await helpdesk.list(kind)] as const)),
  );
  const tickets = new Map<string, number>();
  await Promise.all(
    trace.done.map(async ({ kind, id, action }) => {
      if (action === 'create' && isTicketPlace(kind) && rows[kind]?.some((row) => row.id === id) === true)
        tickets.set(`${kind} ${id}`, await helpdesk.tickets(kind, id));
    }),
  );
  return { rows, tickets };
};
