/** Takes an apply back: the bundle's entries undone in reverse order. */
import type { Bundle } from './bundle.js';
import { asText, isRecord } from './canonical.js';
import { rowName } from './catalogue.js';
import { said } from './errors.js';
import { isGone, isRefused } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { resources } from './resources/index.js';
import { isPending } from './resources/object-attributes.js';
import type { Columns, Row } from './types.js';

type Entry = Bundle['entries'][number];

export interface RolledBack {
  readonly restored: number;
  readonly deleted: number;
  /** Made by the apply, in use by now or of a kind that Zammad never deletes. */
  readonly deactivated: number;
  readonly recreated: number;
  /** What a person has to look at, in words. */
  readonly left: readonly string[];
}

const nameOf = ({ kind, name }: Entry): string => `${resources[kind].title} «${name}»`;

async function undoCreate(entry: Entry, row: Row, helpdesk: ObjectStore): Promise<'deleted' | 'deactivated'> {
  const { kind } = entry;
  if (kind !== 'roles') {
    try {
      await helpdesk.remove(kind, row.id);
      return 'deleted';
    } catch (error) {
      if (isGone(error)) return 'deleted';
      if (!isRefused(error) || row['active'] === undefined) throw error;
    }
  }
  await helpdesk.update(
    kind,
    row.id,
    kind === 'object_manager_attributes' ? { ...row, active: false } : { active: false },
  );
  return 'deactivated';
}

/** Objects that had to be made anew have new ids; SLAs name their calendar and triggers their webhook by id. */
function withNewIds(columns: Columns, made: ReadonlyMap<string, number>): Columns {
  const calendar = made.get(`calendars ${asText(columns['calendar_id'])}`);
  const perform = columns['perform'];
  const hook = isRecord(perform) ? perform['notification.webhook'] : undefined;
  const webhook = isRecord(hook) ? made.get(`webhooks ${asText(hook['webhook_id'])}`) : undefined;
  return {
    ...columns,
    ...(calendar === undefined ? {} : { calendar_id: calendar }),
    ...(webhook === undefined || !isRecord(perform)
      ? {}
      : { perform: { ...perform, 'notification.webhook': { webhook_id: String(webhook) } } }),
  };
}

/**
 * Brings back what the bundle holds; running it twice changes nothing more. Objects made since by hand are not touched.
 * @param webhookSecret given to a webhook that has to be made anew; a former, different secret was never kept
 * @throws ZammadError when the helpdesk goes away; run it again then
 */
export async function rollback(
  helpdesk: ObjectStore,
  bundle: Bundle,
  options: { readonly webhookSecret: string; readonly progress?: (entry: Entry) => void },
): Promise<RolledBack> {
  const tally = { restored: 0, deleted: 0, deactivated: 0, recreated: 0 };
  const left: string[] = [];
  const made = new Map<string, number>();
  const rows = new Map<Entry['kind'], Row[]>();
  for (const { kind } of bundle.entries) {
    if (!rows.has(kind)) rows.set(kind, await helpdesk.list(kind));
  }
  const present = (entry: Entry): Row | undefined =>
    (rows.get(entry.kind) ?? []).find((row) => rowName(entry.kind, row) === entry.name);

  const undo = async (entry: Entry): Promise<void> => {
    const { kind, action, id, columns } = entry;
    if (entry.secretChanged)
      left.push(`${nameOf(entry)}: прежний секрет не хранился, задайте его в Zammad сами`);
    if (action === 'create') {
      const row = present(entry);
      if (row) tally[await undoCreate(entry, row, helpdesk)] += 1;
      return;
    }
    if (action === 'remove') {
      if (present(entry)) return;
      const secret = kind === 'webhooks' ? { signature_token: options.webhookSecret } : {};
      const again = await helpdesk.create(kind, { ...withNewIds(columns, made), ...secret });
      made.set(`${kind} ${id ?? ''}`, again.id);
      tally.recreated += 1;
      return;
    }
    if (id === null) return;
    await helpdesk.update(kind, id, columns);
    tally.restored += 1;
  };

  for (const entry of bundle.entries.toReversed()) {
    try {
      await undo(entry);
    } catch (error) {
      if (!isRefused(error) && !isGone(error)) throw error;
      left.push(`${nameOf(entry)}: ${said(error)}`);
    }
    options.progress?.(entry);
  }
  const attributes = rows.has('object_manager_attributes')
    ? await helpdesk.list('object_manager_attributes')
    : [];
  if (attributes.some(isPending)) {
    await helpdesk.migrate();
  }
  return { ...tally, left };
}
