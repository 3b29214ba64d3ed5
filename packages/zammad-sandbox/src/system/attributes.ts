/**
 * Object attributes: definitions wait as changes until a migration makes them columns. A PUT replaces the definition
 * whole, and finds it by object and name, whatever id is in the path.
 */
import { isTruthy, plain, recordOf } from '../behaviour/columns.js';
import { Refusal, created, notFound, ok, unprocessable } from '../http/answer.js';
import { idInPath, nowText, type Call } from '../http/call.js';
import type { Restart } from '../http/restart.js';
import { route, type Route } from '../http/routes.js';
import type { Row, World } from '../world.js';
import { isPending, migrate, settled } from './attribute-migration.js';
import { TABLES, TYPES, completed, insistName, insistOption, invalid } from './attribute-rules.js';

const definitionIn = (call: Call) => {
  const { body, world } = call;
  const dataType = plain(body['data_type']);
  const option = recordOf(body['data_option']);
  const object = plain(body['object']);
  if (!(object in TABLES)) throw unprocessable(`uninitialized constant ${object}`);
  if (body['data_type'] === undefined) throw new Refusal(500, "undefined method `match?' for nil", false);
  if (!TYPES.has(dataType)) throw invalid('Data type is not included in the list');
  return { world, object, name: plain(body['name']).toLowerCase(), dataType, option };
};

const stored = (world: World, object: string, name: string): Row | undefined =>
  world.table('object_manager_attributes').find((row) => row['object'] === object && row['name'] === name);

/** The answer to a write speaks of the object by its lookup id, not by name. */
const written = ({ object, deletable, ...row }: Row) => ({
  ...row,
  object_lookup_id: Object.keys(TABLES).indexOf(plain(object)) + 1,
  ...(deletable === undefined ? {} : {}),
});

const create = (call: Call) => {
  const { world, object, name, dataType, option } = definitionIn(call);
  insistName(world, name);
  if (stored(world, object, name)) throw unprocessable('This object already exists.');
  insistOption(dataType, option);
  const now = nowText(world);
  const row = world.table('object_manager_attributes').insert({
    name,
    display: call.body['display'] ?? null,
    data_type: dataType,
    data_option: completed(dataType, option),
    data_option_new: {},
    editable: call.body['editable'] ?? true,
    active: call.body['active'] ?? true,
    screens: call.body['screens'] ?? {},
    to_create: true,
    to_migrate: true,
    to_delete: false,
    to_config: false,
    position: call.body['position'] ?? 1550,
    created_by_id: call.actor.id,
    updated_by_id: call.actor.id,
    created_at: now,
    updated_at: now,
    object,
    deletable: true,
  });
  return created(written(row));
};

/** One may become another of these; the column and its values stay. */
const INTERCHANGEABLE = ['tree_select', 'multi_tree_select', 'select', 'multiselect', 'input', 'checkbox'];

const COMPARED = ['display', 'data_type', 'position', 'active'] as const;

const update = (call: Call) => {
  const { world, object, name, dataType, option } = definitionIn(call);
  const row = stored(world, object, name);
  if (!row) throw notFound('ObjectManager::Attribute', call.params['id']);
  if (!isTruthy(row['editable'])) throw unprocessable('Name attribute is not editable');
  const kinds = [plain(row['data_type']), dataType];
  const alike = kinds.every((kind) => INTERCHANGEABLE.includes(kind));
  if (row['data_type'] !== dataType && !alike && !isTruthy(row['to_create'])) {
    throw unprocessable("Can't be changed, data_type of the attribute is fixed.");
  }
  const full = completed(dataType, option);
  const sameOption = JSON.stringify(full) === JSON.stringify(row['data_option']);
  const unchanged =
    sameOption && COMPARED.every((key) => call.body[key] === undefined || call.body[key] === row[key]);
  const longer = plain(full['maxlength']) !== plain(recordOf(row['data_option'])['maxlength']);
  const given = Object.fromEntries(
    ['display', 'position', 'active', 'screens']
      .filter((key) => key in call.body)
      .map((key) => [key, call.body[key]]),
  );
  const pending = unchanged
    ? {}
    : { data_option_new: full, data_type: dataType, to_config: true, ...(longer && { to_migrate: true }) };
  const columns = { ...given, ...pending };
  if (Object.entries(columns).some(([key, value]) => JSON.stringify(row[key]) !== JSON.stringify(value))) {
    const author = { updated_by_id: call.actor.id, updated_at: nowText(world) };
    world.table('object_manager_attributes').patch(row, { ...columns, ...author });
  }
  return ok(written(row));
};

