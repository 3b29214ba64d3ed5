/** Which edition is in force and how old it is (clause 2.1). Read from the notes of the answers. */
import { Temporal } from 'temporal-polyfill';
import type { Tree } from './tree.js';

export interface FaqStatus {
  /** Null: no answer of an edition is in the knowledge base. */
  readonly edition: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Whole days since then, by Moscow's date. */
  readonly ageDays: number | null;
  /** Older than the settings allow, or of nobody knows when. */
  readonly stale: boolean;
  readonly staleAfterDays: number;
  readonly answers: number;
  readonly archived: number;
  /** Answers of which the region turned the edition's text down. */
  readonly declined: number;
  readonly unfinished: number;
  /** Null: no edition was given to compare with. */
  readonly conflicts: number | null;
}

const today = (now: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/Moscow').toPlainDate();

/** The latest date wins; of editions without one the one most answers name. */
const inForce = (tree: Tree): { edition: string; date: string | null } | null => {
  const notes = tree.answers.flatMap(({ note }) => (note === null ? [] : [note]));
  const counts = Map.groupBy(notes, ({ edition, date }) => JSON.stringify([date ?? '', edition]));
  const [latest] = [...counts.values()].sort(([one, ...ones], [other, ...others]) => {
    const dates = (other?.date ?? '').localeCompare(one?.date ?? '');
    return dates === 0 ? others.length - ones.length : dates;
  });
  const [note] = latest ?? [];
  return note ? { edition: note.edition, date: note.date } : null;
};

/** The edition in force, where its day comes after that of the given one: that would bring old texts back. */
export const laterIn = (
  tree: Tree,
  { edition, date }: { readonly edition: string; readonly date: string | null },
): { readonly edition: string; readonly date: string } | null => {
  const current = inForce(tree);
  if (date === null || current?.date == null || current.edition === edition || current.date <= date)
    return null;
  return { edition: current.edition, date: current.date };
};

const ageOf = (date: string, now: Date): number | null => {
  try {
    return Temporal.PlainDate.from(date).until(today(now), { largestUnit: 'day' }).days;
  } catch {
    return null;
  }
};

/** @param conflicts of the plan of an edition, when one was given */
export const faqStatusOf = (
  tree: Tree,
  staleAfterDays: number,
  now: Date,
  conflicts: number | null = null,
): FaqStatus => {
  const current = inForce(tree);
  const ours = tree.answers.filter(({ note }) => note !== null);
  const ageDays = current?.date == null ? null : ageOf(current.date, now);
  return {
    edition: current?.edition ?? null,
    date: current?.date ?? null,
    ageDays,
    stale: ageDays === null || ageDays > staleAfterDays,
    staleAfterDays,
    answers: ours.filter(({ state }) => state !== 'archived').length,
    archived: ours.filter(({ state }) => state === 'archived').length,
    declined: ours.filter(({ note }) => note?.declined != null).length,
    unfinished: ours.filter(({ note }) => note?.source === null).length,
    conflicts,
  };
};

/** Why the edition in force is not good enough, in words for a person; null when it is. */
export const staleness = ({ edition, date, ageDays, stale, staleAfterDays }: FaqStatus): string | null => {
  if (edition === null) return 'FAQ СП ЕПГУ не загружен (п. 2.1)';
  if (ageDays === null) return `издание FAQ ${edition}: дата неизвестна (п. 2.1)`;
  if (!stale) return null;
  return `издание FAQ ${edition} от ${date ?? ''} устарело: ему ${ageDays} дн., допустимо ${staleAfterDays} (п. 2.1)`;
};

export const showFaqStatus = (status: FaqStatus): string => {
  const { edition, date, ageDays, answers, archived, declined, unfinished, conflicts } = status;
  const warning = staleness(status);
  const age = ageDays === null ? '' : `, ${ageDays} дн.`;
  return [
    edition === null ? 'Издание: нет' : `Издание: ${edition} (${date ?? 'дата неизвестна'}${age})`,
    `Ответов: ${answers}; в архиве ${archived}; оставлено своё ${declined}; не дописано ${unfinished}`,
    `Конфликтов: ${conflicts ?? 'неизвестно, укажите файл издания'}`,
    ...(warning === null ? [] : [`! ${warning}. Запросите новое издание в СП ЕПГУ`]),
  ].join('\n');
};
