/** 4.7–4.7.3: the region asks the citizen, three working days run, Zammad closes or the answer goes on. */
import {
  ASKED,
  ASSIGNED,
  AT_WORK,
  CLOSED,
  FEDERAL,
  RECEIVED,
  registered,
  SILENT,
  taken,
  UFA,
  WAITING,
  WAITING_OPEN,
  type Request,
} from '../cases.js';
import type { Desk } from '../desk.js';
import type { Story } from '../story.js';
import { calledFederal } from './phone.js';

const WANTED = 'Нужен снимок экрана с ошибкой.';

/** СП ЕПГУ wants something of the citizen. */
const wanted = async (desk: Desk, from?: string): Promise<Request> => {
  const request = await taken(desk, {}, from);
  await desk.macro('СП ЕПГУ', request.ticket, 'Запросить у заявителя', { transition_comment: WANTED });
  return request;
};

/** The region has asked and waits. */
const waiting = async (desk: Desk, from?: string): Promise<Request & { number: string }> => {
  const request = await wanted(desk, from);
  await desk.reply('Уфа', request.ticket, 'email', WANTED);
  await desk.macro('Уфа', request.ticket, 'Данные запрошены', { transition_comment: 'Запросили снимок.' });
  return { ...request, number: (await desk.see(request.ticket)).number };
};

/** Asked on Thursday: Friday, the working Saturday, and Wednesday after the holidays, to midnight in Ufa. */
const DEADLINE = '2025-11-05T19:00:00.000Z';
const IN_MOSCOW = '2025-11-05T21:00:00.000Z';
const hourBefore = '2025-11-05T18:00:00Z';
const hourAfter = '2025-11-05T20:00:00Z';
const hourAfterMoscow = '2025-11-05T22:00:00Z';

/** Zammad tries four times: at once, then after 25, 50 and 75 seconds. */
export const afterTheLastTry = (desk: Desk): string =>
  new Date(desk.now().getTime() + 5 * 60_000).toISOString();

