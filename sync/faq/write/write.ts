/** Writes one answer: text, files, visibility, and last the note that says it is whole. */
import type { KbAnswerTranslation } from 'zammad-api-client-ts';
import { sameWords, writtenHash } from '../body.js';
import type { WrittenText } from '../body.js';
import type { DesiredAnswer } from '../plan/desired.js';
import type { FaqDesk } from '../desk.js';
import { short, writeNote } from '../note.js';
import type { Note, NotedState } from '../note.js';
import type { FaqChange } from '../plan/plan-types.js';
import { setState, stands, stepTo } from './publish.js';
import { answerOf } from '../tree.js';
import type { TreeAnswer } from '../tree.js';
import type { FaqEntry } from '../types.js';

export interface FaqWriting {
  readonly desk: FaqDesk;
  readonly base: number;
  readonly edition: string;
  readonly date: string | null;
  readonly now: Date;
  /** Language of the base by its code. */
  readonly locale: (code: string, answer: TreeAnswer | null) => number;
}

export interface Written {
  readonly id: number;
  /** Zammad kept other words than it was given: its sanitiser has limits. */
  readonly altered: boolean;
}

/** Pictures go as data into the text: Zammad makes files of its own of them. */
const bodyOf = ({ html, files }: FaqEntry): string =>
  files.reduce((body, { contentId, type, data }) => {
    if (contentId === null) return body;
    const picture = `data:${type};base64,${Buffer.from(data).toString('base64')}`;
    return body.replaceAll(`cid:${contentId}`, () => picture);
  }, html);

const textsOf = (
  { texts }: DesiredAnswer,
  answer: TreeAnswer | null,
  writing: FaqWriting,
): KbAnswerTranslation[] =>
  texts.map((entry) => {
    const kb_locale_id = writing.locale(entry.locale, answer);
    const known = answer?.texts.find(({ locale }) => locale === kb_locale_id)?.id;
    const text = { title: entry.question, content_attributes: { body: bodyOf(entry) } };
    return known === undefined ? { ...text, kb_locale_id } : { ...text, id: known };
  });

const emptyNote: Omit<Note, 'id' | 'edition' | 'date'> = {
  source: null,
  written: null,
  category: null,
  place: null,
  state: null,
  files: new Map(),
  declined: null,
};

interface Texted {
  readonly answer: TreeAnswer;
  readonly written: string;
  readonly altered: boolean;
}

/** Creates or rewrites title and body; the note says meanwhile that writing is under way. */
const writeText = async (
  { desired, answer }: FaqChange,
  category: number,
  writing: FaqWriting,
): Promise<Texted> => {
  const { desk, base, edition, date, now } = writing;
  const begun: Note = {
    ...(answer?.note ?? emptyNote),
    id: desired.id,
    edition,
    date,
    source: null,
    written: null,
  };
  const body = {
    category_id: category,
    internal_note: writeNote(answer?.internalNote, begun),
    translations_attributes: textsOf(desired, answer, writing),
  };
  const answered = await (answer
    ? desk.kb.answers.update(base, answer.id, body)
    : desk.kb.answers.create(base, body));
  const made = answerOf(answered.answer, answered.assets, now);
  const contents = { ...answered.assets.KnowledgeBaseAnswerTranslationContent };
  const silent = made.texts.filter(({ content }) => contents[String(content)] === undefined);
  if (silent.length > 0) {
    // Zammad answers with the bodies that changed; one that stayed equal has to be asked for.
    const contentIds = silent.map(({ content }) => content);
    const read = await desk.kb.answers.get(base, made.id, { contentIds });
    Object.assign(contents, read.assets.KnowledgeBaseAnswerTranslationContent);
  }
  const texts: WrittenText[] = made.texts.map(({ locale, title, content }) => ({
    locale,
    title,
    body: contents[String(content)]?.body ?? '',
  }));
  const altered = desired.texts.some(
    (entry) =>
      !texts.some(
        ({ locale, body: kept }) =>
          locale === writing.locale(entry.locale, answer) && sameWords(kept, entry.html),
      ),
  );
  return { answer: made, written: writtenHash(texts), altered };
};

