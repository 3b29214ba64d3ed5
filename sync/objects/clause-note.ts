/**
 * The note of a managed object says which obligations ask for it and, for a webhook, which secret it was given.
 * That is also the mark by which an object of ours is told from one that merely bears the same name.
 */
import type { ClauseId } from '../../config/schema/common.js';

/** Zammad refuses longer notes with 422. */
const limit = 250;
/** Stands for «belongs to no clause»: what `import` found in a running helpdesk. Never written into a note. */
export const noClause = 'R-0';

const mark = /\s*\[Регламент: ([^\]]*)\](?: \[секрет ([0-9a-f]+)\])?$/;

/**
 * `Передача… [Регламент: ]`; what does not fit into 250 characters is cut, the mark never.
 * @param secret fingerprint of a webhook's secret, never the secret
 */
export const noteOf = (note: string | undefined, clauses: readonly ClauseId[], secret?: string): string => {
  const known = clauses.filter((id) => id !== noClause);
  const word = secret === undefined ? '' : ` [секрет ${secret}]`;
  if (known.length === 0 && word === '') return note ?? '';
  const shown = [...known];
  const written = (): string =>
    `[Регламент: ${shown.join(', ')}${shown.length < known.length ? ' и др.' : ''}]${word}`;
  while (written().length > limit) shown.pop();
  const text = (note ?? '').slice(0, Math.max(0, limit - written().length - 1)).trim();
  return text === '' ? written() : `${text} ${written()}`;
};

/** The parts of a note again. `clauses` is empty when the note carries no mark, or a mark that had to be cut. */
export const readNote = (
  note: string,
): { text: string; clauses: string[]; secret?: string; ours: boolean } => {
  const found = mark.exec(note);
  if (!found) return { text: note, clauses: [], ours: false };
  const clauses = (found[1] ?? '').split(', ').filter((id) => /^R-[\d.]+[a-z]?$/.test(id));
  const secret = found[2];
  return {
    text: note.slice(0, found.index),
    clauses,
    ours: true,
    ...(secret === undefined ? {} : { secret }),
  };
};

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** Zammad runs notes and text modules through an HTML sanitiser; what it re-spells is not a change. */
export const unsanitised = (text: string): string =>
  text
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\u00a0/g, ' ')
    .replace(/<br\s*\/?>/g, '<br>')
    .replace(/\r\n/g, '\n')
    // It breaks lines inside lists: `<ul>\n<li>`.
    .replace(/>\n+|\n+(?=<)/g, (gap) => (gap.startsWith('>') ? '>' : ''))
    .trim();
