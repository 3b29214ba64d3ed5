/** What sync has to know about one kind of helpdesk object. One file a kind fills it in. */
import type { ClauseId } from '../../../config/schema/common.js';
import type { HelpdeskFile, ObjectKind } from '../../../config/schema/helpdesk.js';
import type { Catalogue } from '../catalogue.js';
import { asText } from '../canonical.js';
import { noteOf, unsanitised } from '../clause-note.js';
import type { CatalogueKind, Columns, DesiredObject, Fields, Json, Row } from '../types.js';
import type { Reference } from './reference.js';

/** What turns configuration into objects, besides the configuration. */
export interface DesiredContext {
  /** Where the helpdesk reaches the companion, no slash at the end. */
  readonly publicUrl: string;
  readonly webhookSecret: string;
  /** Working hours and holidays of a calendar of the configuration, as Zammad's columns. */
  readonly compileCalendar: (name: string) => { business_hours: Json; public_holidays: Json };
}

export interface Resource {
  readonly kind: ObjectKind;
  /** «макрос», as people read it in plans and faults. */
  readonly title: string;
  /** Place in the order of apply: what others point to comes first; removals go the other way. */
  readonly level: number;
  /** What a token needs, by Zammad's names. */
  readonly permission: string;
  /** False: Zammad lets two objects bear one name, so sync must refuse to guess. */
  readonly uniqueName: boolean;
  /** `deactivate`: Zammad has no delete for the kind, or guards it while tickets or users exist. */
  readonly removal: 'delete' | 'deactivate';
  /** Kinds whose names its columns point to. */
  readonly pointsTo: readonly CatalogueKind[];
  /** Columns written with every update, changed or not: Zammad replaces or needs them. */
  readonly always?: readonly string[];
  desired(file: HelpdeskFile, context: DesiredContext): DesiredObject[];
  /** Zammad's row → canonical fields. */
  normalise(row: Row, catalogue: Catalogue): Fields;
  /** Canonical fields → columns to write. Fields that are absent are absent there too. */
  body(fields: Fields, catalogue: Catalogue): Columns;
  references(fields: Fields): Reference[];
  /**
   * Canonical fields → entries of the configuration that may stand for them, the likeliest first; none when the
   * configuration has no words for it. Whoever imports checks which of them comes out the same.
   */
  entries(fields: Fields, context: DesiredContext): Record<string, Json>[];
}

interface Managed {
  readonly name: string;
  readonly was?: string | undefined;
  readonly clauses: readonly ClauseId[];
}

/** The wanted objects of one kind; `fieldsOf` says what is wanted of each. */
export const desiredObjects = <T extends Managed>(
  kind: ObjectKind,
  section: { readonly wanted: readonly T[] } | undefined,
  fieldsOf: (item: T) => Record<string, Json | undefined>,
): DesiredObject[] =>
  (section?.wanted ?? []).map((item) => ({
    kind,
    name: item.name,
    ...(item.was === undefined ? {} : { was: item.was }),
    clauses: item.clauses,
    fields: present(fieldsOf(item)),
  }));

/** Drops what nobody said. */
const present = (fields: Record<string, Json | undefined>): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/** The field `note` of kinds that have one: the admin's words and the mark with the clauses. */
export const wantedNote = (item: Managed & { readonly note?: string | undefined }): string =>
  unsanitised(noteOf(item.note, item.clauses));

export const storedNote = (row: Row): string => unsanitised(asText(row['note']));

/** Applies `translate` to a field only when somebody wants it. */
export const translated = (
  fields: Fields,
  field: string,
  column: string,
  translate: (value: Json) => Json,
): Columns => {
  const value = fields[field];
  return value === undefined ? {} : { [column]: translate(value) };
};

/** The fields that mean the same in both worlds. */
export const plain = (fields: Fields, names: readonly string[]): Columns =>
  Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));
