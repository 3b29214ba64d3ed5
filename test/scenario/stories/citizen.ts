/** What the citizen gets in the whole life of a request: each letter once, in Russian, with the number, signed by the desk (docs/citizen-letters.md). */
import { ASKED, ASSIGNED, AT_WORK, CLAIMED, CLOSED, dataOf, SILENT, UFA } from '../cases.js';
import type { Desk, Fields, Seen } from '../desk.js';
import type { Story } from '../story.js';
import { formOf, somebody } from './letters.js';

const REGION = 'Служба поддержки регионального портала: Республика Башкортостан';
const CLAIMS_DESK = /Группа по работе с претензиями СП ЕПГУ: \S.*, \S+@\S+$/u;

/** By what each letter is known, and who signs it. Own: the companion writes it. */
const GISTS = {
  accepted: { words: /обращение принято, № N\./u, own: true },
  data: { words: /пришлите, пожалуйста.*СНИЛС.*№ N/u, own: false },
  term: {
    words: /обращению № N нужна.*до 24:00 05\.11\.2025 \(по времени региона.*иначе обращение будет закрыто/u,
    own: false,
  },
  closed: { words: /Обращение № N закрыто: .*не поступили.*пишите снова/u, own: true },
  late: { words: /обращение № OLD закрыто.*новое обращение № N\./u, own: true },
  agency: {
    words: /обращению № N направлен запрос в федеральное ведомство\. Сообщим Вам после его ответа/u,
    own: false,
  },
  solution: { words: /обращению № N получено решение.*согласны ли Вы/u, own: false },
  claim: {
    words:
      /обращению № N зарегистрирована претензия № CLAIM, срок рассмотрения — до 24:00 .*московское время.*@/u,
    own: false,
  },
  answer: { words: /Ответ по претензии № N:/u, own: false },
} as const;

type Gist = keyof typeof GISTS;

/** Whatever the letter: nothing of the house, no English, no papers, no place left unfilled. */
const NEVER =
  /\d{3}-\d{3}-\d{3}[ -]\d{2}|500100732259|29\.02\.1984|Отклонено на ведомство|Запрошена информация|без срока|Начальник смены|СТП ЕПГУ|#\{|\{\{|…|undefined|null|has been|Your /u;

/** The letters of a ticket are these, in this order, each to the citizen and to nobody else. */
const expectLetters = (
  { letters, number }: Seen,
  to: string,
  gists: readonly Gist[],
  numbers: Readonly<Record<string, string>> = {},
): void => {
  expect(letters.map(({ to: there }) => there)).toEqual(gists.map(() => to));
  gists.forEach((gist, index) => {
    const { text = '', subject = '', own } = letters[index] ?? {};
    const words = Object.entries({ N: number, ...numbers }).reduce(
      (said, [place, value]) => said.replace(new RegExp(`\\b${place}\\b`, 'gu'), value),
      GISTS[gist].words.source,
    );
    expect([gist, text]).toEqual([gist, expect.stringMatching(new RegExp(words, 'u'))]);
    expect([gist, own]).toEqual([gist, GISTS[gist].own]);
    expect(`${subject}\n${text}`).not.toMatch(NEVER);
    if (gist === 'answer') expect(text).toMatch(CLAIMS_DESK);
    else expect([gist, text.endsWith(REGION)]).toEqual([gist, true]);
    if (own === true) expect(subject).toMatch(new RegExp(`№ ${number}$`, 'u'));
  });
};

/** The citizen's own letter to the region's mailbox, in the words of a form. */
const wrote = async (desk: Desk, citizen: string, change: Fields = {}): Promise<number> =>
  desk.mail({ from: citizen, group: UFA, body: formOf({ ...dataOf(citizen), ...change }) });

const passedOn = async (desk: Desk, ticket: number): Promise<void> => {
  await desk.macro('Уфа', ticket, 'Взять в работу');
  await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ');
  await desk.macro('СП ЕПГУ', ticket, 'Принять');
};

/** 4.8–4.12.2 and 4.3.2–4.3.4: an agency, a solution, a claim. The claim's ticket. */
const toTheClaim = async (desk: Desk, ticket: number): Promise<number> => {
  await desk.macro('СП ЕПГУ', ticket, 'Запрос в ФОИВ', {
    foiv_name: 'Вымышленное ведомство',
    foiv_request_date: '2025-11-06',
    transition_comment: 'Уведомите пользователя.',
  });
  await desk.write('Уфа', ticket, 'Уведомление о запросе в ведомство (4.8.2)');
  await desk.macro('Уфа', ticket, 'Сообщено заявителю', { transition_comment: 'Уведомили письмом.' });
  await desk.macro('СП ЕПГУ', ticket, 'Ответ ФОИВ получен', { transition_comment: 'Сведения исправлены.' });
  await desk.macro('СТП', ticket, 'Взять в работу');
  await desk.macro('СТП', ticket, 'Решено');
  await desk.macro('СП ЕПГУ', ticket, 'Ответ готов', { transition_comment: 'Откройте заявление заново.' });
  await desk.write('Уфа', ticket, 'Решение по обращению (4.12)', 'Откройте заявление заново.');
  await desk.macro('Уфа', ticket, 'Сообщено заявителю');
  await desk.macro('Уфа', ticket, 'Не согласен');
  await desk.macro('СП ЕПГУ', ticket, 'Принять');
  await desk.macro('СП ЕПГУ', ticket, 'Претензия');
  const { links } = await desk.see(ticket);
  return links.find(({ relation }) => relation === 'child')?.ticket ?? 0;
};

export const citizen: readonly Story[] = [
  {
    clauses: ['R-4.1.a', 'R-4.7.1.a', 'R-4.7.2', 'R-4.8.2.a', 'R-4.12', 'R-4.3.4', 'R-4.3.2.b'],
    title:
      'что получает заявитель: от «принято» до ответа по претензии, каждое письмо один раз, ни одного лишнего',
    movesClock: true,
    async play(desk) {
      const from = somebody();
      const first = await wrote(desk, from);
      expectLetters(await desk.see(first), from, ['accepted']);
      await passedOn(desk, first);
      await desk.macro('СП ЕПГУ', first, 'Запросить у заявителя', {
        transition_comment: 'Нужен снимок экрана.',
      });
      expectLetters(await desk.see(first), from, ['accepted']);
      await desk.write(
        'Уфа',
        first,
        'Запрос дополнительной информации (4.7.1)',
        'снимок экрана',
        '05.11.2025',
      );
      await desk.macro('Уфа', first, 'Данные запрошены', { transition_comment: 'Запросили снимок.' });
      await desk.clockTo('2025-11-05T18:00:00Z');
      const waiting = await desk.see(first);
      expect(waiting).toMatchObject({ reason: ASKED });
      expectLetters(waiting, from, ['accepted', 'term']);
      await desk.clockTo('2025-11-05T19:05:00Z');
      // An answer that was in time may be on its way: for half an hour nobody is told of the close.
      expectLetters(await desk.see(first), from, ['accepted', 'term']);
      await desk.clockTo('2025-11-05T20:00:00Z');
      const { number } = await desk.see(first);
      await desk.clockTo('2025-11-06T08:00:00Z');
      const late = await desk.mail({ from, answers: number, group: UFA, body: 'Вот снимок.' });
      expect(late).not.toBe(first);
      const closed = await desk.see(first);
      expect(closed).toMatchObject({ state: CLOSED, reason: SILENT });
      expectLetters(closed, from, ['accepted', 'term', 'closed']);
      expectLetters(await desk.see(late), from, ['late'], { OLD: number });
      await passedOn(desk, late);
      const claim = await toTheClaim(desk, late);
      await desk.write('Уфа', late, 'Претензия зарегистрирована (4.3.4)');
      await desk.macro('Уфа', late, 'Сообщено заявителю');
      const told = await desk.see(late);
      expect(told).toMatchObject({ state: CLOSED, reason: CLAIMED });
      await desk.macro('ГРП', claim, 'Взять в работу');
      await desk.write('ГРП', claim, 'Ответ по претензии (4.3.2)', 'Довод признан.');
      await desk.macro('ГРП', claim, 'Ответ дан, закрыть');
      const claimed = await desk.see(claim);
      expect(claimed).toMatchObject({ state: CLOSED });
      expectLetters(await desk.see(late), from, ['late', 'agency', 'solution', 'claim'], {
        OLD: number,
        CLAIM: claimed.number,
      });
      expectLetters(claimed, from, ['answer']);
      expectLetters(await desk.see(first), from, ['accepted', 'term', 'closed']);
    },
  },
  {
    clauses: ['R-4.1.a', 'R-4.2.2.a'],
    title: 'данных не хватает: «принято» и один запрос; ответ пришёл — писем больше нет',
    async play(desk) {
      const from = somebody();
      const ticket = await wrote(desk, from, { snils: '', inn: '' });
      const { number } = await desk.see(ticket);
      await desk.write('Уфа', ticket, 'Запрос данных до передачи (4.2.2)');
      await desk.macro('Уфа', ticket, 'Данные запрошены');
      await desk.mail({ from, answers: number, body: 'СНИЛС: 112-233-445 95\nИНН: 500100732259' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ state: ASSIGNED, fields: { inn: '500100732259' } });
      expectLetters(seen, from, ['accepted', 'data']);
    },
  },
  {
    clauses: ['R-4.1.a', 'R-3.7'],
    title: 'выбран телефон: задача позвонить, письма нет; позвонили — задачи нет',
    async play(desk) {
      const from = somebody();
      const ticket = await wrote(desk, from, {
        contact_method: 'телефон',
        contact_value: '+7 900 000-00-17',
      });
      const seen = await desk.see(ticket);
      expect(seen.letters).toEqual([]);
      expect(seen.fields['next_task']).toBe(`Позвонить заявителю: обращение принято, № ${seen.number}`);
      await desk.macro('Уфа', ticket, 'Взять в работу');
      await desk.reply('Уфа', ticket, 'phone', 'Назвали номер.');
      const called = await desk.see(ticket);
      expect(called).toMatchObject({ state: AT_WORK, letters: [], fields: { next_task: null } });
    },
  },
];
