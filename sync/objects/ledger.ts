/**
 * What of the helpdesk we made or took over, by id. It is kept in the helpdesk itself, in a text module that is switched
 * off, so that every machine that applies reads the same; names prove nothing.
 */
import { objectKinds } from '../../config/kinds.js';
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { asText, fingerprintOf } from './canonical.js';
import { readNote } from './clause-note.js';
import type { ObjectStore } from './object-store.js';
import type { Ledger, Origin, Row, Snapshot } from './types.js';

export const ledgerName = 'Регламент: учёт объектов (не менять)';
/** Beside it: accounts by the registers of clause 2.3, which are no objects of the configuration. */
export const accessBookName = 'Регламент: учёт доступа (не менять)';
/** Text modules that are records of ours. */
export const recordNames: readonly string[] = [ledgerName, accessBookName];

const letters: Readonly<Record<Origin, string>> = { made: 'm', adopted: 'a' };
const keyOf = (kind: ObjectKind, id: number): string => `${kind} ${id}`;

export const emptyLedger: Ledger = { id: null, objects: new Map(), names: new Map() };

/** Lines of names begin so. A version that knew none takes the word for a kind it does not know and passes over the line. */
const NAMES = 'names';
const nameMark = (kind: ObjectKind, name: string): string => fingerprintOf([kind, name]).slice(0, 8);

/** Unreadable words are left out: then the object's own mark decides. */
export const readLedger = (row: Row | undefined): Ledger => {
  if (row === undefined) return emptyLedger;
  const objects = new Map<string, Origin>();
  const names = new Map<string, string>();
  for (const line of asText(row['content']).split(/\n|<br>/)) {
    const words = line.trim().split(/\s+/);
    const isNames = words[0] === NAMES;
    const kind = objectKinds.find((each) => each === words[isNames ? 1 : 0]);
    if (kind === undefined) continue;
    for (const word of words) {
      const [, origin, id] = /^([ma])(\d+)$/.exec(word) ?? [];
      if (!isNames && id !== undefined)
        objects.set(keyOf(kind, Number(id)), origin === 'm' ? 'made' : 'adopted');
      const [, of, mark] = /^(\d+)x([0-9a-f]{8})$/.exec(word) ?? [];
      if (isNames && mark !== undefined) names.set(keyOf(kind, Number(of)), mark);
    }
  }
  return { id: row.id, objects, names };
};

const linesOf = (start: string, words: ReadonlyMap<string, string>): string[] =>
  objectKinds.flatMap((kind) => {
    const own = [...words].flatMap(([key, word]) => (key.split(' ')[0] === kind ? [word] : []));
    return own.length === 0 ? [] : [`${start}${kind} ${own.join(' ')}`];
  });

/** Letters, digits and spaces only: Zammad sanitises texts as HTML. */
const ledgerContent = ({ objects, names }: Ledger): string => {
  const worded = (words: ReadonlyMap<string, string>, word: (id: string, value: string) => string) =>
    new Map([...words].map(([key, value]) => [key, word(key.split(' ')[1] ?? '', value)] as const));
  return [
    ...linesOf(
      '',
      worded(
        new Map([...objects].map(([key, origin]) => [key, letters[origin]])),
        (id, letter) => `${letter}${id}`,
      ),
    ),
    ...linesOf(
      `${NAMES} `,
      worded(names, (id, mark) => `${id}x${mark}`),
    ),
  ].join('\n');
};

export const originOf = ({ objects }: Ledger, kind: ObjectKind, id: number): Origin | undefined =>
  objects.get(keyOf(kind, id));

interface Entered {
  readonly kind: ObjectKind;
  readonly id: number;
}

/** The ledger with `added` in and `gone` out. */
export const withEntries = (
  ledger: Ledger,
  added: readonly (Entered & { readonly origin: Origin })[],
  gone: readonly Entered[] = [],
): Ledger => {
  const objects = new Map(ledger.objects);
  for (const { kind, id, origin } of added)
    if (!objects.has(keyOf(kind, id))) objects.set(keyOf(kind, id), origin);
  const names = new Map(ledger.names);
  for (const { kind, id } of gone) {
    objects.delete(keyOf(kind, id));
    names.delete(keyOf(kind, id));
  }
  return { ...ledger, objects, names };
};

/** The ledger with the name under which the configuration knows the object. */
export const withName = (ledger: Ledger, kind: ObjectKind, id: number, name: string): Ledger => ({
  ...ledger,
  names: new Map(ledger.names).set(keyOf(kind, id), nameMark(kind, name)),
});

/** Whether the configuration knew this object by that name when it was last written, whatever it is called now. */
export const isKnownAs = ({ names }: Ledger, kind: ObjectKind, id: number, name: string): boolean =>
  names.get(keyOf(kind, id)) === nameMark(kind, name);

/** Writes it; one that has become empty is deleted. Gives it with its id. */
export const saveLedger = async (helpdesk: ObjectStore, ledger: Ledger): Promise<Ledger> => {
  const columns = { name: ledgerName, active: false, keywords: '', content: ledgerContent(ledger) };
  if (ledger.objects.size === 0) {
    if (ledger.id !== null) await helpdesk.remove('text_modules', ledger.id);
    return emptyLedger;
  }
  const row =
    ledger.id === null
      ? await helpdesk.create('text_modules', columns)
      : await helpdesk.update('text_modules', ledger.id, columns);
  return { ...ledger, id: row.id };
};

/** Whether its own note says that it is ours. */
export const isMarked = (row: Row): boolean => readNote(asText(row['note'])).ours;

/** An apply makes its objects in one go: what it made bears its mark, or stands by time beside what does. */
const SLACK_MS = 10 * 60_000;
/** Zammad's own hand: what it was set up with. Taken over it bears our mark, and is still nothing an apply has made. */
const SYSTEM = 1;

const madeAt = (row: Row): number => Date.parse(asText(row['created_at'])) || 0;

/**
 * Whether an object is ours: by the ledger, or by the mark in its note. An installation of a version that kept no ledger is known by
 * its marks; of its kinds without notes those are ours that the same person made within minutes of something marked.
 */
export const knower = ({
  rows,
  ledger,
}: Pick<Snapshot, 'rows' | 'ledger'>): ((kind: ObjectKind, row: Row) => boolean) => {
  const marked =
    ledger.id === null
      ? objectKinds.flatMap((kind) =>
          (rows[kind] ?? []).filter((row) => isMarked(row) && row['created_by_id'] !== SYSTEM),
        )
      : [];
  const standsBeside = (row: Row): boolean =>
    marked.some(
      (other) =>
        other['created_by_id'] === row['created_by_id'] && Math.abs(madeAt(other) - madeAt(row)) <= SLACK_MS,
    );
  return (kind, row) =>
    originOf(ledger, kind, row.id) !== undefined || isMarked(row) || (!('note' in row) && standsBeside(row));
};
