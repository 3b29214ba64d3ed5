/** 3.1, 4.1: the answer is looked for in FAQ first; what is found is given, linked and closed without СП ЕПГУ. */
import { AT_WORK, CLOSED, ENTRY, registered, UFA } from '../cases.js';
import type { Desk, Seen } from '../desk.js';
import type { Story } from '../story.js';

const PASSWORD = 'Как восстановить пароль?';
const CAPITAL = 'На что можно потратить материнский капитал?';

const edition = {
  [PASSWORD]: 'На странице входа нажмите «Не удаётся войти», придёт код.',
  [CAPITAL]: 'На жильё, образование, пенсию мамы.',
  'Как поставить автомобиль на учёт?': 'Выберите отделение ГАИ и время.',
};

const suggestions = ({ notes }: Seen): string[] =>
  notes.filter(({ clauses }) => clauses.includes('R-4.1.b')).map(({ text }) => text);

/** A letter about a password nobody remembers. */
const forgotten = async (desk: Desk): Promise<number> => {
  await desk.publish(edition);
  return desk.mail({
    from: desk.citizen(),
    subject: 'Не могу зайти',
    body: 'Здравствуйте! Забыла пароль от кабинета, восстановить не получается.',
  });
};

export const faq: readonly Story[] = [
  {
    clauses: ['R-3.1.b', 'R-4.1.b'],
    title: 'похожий ответ под рукой: одна заметка, и она меняется вместе с обращением',
    async play(desk) {
      const ticket = await forgotten(desk);
      await desk.macro('Уфа', ticket, 'Взять в работу');
      const first = await desk.see(ticket);
      expect(first).toMatchObject({ group: UFA, state: AT_WORK });
      expect(suggestions(first)).toEqual([expect.stringContaining(PASSWORD)]);
      await desk.fill('Уфа', ticket, {
        request_summary: 'Хочет потратить материнский капитал на образование дочери, можно ли',
      });
      const changed = suggestions(await desk.see(ticket));
      expect(changed).toEqual([expect.stringContaining(CAPITAL)]);
      expect(changed[0]).toContain('заменяет прежнюю');
      await desk.reply('Уфа', ticket, 'note', 'Жду ответа коллеги.');
      expect(suggestions(await desk.see(ticket))).toEqual(changed);
    },
  },
  {
    clauses: ['R-3.1.b', 'R-4.1.b'],
    title: 'похожего нет: заметки нет; сказано «не найдено» — больше не подсказывают',
    async play(desk) {
      await desk.publish(edition);
      const { ticket } = await registered(desk);
      expect(suggestions(await desk.see(ticket))).toEqual([]);
      await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ', { request_summary: 'Не помнит пароль' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: ENTRY, fields: { faq_result: 'не найдено' } });
      expect(suggestions(seen)).toEqual([]);
    },
  },
  {
    clauses: ['R-3.1.1', 'R-4.1.1'],
    title: 'ответ найден среди похожих и дан: тикет закрыт, ответ связан с ним и назван',
    async play(desk) {
      const ticket = await forgotten(desk);
      await desk.macro('Уфа', ticket, 'Взять в работу');
      await desk.reply('Уфа', ticket, 'phone', 'Рассказали, как восстановить пароль.');
      await desk.macro('Уфа', ticket, 'Сообщено заявителю', { faq_answer: 'первый' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: CLOSED, answers: [PASSWORD] });
      const told = seen.notes.filter(({ clauses }) => clauses.includes('R-4.1.1'));
      expect(told).toEqual([{ clauses: ['R-4.1.1'], text: expect.stringContaining(PASSWORD) as unknown }]);
      expect(await desk.verdict(ticket, 'R-3.1.1')).toBe('met');
    },
  },
  {
    clauses: ['R-3.1.1', 'R-4.1.1'],
    title: 'ответ из FAQ оператор нашёл и связал сам: этого достаточно',
    async play(desk) {
      await desk.publish(edition);
      const { ticket } = await registered(desk);
      await desk.reply('Уфа', ticket, 'phone', 'Капитал можно потратить на учёбу.');
      await desk.linkAnswer('Уфа', ticket, CAPITAL);
      await desk.macro('Уфа', ticket, 'Сообщено заявителю', { faq_answer: 'другой' });
      expect(await desk.see(ticket)).toMatchObject({ state: CLOSED, reason: null, answers: [CAPITAL] });
      expect(await desk.verdict(ticket, 'R-3.1.1')).toBe('met');
    },
  },
  {
    clauses: ['R-3.1.1', 'R-4.1.1'],
    title: 'закрыт с ответом из FAQ, а какой ответ, никто не сказал: это видно',
    async play(desk) {
      const ticket = await forgotten(desk);
      await desk.reply('Уфа', ticket, 'phone', 'Рассказали, как восстановить пароль.');
      await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      expect(await desk.see(ticket)).toMatchObject({ state: CLOSED, answers: [] });
      expect(await desk.verdict(ticket, 'R-3.1.1')).toBe('flagged');
    },
  },
  {
    clauses: ['R-3.1.b', 'R-4.1.b'],
    title: 'прежнюю подсказку Zammad убрать уже не даёт: новая говорит, что заменяет её',
    movesClock: true,
    goesOn: true,
    async play(desk) {
      const ticket = await forgotten(desk);
      await desk.clockTo(new Date(desk.now().getTime() + 2 * 3_600_000).toISOString());
      await desk.fill('Уфа', ticket, { request_summary: 'Поставить на учёт купленный автомобиль' });
      const [old, fresh, ...more] = suggestions(await desk.see(ticket));
      expect(old).toContain(PASSWORD);
      expect(fresh).toMatch(/заменяет прежнюю.*Как поставить автомобиль на учёт/);
      expect(more).toEqual([]);
      await desk.fill('Уфа', ticket, { request_summary: 'Всё же не помнит пароль, восстановить' });
      expect(suggestions(await desk.see(ticket))).toEqual([old, fresh]);
    },
  },
];