const USERS_OF_ATTRIBUTES = [
  ['overviews', 'Overview'],
  ['slas', 'Sla'],
  ['triggers', 'Trigger'],
  ['jobs', 'Job'],
] as const;

/** Why an attribute cannot be deleted: what names it, or null. */
const reasonToKeep = (world: World, row: Row): string | null => {
  const key = `${plain(row['object']).toLowerCase()}.${plain(row['name'])}"`;
  const users = USERS_OF_ATTRIBUTES.map(([table, model]) => {
    const names = world
      .table(table)
      .filter((other) => JSON.stringify(other['condition'] ?? null).includes(`"${key}`))
      .map((other) => plain(other['name']))
      .sort();
    return names.length === 0 ? null : `${model}: ${names.join(',')}`;
  }).filter((line) => line !== null);
  return users.length === 0 ? null : `referenced by ${users.join('; ')} and thus cannot be deleted!`;
};

/** An attribute as a list shows it. */
export const listedAttribute = (world: World, row: Row): Record<string, unknown> => {
  const reason = reasonToKeep(world, row);
  return reason === null ? row : { ...row, not_deletable_reason: `This attribute is ${reason}` };
};

const remove = (call: Call) => {
  const row = inPath(call, true);
  if (!isTruthy(row['deletable']))
    throw unprocessable(`${plain(row['object'])}.${plain(row['name'])} can't be removed!`);
  const reason = reasonToKeep(call.world, row);
  if (reason !== null) throw unprocessable(`${plain(row['object'])}.${plain(row['name'])} is ${reason}`);
  const attributes = call.world.table('object_manager_attributes');
  if (isTruthy(row['to_create'])) attributes.delete(row.id);
  else attributes.patch(row, { to_delete: true });
  return ok({});
};

const inPath = (call: Call, isRemoval = false): Row => {
  const row = call.world.table('object_manager_attributes').get(idInPath(call));
  if (!row && isRemoval)
    throw unprocessable(`Couldn't find ObjectManager::Attribute with 'id'=${plain(call.params['id'])}`);
  if (!row) throw notFound('ObjectManager::Attribute', call.params['id']);
  return row;
};

const discard = (call: Call) => {
  const attributes = call.world.table('object_manager_attributes');
  for (const row of attributes.filter(isPending)) {
    if (isTruthy(row['to_create'])) attributes.delete(row.id);
    else attributes.patch(row, { ...settled, updated_at: nowText(call.world) });
  }
  return ok({});
};

const PERMISSION = ['admin.object'];

export const attributeRoutes = (restart: Restart): Route[] => [
  route('GET', '/object_manager_attributes_list', PERMISSION, () => ok({ objects: Object.keys(TABLES) })),
  route('POST', '/object_manager_attributes_discard_changes', PERMISSION, discard),
  route('POST', '/object_manager_attributes_execute_migrations', PERMISSION, migrate(restart)),
  route('GET', '/object_manager_attributes', PERMISSION, (call) =>
    ok(
      call.world
        .table('object_manager_attributes')
        .all()
        .map((row) => listedAttribute(call.world, row)),
    ),
  ),
  route('GET', '/object_manager_attributes/:id', PERMISSION, (call) => ok(written(inPath(call)))),
  route('POST', '/object_manager_attributes', PERMISSION, create),
  route('PUT', '/object_manager_attributes/:id', PERMISSION, update),
  route('DELETE', '/object_manager_attributes/:id', PERMISSION, remove),
];
