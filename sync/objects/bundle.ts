/**
 * What an apply leaves behind. The bundle, written before the first write, says what was there and what was about to be made; a
 * line after it for each write says what was made, by id. Both are lines of one file, the trace.
 */
import { z } from 'zod';
import type { Catalogue } from './catalogue.js';
import { isRecord, toJson } from './canonical.js';
import { resources } from './resources/index.js';
import { change, installation } from './types.js';
import type { Change, Columns, Json, Plan, Row, Snapshot } from './types.js';

const entry = z.strictObject({
  ...change.pick({ kind: true, name: true, action: true, id: true }).shape,
  /** Zammad's own columns as they stood, only those that the apply writes; all for what it deletes. */
  columns: z.record(z.string(), z.json()),
  /** A secret stood among them and is not kept: a rollback cannot bring the former one back. */
  secretChanged: z.boolean(),
});

export const bundle = z.strictObject({
  format: z.literal(2),
  installation,
  /** ISO 8601, UTC. */
  madeAt: z.string(),
  version: z.string(),
  /** Fingerprint of the helpdesk the plan was made for. */
  helpdesk: z.string(),
  /** In the order in which they were to be carried out. */
  entries: z.array(entry),
});
export type Bundle = z.infer<typeof bundle>;

/** One write that was carried out. Never holds a value. */
export const done = z.strictObject({
  ...change.pick({ kind: true, name: true, action: true }).shape,
  id: z.number(),
  /** Of the row as it was read back: whoever changes it later changes this; null when it is gone. */
  updatedAt: z.string().nullable(),
});
export type Done = z.infer<typeof done>;

export interface Trace {
  readonly bundle: Bundle;
  readonly done: readonly Done[];
}

/**
 * Reads a trace again; a last line that was cut off is left out, any other is a fault. A bundle alone, as earlier versions wrote it, says neither which
 * helpdesk it is of nor what was made.
 * @throws Error (Russian) when it is none
 */
export const parseTrace = (text: string): Trace => {
  const lines = text.split('\n').filter((line) => line !== '');
  const values = lines.map((line, at): unknown => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      // Whoever was killed while writing it left its last line unfinished.
      if (at > 0 && at === lines.length - 1) return undefined;
      throw new Error(`строка ${at + 1} не читается; ничего не возвращено: возьмите целую копию файла`, {
        cause,
      });
    }
  });
  const [first, ...rest] = values;
  const head = bundle.safeParse(first);
  if (!head.success)
    throw new Error(
      'это не файл отката этой версии: в нём не записано, от какого он Zammad и что именно создано. ' +
        'Прежние файлы не применяются, потому что по именам можно удалить чужое; снять настройку: reglament uninstall',
    );
  return {
    bundle: head.data,
    done: rest.flatMap((each) => {
      const parsed = done.safeParse(each);
      return parsed.success ? [parsed.data] : [];
    }),
  };
};

const secrets = new Set(['signature_token', 'basic_auth_password', 'bearer_token']);
const runtime = new Set([
  'id',
  'created_at',
  'updated_at',
  'created_by_id',
  'updated_by_id',
  'link',
  'last_log',
  'last_sync',
  'data',
]);
const definition = ['object', 'name', 'display', 'data_type', 'data_option', 'screens', 'position', 'active'];

const columnsBefore = (each: Change, row: Row, catalogue: Catalogue): Record<string, Json> => {
  const kept = (column: string): boolean => {
    if (secrets.has(column) || runtime.has(column)) return false;
    if (each.kind === 'object_manager_attributes') return definition.includes(column);
    if (each.action === 'deactivate') return column === 'active';
    // A whole row only for what has to be made anew. Never echo one into an update: a group's `user_ids` give access.
    return each.action === 'remove' || column in columnsOf(each, catalogue);
  };
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => kept(column))
      .map(([column, value]) => [column, toJson(value)]),
  );
};

/** The columns a change writes, by name; values may still lack ids of what the same apply creates. */
const columnsOf = ({ kind, fields, wanted }: Change, catalogue: Catalogue): Columns => {
  const lenient: Catalogue = { ...catalogue, id: (target, name) => catalogue.id(target, name) ?? '0' };
  return resources[kind].body(fieldsToWrite({ kind, fields, wanted }), lenient);
};

/** What of the wanted goes into the write: all when created or when Zammad replaces the whole, else the changed. */
export const fieldsToWrite = ({
  kind,
  fields,
  wanted,
}: Pick<Change, 'kind' | 'fields' | 'wanted'>): Record<string, Json> => {
  const { always = [] } = resources[kind];
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([field]) => kind === 'object_manager_attributes' || field in fields || always.includes(field),
    ),
  );
};

/** @param madeAt when the apply began; the clock is the caller's */
export const makeBundle = (plan: Plan, snapshot: Snapshot, catalogue: Catalogue, madeAt: Date): Bundle => ({
  format: 2,
  installation: snapshot.installation,
  madeAt: madeAt.toISOString(),
  version: plan.version,
  helpdesk: plan.fingerprint.helpdesk,
  entries: plan.changes.map((each) => {
    const row = (snapshot.rows[each.kind] ?? []).find(({ id }) => id === each.id);
    return {
      kind: each.kind,
      name: each.name,
      action: each.action,
      id: each.id,
      columns: row === undefined ? {} : columnsBefore(each, row, catalogue),
      secretChanged: isRecord(each.fields['secret']) && each.action !== 'create',
    };
  }),
});
