/** The answer on its way to the citizen, consent, disagreement and the second round. */
import { ASSIGNED, atTechnical, CLOSED, ENTRY, FEDERAL, SOLVED, taken, UFA, type Request } from '../cases.js';
import type { Desk } from '../desk.js';
import type { Story } from '../story.js';
import { afterTheLastTry } from './waiting.js';

const ANSWER = 'Откройте заявление из раздела «Черновики».';

/** Answered by СП ЕПГУ, back at its region. */
const answered = async (desk: Desk): Promise<Request> => {
  const request = await taken(desk);
  await desk.macro('СП ЕПГУ', request.ticket, 'Ответ готов', {
    transition_comment: ANSWER,
    federal_kb_result: 'найдено',
  });
  return request;
};

/** The region has told the citizen. */
const told = async (desk: Desk): Promise<Request> => {
  const request = await answered(desk);
  await desk.reply('Уфа', request.ticket, 'email', ANSWER);
  await desk.macro('Уфа', request.ticket, 'Сообщено заявителю');
  return request;
};

export const solution: readonly Story[] = [
  {
    clauses: ['R-4.5', 'R-4.5.1', 'R-4.11.b'],
    title: 'ответ из БЗ ЕПГУ: тикет у своего региона, «Решен», ответ в заметке, следующий шаг назван',
    async play(desk) {
      const { ticket } = await answered(desk);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({
        group: UFA,
        state: SOLVED,
        owner: null,
        fields: { federal_kb_result: 'найдено', transition_comment: null },
      });
      expect(seen.notes.some(({ text }) => text.includes(ANSWER))).toBe(true);
      expect(seen.fields['next_task']).toMatch(/Сообщить решение/);
    },
  },
  {
    clauses: ['R-4.5.1'],
    title: 'ответ из БЗ ЕПГУ рукой и без комментария: форма его так не отдаёт',
    async play(desk) {
      const { ticket } = await taken(desk);
      const solved = { group: UFA, state: SOLVED, federal_kb_result: 'найдено' };
      await expect(desk.fill('агент', ticket, solved)).rejects.toThrow();
      expect(await desk.see(ticket)).toMatchObject({ group: FEDERAL, state: 'В работе' });
    },
  },
  {
    clauses: ['R-4.11.a', 'R-4.11.b'],
    title: 'решено в СТП ЕПГУ, ответ составлен: тикет у региона, статус «Решен» сохранён',
    async play(desk) {
      const { ticket } = await atTechnical(desk);
      await desk.macro('СТП', ticket, 'Решено');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов', { transition_comment: ANSWER });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: SOLVED });
      expect(seen.notes.filter(({ text }) => text.includes(ANSWER))).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.11.a'],
    title: 'решено в СТП ЕПГУ, а ответа нет: регион тикета не получает',
    async play(desk) {
      const { ticket } = await atTechnical(desk);
      await desk.macro('СТП', ticket, 'Решено');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов');
      const refused = await desk.see(ticket);
      expect(refused).toMatchObject({ group: FEDERAL, state: SOLVED, fields: { regulation_act: null } });
      expect(refused.notes.at(-1)?.text).toMatch(/не хватает.*комментарий/);
      await desk.fill('агент', ticket, { group: UFA });
      expect(await desk.see(ticket)).toMatchObject({ group: FEDERAL, state: SOLVED });
    },
  },
  {
    clauses: ['R-4.5.2', 'R-4.12'],
    title: 'регион направил решение пользователю: «Решен», отмечено, следующий шаг снят',
    async play(desk) {
      const { ticket } = await told(desk);
      expect(await desk.see(ticket)).toMatchObject({
        group: UFA,
        state: SOLVED,
        tags: expect.arrayContaining(['решение-сообщено']) as unknown,
        fields: { next_task: null },
      });
      expect(await desk.verdict(ticket, 'R-4.5.2')).toBe('met');
    },
  },
  {
    clauses: ['R-4.5.2'],
    title: 'письмо с решением не ушло, решённый и закрытый тикеты остались где были, на каждом одна заметка',
    stopsLetters: true,
    async play(desk) {
      const [solved, closed] = [await answered(desk), await answered(desk)];
      await desk.sends(false);
      for (const { ticket } of [solved, closed]) {
        await desk.reply('Уфа', ticket, 'email', ANSWER);
        await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      }
      await desk.macro('Уфа', closed.ticket, 'Согласен, закрыть');
      await desk.clockTo(afterTheLastTry(desk));
      await desk.sends(true);
      for (const [{ ticket }, state] of [
        [solved, SOLVED],
        [closed, CLOSED],
      ] as const) {
        const seen = await desk.see(ticket);
        expect(seen.articles.some(({ text }) => text.startsWith('Unable to send email'))).toBe(true);
        expect(seen).toMatchObject({ group: UFA, state });
        expect(
          seen.notes.filter(
            ({ clauses, text }) => clauses.includes('R-4.5.2') && text.includes('не доставлено'),
          ),
        ).toHaveLength(1);
      }
    },
  },
  {
    clauses: ['R-4.5.2'],
    title: 'отмечено «сообщено», а пользователю никто не писал: это видно',
    async play(desk) {
      const { ticket } = await answered(desk);
      await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      const seen = await desk.see(ticket);
      expect(seen.tags).not.toContain('решение-сообщено');
      expect(seen.notes.at(-1)?.text).toMatch(/не хватает.*сообщено заявителю/);
      await desk.tag('Уфа', ticket, 'решение-сообщено');
      expect(await desk.verdict(ticket, 'R-4.5.2')).toBe('flagged');
    },
  },
  {
    clauses: ['R-4.12.1'],
    title: 'пользователь согласен: тикет закрыт',
    async play(desk) {
      const { ticket } = await told(desk);
      await desk.macro('Уфа', ticket, 'Согласен, закрыть');
      expect(await desk.see(ticket)).toMatchObject({
        group: UFA,
        state: CLOSED,
        reason: null,
        fields: { citizen_consent: 'согласен' },
      });
    },
  },
  {
    clauses: ['R-4.12.1'],
    title: 'закрыли, не спросив согласия: тикет снова «Решен»',
    async play(desk) {
      const { ticket } = await told(desk);
      await desk.fill('Уфа', ticket, { state: CLOSED });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: SOLVED });
      expect(seen.notes.filter(({ clauses }) => clauses.includes('R-4.12.1'))).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.12.2'],
    title: 'пользователь не согласен: тот же тикет у начальника смены, круг сосчитан',
    async play(desk) {
      const { ticket } = await told(desk);
      await desk.macro('Уфа', ticket, 'Не согласен');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({
        group: ENTRY,
        state: ASSIGNED,
        owner: null,
        fields: {
          disagreement_count: 1,
          citizen_consent: null,
          federal_kb_result: null,
          regulation_act: null,
        },
      });
      expect(seen.tags).not.toContain('решение-сообщено');
    },
  },
  {
    clauses: ['R-4.12.2'],
    title: 'не согласен и во второй раз: предложена претензия',
    async play(desk) {
      const { ticket } = await told(desk);
      await desk.macro('Уфа', ticket, 'Не согласен');
      await desk.macro('СП ЕПГУ', ticket, 'Принять');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов', { transition_comment: 'Второй ответ.' });
      await desk.reply('Уфа', ticket, 'email', 'Второй ответ.');
      await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      await desk.macro('Уфа', ticket, 'Не согласен');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: ENTRY, state: ASSIGNED, fields: { disagreement_count: 2 } });
      expect(seen.tags).toContain('несогласие-повторно');
      expect(seen.notes.at(-1)?.text).toMatch(/претензи/i);
    },
  },
];
