/** Section 3: calls. The region hands over the call itself; СП ЕПГУ keeps the ticket and speaks to the citizen. */
import {
  AGENCY,
  ASKED,
  ASSIGNED,
  AT_WORK,
  CLAIMS,
  CLOSED,
  dataOf,
  FEDERAL,
  KAMCHATKA,
  SOLVED,
  TECHNICAL,
  UFA,
  WAITING,
  WAITING_OPEN,
} from '../cases.js';
import type { Desk, Fields } from '../desk.js';
import type { Story } from '../story.js';

const CALL = { intake_channel: 'Телефонное', request_kind: 'Инцидент', region: 'Республика Башкортостан' };

/** A caller of the region, at the region's desk. */
const called = async (desk: Desk, change: Fields = {}, as: 'Уфа' | 'Камчатка' = 'Уфа'): Promise<number> =>
  desk.create(
    as,
    { ...CALL, title: 'Звонок', group: as === 'Уфа' ? UFA : KAMCHATKA, ...change },
    desk.citizen(),
  );

/** A caller whom СП ЕПГУ registered and has at work. */
export const calledFederal = async (desk: Desk): Promise<number> => {
  const citizen = desk.citizen();
  const data = { ...dataOf(citizen), contact_method: 'телефон', contact_value: '+7 000 000-00-00' };
  const ticket = await desk.create('СП ЕПГУ', { ...CALL, ...data, title: 'Звонок', group: FEDERAL }, citizen);
  await desk.macro('СП ЕПГУ', ticket, 'Взять в работу');
  return ticket;
};

/** Solved by the technical support and told over the telephone. */
const told = async (desk: Desk): Promise<number> => {
  const ticket = await calledFederal(desk);
  await desk.macro('СП ЕПГУ', ticket, 'В СТП', { transition_comment: 'Ошибка в журнале.' });
  await desk.macro('СТП', ticket, 'Решено');
  await desk.reply('СП ЕПГУ', ticket, 'phone', 'Ошибка исправлена.');
  await desk.macro('СП ЕПГУ', ticket, 'Ответ готов');
  return ticket;
};

