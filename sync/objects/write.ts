/** One change, written and read back. Zammad drops what it does not know without a word, so nothing is believed. */
import { asText, sameJson, toJson } from './canonical.js';
import { fieldsToWrite } from './bundle.js';
import { rowName } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import { isGone, isLost, isRefused } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { resources } from './resources/index.js';
import type { Change, Columns, Fault, Row, Snapshot } from './types.js';

interface Writing {
  readonly helpdesk: ObjectStore;
  readonly catalogue: Catalogue;
  readonly snapshot: Snapshot;
  readonly webhookSecret: string;
}

/** What goes over the wire; the one place where the secret stands among columns. */
const columnsOf = (change: Change, { catalogue, webhookSecret }: Writing): Columns => {
  const fields = change.action === 'create' ? change.wanted : fieldsToWrite(change);
  const columns = resources[change.kind].body(fields, catalogue);
  return 'secret' in change.fields ? { ...columns, signature_token: webhookSecret } : columns;
};

/**
 * A create is never sent blindly twice: when the answer was lost, the object is looked up by its name first.
 * @throws whatever the helpdesk answers when it is neither lost nor there
 */
const create = async (change: Change, writing: Writing): Promise<Row> => {
  const { helpdesk, snapshot } = writing;
  const columns = columnsOf(change, writing);
  try {
    return await helpdesk.create(change.kind, columns);
  } catch (error) {
    if (!isLost(error)) throw error;
    const known = new Set((snapshot.rows[change.kind] ?? []).map(({ id }) => id));
    const rows = await helpdesk.list(change.kind);
    const made = rows.find((row) => rowName(change.kind, row) === change.name && !known.has(row.id));
    if (made) return made;
    return helpdesk.create(change.kind, columns);
  }
};

const remove = async (change: Change, id: number, { helpdesk }: Writing): Promise<void> => {
  try {
    await helpdesk.remove(change.kind, id);
  } catch (error) {
    if (isGone(error)) return;
    // Something of somebody's still points to it; what cannot be deleted is switched off where that is possible.
    if (!isRefused(error) || !('active' in change.fields)) throw error;
    await helpdesk.update(change.kind, id, { active: false });
  }
};

/** Carries out a change; gives the id of the object, null when it is gone. */
export const write = async (change: Change, writing: Writing): Promise<number | null> => {
  const { helpdesk, catalogue } = writing;
  if (change.action === 'create') {
    const { id } = await create(change, writing);
    catalogue.learn(change.kind, change.name, id);
    return id;
  }
  const { id } = change;
  if (id === null) throw new Error(`В плане нет id объекта «${change.name}»: постройте план заново`);
  if (change.action === 'remove') {
    await remove(change, id, writing);
    return null;
  }
  const onlyMigration = Object.keys(change.fields).every((field) => field === 'migrated');
  if (onlyMigration) return id;
  const columns = change.action === 'deactivate' ? deactivation(change, writing) : columnsOf(change, writing);
  await helpdesk.update(change.kind, id, columns);
  return id;
};

/** A field's definition is never partial; everything else is switched off by one column. */
const deactivation = (change: Change, { snapshot }: Writing): Columns => {
  if (change.kind !== 'object_manager_attributes') return { active: false };
  const row = (snapshot.rows[change.kind] ?? []).find(({ id }) => id === change.id);
  return { ...row, active: false };
};

/** Numbers that Zammad reassigns by itself; their order is settled by the plan. */
const selfMoving = new Set(['prio', 'migrated']);

/** Compares what Zammad kept with what was written; null when all is there. */
export const dropped = (change: Change, row: Row, catalogue: Catalogue, version: string): Fault | null => {
  const wanted =
    change.action === 'deactivate'
      ? { active: false }
      : change.action === 'create'
        ? change.wanted
        : fieldsToWrite(change);
  const kept = resources[change.kind].normalise(row, catalogue);
  const field = Object.keys(wanted).find(
    (name) => !selfMoving.has(name) && !sameJson(toJson(wanted[name]), kept[name] ?? null),
  );
  if (field === undefined) return null;
  const { kind, name } = change;
  const title = resources[kind].title;
  return {
    kind,
    object: name,
    text:
      `Zammad ${version} не сохранил поле «${field}» (${title} «${asText(name)}»): записано не то, что отправлено. ` +
      'Проверьте, знает ли эта версия такое значение, и постройте план заново.',
  };
};
