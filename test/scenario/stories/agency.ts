/** 4.8–4.9: a written request waits for an agency; the citizen is told once and may ask again. */
import {
  AGENCY,
  ASSIGNED,
  AT_WORK,
  FEDERAL,
  registered,
  taken,
  TECHNICAL,
  UFA,
  WAITING_OPEN,
  type Request,
} from '../cases.js';
import type { Desk } from '../desk.js';
import type { Story } from '../story.js';

const INQUIRY = {
  foiv_name: 'Росреестр',
  foiv_request_date: '2025-10-29',
  foiv_request_number: '14-221/25',
  transition_comment: 'Уведомите: запрос направлен в Росреестр.',
};

/** The agency is asked, the region is to tell the citizen. */
const asked = async (desk: Desk): Promise<Request> => {
  const request = await taken(desk);
  await desk.macro('СП ЕПГУ', request.ticket, 'Запрос в ФОИВ', INQUIRY);
  return request;
};

/** The region has told, the ticket waits with СП ЕПГУ. */
const waiting = async (desk: Desk): Promise<Request> => {
  const request = await asked(desk);
  await desk.reply('Уфа', request.ticket, 'phone', 'Ваш вопрос направлен в Росреестр.');
  await desk.macro('Уфа', request.ticket, 'Сообщено заявителю', {
    transition_comment: 'Уведомлена по телефону.',
  });
  return request;
};

const awaiting = { state: WAITING_OPEN, reason: AGENCY, pendingUntil: null };

