/** 3.8.3, 4.8.4: a citizen asks again while an agency is awaited; whatever the operator writes of it reaches the primary ticket once. */
import { AGENCY, CLOSED, dataOf, FEDERAL, taken, UFA, WAITING_OPEN, type Request } from '../cases.js';
import type { Desk, Fields } from '../desk.js';
import type { Story } from '../story.js';
import { formOf, somebody } from './letters.js';

const INQUIRY = {
  foiv_name: 'Росреестр',
  foiv_request_date: '2025-10-29',
  foiv_request_number: '14-221/25',
  transition_comment: 'Уведомите: запрос направлен в Росреестр.',
};
const NAMED = 'Спросил о статусе';

/** A request that waits for an agency with СП ЕПГУ, its citizen told. */
const waiting = async (desk: Desk, change: Fields = {}, from?: string): Promise<Request> => {
  const request = await taken(desk, change, from);
  await desk.macro('СП ЕПГУ', request.ticket, 'Запрос в ФОИВ', INQUIRY);
  await desk.reply('Уфа', request.ticket, 'phone', 'Ваш вопрос направлен в Росреестр.');
  await desk.macro('Уфа', request.ticket, 'Сообщено заявителю', {
    transition_comment: 'Уведомлена по телефону.',
  });
  return request;
};

/** The same citizen writes again, and somebody has read who it is. */
const again = async (desk: Desk, { citizen, data }: Request): Promise<number> => {
  const ticket = await desk.mail({ from: citizen, group: UFA, subject: 'Что с моим обращением?' });
  await desk.fill('Уфа', ticket, { ...dataOf(citizen), snils: data['snils'] ?? '' });
  return ticket;
};

/** What stands in the primary ticket of the repeat numbered so. */
const heardOf = async (desk: Desk, primary: number, number: string): Promise<readonly string[]> =>
  (await desk.see(primary)).notes.map(({ text }) => text).filter((text) => text.includes(number));

const times = (texts: readonly string[], words: string): number => texts.join('\n').split(words).length - 1;

/** Plays `acts` on a repeat, and says how often each of `words` stands in the primary ticket, and in how many notes. */
const carried =
  (
    acts: (desk: Desk, repeat: number) => Promise<void>,
    words: readonly string[],
    notes: number,
  ): Story['play'] =>
  async (desk) => {
    const request = await waiting(desk);
    const repeat = await again(desk, request);
    await acts(desk, repeat);
    const { number } = await desk.see(repeat);
    const heard = await heardOf(desk, request.ticket, number);
    expect(heard).toHaveLength(notes);
    for (const one of words) expect([one, times(heard, one)]).toEqual([one, 1]);
    const primary = await desk.see(request.ticket);
    expect(primary).toMatchObject({
      group: FEDERAL,
      state: WAITING_OPEN,
      reason: AGENCY,
      fields: { repeat_count: 1 },
    });
    expect(primary.links).toContainEqual({ relation: 'normal', ticket: repeat });
    // What was typed stays where it was typed.
    const own = (await desk.see(repeat)).articles.map(({ text }) => text).join('\n');
    for (const one of words) expect(own).toContain(one);
  };

const named =
  (typed: Fields = {}) =>
  (desk: Desk, repeat: number) =>
    desk.macro('Уфа', repeat, NAMED, typed);
const noted = (words: string) => (desk: Desk, repeat: number) => desk.reply('Уфа', repeat, 'note', words);
const inTurn =
  (...acts: ((desk: Desk, repeat: number) => Promise<void>)[]) =>
  async (desk: Desk, repeat: number): Promise<void> => {
    for (const one of acts) await one(desk, repeat);
  };
const told = inTurn(
  (desk, repeat) => desk.reply('Уфа', repeat, 'phone', 'Информация передана в ФОИВ.'),
  (desk, repeat) => desk.macro('Уфа', repeat, 'Сообщено заявителю'),
);
const clauses = ['R-4.8.4', 'R-4.8.4.1'];

