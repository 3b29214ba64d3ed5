/** 4.1, 4.2.1, 4.2.2: a letter becomes a ticket with what it says, and what it does not say is asked for by name. */
import {
  AGENCY,
  ASSIGNED,
  dataOf,
  ENTRY,
  FEDERAL,
  registered,
  taken,
  UFA,
  WAITING_OPEN,
  type Request,
} from '../cases.js';
import type { Desk, Fields, Seen } from '../desk.js';
import type { Story } from '../story.js';

const ROBOT = 'robot@portal.bashkortostan.example';
const UNSORTED = 'Неразобранные обращения';

let person = 0;
const somebody = (domain = 'mail.example'): string => {
  person += 1;
  return `v.vymyshlennaya-${Date.now()}-${person}@${domain}`;
};

const LABELS: Readonly<Record<string, string>> = {
  citizen_name: 'ФИО',
  snils: 'СНИЛС',
  inn: 'ИНН',
  birth_date: 'Дата рождения',
  contact_method: 'Удобный способ связи',
  contact_value: 'E-mail',
  request_summary: 'Суть обращения',
  portal_request_number: 'Номер обращения',
};

/** The form as a portal's robot mails it; an empty field is left out. */
const formOf = (data: Fields): string =>
  Object.entries(data)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => `${LABELS[field] ?? field}: ${String(value)}`)
    .join('\n');

const portalNumber = (): string => {
  person += 1;
  return `Б-${Date.now()}-${person}`;
};

const notesOf = ({ notes }: Seen, clause: string) => notes.filter(({ clauses }) => clauses.includes(clause));

const fromPortal = async (desk: Desk, change: Fields = {}): Promise<Request> => {
  const citizen = somebody();
  const data = { ...dataOf(citizen), portal_request_number: portalNumber(), ...change };
  return { citizen, data, ticket: await desk.mail({ from: ROBOT, body: formOf(data) }) };
};