export const phone: readonly Story[] = [
  {
    clauses: ['R-3.1.a', 'R-1.2'],
    title: 'звонок зафиксирован с регионом и типом; без них форма его не принимает',
    async play(desk) {
      const ticket = await called(desk);
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, fields: CALL });
      expect(await desk.verdict(ticket, 'R-3.1.a')).toBe('met');
      await expect(called(desk, { request_kind: '' })).rejects.toThrow();
    },
  },
  {
    clauses: ['R-3.2'],
    title: 'в FAQ ответа нет: звонок переведён, тикет у региона',
    async play(desk) {
      const ticket = await called(desk);
      await desk.macro('Уфа', ticket, 'Звонок переведён');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, fields: { faq_result: 'не найдено' } });
      expect(seen.tags).toContain('звонок-в-епгу');
      expect(await desk.verdict(ticket, 'R-2.2.b')).toBe('met');
    },
  },
  {
    clauses: ['R-2.2.b', 'R-2.2.a'],
    title: 'регион номера не дал: переведённый звонок СП ЕПГУ не обрабатывает, это видно',
    async play(desk) {
      const ticket = await called(desk, { region: 'Камчатский край' }, 'Камчатка');
      await desk.macro('Камчатка', ticket, 'Звонок переведён');
      const seen = await desk.see(ticket);
      expect(seen.notes.at(-1)?.text).toMatch(/не хватает.*номер телефона региона/);
      expect(seen.tags).not.toContain('звонок-в-епгу');
      await desk.tag('Камчатка', ticket, 'звонок-в-епгу');
      expect(await desk.verdict(ticket, 'R-2.2.b')).toBe('flagged');
    },
  },
  {
    clauses: ['R-3.2.1'],
    title: 'вне компетенции СП ЕПГУ: звонок переведён обратно и отмечен',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Не наша компетенция');
      expect((await desk.see(ticket)).tags).toContain('звонок-в-рпгу');
      expect(await desk.verdict(ticket, 'R-3.2.1')).toBe('met');
    },
  },
  {
    clauses: ['R-3.4', 'R-3.4.1'],
    title: 'ответ найден в БЗ ЕПГУ и дан: тикет закрыт',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Ответили по базе знаний.');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов');
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: CLOSED,
        fields: { federal_kb_result: 'найдено' },
      });
    },
  },
  {
    clauses: ['R-3.4', 'R-3.4.2.a', 'R-3.4.2.b'],
    title: 'в БЗ ответа нет: тикет зарегистрирован с типом и данными',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.fill('СП ЕПГУ', ticket, { state: ASSIGNED, federal_kb_result: 'не найдено' });
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: ASSIGNED,
        fields: { federal_kb_result: 'не найдено', request_kind: 'Инцидент' },
      });
      expect(await desk.verdict(ticket, 'R-3.4.2.a')).toBe('met');
      expect(await desk.verdict(ticket, 'R-3.4.2.b')).toBe('met');
    },
  },
  {
    clauses: ['R-3.7', 'R-3.7.1.a', 'R-3.7.1.b'],
    title: 'СП ЕПГУ спросила по телефону и ждёт: состояние, причина, срок',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Попросили прислать снимок экрана.');
      await desk.macro('СП ЕПГУ', ticket, 'Запросить у заявителя', {
        transition_comment: 'Запросили снимок экрана.',
      });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: WAITING, reason: ASKED });
      expect(Date.parse(seen.pendingUntil ?? '')).toBeLessThan(desk.now().getTime() + 14 * 24 * 3600 * 1000);
      expect(await desk.verdict(ticket, 'R-3.7')).toBe('met');
      expect(await desk.verdict(ticket, 'R-3.7.1.a')).toBe('met');
    },
  },
  {
    clauses: ['R-3.7.3'],
    title: 'пользователь перезвонил в срок: работа возобновлена, срок снят',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Попросили прислать снимок экрана.');
      await desk.macro('СП ЕПГУ', ticket, 'Запросить у заявителя', {
        transition_comment: 'Запросили снимок экрана.',
      });
      await desk.reply('СП ЕПГУ', ticket, 'note', 'Перезвонил, снимок прислал.');
      await desk.macro('СП ЕПГУ', ticket, 'Взять в работу');
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: ASSIGNED,
        reason: null,
        pendingUntil: null,
        fields: { wait_source: null },
      });
    },
  },
  {
    clauses: ['R-3.8.a', 'R-3.8.b', 'R-3.8.1'],
    title: 'запрос в ведомство по звонку: тикет остаётся в СП ЕПГУ, пользователь уведомлён',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Запрос в ФОИВ', {
        foiv_name: 'Росреестр',
        foiv_request_date: '2025-10-29',
        foiv_request_number: '14-222/25',
      });
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: WAITING_OPEN,
        reason: AGENCY,
        fields: { foiv_notice: 'требуется' },
      });
      expect(await desk.verdict(ticket, 'R-3.8.1')).toBe('flagged');
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Уведомили об ожидании.');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов');
      expect(await desk.see(ticket)).toMatchObject({ state: WAITING_OPEN, reason: AGENCY });
      expect(await desk.verdict(ticket, 'R-3.8.1')).toBe('met');
    },
  },
  {
    clauses: ['R-3.8.2.a', 'R-3.8.2.b', 'R-3.9'],
    title: 'ждут ведомство: состояние держится, второе уведомление видно, ответ уходит в СТП',
    async play(desk) {
      const ticket = await calledFederal(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Запрос в ФОИВ', {
        foiv_name: 'Росреестр',
        foiv_request_date: '2025-10-29',
        foiv_request_number: '14-223/25',
      });
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Уведомили об ожидании.');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов');
      expect(await desk.verdict(ticket, 'R-3.8.2.b')).toBe('met');
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Ещё раз сказали, что ждём.');
      expect(await desk.verdict(ticket, 'R-3.8.2.b')).toBe('flagged');
      expect(await desk.see(ticket)).toMatchObject({ group: FEDERAL, state: WAITING_OPEN, reason: AGENCY });
      await desk.macro('СП ЕПГУ', ticket, 'Ответ ФОИВ получен', { transition_comment: 'Росреестр ответил.' });
      expect(await desk.see(ticket)).toMatchObject({ group: TECHNICAL, state: ASSIGNED, reason: null });
    },
  },
  {
    clauses: ['R-3.11'],
    title: 'решение сообщено выбранным способом',
    async play(desk) {
      const ticket = await told(desk);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: SOLVED });
      expect(seen.tags).toContain('решение-сообщено');
      expect(await desk.verdict(ticket, 'R-3.11')).toBe('met');
    },
  },
  {
    clauses: ['R-3.11.1'],
    title: 'согласен — закрыт; без согласия закрыть нельзя',
    async play(desk) {
      const ticket = await told(desk);
      await desk.fill('СП ЕПГУ', ticket, { state: CLOSED });
      expect(await desk.see(ticket)).toMatchObject({ state: SOLVED });
      await desk.macro('СП ЕПГУ', ticket, 'Согласен, закрыть');
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: CLOSED,
        fields: { citizen_consent: 'согласен' },
      });
    },
  },
  {
    clauses: ['R-3.11.2.a', 'R-3.11.2.c'],
    title: 'не согласен: претензия в ГРП, номер и контакты сообщает СП ЕПГУ',
    async play(desk) {
      const ticket = await told(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Претензия');
      const seen = await desk.see(ticket);
      const claim = await desk.see(seen.links.find(({ relation }) => relation === 'child')?.ticket ?? 0);
      expect(claim).toMatchObject({ group: CLAIMS, state: ASSIGNED, fields: { request_kind: 'Претензия' } });
      expect(seen).toMatchObject({ group: FEDERAL, fields: { claim_number: claim.number } });
      expect(await desk.verdict(ticket, 'R-3.11.2.c')).toBe('flagged');
      await desk.reply('СП ЕПГУ', ticket, 'phone', 'Сообщили номер претензии и контакты.');
      await desk.macro('СП ЕПГУ', ticket, 'Ответ готов');
      expect(await desk.verdict(ticket, 'R-3.11.2.c')).toBe('met');
    },
  },
  {
    clauses: ['R-3.11.2.a'],
    title: 'не согласен, звонок переведён в ГРП: второй претензии не заводится',
    async play(desk) {
      const ticket = await told(desk);
      await desk.fill('СП ЕПГУ', ticket, { citizen_consent: 'не согласен' });
      await desk.tag('СП ЕПГУ', ticket, 'звонок-в-грп');
      const seen = await desk.see(ticket);
      expect(seen.tags).toContain('звонок-в-грп');
      expect(seen.links).toEqual([]);
      expect(await desk.verdict(ticket, 'R-3.11.2.a')).toBe('met');
    },
  },
  {
    clauses: ['R-5'],
    title: 'протокола с регионом нет: это видно, сроков никто не выдумал',
    async play(desk) {
      const ticket = await called(desk);
      expect(await desk.verdict(ticket, 'R-5')).toBe('flagged');
      expect((await desk.see(ticket)).state).not.toBe(AT_WORK);
    },
  },
];