export const repeats: readonly Story[] = [
  {
    clauses,
    title: 'слова набраны с макросом: они в первичном',
    play: carried(named({ transition_comment: 'Звонил сам, очень ждёт' }), ['Звонил сам, очень ждёт'], 1),
  },
  {
    clauses,
    title: 'заметка до макроса: она в первичном вместе с отметкой',
    play: carried(
      inTurn(noted('Уже отмечено: звонил 12.03, едет в отпуск 25.03'), named()),
      ['Уже отмечено: звонил 12.03, едет в отпуск 25.03'],
      1,
    ),
  },
  {
    clauses,
    title: 'заметка «уже отмечено» не служебная отметка, а слова',
    play: carried(inTurn(noted('уже отмечено'), named()), ['уже отмечено'], 1),
  },
  {
    clauses,
    title: 'заметка после макроса: она идёт следом',
    play: carried(
      inTurn(named(), noted('Просит ответ на почту, не звонить')),
      ['Просит ответ на почту, не звонить'],
      2,
    ),
  },
  {
    clauses,
    title: 'комментарий к переводу набран после макроса: и он идёт следом',
    play: carried(
      inTurn(named(), (desk, repeat) =>
        desk.fill('Уфа', repeat, { transition_comment: 'Торопит до пятницы' }),
      ),
      ['Торопит до пятницы'],
      2,
    ),
  },
  {
    clauses,
    title: 'до, вместе и после: каждое слово по разу',
    play: carried(
      inTurn(noted('Первое слово'), named({ transition_comment: 'Второе слово' }), noted('Третье слово')),
      ['Первое слово', 'Второе слово', 'Третье слово'],
      2,
    ),
  },
  {
    clauses,
    title: 'повторное сообщено и закрыто, слова дописаны после: они в первичном, повторное закрыто',
    async play(desk) {
      await carried(
        inTurn(named(), told, noted('Просил не звонить после шести')),
        ['Просил не звонить после шести'],
        2,
      )(desk);
    },
  },
  {
    clauses,
    title: 'вид слов не меняется: знаки, строки, подстановки; чужой СНИЛС закрыт',
    async play(desk) {
      const request = await waiting(desk);
      const repeat = await again(desk, request);
      await desk.reply(
        'Уфа',
        repeat,
        'note',
        '«ёлочки» A&amp;B #{ticket.title} {{region.group}} 24:00 01.12.2026',
      );
      await desk.reply('Уфа', repeat, 'note', 'Звонит дочь, её СНИЛС 112-233-445 95, отец просит срок');
      await desk.macro('Уфа', repeat, NAMED);
      const [heard = ''] = await heardOf(desk, request.ticket, (await desk.see(repeat)).number);
      expect(heard).toContain('#{ticket.title} {{region.group}} 24:00 01.12.2026');
      expect(heard).toContain('Звонит дочь, её СНИЛС [СНИЛС], отец просит срок');
    },
  },
  {
    clauses,
    title: 'спросили дважды: две отметки, счёт два, у каждой свои слова',
    async play(desk) {
      const request = await waiting(desk);
      const repeat = await again(desk, request);
      await desk.macro('Уфа', repeat, NAMED, { transition_comment: 'Сколько ещё ждать' });
      await desk.macro('Уфа', repeat, NAMED, { transition_comment: 'Сколько ещё ждать, спросил снова' });
      const heard = await heardOf(desk, request.ticket, (await desk.see(repeat)).number);
      expect(heard).toHaveLength(2);
      expect(await desk.see(request.ticket)).toMatchObject({ fields: { repeat_count: 2 } });
    },
  },
  {
    clauses: ['R-4.8.4', 'R-4.2'],
    title:
      'другой вопрос того же человека: подсказано о раннем, повторным никто не назвал — идёт своим путём',
    async play(desk) {
      const request = await waiting(desk);
      const { number } = await desk.see(request.ticket);
      const other = await again(desk, request);
      const fresh = await desk.see(other);
      expect(fresh).toMatchObject({ group: UFA, links: [] });
      expect(fresh.tags).not.toContain('повторное-обращение');
      expect(fresh.fields['next_task']).toContain(`№ ${number} ждёт ответа ФОИВ`);
      await desk.macro('Уфа', other, 'Передать в СП ЕПГУ');
      const passed = await desk.see(other);
      expect(passed).toMatchObject({ group: 'Начальник смены ЦПП', fields: { next_task: null } });
      expect(await desk.see(request.ticket)).toMatchObject({ fields: { repeat_count: 0 } });
    },
  },
  {
    clauses: [...clauses, 'R-4.2.1'],
    title: 'в письме назван номер чужого ждущего обращения: связано, а слов о повторном в нём нет',
    async play(desk) {
      const portal = `Б-${Date.now()}`;
      const stranger = await waiting(desk, { portal_request_number: portal });
      const repeat = await desk.mail({
        from: somebody('gmail.com'),
        group: UFA,
        body: `Номер обращения: ${portal}\nЧто с ним?`,
      });
      const linked = { relation: 'normal', ticket: stranger.ticket };
      expect((await desk.see(repeat)).links).toContainEqual(linked);
      await desk.reply('Уфа', repeat, 'note', 'Сосед, просит за другого');
      await desk.macro('Уфа', repeat, NAMED, { transition_comment: 'Очень ждёт' });
      const seen = await desk.see(repeat);
      expect(seen.fields).toMatchObject({ regulation_act: null });
      expect(seen.tags).not.toContain('повторное-обращение');
      const primary = await desk.see(stranger.ticket);
      expect(primary.fields).toMatchObject({ repeat_count: 0 });
      const heard = primary.articles.map(({ text }) => text).join('\n');
      expect(heard).not.toMatch(/Сосед|Очень ждёт/u);
    },
  },
  {
    clauses: [...clauses, 'R-4.1.a'],
    title: 'первичное закрыто, заявитель пишет в ответ на него: это новое обращение, а не открытое повторное',
    async play(desk) {
      const request = await waiting(desk, {}, somebody());
      const repeat = await again(desk, request);
      await desk.macro('Уфа', repeat, NAMED);
      await desk.macro('СП ЕПГУ', request.ticket, 'Ответ ФОИВ получен', {
        transition_comment: 'Исправлено.',
      });
      await desk.macro('СТП', request.ticket, 'Взять в работу');
      await desk.macro('СТП', request.ticket, 'Решено');
      await desk.macro('СП ЕПГУ', request.ticket, 'Ответ готов', { transition_comment: 'Исправлено.' });
      await desk.reply('Уфа', request.ticket, 'phone', 'Исправлено, согласна.');
      await desk.macro('Уфа', request.ticket, 'Согласен, закрыть');
      const { state, number } = await desk.see(request.ticket);
      expect([state, (await desk.see(repeat)).state]).toEqual([CLOSED, 'Новый']);
      const fresh = await desk.mail({
        from: request.citizen,
        answers: number,
        group: UFA,
        body: 'Теперь не открывается другая карточка.',
      });
      expect(fresh).not.toBe(request.ticket);
      const seen = await desk.see(fresh);
      expect(seen).toMatchObject({ group: UFA });
      expect(seen.state).not.toBe('merged');
      const heard = (await desk.see(repeat)).articles.map(({ text }) => text).join('\n');
      expect(heard).not.toContain('другая карточка');
    },
  },
  {
    clauses: [...clauses, 'R-4.1.a'],
    title:
      'выбран телефон, а первое обращение ждёт ФОИВ: сначала позвонить, подсказка потом, и только пока она верна',
    async play(desk) {
      const from = somebody();
      const data = { ...dataOf(from), contact_method: 'телефон', contact_value: '+7 900 000-00-17' };
      const first = await waiting(desk, data, from);
      const { number } = await desk.see(first.ticket);
      const next = await desk.mail({
        from,
        group: UFA,
        body: formOf({ ...data, request_summary: 'Другое' }),
      });
      const task = async () => (await desk.see(next)).fields['next_task'];
      const own = (await desk.see(next)).number;
      expect(await task()).toBe(`Позвонить заявителю: обращение принято, № ${own}`);
      await desk.reply('Уфа', next, 'phone', 'Назвали номер.');
      expect(await task()).toMatch(`Раньше: обращение № ${number} ждёт ответа ФОИВ`);
      await desk.macro('СП ЕПГУ', first.ticket, 'Ответ ФОИВ получен', { transition_comment: 'Исправлено.' });
      await desk.macro('Уфа', next, 'Взять в работу');
      expect(await task()).toBeNull();
    },
  },
];