export const letters: readonly Story[] = [
  {
    clauses: ['R-4.1.a', 'R-4.2.1', 'R-4.2.2.a'],
    title: 'форма портала: поля заполнены, заявитель — пользователь, а не робот; передаётся сразу',
    async play(desk) {
      const { ticket, citizen, data } = await fromPortal(desk);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UFA, fields: { ...data, region: 'Республика Башкортостан' } });
      expect(seen.customer).toBe(citizen);
      expect(notesOf(seen, 'R-4.1.a')).toHaveLength(1);
      expect(seen.tags).not.toContain('не-хватает-данных');
      await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ');
      expect(await desk.see(ticket)).toMatchObject({ group: ENTRY, state: ASSIGNED });
    },
  },
  {
    clauses: ['R-4.2.2.a', 'R-4.2.1'],
    title: 'в форме нет ИНН, СНИЛС с опиской: названо ровно это; ответ дополняет, описка исправлена',
    async play(desk) {
      const wrong = '112-233-445 59';
      const { ticket, citizen, data } = await fromPortal(desk, { inn: '', snils: wrong });
      const seen = await desk.see(ticket);
      expect(seen.fields).toMatchObject({ snils: wrong, inn: null });
      expect(seen.tags).toContain('не-хватает-данных');
      const [asked] = notesOf(seen, 'R-4.2.2.a');
      expect(asked?.text).toMatch(/СНИЛС: .*контрольн.*ИНН: не заполнено/u);
      expect(asked?.text).not.toContain('Дата рождения');
      await desk.reply('Уфа', ticket, 'phone', 'Попросили проверить СНИЛС и прислать ИНН.');
      await desk.macro('Уфа', ticket, 'Данные запрошены');
      const body = 'Добрый день!\nСНИЛС 112-233-445 95\nИНН: 500100732259';
      expect(await desk.mail({ from: citizen, answers: seen.number, body })).toBe(ticket);
      const after = await desk.see(ticket);
      expect(after).toMatchObject({
        group: UFA,
        state: ASSIGNED,
        fields: { ...data, snils: '112-233-445 95', inn: '500100732259' },
      });
      expect(after.tags).not.toContain('не-хватает-данных');
    },
  },
  {
    clauses: ['R-4.1.a'],
    title: 'в ответе другая дата рождения: поле прежнее, тикет отмечен',
    async play(desk) {
      const { ticket, citizen, data } = await fromPortal(desk);
      const { number } = await desk.see(ticket);
      await desk.mail({ from: citizen, answers: number, body: 'Дата рождения: 01.03.1990' });
      const seen = await desk.see(ticket);
      expect(seen.fields).toMatchObject({ birth_date: data['birth_date'] });
      expect(seen.tags).toContain('противоречие-в-данных');
      expect(notesOf(seen, 'R-4.1.a').at(-1)?.text).toContain('Дата рождения');
    },
  },
  {
    clauses: ['R-4.1.a'],
    title: 'портал прислал то же обращение ещё раз: тикет один, в нём обе записи',
    async play(desk) {
      const first = await fromPortal(desk);
      const again = await desk.mail({ from: ROBOT, body: formOf(first.data) });
      expect(again).not.toBe(first.ticket);
      expect(await desk.see(again)).toMatchObject({ state: 'merged' });
      const seen = await desk.see(first.ticket);
      expect(seen.articles.filter(({ text }) => text.includes('СНИЛС:'))).toHaveLength(2);
      expect(notesOf(seen, 'R-4.1.a')).toHaveLength(2);
    },
  },
  {
    clauses: ['R-4.1.a'],
    title: 'то же письмо с тем же Message-ID: тикет один',
    async play(desk) {
      const citizen = somebody('gmail.com');
      const letter = { from: citizen, messageId: `again-${portalNumber()}@mail.example`, group: UFA };
      const first = await desk.mail(letter);
      const again = await desk.mail(letter);
      expect(await desk.see(again)).toMatchObject({ state: 'merged' });
      expect((await desk.see(first)).articles.some(({ text }) => text.includes('пустая страница'))).toBe(
        true,
      );
    },
  },
  {
    clauses: ['R-4.1.a'],
    title: 'форма «портала» с бесплатной почты: письмо пользователя, код региона в ней не действует',
    async play(desk) {
      const forger = somebody('gmail.com');
      const data = dataOf(somebody());
      const body = `Код региона: bashkortostan\n${formOf(data)}`;
      const ticket = await desk.mail({ from: forger, body, group: UNSORTED });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UNSORTED, fields: { region: null } });
      expect(seen.customer).toBe(forger);
      expect(seen.tags).not.toContain('неизвестный-отправитель');
    },
  },
  {
    clauses: ['R-4.1.a'],
    title: 'форма от неизвестного отправителя: к неразобранным, с отметкой',
    async play(desk) {
      const ticket = await desk.mail({ from: 'forms@stranger.example', body: formOf(dataOf(somebody())) });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: UNSORTED });
      expect(seen.tags).toContain('неизвестный-отправитель');
    },
  },
  {
    clauses: ['R-4.8.4', 'R-4.8.4.1', 'R-4.1.a'],
    title:
      'форма того же пользователя, пока первое обращение ждёт ФОИВ: подсказано; названо повторным — отмечено в первом',
    async play(desk) {
      const { ticket, data } = await taken(desk);
      await desk.macro('СП ЕПГУ', ticket, 'Запрос в ФОИВ', {
        transition_comment: 'Запрос направлен, уведомите пользователя.',
        foiv_name: 'Вымышленное ведомство',
        foiv_request_date: '2025-10-30',
        foiv_request_number: '77',
      });
      await desk.macro('Уфа', ticket, 'Сообщено заявителю', { transition_comment: 'Уведомили.' });
      const body = formOf({ ...data, request_summary: 'Когда ответ?' });
      const again = await desk.mail({ from: ROBOT, body });
      const { number } = await desk.see(ticket);
      expect((await desk.see(again)).fields['next_task']).toContain(`№ ${number} ждёт ответа ФОИВ`);
      await desk.macro('Уфа', again, 'Спросил о статусе');
      expect(await desk.see(ticket)).toMatchObject({
        group: FEDERAL,
        state: WAITING_OPEN,
        reason: AGENCY,
        fields: { repeat_count: 1 },
      });
      expect((await desk.see(again)).tags).toContain('повторное-обращение');
    },
  },
  {
    clauses: ['R-4.1.a'],
    title: 'автоответ не читается: данных в нём нет ничьих',
    async play(desk) {
      const { ticket, citizen } = await registered(desk);
      const { number } = await desk.see(ticket);
      await desk.mail({
        from: citizen,
        answers: number,
        automatic: 'absence',
        body: 'Дата рождения: 01.01.1970',
      });
      expect((await desk.see(ticket)).tags).not.toContain('противоречие-в-данных');
    },
  },
];