/** Brings the files that are ours to those of the edition; others in the answer are left alone. */
const writeFiles = async (
  desired: DesiredAnswer,
  answer: TreeAnswer,
  { desk, base }: FaqWriting,
): Promise<Map<number, string>> => {
  const recorded = answer.note?.files ?? new Map<number, string>();
  const kept = new Map([...recorded].filter(([id]) => answer.files.some((file) => file.id === id)));
  const left = answer.files.filter(({ id }) => !recorded.has(id));
  const result = new Map<number, string>();
  for (const { name, type, data, hash } of desired.files) {
    // Under another name it would go on being called as before.
    const named = answer.files.filter((file) => file.name === name).map(({ id }) => id);
    const known = named.find((id) => kept.get(id) === short(hash) && !result.has(id));
    // Sent by an attempt whose end was lost.
    const sent = left.find(
      (file) => file.name === name && file.size === data.byteLength && !result.has(file.id),
    );
    const here = known ?? sent?.id;
    if (here !== undefined) {
      result.set(here, short(hash));
      continue;
    }
    const before = new Set([...answer.files.map(({ id }) => id), ...result.keys()]);
    const file = { filename: name, data: new Blob([new Uint8Array(data)], { type }) };
    const after = await desk.kb.answers.addAttachment(base, answer.id, file);
    const added = (after.attachments ?? []).find(({ id }) => !before.has(id));
    if (added) result.set(added.id, short(hash));
  }
  for (const id of kept.keys())
    if (!result.has(id)) await desk.kb.answers.removeAttachment(base, answer.id, id);
  return result;
};

const finish = async (
  answer: TreeAnswer,
  note: Note,
  { category, state }: { readonly category: number; readonly state: NotedState | null },
  writing: FaqWriting,
): Promise<void> => {
  const { desk, base } = writing;
  const step = state === null ? null : stepTo(answer, state);
  // Whoever is cut off in between finds on the next run what is left to do: a draft to archive, or a note to bring up to date.
  if (step === 'dates' && state !== null && state !== 'archived') await setState(answer, state, writing);
  const { answer: noted, assets } = await desk.kb.answers.update(base, answer.id, {
    category_id: category,
    internal_note: writeNote(answer.internalNote, note),
    ...(step !== null && step !== 'dates' && { additional_action: step }),
  });
  // Somebody may have dated the answer meanwhile, and a step that is not taken is no error to Zammad.
  if (step !== null && state !== null && !stands(noted, state))
    await setState(answerOf(noted, assets, new Date(noted.updated_at)), state, writing);
};

/** Carries out one change. @param category where the answer belongs; made by now */
export const writeAnswer = async (
  change: FaqChange,
  category: number | null,
  writing: FaqWriting,
): Promise<Written> => {
  const { desired, answer: before, text, movedFrom, state } = change;
  const { edition, date } = writing;
  const stays = before !== null && movedFrom === null;
  const place = stays ? before.category : category;
  if (place === null) throw new Error(`раздел «${desired.category.join(' › ')}» не создан`);
  const texted = text ? await writeText(change, place, writing) : null;
  const answer = texted?.answer ?? before;
  if (answer === null) throw new Error('a change without text needs an answer');
  const files = text ? await writeFiles(desired, answer, writing) : (answer.note?.files ?? new Map());
  const wanted = before === null || state !== null ? desired.visibility : null;
  const noted = before?.note ?? null;
  const keepsState = noted?.state != null && wanted === null && before?.state !== desired.visibility;
  const keepsPlace = noted?.category != null && stays && category !== place;
  const note: Note = {
    ...(noted ?? emptyNote),
    id: desired.id,
    edition,
    date,
    files,
    source: texted ? desired.source : (noted?.source ?? null),
    written: texted?.written ?? noted?.written ?? null,
    category: keepsPlace ? noted.category : place,
    place: desired.place,
    state: keepsState ? noted.state : desired.visibility,
    declined: texted ? null : (noted?.declined ?? null),
  };
  await finish(answer, note, { category: place, state: wanted }, writing);
  return { id: answer.id, altered: texted?.altered ?? false };
};

/** Archives an answer of ours; its note says that it was us. */
export const archiveAnswer = async (answer: TreeAnswer, writing: FaqWriting): Promise<void> => {
  if (answer.note === null) return;
  const note: Note = { ...answer.note, state: 'archived' };
  await finish(answer, note, { category: answer.category, state: 'archived' }, writing);
};

/** Changes nothing but what the note says. */
export const noteAnswer = async (
  answer: TreeAnswer,
  change: Partial<Note>,
  writing: FaqWriting,
): Promise<void> => {
  if (answer.note === null) return;
  await finish(answer, { ...answer.note, ...change }, { category: answer.category, state: null }, writing);
};