export const waitingStories: readonly Story[] = [
  {
    clauses: ['R-4.7.a', 'R-4.7.b'],
    title: 'нужна информация: тикет у своего региона с перечнем, следующий шаг — спросить',
    async play(desk) {
      const { ticket } = await wanted(desk);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({
        group: UFA,
        state: ASSIGNED,
        owner: null,
        fields: { wait_source: 'по запросу ЕПГУ' },
      });
      expect(seen.fields['next_task']).toMatch(/Запросить информацию/);
      expect(seen.notes.some(({ text }) => text.includes(WANTED))).toBe(true);
    },
  },
  {
    clauses: ['R-4.7.a'],
    title: 'перечня нет: тикет остаётся, сказано почему, а рукой переведённый возвращается',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Запросить у заявителя');
      const refused = await desk.see(ticket);
      expect(refused).toMatchObject({ group: FEDERAL, state: AT_WORK, fields: { regulation_act: null } });
      expect(refused.notes.at(-1)?.text).toMatch(/не хватает.*комментарий/);
      await desk.fill('агент', ticket, {
        group: UFA,
        state: ASSIGNED,
        wait_source: 'по запросу ЕПГУ',
      });
      expect(await desk.see(ticket)).toMatchObject({ group: FEDERAL, state: AT_WORK });
    },
  },
  {
    clauses: ['R-4.7.1.a', 'R-4.7.1.b'],
    title: 'регион спросил: «В ожидании», причина и срок в «Ожидать до»',
    async play(desk) {
      const { ticket } = await waiting(desk);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: WAITING, reason: ASKED });
      expect(Date.parse(seen.pendingUntil ?? '')).toBeLessThan(desk.now().getTime() + 14 * 24 * 3600 * 1000);
      expect(await desk.verdict(ticket, 'R-4.7.1.a')).toBe('met');
      expect(await desk.verdict(ticket, 'R-4.7.1.b')).toBe('pending');
    },
  },
  {
    clauses: ['R-4.7.3.a', 'R-4.7.3.b', 'R-4.7.3.c'],
    title: 'пользователь ответил: «Назначен», срок снят; регион передал последнему держателю',
    async play(desk) {
      const { ticket, citizen, number } = await waiting(desk);
      expect(await desk.mail({ from: citizen, answers: number, body: 'Снимок во вложении.' })).toBe(ticket);
      const answered = await desk.see(ticket);
      expect(answered).toMatchObject({ group: UFA, state: ASSIGNED, reason: RECEIVED, pendingUntil: null });
      expect(answered.fields['next_task']).toMatch(/передать в СП ЕПГУ/);
      await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ');
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: ASSIGNED,
        owner: null,
        fields: { regulation_act: null, wait_source: null },
      });
    },
  },
  {
    clauses: ['R-4.7.3.a'],
    title: 'автоответ — не ответ: ожидание восстановлено с прежним сроком',
    async play(desk) {
      const { ticket, citizen, number } = await waiting(desk);
      const { pendingUntil } = await desk.see(ticket);
      await desk.mail({ from: citizen, answers: number, automatic: 'absence', body: 'Я в отпуске.' });
      expect(await desk.see(ticket)).toMatchObject({
        group: UFA,
        state: WAITING,
        reason: ASKED,
        pendingUntil,
      });
    },
  },
  {
    clauses: ['R-4.7.1.b'],
    title: 'запрос не доставлен: срок приостановлен, тикет помечен',
    async play(desk) {
      const { ticket, citizen, number } = await waiting(desk);
      await desk.mail({ from: citizen, answers: number, automatic: 'bounce', body: 'Mailbox is full.' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: WAITING_OPEN, reason: ASKED });
      expect(seen.tags).toContain('запрос-не-доставлен');
    },
  },
  {
    clauses: ['R-4.7.3.a', 'R-4.7.1.b'],
    title: 'письмо с запросом не ушло: это не ответ, тикет ждёт дальше без срока и помечен',
    stopsLetters: true,
    async play(desk) {
      const { ticket } = await wanted(desk);
      await desk.sends(false);
      await desk.reply('Уфа', ticket, 'email', WANTED);
      await desk.macro('Уфа', ticket, 'Данные запрошены', { transition_comment: 'Запросили снимок.' });
      await desk.clockTo(afterTheLastTry(desk));
      await desk.sends(true);
      const seen = await desk.see(ticket);
      expect(seen.articles.some(({ text }) => text.startsWith('Unable to send email'))).toBe(true);
      expect(seen).toMatchObject({ group: UFA, state: WAITING_OPEN, reason: ASKED });
      expect(seen.tags).toContain('запрос-не-доставлен');
      expect(seen.notes.filter(({ text }) => text.includes('не доставлен'))).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.7.1.b'],
    title: 'спросили 30.10.2025: срок — до конца 05.11 в Уфе, суббота 1.11 рабочая, 3 и 4.11 нет',
    movesClock: true,
    async play(desk) {
      const { ticket } = await waiting(desk);
      expect(await desk.see(ticket)).toMatchObject({ state: WAITING, pendingUntil: DEADLINE });
    },
  },
  {
    clauses: ['R-4.7.2', 'R-3.7.2'],
    title: 'ответа нет: за час до конца срока ждёт, через час закрыт с причиной и одной заметкой',
    movesClock: true,
    async play(desk) {
      const { ticket } = await waiting(desk);
      const call = await calledFederal(desk);
      await desk.reply('СП ЕПГУ', call, 'phone', WANTED);
      await desk.macro('СП ЕПГУ', call, 'Запросить у заявителя', { transition_comment: 'Запросили снимок.' });
      await desk.clockTo(hourBefore);
      const waits = { state: WAITING, reason: ASKED };
      expect(await desk.see(ticket)).toMatchObject({ ...waits, pendingUntil: DEADLINE });
      // СП ЕПГУ asked, and its days end by Moscow's clock.
      expect(await desk.see(call)).toMatchObject({ ...waits, pendingUntil: IN_MOSCOW });
      await desk.clockTo(hourAfterMoscow);
      expect(await desk.see(call)).toMatchObject({ group: FEDERAL, state: CLOSED, reason: SILENT });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: CLOSED, reason: SILENT });
      expect(
        seen.articles.filter(({ subject }) => subject === 'Закрыто без ответа пользователя'),
      ).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.7.2', 'R-4.7.3.a'],
    title: 'автоответ в пути срока не продлил: закрыт в тот же час',
    movesClock: true,
    async play(desk) {
      const { ticket, citizen, number } = await waiting(desk);
      await desk.clockTo('2025-11-01T08:00:00Z');
      await desk.mail({ from: citizen, answers: number, automatic: 'absence', body: 'Я в отпуске.' });
      expect(await desk.see(ticket)).toMatchObject({ state: WAITING, pendingUntil: DEADLINE });
      await desk.clockTo(hourAfter);
      expect(await desk.see(ticket)).toMatchObject({ state: CLOSED, reason: SILENT });
    },
  },
  {
    clauses: ['R-4.7.3.a'],
    title: 'ответил в последний час: тикет не закрывается',
    movesClock: true,
    async play(desk) {
      const { ticket, citizen, number } = await waiting(desk);
      await desk.clockTo(hourBefore);
      await desk.mail({ from: citizen, answers: number, body: 'Снимок во вложении.' });
      await desk.clockTo('2025-11-06T08:00:00Z');
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, state: ASSIGNED, reason: RECEIVED });
    },
  },
  {
    clauses: ['R-4.7.2', 'R-3.7.2'],
    title: 'ответил после закрытия: закрытый закрыт, поздний ответ — новый тикет, связан, данные на месте',
    movesClock: true,
    async play(desk) {
      // From a mailbox of one's own: a portal's robot writes for everybody, its letters name nobody.
      const own = `${desk.citizen().split('@')[0] ?? ''}@mail.example`;
      const { ticket, citizen, number, data } = await waiting(desk, own);
      await desk.clockTo('2025-11-06T08:00:00Z');
      const late = await desk.mail({ from: citizen, answers: number, group: UFA, body: 'Вот снимок.' });
      expect(late).not.toBe(ticket);
      expect(await desk.see(ticket)).toMatchObject({ state: CLOSED, reason: SILENT });
      expect(await desk.see(late)).toMatchObject({
        group: UFA,
        links: [expect.objectContaining({ ticket }) as unknown],
        fields: { snils: data['snils'], region: 'Республика Башкортостан' },
      });
    },
  },
  {
    clauses: ['R-4.2.2.b'],
    title: 'данных до передачи ждут без срока: и через две недели тикет открыт, но помечен',
    movesClock: true,
    async play(desk) {
      const { ticket } = await registered(desk, { snils: '' });
      await desk.reply('Уфа', ticket, 'phone', 'Попросили прислать СНИЛС.');
      await desk.macro('Уфа', ticket, 'Данные запрошены');
      await desk.clockTo('2025-11-18T08:00:00Z');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: WAITING_OPEN, reason: ASKED });
      expect(seen.tags).toContain('долго-ждём-данные');
    },
  },
];