export const agency: readonly Story[] = [
  {
    clauses: ['R-4.8.a', 'R-4.8.b', 'R-4.8.1.a', 'R-4.8.1.b'],
    title: 'запрос в ведомство: тикет у региона, ждёт без срока, комментарий о том, что уведомить',
    async play(desk) {
      const { ticket } = await asked(desk);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({
        ...awaiting,
        group: UFA,
        fields: { foiv_notice: 'требуется', foiv_name: 'Росреестр', transition_comment: null },
      });
      expect(seen.fields['next_task']).toMatch(/Уведомить пользователя/);
      expect(seen.notes.some(({ text }) => text.includes(INQUIRY.transition_comment))).toBe(true);
      expect(await desk.verdict(ticket, 'R-4.8.a')).toBe('met');
    },
  },
  {
    clauses: ['R-4.8.1.b', 'R-4.8.a'],
    title: 'без комментария запрос не уходит: тикет в СП ЕПГУ, сказано, чего не хватает',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Запрос в ФОИВ');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: AT_WORK, fields: { regulation_act: null } });
      expect(seen.notes.at(-1)?.text).toMatch(/не хватает.*комментарий/);
    },
  },
  {
    clauses: ['R-4.8.2.a', 'R-4.8.2.b', 'R-4.8.2.c'],
    title: 'регион уведомил и вернул: тикет у прежнего держателя, состояние и причина те же',
    async play(desk) {
      const { ticket } = await waiting(desk);
      expect(await desk.see(ticket)).toMatchObject({
        ...awaiting,
        group: FEDERAL,
        fields: { foiv_notice: 'выполнено', next_task: null, regulation_act: null },
      });
    },
  },
  {
    clauses: ['R-4.8.2.c'],
    title: 'регион не может сменить состояние, пока ждут ведомство',
    async play(desk) {
      const { ticket } = await asked(desk);
      await expect(desk.fill('Уфа', ticket, { state: AT_WORK, state_reason: '' })).rejects.toThrow();
      expect(await desk.see(ticket)).toMatchObject(awaiting);
    },
  },
  {
    clauses: ['R-4.8.3.a'],
    title: 'пользователь написал, пока ждут ведомство: ожидание восстановлено, обращение сосчитано',
    async play(desk) {
      const { ticket, citizen } = await waiting(desk);
      const { number } = await desk.see(ticket);
      await desk.mail({ from: citizen, answers: number, body: 'Когда ответ?' });
      expect(await desk.see(ticket)).toMatchObject({
        ...awaiting,
        group: FEDERAL,
        fields: { repeat_count: 1 },
      });
    },
  },
  {
    clauses: ['R-4.8.3.a'],
    title: 'автоответ пользователя: ожидание восстановлено, обращением он не считается',
    async play(desk) {
      const { ticket, citizen } = await waiting(desk);
      const { number } = await desk.see(ticket);
      await desk.mail({ from: citizen, answers: number, automatic: 'absence', body: 'Я в отпуске.' });
      expect(await desk.see(ticket)).toMatchObject({
        ...awaiting,
        group: FEDERAL,
        fields: { repeat_count: 0 },
      });
    },
  },
  {
    clauses: ['R-4.8.3.b'],
    title: 'СП ЕПГУ пишет пользователю, пока ждут ведомство: это видно',
    async play(desk) {
      const { ticket } = await waiting(desk);
      expect(await desk.verdict(ticket, 'R-4.8.3.b')).toBe('met');
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Срок ответа пока неизвестен.');
      expect(await desk.verdict(ticket, 'R-4.8.3.b')).toBe('flagged');
    },
  },
  {
    clauses: ['R-4.8.4', 'R-4.8.4.1', 'R-3.8.3', 'R-3.8.3.1'],
    title: 'новое письмо о том же: связано, отмечено в первичном тикете, региону сказано, что ответить',
    async play(desk) {
      const { ticket, citizen, data } = await waiting(desk);
      const first = await desk.see(ticket);
      const again = await desk.mail({ from: citizen, subject: 'Что с моим обращением?' });
      await desk.fill('Уфа', again, { citizen_name: data['citizen_name'] ?? '', snils: data['snils'] ?? '' });
      await desk.macro('Уфа', again, 'Спросил о статусе');
      const second = await desk.see(again);
      expect(second).toMatchObject({ group: UFA, links: [{ relation: 'normal', ticket }] });
      expect(second.tags).toContain('повторное-обращение');
      expect(second.fields['next_task']).toContain(`№ ${first.number}`);
      const primary = await desk.see(ticket);
      expect(primary).toMatchObject({ ...awaiting, group: FEDERAL, fields: { repeat_count: 1 } });
      expect(primary.notes.filter(({ text }) => text.includes(second.number))).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.8.4', 'R-3.8.3'],
    title: 'повторное всё же передано в СП ЕПГУ: оно снова у региона',
    async play(desk) {
      const { ticket, data } = await waiting(desk);
      const { ticket: again } = await registered(desk, { snils: data['snils'] ?? '' });
      await desk.macro('Уфа', again, 'Спросил о статусе');
      await desk.macro('Уфа', again, 'Передать в СП ЕПГУ');
      expect(await desk.see(again)).toMatchObject({ group: UFA, links: [{ ticket }] });
    },
  },
  {
    clauses: ['R-4.9'],
    title: 'ведомство ответило: тикет в СТП ЕПГУ с комментарием, «Назначен»',
    async play(desk) {
      const { ticket } = await waiting(desk);
      const answer = 'Росреестр: сведения исправлены.';
      await desk.macro('СП ЕПГУ', ticket, 'Ответ ФОИВ получен', { transition_comment: answer });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: TECHNICAL, state: ASSIGNED, reason: null, owner: null });
      expect(seen.tags).toContain('стп-впервые');
      expect(seen.notes.some(({ text }) => text.includes(answer))).toBe(true);
    },
  },
  {
    clauses: ['R-4.9'],
    title: 'ведомство ответило, а комментария нет: тикет ждёт дальше, сказано, чего не хватает',
    async play(desk) {
      const { ticket } = await waiting(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Ответ ФОИВ получен');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ ...awaiting, group: FEDERAL, fields: { regulation_act: null } });
      expect(seen.notes.at(-1)?.text).toMatch(/не хватает.*ответ ФОИВ/);
    },
  },
];
