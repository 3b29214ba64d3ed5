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
    ['Заявителей', 'Обращений', 'О чём', 'Тикеты', 'Ответ был в БЗ ЕПГУ', 'Похожий ответ в FAQ'],
    ...gaps.map(({ citizens, count, about, tickets, inFederalBase, likely }) => [
      citizens,
      count,
      about,
      tickets.join(', '),
      inFederalBase,
      likely,
    ]),
  ]);

const linesOf = ({ citizens, count, about, tickets, inFederalBase, likely }: FaqGap): string[] => [
  `${citizens} × ${about}`,
  `  тикеты: ${tickets.join(', ')}${count > citizens ? `, всего ${count}` : ''}${inFederalBase > 0 ? `; ответ был в БЗ ЕПГУ: ${inFederalBase}` : ''}`,
  ...(likely === null ? [] : [`  похожий ответ уже есть: «${likely}»`]),
];

/** What several citizens asked, then what one did: a line each, for it may be that person's own affair. */
export const gapsText = ({ since, until, requests, gaps }: GapReport): string => {
  const several = gaps.filter(({ citizens }) => citizens > 1);
  const single = gaps.filter(({ citizens }) => citizens === 1);
  return [
    `Обращения без ответа в FAQ с ${since} по ${until}: ${requests}, разных вопросов: ${gaps.length}`,
    ...several.flatMap(linesOf),
    ...(single.length === 0 ? [] : [`По одному заявителю: ${single.length}`]),
    ...single.map(({ about, tickets }) => `  ${tickets.join(', ')}: ${about}`),
  ].join('\n');
};
