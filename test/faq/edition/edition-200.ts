/** One edition of invented questions, written down in every format an edition may come in. */
import type { SourceFile } from '../../../sync/faq/edition/read-edition.js';
import { docx, xlsx, type Paragraph } from './office.js';

interface Question {
  readonly category: readonly [string, string];
  readonly question: string;
  /** Paragraphs; the first words of each are bold. */
  readonly answer: readonly { readonly bold: string; readonly text: string }[];
}

const services = [
  'запись к врачу',
  'выписка из реестра',
  'замена паспорта',
  'пособие на ребёнка',
  'регистрация по месту жительства',
];
const troubles = [
  'Почему не приходит код для услуги',
  'Как отменить заявление на услугу',
  'Где посмотреть статус услуги',
  'Что делать, если отказано в услуге',
];

/** `count` questions in ten sections of two levels. */
export const questions = (count: number): Question[] =>
  Array.from({ length: count }, (_, index): Question => {
    const service = services[index % services.length] ?? '';
    const trouble = troubles[Math.floor(index / services.length) % troubles.length] ?? '';
    const section = Math.floor((index * 10) / count);
    return {
      category: [`Раздел ${Math.floor(section / 2) + 1}`, `Подраздел ${section + 1}`],
      question: `${trouble} «${service}», случай ${index + 1}?`,
      answer: [
        {
          bold: 'Проверьте данные',
          text: ` в личном кабинете: они должны совпадать с документом № ${index + 1}.`,
        },
        {
          bold: 'Если не помогло',
          text: ' <более суток> — обратитесь в службу поддержки & приложите снимок экрана.',
        },
      ],
    };
  });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const html = ({ answer }: Question): string =>
  answer.map(({ bold, text }) => `<p><b>${escaped(bold)}</b>${escaped(text)}</p>`).join('\n');
const rows = (list: readonly Question[]): string[][] => [
  ['Категория', 'Вопрос', 'Ответ'],
  ...list.map((one) => [one.category.join(' / '), one.question, html(one)]),
];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const csv = (list: readonly Question[], separator: string): Uint8Array =>
  bytes(
    rows(list)
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator))
      .join('\r\n'),
  );

/** Calls `heading` where the path changes. */
const walk = <T>(
  list: readonly Question[],
  heading: (level: number, title: string) => T,
  body: (one: Question) => T[],
): T[] => {
  const path: string[] = [];
  return list.flatMap((one) => {
    const parts = one.category.flatMap((title, level) => {
      if (path[level] === title) return [];
      path.splice(level, path.length, title);
      return [heading(level + 1, title)];
    });
    return [...parts, heading(3, one.question), ...body(one)];
  });
};

const markdown = (list: readonly Question[]): Uint8Array =>
  bytes(
    walk(
      list,
      (level, title) => `${'#'.repeat(level)} ${title}\n`,
      ({ answer }) => answer.map(({ bold, text }) => `**${bold}**${escaped(text)}\n`),
    ).join('\n'),
  );

const word = (list: readonly Question[]): Uint8Array =>
  docx(
    walk<Paragraph>(
      list,
      (level, title) => ({ style: String(level), runs: [{ text: title }] }),
      ({ answer }) => answer.map(({ bold, text }) => ({ runs: [{ text: bold, bold: true }, { text }] })),
    ),
  );

/** The same edition in every format. */
export const inEveryFormat = (
  list: readonly Question[],
): Readonly<Record<string, readonly SourceFile[]>> => ({
  'CSV с точкой с запятой': [{ name: 'faq.csv', data: csv(list, ';') }],
  'CSV с запятой': [{ name: 'faq.csv', data: csv(list, ',') }],
  XLSX: [{ name: 'faq.xlsx', data: xlsx({ Лист1: rows(list) }) }],
  JSON: [
    {
      name: 'faq.json',
      data: bytes(
        JSON.stringify(
          list.map((one) => ({ category: one.category, question: one.question, answer: html(one) })),
        ),
      ),
    },
  ],
  Markdown: [{ name: 'faq.md', data: markdown(list) }],
  DOCX: [{ name: 'faq.docx', data: word(list) }],
});
