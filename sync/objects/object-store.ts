/** The helpdesk as sync sees it: rows by kind. The one place in sync that talks to the client; it counts what it does. */
import { catalogueOf, isZammadError } from 'zammad-api-client-ts';
import type { HealthWait, Signshow, ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { installationOf } from './installation.js';
import type { Columns, Installation, Row, Snapshot } from './types.js';

/** Kinds with an address of their own; the others come with the sign-in data, in one call. */
export type ListedKind = ObjectKind | 'ticket_priorities' | 'email_addresses' | 'signatures' | 'jobs';

/** Kinds in which a ticket stands. */
export type TicketPlace = keyof typeof columnOf;
const columnOf = {
  groups: 'group_id',
  ticket_states: 'state_id',
  organizations: 'organization_id',
} as const;

export const isTicketPlace = (kind: ObjectKind): kind is TicketPlace => kind in columnOf;

export interface ObjectStore {
  readonly version: () => Promise<string>;
  readonly list: (kind: ListedKind) => Promise<Row[]>;
  /** Permissions, state types, article types and senders: no API lists them otherwise. */
  readonly lookups: () => Promise<Snapshot['rows']>;
  /** Which helpdesk this is. */
  readonly installation: () => Promise<Installation>;
  /** How many tickets stand in a group, a state or an organization, seen by the key's person or not. */
  readonly tickets: (kind: TicketPlace, id: number) => Promise<number>;
  /** How many tickets bear this value in a field of theirs; null: any value. */
  readonly ticketsWith: (field: string, value: string | null) => Promise<number>;
  readonly get: (kind: ObjectKind, id: number) => Promise<Row>;
  readonly create: (kind: ObjectKind, columns: Columns) => Promise<Row>;
  readonly update: (kind: ObjectKind, id: number, columns: Columns) => Promise<Row>;
  /** Deletes; a role is switched off, because Zammad cannot delete it. */
  readonly remove: (kind: ObjectKind, id: number) => Promise<void>;
  /** Carries out all pending definitions of fields, then waits: Zammad restarts itself some seconds after it has answered. */
  readonly migrate: () => Promise<void>;
  /** Calls made so far through this value. */
  readonly requests: () => { readonly reads: number; readonly writes: number };
}

const definition = z.looseObject({
  object: z.enum(['Ticket', 'User', 'Group', 'Organization']),
  name: z.string(),
  display: z.string(),
  data_type: z.string(),
  data_option: z.record(z.string(), z.unknown()),
  screens: z.record(z.string(), z.unknown()),
  position: z.number(),
  active: z.boolean(),
});

/** @param wait how to wait after a migration; tests hand in a clock that does not sleep */
export const createObjectStore = (client: ZammadClient, wait: HealthWait = {}): ObjectStore => {
  const made = { reads: 0, writes: 0 };
  const read = <T>(answer: Promise<T>): Promise<T> => {
    made.reads += 1;
    return answer;
  };
  const write = <T>(answer: Promise<T>): Promise<T> => {
    made.writes += 1;
    return answer;
  };
  // The installation does not change while we look at it.
  let shown: Promise<Signshow> | undefined;
  const signshow = (): Promise<Signshow> => (shown ??= read(client.signshow()));
  // The preview of a condition counts for whoever may set up; a search counts only what the key's own person may read.
  const counted = async (column: string, value: string | null): Promise<number> => {
    const comparison =
      value === null
        ? { operator: 'is not', pre_condition: 'not_set', value: '' }
        : { operator: 'is', value: [value] };
    return (await read(client.tickets.previewCondition({ [`ticket.${column}`]: comparison }))).count;
  };
  return {
    version: () => read(client.version()),
    list: (kind) =>
      read<Row[]>(
        kind === 'object_manager_attributes' ? client.objectAttributes.list() : client.resource(kind).list(),
      ),
    lookups: async () => {
      shown = undefined;
      const found = catalogueOf(await signshow());
      return {
        permissions: found.permissions,
        ticket_state_types: found.ticket_state_types,
        article_types: found.ticket_article_types,
        article_senders: found.ticket_article_senders,
      };
    },
    installation: async () => installationOf(await signshow()),
    tickets: (kind, id) => counted(columnOf[kind], String(id)),
    ticketsWith: counted,
    get: (kind, id) =>
      read<Row>(
        kind === 'object_manager_attributes'
          ? client.objectAttributes.get(id)
          : client.resource(kind).get(id),
      ),
    create: (kind, columns) =>
      write<Row>(
        kind === 'object_manager_attributes'
          ? client.objectAttributes.create(definition.parse(columns))
          : client.resource(kind).create(columns),
      ),
    update: (kind, id, columns) =>
      write<Row>(
        kind === 'object_manager_attributes'
          ? client.objectAttributes.update(id, definition.parse(columns))
          : client.resource(kind).update(id, columns),
      ),
    remove: async (kind, id) => {
      if (kind === 'object_manager_attributes') {
        await write(client.objectAttributes.delete(id));
        return;
      }
      if (kind === 'roles') {
        await write(client.resource(kind).update(id, { active: false }));
        return;
      }
      await write(client.resource(kind).delete(id));
    },
    migrate: async () => {
      await write(client.migrateAttributes(wait));
    },
    requests: () => ({ ...made }),
  };
};

/** Errors after which nobody knows whether a write took effect, or whether the helpdesk is there at all. */
export const isLost = (error: unknown): boolean =>
  isZammadError(error) &&
  ['network', 'timeout', 'unavailable', 'server', 'unexpectedAnswer'].includes(error.kind);

export const isForbidden = (error: unknown): boolean => isZammadError(error) && error.kind === 'forbidden';
export const isRefused = (error: unknown): boolean =>
  isZammadError(error) && (error.kind === 'conflict' || error.kind === 'invalid');
export const isGone = (error: unknown): boolean => isZammadError(error) && error.kind === 'notFound';
