/**
 * An admin's own folder over the product's files. The product's are never edited: a key of `federal.yaml` and its like, or an
 * entry of the same name, says in the own folder what shall hold instead; what is new there is added. Regions are the
 * admin's alone, those of the product are samples.
 */
import type { Fault } from './faults.js';
import type { Path, SourceDocument } from './document.js';

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const tableOf = (value: unknown): Table => (isTable(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Where a part of a composed value came from. */
interface Origin {
  readonly at: Path;
  readonly document: SourceDocument;
  readonly from: Path;
}

const startsWith = (path: Path, start: Path): boolean => start.every((key, index) => path[index] === key);

/** A document whose parts come from several: a fault points into the file that said it. */
const composed = (base: SourceDocument, value: unknown, origins: readonly Origin[]): SourceDocument => {
  const placed = (path: Path): { readonly document: SourceDocument; readonly path: Path } => {
    const nearest = origins
      .filter(({ at }) => startsWith(path, at))
      .sort((one, other) => other.at.length - one.at.length)[0];
    return nearest === undefined
      ? { document: base, path }
      : { document: nearest.document, path: [...nearest.from, ...path.slice(nearest.at.length)] };
  };
  return {
    file: base.file,
    ...(base.isProduct === true && { isProduct: true }),
    value,
    faults: [...base.faults],
    fault: (path, message): Fault => {
      const { document, path: own } = placed(path);
      return document.fault(own, message);
    },
    faultAtKey: (path, message): Fault => {
      const { document, path: own } = placed(path);
      return document.faultAtKey(own, message);
    },
  };
};

/** Keys of the own document stand in place of those of the product's. */
const overlaid = (product: SourceDocument, own: SourceDocument): SourceDocument =>
  composed(
    product,
    { ...tableOf(product.value), ...tableOf(own.value) },
    Object.keys(tableOf(own.value)).map((key) => ({ at: [key], document: own, from: [key] })),
  );

/** An entry of an own list, and whether it has found the one of the product that it overrides. */
interface OwnEntry {
  readonly document: SourceDocument;
  readonly path: Path;
  readonly key: string;
  readonly value: Table;
}

/** Entries are known by their name, those of the regulation by their ids. */
const keyOf = (entry: Table): string =>
  typeof entry['name'] === 'string' ? entry['name'] : JSON.stringify(entry['ids'] ?? null);

/** The lists of entries in a document of `helpdesk/` or `regulation/`: `macros › wanted`, `clauses`. */
const listsOf = (document: SourceDocument): Path[] =>
  Object.entries(tableOf(document.value)).flatMap(([kind, section]): Path[] =>
    document.file.startsWith('helpdesk/')
      ? Array.isArray(tableOf(section)['wanted'])
        ? [[kind, 'wanted']]
        : []
      : kind === 'clauses'
        ? [['clauses']]
        : [],
  );

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, key) => tableOf(found)[String(key)], value);

/** `value` with `list` in place of what stands under `path`. */
const withList = (value: unknown, path: Path, list: readonly unknown[]): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return list;
  const table = tableOf(value);
  return { ...table, [String(key)]: withList(table[String(key)], rest, list) };
};

const ownEntries = (documents: readonly SourceDocument[]): OwnEntry[] =>
  documents.flatMap((document) =>
    listsOf(document).flatMap((list) =>
      listOf(at(document.value, list)).map((value, index) => ({
        document,
        path: [...list, index],
        key: `${list.join('.')} ${keyOf(tableOf(value))}`,
        value: tableOf(value),
      })),
    ),
  );

/** What the own folder wants gone: `macros` → names. */
const removedIn = (documents: readonly SourceDocument[]): ReadonlySet<string> =>
  new Set(
    documents.flatMap(({ value }) =>
      Object.entries(tableOf(value)).flatMap(([kind, section]) =>
        listOf(tableOf(section)['removed']).map((name) => `${kind}.wanted ${String(name)}`),
      ),
    ),
  );

/** A product's document with the own entries in their places; `used` learns which of them found one. */
const overridden = (
  product: SourceDocument,
  own: ReadonlyMap<string, OwnEntry>,
  removed: ReadonlySet<string>,
  used: Set<OwnEntry>,
): SourceDocument => {
  const origins: Origin[] = [];
  const value = listsOf(product).reduce<unknown>((whole, list) => {
    const kept: unknown[] = [];
    listOf(at(product.value, list)).forEach((entry, index) => {
      const key = `${list.join('.')} ${keyOf(tableOf(entry))}`;
      if (removed.has(key)) return;
      const place = [...list, kept.length];
      origins.push({ at: place, document: product, from: [...list, index] });
      const mine = own.get(key);
      if (mine === undefined) {
        kept.push(entry);
        return;
      }
      used.add(mine);
      for (const field of Object.keys(mine.value))
        origins.push({ at: [...place, field], document: mine.document, from: [...mine.path, field] });
      kept.push({ ...tableOf(entry), ...mine.value });
    });
    return withList(whole, list, kept);
  }, product.value);
  return composed(product, value, origins);
};

/** An own document without the entries that already stand in the product's. */
const withoutUsed = (document: SourceDocument, used: ReadonlySet<OwnEntry>): SourceDocument => {
  const spent = new Set(
    [...used].filter((entry) => entry.document === document).map(({ path }) => path.join('\n')),
  );
  const origins: Origin[] = [];
  const value = listsOf(document).reduce<unknown>((whole, list) => {
    const kept: unknown[] = [];
    listOf(at(document.value, list)).forEach((entry, index) => {
      if (spent.has([...list, index].join('\n'))) return;
      origins.push({ at: [...list, kept.length], document, from: [...list, index] });
      kept.push(entry);
    });
    return withList(whole, list, kept);
  }, document.value);
  return composed(document, value, origins);
};

const inFolder =
  (...folders: readonly string[]) =>
  ({ file }: SourceDocument): boolean =>
    folders.some((folder) => file.startsWith(`${folder}/`));

/** One configuration of both. Faults of YAML stay with their documents. */
export const layered = (
  product: readonly SourceDocument[],
  own: readonly SourceDocument[],
): SourceDocument[] => {
  const given = product
    .filter((each) => !inFolder('regions')(each))
    .map((each) => ({ ...each, isProduct: true as const }));
  const readable = own.filter(({ faults }) => faults.length === 0);
  const listed = readable.filter(inFolder('helpdesk', 'regulation'));
  const entries = new Map(ownEntries(listed).map((entry) => [entry.key, entry]));
  const removed = removedIn(readable.filter(inFolder('helpdesk')));
  const used = new Set<OwnEntry>();
  const files = new Map(own.map((document) => [document.file, document]));
  const replaced = new Set<SourceDocument>();
  const base = given.map((document) => {
    if (inFolder('helpdesk', 'regulation')(document)) return overridden(document, entries, removed, used);
    const mine = files.get(document.file);
    if (mine === undefined) return document;
    replaced.add(mine);
    const hasKeys = mine.faults.length === 0 && (mine.value === null || isTable(mine.value));
    // A year's calendar is one whole; of the others an own key stands in place of the product's.
    return inFolder('calendars')(document) || !hasKeys ? mine : overlaid(document, mine);
  });
  const rest = own
    .filter((document) => !replaced.has(document))
    .map((document) => (listed.includes(document) ? withoutUsed(document, used) : document));
  return [...base, ...rest];
};
