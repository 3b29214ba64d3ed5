/** What was understood of an edition, for people and for programs. */
import type { FaqEdition, FaqFault } from '../types.js';

interface ReadEntry {
  readonly id: string;
  readonly category: readonly string[];
  readonly question: string;
  readonly html: string;
  /** Names of attachments and pictures. */
  readonly files: readonly string[];
}

interface FaqReadingJson {
  readonly entries: readonly ReadEntry[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
}

export const faqReadingJson = ({ entries, faults, warnings }: FaqEdition): FaqReadingJson => ({
  entries: entries.map(({ id, category, question, html, files }) => ({
    id,
    category,
    question,
    html,
    files: files.map(({ name }) => name),
  })),
  faults,
  warnings,
});

/** Sections with their questions, then what was wrong and what is doubtful; the last line counts. */
export const showFaqReading = ({ id, date, entries, faults, warnings }: FaqEdition): string => {
  const sections = Map.groupBy(entries, ({ category }) => category.join(' › '));
  return [
    `Издание ${id} (${date === null ? 'дата не указана' : `от ${date}`})`,
    ...[...sections].flatMap(([section, questions]) => [
      `  ${section} (${questions.length})`,
      ...questions.map(({ question, files }) =>
        files.length === 0 ? `    ${question}` : `    ${question} [файлов ${files.length}]`,
      ),
    ]),
    ...warnings.map(({ where, message }) => `  ? ${where}: ${message}`),
    ...faults.map(({ where, message }) => `  ! ${where}: ${message}`),
    `Вопросов ${entries.length} · разделов ${sections.size} · ошибок ${faults.length} · предупреждений ${warnings.length}`,
  ].join('\n');
};
