/** One written request from the letter to the close, as the desks play it by intentions: what is shown after each step, and to whom. */
import type { Person } from '../scenario/people.js';

export interface Step {
  readonly name: string;
  readonly clauses: readonly string[];
  readonly as: Person;
  /** Name of the macro that the person clicks; left out: nothing is clicked. */
  readonly intention?: string;
  /** Filled into the form before. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Mailed to the citizen before the click. */
  readonly answer?: string;
  /** Who looks at the ticket afterwards, on both pages: those who have it then. */
  readonly seenBy: readonly Person[];
}

export const steps: readonly Step[] = [
  { name: 'пришло', clauses: ['R-4.1.a'], as: 'Уфа', seenBy: ['Уфа'] },
  { name: 'взято', clauses: ['R-4.1.b'], as: 'Уфа', intention: 'Взять в работу', seenBy: ['Уфа'] },
  {
    name: 'передать без данных нельзя',
    clauses: ['R-4.2.1', 'R-4.2.3'],
    as: 'Уфа',
    intention: 'Передать в СП ЕПГУ',
    seenBy: ['Уфа'],
  },
  {
    name: 'передано с данными',
    clauses: ['R-4.2', 'R-4.2.1'],
    as: 'Уфа',
    fields: {
      citizen_name: 'Вымышленная Вера Павловна',
      snils: '200-000-001 19',
      inn: '500100732259',
      birth_date: '1984-02-29',
      contact_method: 'эл. почта',
      contact_value: '{citizen}',
      request_summary: 'Карточка заявления не открывается.',
    },
    intention: 'Передать в СП ЕПГУ',
    seenBy: ['начальник смены'],
  },
  { name: 'принято', clauses: ['R-4.3'], as: 'СП ЕПГУ', intention: 'Принять', seenBy: ['СП ЕПГУ'] },
  { name: 'в СТП', clauses: ['R-4.5'], as: 'СП ЕПГУ', intention: 'В СТП', seenBy: ['СТП'] },
  { name: 'взято в СТП', clauses: ['R-4.6'], as: 'СТП', intention: 'Взять в работу', seenBy: ['СТП'] },
  { name: 'решено в СТП', clauses: ['R-4.10'], as: 'СТП', intention: 'Решено', seenBy: ['СП ЕПГУ'] },
  {
    name: 'ответ готов',
    clauses: ['R-4.11'],
    as: 'СП ЕПГУ',
    fields: { transition_comment: 'Карточка исправлена, сообщите заявителю' },
    intention: 'Ответ готов',
    seenBy: ['Уфа'],
  },
  {
    name: 'сообщено',
    clauses: ['R-4.12'],
    as: 'Уфа',
    answer: 'Карточка исправлена, войдите ещё раз. Согласны ли Вы с решением?',
    intention: 'Сообщено заявителю',
    seenBy: ['Уфа'],
  },
  { name: 'закрыто', clauses: ['R-4.12.1'], as: 'Уфа', intention: 'Согласен, закрыть', seenBy: ['Уфа'] },
];
