/** The vocabulary of sync: what is wanted, what is there, and the plan between them. Values only, no behaviour. */
import { z } from 'zod';
import { objectKinds } from '../../config/kinds.js';
import type { ClauseId } from '../../config/schema/common.js';
import { helpdeskFile } from '../../config/schema/helpdesk.js';
import type { ObjectKind } from '../../config/schema/helpdesk.js';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * An object in our canonical form: names instead of ids, one spelling for each meaning, no runtime columns.
 * A field that is absent is nobody's business: it is neither compared nor written.
 */
export type Fields = Readonly<Record<string, Json>>;

/** Columns as Zammad gives or takes them. */
export type Columns = Readonly<Record<string, unknown>>;
export type Row = Columns & { readonly id: number };

const kind = helpdeskFile.keyof();

/** The kinds sync writes, and those that only lend names to ids. */
export const catalogueKinds = [
  ...objectKinds,
  'ticket_priorities',
  'ticket_state_types',
  'permissions',
  'article_types',
  'article_senders',
  'email_addresses',
  'signatures',
  'jobs',
] as const;
export type CatalogueKind = (typeof catalogueKinds)[number];

export interface DesiredObject {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly was?: string;
  readonly clauses: readonly ClauseId[];
  readonly fields: Fields;
}

export interface DesiredState {
  /** Kinds the configuration speaks of; the rest of the helpdesk is not even read. */
  readonly kinds: readonly ObjectKind[];
  readonly objects: readonly DesiredObject[];
  readonly removed: readonly { readonly kind: ObjectKind; readonly name: string }[];
  /** Objects that may be taken over though somebody else made them: the admin's word for each. */
  readonly adopt: readonly { readonly kind: ObjectKind; readonly name: string }[];
  /** What a person should know though nothing is wrong, e.g. a region without a protocol. */
  readonly warnings: readonly string[];
}

/** Which helpdesk this is. */
export const installation = z.strictObject({
  /** Made of the moments at which the database was filled for the first time; nobody can set them. */
  seed: z.string(),
  /** `fqdn` of its settings: tells a copy of a database from the original. */
  address: z.string(),
  /** What it calls itself; for people. */
  product: z.string(),
});
export type Installation = z.infer<typeof installation>;

/** `made`: created by an apply. `adopted`: was there before and became ours. */
export type Origin = 'made' | 'adopted';

/** What of the helpdesk is ours, by id. */
export interface Ledger {
  /** Id of the text module that keeps it; null while there is none. */
  readonly id: number | null;
  /** `groups 12` → how it became ours. */
  readonly objects: ReadonlyMap<string, Origin>;
  /** `groups 12` → a short fingerprint of the name under which the configuration knows it. Those of older ledgers have none. */
  readonly names: ReadonlyMap<string, string>;
}

/** What was read from the helpdesk, once: rows by kind, and the small tables that only lend names. */
export interface Snapshot {
  readonly version: string;
  readonly rows: Readonly<Partial<Record<CatalogueKind, readonly Row[]>>>;
  readonly installation: Installation;
  /** What of the rows we made or took over; the ledger's own row is not among them. */
  readonly ledger: Ledger;
}

/** Something a person has to mend before anything can be written. */
export interface Fault {
  readonly kind: ObjectKind | null;
  readonly object: string | null;
  readonly text: string;
}

const json: z.ZodType<Json> = z.json();

export const change = z.strictObject({
  kind,
  /** As wanted; for a field of the helpdesk `Ticket.snils`. */
  name: z.string(),
  /**
   * `adopt`: an object nobody managed yet becomes ours, its id stays. `rename`: ours under a former name.
   * `deactivate`: asked to be removed, but Zammad keeps such objects.
   */
  action: z.enum(['create', 'update', 'adopt', 'rename', 'deactivate', 'remove']),
  id: z.number().nullable(),
  /** Only the fields that change; `before` is null when the object is created. */
  fields: z.record(z.string(), z.strictObject({ before: json, after: json })),
  /** All that is wanted of the object; empty for removals. */
  wanted: z.record(z.string(), json),
  clauses: z.array(z.string()),
  /** Somebody else's object of our name, and nobody said that it may be taken over. */
  needsWord: z.literal(true).optional(),
  /** Tickets that stand in it. */
  tickets: z.number().optional(),
});
export type Change = z.infer<typeof change>;

export const plan = z.strictObject({
  format: z.literal(1),
  version: z.string(),
  changes: z.array(change),
  /** Managed objects found in the helpdesk, and how many of them change: what `refuse` weighs. */
  managed: z.strictObject({ existing: z.number(), changed: z.number() }),
  counts: z.record(
    z.string(),
    z.strictObject({
      create: z.number(),
      update: z.number(),
      adopt: z.number(),
      rename: z.number(),
      deactivate: z.number(),
      remove: z.number(),
      same: z.number(),
    }),
  ),
  fingerprint: z.strictObject({ helpdesk: z.string(), desired: z.string() }),
  faults: z.array(z.strictObject({ kind: kind.nullable(), object: z.string().nullable(), text: z.string() })),
  /** Ours, and no longer wanted: left as they are, and named. */
  orphans: z.array(
    z.strictObject({
      kind,
      name: z.string(),
      id: z.number(),
      /** Of a group: how many stand in it. */
      tickets: z.number().optional(),
    }),
  ),
  warnings: z.array(z.string()),
});
/** A plan is a value: it can be shown, saved as JSON, refused or applied. It never holds a secret. */
export type Plan = z.infer<typeof plan>;
