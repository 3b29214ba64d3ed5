/**
 * The line by which an answer of ours is known again: it stands in the answer's internal note, beside whatever an editor
 * wrote there. Ids have no line of their own anywhere else, so the line is the identity.
 */

/** `archived` is ours only when the line says so: a region may archive an answer of its own accord. */
export type NotedState = 'internal' | 'public' | 'archived';

export interface Note {
  readonly id: string;
  /** The edition that wrote the answer last. */
  readonly edition: string;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Of question, text and files as in the edition; null: writing began and did not end. */
  readonly source: string | null;
  /** Of title and body as Zammad returned them after our write. */
  readonly written: string | null;
  /** Where and how our last write left it. */
  readonly category: number | null;
  /** Fingerprint of the section as the edition called it then: who renamed it is told by it. Null: written before it was kept. */
  readonly place: string | null;
  readonly state: NotedState | null;
  /** Zammad's attachment id → hash of the file: those that are ours. */
  readonly files: ReadonlyMap<number, string>;
  /** The source that the region turned down; `archive` when it kept an answer that left the edition. */
  readonly declined: string | null;
}

const mark = 'Reglament FAQ ';
const line = /^Reglament FAQ .*$/m;
const between = ' · ';

/** Hashes in the line are this long: enough to tell sources of one answer apart, short enough to read. */
const digits = 16;
export const short = (hash: string): string => hash.slice(0, digits);

const escaped = (text: string): string => text.replaceAll(/[%·\s]/g, (sign) => encodeURIComponent(sign));

const plainOf = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const stateNamed = (text: string | undefined): NotedState | null =>
  text === 'internal' || text === 'public' || text === 'archived' ? text : null;

const filesOf = (text: string): Map<number, string> =>
  new Map(
    text.split(',').flatMap((pair): [number, string][] => {
      const [id = '', hash = ''] = pair.split(':');
      return /^\d+$/.test(id) && hash !== '' ? [[Number(id), hash]] : [];
    }),
  );

/** What our line says; null for an answer that is somebody else's. */
export const readNote = (text: string | null | undefined): Note | null => {
  const found = line.exec(text ?? '')?.[0];
  if (found === undefined) return null;
  const [id = '', ...parts] = found.slice(mark.length).split(between);
  if (id.trim() === '') return null;
  const values = new Map(
    parts.map((part): [string, string] => {
      const at = part.indexOf(' ');
      return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1).trim()];
    }),
  );
  const value = (name: string): string | null => values.get(name) ?? null;
  const category = Number(value('раздел') ?? Number.NaN);
  return {
    id: plainOf(id.trim()),
    edition: plainOf(value('издание') ?? ''),
    date: value('от'),
    source: value('источник'),
    written: value('записано'),
    category: Number.isInteger(category) ? category : null,
    place: value('место'),
    state: stateNamed(values.get('вид')),
    files: filesOf(value('файлы') ?? ''),
    declined: value('отклонено'),
  };
};

const lineOf = (note: Note): string => {
  const files = [...note.files].map(([id, hash]) => `${id}:${hash}`).join(',');
  const parts: [string, string | null][] = [
    ['издание', escaped(note.edition)],
    ['от', note.date],
    ['источник', note.source],
    ['записано', note.written],
    ['раздел', note.category === null ? null : String(note.category)],
    ['место', note.place],
    ['вид', note.state],
    ['файлы', files === '' ? null : files],
    ['отклонено', note.declined],
  ];
  const said = parts.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
  return [`${mark}${escaped(note.id)}`, ...said].join(between);
};

/** The internal note with our line brought up to date; all other text in it stays where it is. */
export const writeNote = (existing: string | null | undefined, note: Note): string => {
  const text = existing ?? '';
  if (line.test(text)) return text.replace(line, () => lineOf(note));
  return text.trim() === '' ? lineOf(note) : `${text.trimEnd()}\n${lineOf(note)}`;
};
