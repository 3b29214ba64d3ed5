/** Three-way: what we wrote last, what the edition wants now, what the region has. Pure. */
import type { DesiredAnswer } from './desired.js';
import { sameWords, textOf, writtenHash } from '../body.js';
import type { Bodies, WrittenText } from '../body.js';
import type { Choices, FaqConflict } from './plan-types.js';
import type { TreeAnswer } from '../tree.js';

type Settled = 'same' | 'take' | 'keep' | 'note' | 'conflict';

/**
 * `take`: the edition changed it and nobody else. `keep`: the region changed it and the edition did not.
 * `note`: both came to the same, only our note does not know yet. `base` null: we never ended writing it.
 */
export const settle = <Value>(base: Value | null, theirs: Value, mine: Value): Settled => {
  if (mine === theirs) return base === theirs ? 'same' : 'note';
  if (base === null || mine === base) return 'take';
  return theirs === base ? 'keep' : 'conflict';
};

/** Whether the edition has another text than the one we wrote, or than the one the region turned down. */
export const sourceChanged = ({ note }: TreeAnswer, { source }: Pick<DesiredAnswer, 'source'>): boolean =>
  note?.source !== source && note?.declined !== source;

/** Answers whose bodies must be known before anything can be decided. */
export const needsBody = (answer: TreeAnswer, desired: DesiredAnswer | null, choices: Choices): boolean => {
  if (answer.note === null) return false;
  if (desired === null) return answer.state !== 'archived' && answer.note.declined !== archiveDeclined;
  return sourceChanged(answer, desired) || choices.theirs.has(desired.id);
};

/** Stands in the note of an answer that the region keeps although the edition has dropped it. */
export const archiveDeclined = 'архив';

export const writtenTexts = ({ texts }: TreeAnswer, bodies: Bodies): WrittenText[] =>
  texts.map(({ locale, title, content }) => ({ locale, title, body: bodies.get(content) ?? '' }));

/**
 * Whether somebody edited the answer since our last write. Where that write did not end, its fingerprint is not known:
 * then the words are compared with those of the edition, and in doubt the answer counts as edited.
 */
export const editedLocally = (answer: TreeAnswer, bodies: Bodies, desired: DesiredAnswer | null): boolean => {
  const written = answer.note?.written ?? null;
  if (written !== null) return writtenHash(writtenTexts(answer, bodies)) !== written;
  if (desired === null) return false;
  return !answer.texts.every(({ title, content }) =>
    desired.texts.some(
      ({ question, html }) => question === title && sameWords(html, bodies.get(content) ?? ''),
    ),
  );
};

const shown = (texts: readonly { readonly title: string; readonly body: string }[]): string =>
  texts.map(({ title, body }) => `${title}\n${textOf(body)}`).join('\n\n');

export const localText = (answer: TreeAnswer, bodies: Bodies): string => shown(writtenTexts(answer, bodies));

export const editionText = ({ texts }: DesiredAnswer): string =>
  shown(texts.map(({ question, html }) => ({ title: question, body: html })));

export const conflictOf = (
  { id, category, question }: Pick<FaqConflict, 'id' | 'category' | 'question'>,
  kind: FaqConflict['kind'],
  message: string,
  compared: Pick<FaqConflict, 'local' | 'edition'> = { local: null, edition: null },
): FaqConflict => ({ id, category, question, kind, message, ...compared });
