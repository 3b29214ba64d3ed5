/** How stories look at a ticket: what must stand there, and how it is told. */
import { DemoFault, type SeenTicket } from './stage.js';

export const REGION = 'СП РПГУ::Республика Башкортостан';
export const ENTRY = 'Начальник смены ЦПП';
export const ASSIGNED = 'Назначен';
export const AT_WORK = 'В работе';
export const ASKED = 'Запрошена информация (пользователь)';
export const RECEIVED = 'Информация получена';
export const AGENCY = 'Отклонено на ведомство';
export const OPEN_WAIT = 'В ожидании (без срока)';
export const WAIT = 'В ожидании';
export const SOLVED = 'Решен';
export const CLOSED = 'Закрыт';

/** Throws DemoFault with `otherwise` unless it holds. */
export const expect = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new DemoFault(otherwise);
};

/** «группа …, состояние …, причина …». */
export const standing = ({ number, group, state, reason }: SeenTicket): string =>
  `№ ${number}: группа «${group}», состояние «${state}»${reason === '' ? '' : `, причина «${reason}»`}`;

/** Expects group, state and reason, and tells them. */
export const stands = (seen: SeenTicket, group: string, state: string, reason = ''): string => {
  expect(
    seen.group === group && seen.state === state && seen.reason === reason,
    `ждали группу «${group}», состояние «${state}»${reason === '' ? ' без причины' : `, причину «${reason}»`}, а стоит ${standing(seen)}`,
  );
  return standing(seen);
};

/** Expects a note whose text says all of `said`, and tells it. */
export const noted = (seen: SeenTicket, clause: string, ...said: readonly string[]): string[] => {
  const note = seen.notes.findLast(({ subject }) => subject.includes(clause));
  if (note === undefined)
    throw new DemoFault(
      `нет заметки по ${clause}; есть: ${seen.notes.map(({ subject }) => subject).join(', ') || 'ни одной'}`,
    );
  const silent = said.filter((words) => !note.text.some((line) => line.includes(words)));
  expect(silent.length === 0, `в заметке ${clause} не сказано: ${silent.join(', ')}`);
  return [`внутренняя заметка «${note.subject}»:`, ...note.text.map((line) => `  │ ${line}`)];
};
