/**
 * What the API knows about a kind of object: its columns, how it refers to others, what it insists on. One generic set of
 * routes serves every kind from such a description, as one generic controller does in Zammad.
 */
import type { Flavour, Row, World } from '../world.js';

/** A column holding an id (or ids) of another table, and the key under which the API shows and takes the name. */
export interface Reference {
  readonly key: string;
  readonly as: string;
  readonly table: string;
  readonly many?: boolean;
  /** An id that is not there is left for others to refuse. */
  readonly judgedLater?: boolean;
}

/** A column that must be given. Without a message the database's own complaint is answered. */
export interface Requirement {
  readonly column: string;
  readonly message?: string;
}

export type Columns = Record<string, unknown>;

export interface Saving {
  readonly world: World;
  /** The row before the write; null on create. */
  readonly before: Row | null;
  /** The body as it came, with keys that are no columns. */
  readonly body: Readonly<Columns>;
  readonly actor?: Row;
}

export interface Kind {
  readonly path: string;
  /** As in messages and assets: `Group`, `TicketState`. */
  readonly model: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Every writable column with its default, in the order Zammad shows them. */
  readonly columns: (flavour: Flavour) => Columns;
  /** Columns the server fills: shown, never written through the API. */
  readonly runtime?: Columns;
  readonly references?: readonly Reference[];
  readonly required?: readonly Requirement[];
  /** The column that must differ from every other row's. */
  readonly unique?: string;
  /** What is answered when it does not: `Name has already been taken` unless given. */
  readonly taken?: string;
  /** Attributes made by admins become columns of these objects. */
  readonly object?: 'Ticket' | 'User' | 'Organization' | 'Group';
  /** Columns computed on reading: members of a group. */
  readonly derived?: (world: World, row: Row) => Columns;
  /** Lists that expand adds as names but nobody writes: `users` of a group. */
  readonly expanded?: readonly Reference[];
  /** Ids of what belongs to it: shown among assets. */
  readonly belongings?: (world: World, row: Row) => Columns;
  readonly alsoExpanded?: (world: World, row: Row) => Columns;
  /** Checks and completes what will be written. @throws Refusal */
  readonly prepare?: (columns: Columns, saving: Saving) => Columns;
  /** What else changes once the row is written. */
  readonly saved?: (row: Row, saving: Saving) => void;
  /** What changes only after the answer was made. */
  readonly answered?: (row: Row, saving: Saving) => void;
  /** @throws Refusal when the row may not be deleted */
  readonly guard?: (world: World, row: Row) => void;
  /** Columns that a 7 shows only as asterisks. */
  readonly secrets?: readonly string[];
  /** Columns never shown. */
  readonly hidden?: readonly string[];
  /** Rows that come along in `assets` besides author and editor, as [table, ids]. */
  readonly assets?: (
    world: World,
    row: Row,
  ) => readonly (readonly [table: string, ids: readonly unknown[]])[];
  readonly withoutAuthors?: boolean;
  /** Routes left out: roles and settings cannot be deleted. */
  readonly without?: readonly ('create' | 'delete')[];
  /** Whether it has a `/search`. */
  readonly searchable?: boolean;
  /** Rows the list leaves out. */
  readonly listed?: (row: Row) => boolean;
  /** Who sees the rows that are switched off, where not everybody does. */
  readonly switchedOffFor?: string;
  /** What of a row whoever asks is shown; null for nothing. Everything where left out. */
  readonly open?: (world: World, actor: Row, row: Row) => readonly string[] | 'all' | null;
  /** @throws Refusal when this actor may not change the row */
  readonly mayChange?: (world: World, actor: Row, row: Row) => boolean;
  /** Default and largest page. */
  readonly page?: readonly [usual: number, largest: number];
}

export const MASK = '**********';
