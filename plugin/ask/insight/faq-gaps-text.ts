/** Gaps of the FAQ as a file for Excel and as lines for a terminal. Pure. */
import { csvOf } from './csv.js';
import type { FaqGap } from './faq-gaps.js';

export interface GapReport {
  /** Dates, both included. */
  readonly since: string;
  readonly until: string;
  /** Requests that went without an answer. */
  readonly requests: number;
  readonly gaps: readonly FaqGap[];
}

export const gapsCsv = ({ gaps }: GapReport): string =>
  csvOf([
    ['Обращений', 'О чём', 'Тикеты', 'Ответ был в БЗ ЕПГУ', 'Похожий ответ в FAQ'],
    ...gaps.map(({ count, about, tickets, inFederalBase, likely }) => [
      count,
      about,
      tickets.join(', '),
      inFederalBase,
      likely,
    ]),
  ]);

const linesOf = ({ count, about, tickets, inFederalBase, likely }: FaqGap): string[] => [
  `${count} × ${about}`,
  `  тикеты: ${tickets.join(', ')}${inFederalBase > 0 ? `; ответ был в БЗ ЕПГУ: ${inFederalBase}` : ''}`,
  ...(likely === null ? [] : [`  похожий ответ уже есть: «${likely}»`]),
];

export const gapsText = ({ since, until, requests, gaps }: GapReport): string =>
  [
    `Обращения без ответа в FAQ с ${since} по ${until}: ${requests}, разных вопросов: ${gaps.length}`,
    ...gaps.flatMap(linesOf),
  ].join('\n');
