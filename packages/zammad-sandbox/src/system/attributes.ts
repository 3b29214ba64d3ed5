/**
 * Object attributes: definitions wait as changes until a migration makes them columns. A PUT replaces the definition
 * whole, and finds it by object and name, whatever id is in the path.
 */
import { isTruthy, plain, recordOf } from '../behaviour/columns.js';
import { created, notFound, ok, unprocessable } from '../http/answer.js';
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
  if (!TYPES.has(dataType)) throw invalid('Data type is not included in the list');
  const object = plain(body['object']);
  if (!(object in TABLES)) throw unprocessable(`No such object '${object}'`);
  return { world, object, name: plain(body['name']), dataType, option };
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

const COMPARED = ['display', 'data_type', 'position', 'active'] as const;

const update = (call: Call) => {
  const { world, object, name, dataType, option } = definitionIn(call);
  const row = stored(world, object, name);
  if (!row) throw notFound('ObjectManager::Attribute', call.params['id']);
  if (row['data_type'] !== dataType && !isTruthy(row['to_create'])) {
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
  const pending = isTruthy(row['to_create'])
    ? { data_option: full }
    : unchanged
      ? {}
      : { data_option_new: full, to_config: true, ...(longer && { to_migrate: true }) };
  const columns = { ...given, ...pending };
  if (Object.entries(columns).some(([key, value]) => JSON.stringify(row[key]) !== JSON.stringify(value))) {
    const author = { updated_by_id: call.actor.id, updated_at: nowText(world) };
    world.table('object_manager_attributes').patch(row, { ...columns, ...author });
  }
  return ok(written(row));
};

const USERS_OF_ATTRIBUTES = ['triggers', 'overviews', 'slas', 'jobs', 'macros', 'core_workflows'];

const remove = (call: Call) => {
  const row = inPath(call);
  if (!isTruthy(row['deletable'])) throw unprocessable('The system attribute cannot be deleted.');
  const key = `${plain(row['object']).toLowerCase()}.${plain(row['name'])}"`;
  for (const table of USERS_OF_ATTRIBUTES) {
    const user = call.world.table(table).find((other) => JSON.stringify(other).includes(`"${key}`));
    if (user)
      throw unprocessable(
        `${plain(row['object'])} attribute is referenced by ${table}: ${plain(user['name'])}`,
      );
  }
  const attributes = call.world.table('object_manager_attributes');
  if (isTruthy(row['to_create'])) attributes.delete(row.id);
  else attributes.patch(row, { to_delete: true });
  return ok({});
};

const inPath = (call: Call): Row => {
  const row = call.world.table('object_manager_attributes').get(idInPath(call));
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
    ok(call.world.table('object_manager_attributes').all()),
  ),
  route('GET', '/object_manager_attributes/:id', PERMISSION, (call) => ok(written(inPath(call)))),
  route('POST', '/object_manager_attributes', PERMISSION, create),
  route('PUT', '/object_manager_attributes/:id', PERMISSION, update),
  route('DELETE', '/object_manager_attributes/:id', PERMISSION, remove),
];
