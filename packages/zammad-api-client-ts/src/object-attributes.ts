/** Custom attributes of tickets, users, groups and organizations (object manager). Changes wait for a migration. */
import * as z from 'zod';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import { hash, stored } from './schemas/json.js';

const objectAttributeSchema = z.looseObject({
  ...stored,
  name: z.string(),
  /** `Ticket`, `User`, …; absent from the answer to a create. */
  object: z.string().optional(),
  display: z.string(),
  data_type: z.string(),
  data_option: hash,
  /** The options a migration will bring in; empty when none waits. */
  data_option_new: hash.nullish(),
  screens: hash,
  position: z.number().nullable(),
  active: z.boolean(),
  editable: z.boolean(),
  to_create: z.boolean(),
  to_migrate: z.boolean(),
  to_delete: z.boolean(),
  to_config: z.boolean(),
});
/** A definition as it is read: `GET /object_manager_attributes` (app/controllers/object_manager_attributes_controller.rb). */
export type ObjectAttribute = z.infer<typeof objectAttributeSchema>;

/** A whole definition: Zammad replaces what is left out by nothing. Source: app/models/object_manager/attribute.rb. */
export interface AttributeDefinition {
  object: 'Ticket' | 'User' | 'Group' | 'Organization';
  /** Lower case, digits, `_`; not ending in `_id` or `_ids`. */
  name: string;
  display: string;
  /** `input`, `textarea`, `integer`, `select`, `multiselect`, `tree_select`, `boolean`, `date`, `datetime`, … */
  data_type: string;
  data_option: Readonly<Record<string, unknown>>;
  /** `{ create_middle: { 'ticket.agent': { shown: true, required: false } }, edit: … }` */
  screens: Readonly<Record<string, unknown>>;
  position: number;
  active: boolean;
  editable?: boolean;
}

/** The object manager: `/object_manager_attributes` (app/controllers/object_manager_attributes_controller.rb). */
export interface ObjectAttributes {
  /** All attributes of all objects, with flags that show what waits for a migration. */
  list(options?: CallOptions): Promise<ObjectAttribute[]>;
  get(id: number, options?: CallOptions): Promise<ObjectAttribute>;
  /** Names of objects that can have attributes. */
  objects(options?: CallOptions): Promise<string[]>;
  create(definition: AttributeDefinition, options?: CallOptions): Promise<ObjectAttribute>;
  /** Zammad goes by `object` and `name`, not by the id. Send no update that changes nothing: it asks for a migration. */
  update(id: number, definition: AttributeDefinition, options?: CallOptions): Promise<ObjectAttribute>;
  /** Marks for deletion; gone after the next migration. */
  delete(id: number, options?: CallOptions): Promise<void>;
  /**
   * Carries out **all** waiting changes, anyone's. When columns are made or changed, Zammad's processes stop themselves up to
   * some seconds after the answer: `ZammadClient.migrateAttributes` waits for that.
   */
  executeMigrations(options?: CallOptions): Promise<void>;
  /** Drops all waiting changes, anyone's. */
  discardChanges(options?: CallOptions): Promise<void>;
}

export const createObjectAttributes = (request: Request): ObjectAttributes => {
  const path = '/object_manager_attributes';
  return {
    list: ({ signal } = {}) => request({ method: 'GET', path, signal }, z.array(objectAttributeSchema)),
    get: (id, { signal } = {}) =>
      request({ method: 'GET', path: `${path}/${id}`, signal }, objectAttributeSchema),
    objects: async ({ signal } = {}) =>
      (
        await request(
          { method: 'GET', path: `${path}_list`, signal },
          z.looseObject({ objects: z.array(z.string()) }),
        )
      ).objects,
    create: (definition, { signal } = {}) =>
      request({ method: 'POST', path, body: definition, signal }, objectAttributeSchema),
    update: (id, definition, { signal } = {}) =>
      request({ method: 'PUT', path: `${path}/${id}`, body: definition, signal }, objectAttributeSchema),
    delete: async (id, { signal } = {}) => {
      await request({ method: 'DELETE', path: `${path}/${id}`, signal }, anyAnswer);
    },
    executeMigrations: async ({ signal } = {}) => {
      await request(
        { method: 'POST', path: `${path}_execute_migrations`, slowMs: 300_000, signal },
        anyAnswer,
      );
    },
    discardChanges: async ({ signal } = {}) => {
      await request({ method: 'POST', path: `${path}_discard_changes`, signal }, anyAnswer);
    },
  };
};

/** True while the attribute waits for a migration. Source: app/models/object_manager/attribute.rb, migrations. */
export const isPending = (attribute: ObjectAttribute): boolean =>
  attribute.to_create || attribute.to_migrate || attribute.to_delete || attribute.to_config;
