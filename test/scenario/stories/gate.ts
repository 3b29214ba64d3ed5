/** 4.2.1–4.2.3: a ticket without the citizen's data does not stay with СП ЕПГУ. */
import { ASKED, ASSIGNED, AT_WORK, ENTRY, handedOver, registered, UFA, WAITING_OPEN } from '../cases.js';
import type { Seen } from '../desk.js';
import type { Story } from '../story.js';

const backAtRegion = {
  group: UFA,
  state: WAITING_OPEN,
  reason: ASKED,
  owner: null,
  fields: expect.objectContaining({ wait_source: 'до передачи', regulation_act: null }) as unknown,
};

/** Notes that say what an intention lacks. */
const lacking = ({ notes }: Seen) => notes.filter(({ text }) => text.includes('не исполнено, не хватает'));

/** Notes of the gate alone. */
const gateNotes = ({ notes }: Seen) => notes.filter(({ clauses }) => clauses.includes('R-4.2.1'));

export const gate: readonly Story[] = [
  {
    clauses: ['R-4.2.1', 'R-4.2.3'],
    title: '«Передать в СП ЕПГУ» без СНИЛС: тикет остаётся у региона в работе, в заметке сказано, чего нет',
    async play(desk) {
      const { ticket } = await handedOver(desk, { snils: '' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({
        group: UFA,
        state: AT_WORK,
        owner: 'Уфа',
        fields: { regulation_act: null },
      });
      expect(lacking(seen)).toHaveLength(1);
      expect(lacking(seen)[0]?.text).toContain('СНИЛС: не заполнено');
    },
  },
  {
    clauses: ['R-4.2.1', 'R-4.2.2.a', 'R-4.2.2.b', 'R-4.2.3'],
    title: 'передан рукой без СНИЛС: тикет снова у региона, где стоял, в заметке сказано, каких данных нет',
    async play(desk) {
      const { ticket } = await registered(desk, { snils: '' });
      await desk.fill('агент', ticket, { group: ENTRY, state: ASSIGNED });
      const seen = await desk.see(ticket);
      // Nobody has asked the citizen yet (4.2.2: «после направления запроса»).
      expect(seen).toMatchObject({ group: UFA, state: AT_WORK, reason: null });
      expect(gateNotes(seen)).toHaveLength(1);
      expect(gateNotes(seen)[0]?.text).toContain('СНИЛС: не заполнено');
    },
  },
  {
    clauses: ['R-4.2.1', 'R-4.2.3'],
    title: 'СНИЛС с опиской: контрольное число не сошлось, тикет возвращён',
    async play(desk) {
      const { ticket } = await handedOver(desk, { snils: '112-233-445 59' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: AT_WORK, reason: null });
      expect(gateNotes(seen)[0]?.text).toMatch(/СНИЛС: .*контрольн/);
    },
  },
  {
    clauses: ['R-4.2.2.a', 'R-4.2.2.b'],
    title: 'заявитель прислал недостающее: тикет дополнен, передан и у региона больше не ждёт',
    async play(desk) {
      const { ticket, citizen, data } = await handedOver(desk, { snils: '' });
      await desk.reply('Уфа', ticket, 'phone', 'Попросили прислать СНИЛС.');
      await desk.macro('Уфа', ticket, 'Данные запрошены');
      const { number } = await desk.see(ticket);
      expect(await desk.mail({ from: citizen, answers: number, body: 'СНИЛС 112-233-445 95' })).toBe(ticket);
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, state: ASSIGNED });
      await desk.fill('Уфа', ticket, { ...data, snils: '112-233-445 95' });
      await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: ENTRY, state: ASSIGNED, reason: null });
      expect(gateNotes(seen)).toEqual([]);
      expect(lacking(seen)).toHaveLength(1);
    },
  },
  {
    clauses: ['R-4.2.2.b'],
    title: 'регион сам запросил данные: тикет ждёт без срока и не закрывается',
    async play(desk) {
      const { ticket } = await registered(desk, { snils: '' });
      await desk.reply('Уфа', ticket, 'email', 'Пришлите, пожалуйста, СНИЛС.');
      await desk.macro('Уфа', ticket, 'Данные запрошены');
      expect(await desk.see(ticket)).toMatchObject({ ...backAtRegion, owner: 'Уфа', pendingUntil: null });
    },
  },
  {
    clauses: ['R-4.2.1'],
    title: 'ИНН нет, руководитель это признал и назвал причину: тикет остаётся',
    async play(desk) {
      const { ticket } = await registered(desk, { inn: '' });
      await desk.fill('руководитель', ticket, { data_waiver: true, data_waiver_reason: 'ребёнок 9 лет' });
      await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: ENTRY, state: ASSIGNED });
      expect(gateNotes(seen)).toEqual([]);
    },
  },
  {
    clauses: ['R-4.2.1', 'R-4.2.3'],
    title: 'отметка без причины, поставленная мимо формы, не действует',
    async play(desk) {
      const { ticket } = await registered(desk, { inn: '' });
      await desk.slip(ticket, { data_waiver: true, group: ENTRY, state: ASSIGNED });
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, state: WAITING_OPEN, reason: ASKED });
    },
  },
  {
    clauses: ['R-4.2.1', 'R-4.2.3'],
    title: 'рукой, мимо макроса, форма неполный тикет не отдаёт',
    async play(desk) {
      const { ticket } = await registered(desk, { snils: '' });
      await expect(desk.fill('Уфа', ticket, { group: ENTRY, faq_result: 'не найдено' })).rejects.toThrow();
      expect(await desk.see(ticket)).toMatchObject({ group: UFA });
    },
  },
  {
    clauses: ['R-4.2.3'],
    title: 'массовым изменением, мимо всех форм: тикет всё равно возвращён',
    async play(desk) {
      const { ticket } = await registered(desk, { citizen_name: '' });
      await desk.slip(ticket, { group: 'СП ЕПГУ' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, state: WAITING_OPEN, reason: ASKED });
      expect(gateNotes(seen)[0]?.text).toContain('ФИО: не заполнено');
    },
  },
];
