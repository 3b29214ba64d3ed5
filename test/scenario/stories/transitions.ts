/** From desk to desk: entry, work, beyond competence, technical support there and back, comments on the way. */
import {
  ASSIGNED,
  AT_WORK,
  atTechnical,
  BEYOND,
  ENTRY,
  FEDERAL,
  handedOver,
  KAMCHATKA,
  registered,
  SOLVED,
  taken,
  TECHNICAL,
  UFA,
} from '../cases.js';
import type { Story } from '../story.js';

export const transitions: readonly Story[] = [
  {
    clauses: ['R-4.1.a', 'R-1.2', 'R-1.1'],
    title: 'письмо портала — новый тикет в группе своего региона, канал «Письменное»',
    async play(desk) {
      const ticket = await desk.mail({ from: desk.citizen('kamchatka') });
      expect(await desk.see(ticket)).toMatchObject({
        group: KAMCHATKA,
        state: 'Новый',
        fields: { region: 'Камчатский край', intake_channel: 'Письменное' },
      });
      expect(await desk.verdict(ticket, 'R-1.2')).toBe('met');
      await expect(desk.fill('Уфа', ticket, { request_summary: 'чужой тикет' })).rejects.toThrow();
    },
  },
  {
    clauses: ['R-3.1.b', 'R-4.1.b'],
    title: 'регион берёт тикет в работу и ищет в FAQ',
    async play(desk) {
      const { ticket } = await registered(desk);
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, state: AT_WORK, owner: 'Уфа' });
    },
  },
  {
    clauses: ['R-3.1.1', 'R-4.1.1'],
    title: 'ответ в FAQ есть, а тикет всё же передан: он снова у региона',
    async play(desk) {
      const { ticket } = await registered(desk, { faq_result: 'найдено' });
      await expect(desk.fill('Уфа', ticket, { group: ENTRY })).rejects.toThrow();
      await desk.slip(ticket, { group: ENTRY, state: ASSIGNED });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: ASSIGNED });
      expect(seen.notes.some(({ clauses }) => clauses.includes('R-4.1.1'))).toBe(true);
    },
  },
  {
    clauses: ['R-4.2'],
    title: 'ответа в FAQ нет: тикет у начальника смены, «Назначен», ничей, держатель записан',
    async play(desk) {
      const { ticket } = await handedOver(desk);
      expect(await desk.see(ticket)).toMatchObject({
        group: ENTRY,
        state: ASSIGNED,
        reason: null,
        owner: null,
        fields: { faq_result: 'не найдено', regulation_act: null, last_federal_group: ENTRY },
      });
    },
  },
  {
    clauses: ['R-4.3', 'R-3.3', 'R-4.4'],
    title: 'сотрудник СП ЕПГУ принимает тикет в работу',
    async play(desk) {
      const { ticket } = await taken(desk);
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: AT_WORK,
        owner: 'СП ЕПГУ',
        fields: { last_federal_group: FEDERAL },
      });
    },
  },
  {
    clauses: ['R-4.3.1.a', 'R-4.3.1.b'],
    title: 'вне компетенции: тикет у своего региона, «Назначен», комментарий стал заметкой',
    async play(desk) {
      const { ticket } = await taken(desk);
      const comment = 'Вопрос о региональной услуге, не наша компетенция.';
      await desk.macro('СП ЕПГУ', ticket, 'Не наша компетенция', { transition_comment: comment });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({
        group: UFA,
        state: ASSIGNED,
        reason: BEYOND,
        owner: null,
        fields: { transition_comment: null, regulation_act: null },
      });
      expect(seen.notes.filter(({ text }) => text.includes(comment))).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.3.1.b'],
    title: 'вне компетенции без комментария: тикет остаётся в СП ЕПГУ, сказано, чего не хватает',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Не наша компетенция');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: AT_WORK, fields: { regulation_act: null } });
      expect(seen.notes.at(-1)?.text).toMatch(/не хватает.*комментарий/);
    },
  },
  {
    clauses: ['R-4.3.1.b'],
    title: 'вне компетенции рукой и без комментария: тикет снова в СП ЕПГУ, сказано, чего не хватает',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.fill('агент', ticket, { group: UFA, state: ASSIGNED, state_reason: BEYOND });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: AT_WORK, reason: null });
      expect(seen.notes.some(({ text }) => /4\.3\.1.*не хватает: комментарий/is.test(text))).toBe(true);
    },
  },
  {
    clauses: ['R-4.3.1.a'],
    title: 'вернули не тому региону: тикет у региона, который его зарегистрировал',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.reply('агент', ticket, 'note', 'Не наша компетенция: региональная услуга.', {
        group: KAMCHATKA,
        state: ASSIGNED,
        state_reason: BEYOND,
      });
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, state: ASSIGNED, reason: BEYOND });
    },
  },
  {
    clauses: ['R-3.5', 'R-4.5.4'],
    title: 'в СТП ЕПГУ с результатом анализа: «Назначен», ничей',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.macro('СП ЕПГУ', ticket, 'В СТП', { transition_comment: 'Ошибка в журнале сервиса.' });
      expect(await desk.see(ticket)).toMatchObject({
        group: TECHNICAL,
        state: ASSIGNED,
        owner: null,
        fields: { federal_kb_result: 'не найдено', last_federal_group: TECHNICAL },
      });
      expect(await desk.verdict(ticket, 'R-3.5')).toBe('met');
    },
  },
  {
    clauses: ['R-3.5'],
    title: 'в СТП ЕПГУ без слова об анализе: тикет там, но это отмечено',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.macro('СП ЕПГУ', ticket, 'В СТП');
      expect(await desk.see(ticket)).toMatchObject({ group: TECHNICAL });
      expect(await desk.verdict(ticket, 'R-3.5')).toBe('flagged');
    },
  },
  {
    clauses: ['R-3.6', 'R-4.6'],
    title: 'СТП ЕПГУ берёт тикет в работу',
    async play(desk) {
      const { ticket } = await atTechnical(desk);
      expect(await desk.see(ticket)).toMatchObject({ group: TECHNICAL, state: AT_WORK, owner: 'СТП' });
    },
  },
  {
    clauses: ['R-3.10', 'R-4.10'],
    title: 'СТП ЕПГУ решила: тикет в СП ЕПГУ, «Решен»',
    async play(desk) {
      const { ticket } = await atTechnical(desk);
      await desk.macro('СТП', ticket, 'Решено', { transition_comment: 'Исправлено.' });
      expect(await desk.see(ticket)).toMatchObject({ group: FEDERAL, state: SOLVED, owner: null });
    },
  },
  {
    clauses: ['R-3.10', 'R-4.10'],
    title: '«Решен» поставлен у СТП ЕПГУ рукой: тикет всё равно в СП ЕПГУ',
    async play(desk) {
      const { ticket } = await atTechnical(desk);
      await expect(desk.fill('СТП', ticket, { state: SOLVED })).rejects.toThrow();
      await desk.fill('руководитель', ticket, { state: SOLVED });
      expect(await desk.see(ticket)).toMatchObject({ group: FEDERAL, state: SOLVED, owner: null });
    },
  },
  {
    clauses: ['R-4.3', 'R-3.3', 'R-4.4', 'R-4.12'],
    title: 'никто не принял, анализ стоит, решение не сообщено: тикеты на месте, но помечены',
    movesClock: true,
    async play(desk) {
      const [waits, analysed, solved] = [await handedOver(desk), await taken(desk), await taken(desk)];
      await desk.macro('СП ЕПГУ', solved.ticket, 'Ответ готов', { transition_comment: 'Ответ.' });
      await desk.clockTo('2025-11-08T08:00:00Z');
      expect(await desk.see(waits.ticket)).toMatchObject({ group: ENTRY, tags: ['не-принят-в-работу'] });
      expect(await desk.see(analysed.ticket)).toMatchObject({ group: FEDERAL, tags: ['анализ-затянулся'] });
      expect(await desk.see(solved.ticket)).toMatchObject({ group: UFA, tags: ['решение-не-сообщено'] });
    },
  },
];
