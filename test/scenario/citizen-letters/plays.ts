/** The cases of `cases.yaml` as they are played: what people write and click, step by step. */
import { KAMCHATKA, UFA } from '../cases.js';
import type { Stage } from './stage.js';

const ROBOT = 'robot@portal.bashkortostan.example';
const ASK = 'Запрос дополнительной информации (4.7.1)';
const SOLUTION = 'Решение по обращению (4.12)';

const person = ({ persons }: Stage, name: string) => persons[name] ?? { mail: '' };

/** A request of somebody's with all data, in the ticket `name`. */
const brought = async (
  stage: Stage,
  who: string,
  name = 'A',
  more: Readonly<Record<string, string>> = {},
) => {
  const from = person(stage, who);
  return stage.named(name, await stage.letter(from, stage.form(from, [], more)));
};

const taken = async ({ desk }: Stage, ticket: number): Promise<void> => {
  await desk.macro('Уфа', ticket, 'Взять в работу');
  await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ');
  await desk.macro('СП ЕПГУ', ticket, 'Принять');
};

/** СП ЕПГУ wants something, the region asks for it by mail. */
const asked = async (stage: Stage, ticket: number, day: string): Promise<void> => {
  const { desk } = stage;
  await taken(stage, ticket);
  await desk.macro('СП ЕПГУ', ticket, 'Запросить у заявителя', { transition_comment: 'Нужен снимок.' });
  await desk.write('Уфа', ticket, ASK, 'снимок экрана', day);
  await desk.macro('Уфа', ticket, 'Данные запрошены', { transition_comment: 'Запросили снимок.' });
};

/** A ticket that the term has closed; its letters are of the time before the case. */
const closed = async (stage: Stage): Promise<number> => {
  const ticket = await brought(stage, 'maria');
  await asked(stage, ticket, '05.11.2025');
  await stage.at('2025-11-06T00:31');
  return ticket;
};

const solved = async (stage: Stage, ticket: number): Promise<void> => {
  const { desk } = stage;
  await taken(stage, ticket);
  await desk.macro('СП ЕПГУ', ticket, 'Ответ готов', {
    transition_comment: 'Запись исправлена.',
    federal_kb_result: 'найдено',
  });
};

const agency = async (stage: Stage, ticket: number): Promise<void> => {
  const { desk } = stage;
  await taken(stage, ticket);
  await desk.macro('СП ЕПГУ', ticket, 'Запрос в ФОИВ', {
    foiv_name: 'Вымышленное ведомство',
    foiv_request_date: '2025-10-30',
    transition_comment: 'Уведомите.',
  });
};

const notified = async ({ desk }: Stage, ticket: number): Promise<void> => {
  await desk.write('Уфа', ticket, 'Уведомление о запросе в ведомство (4.8.2)');
  await desk.macro('Уфа', ticket, 'Сообщено заявителю', { transition_comment: 'Уведомили.' });
};

/** What stood before the first step of a case is none of it. */
const before = async (stage: Stage, deed: () => Promise<number>): Promise<number> => {
  let ticket = 0;
  await stage.step(async () => {
    ticket = await deed();
  });
  stage.gone.length = 0;
  return ticket;
};

const raw = (from: string, to: string, subject: string, headers: string, body: string): string =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=\r\n` +
  `Message-ID: <${Date.now()}.${Math.round(performance.now() * 1000)}@mail.example>\r\n${headers}MIME-Version: 1.0\r\n` +
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}\r\n`;

export interface Play {
  /** Who asks for what is missing. */
  readonly asks?: 'citizen';
  /** Steps that come before those of the case. */
  readonly ahead?: number;
  readonly play: (stage: Stage) => Promise<void>;
}

export const plays: Readonly<Record<string, Play>> = {
  'CL-01': {
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      const letter = {
        from: maria.mail,
        group: UFA,
        messageId: 'same@mail.example',
        body: stage.form(maria),
      };
      await stage.step(async () => {
        await stage.named('A', await desk.mail(letter));
      });
      await stage.step(async () => {
        expect(await desk.see(await desk.mail(letter))).toMatchObject({ state: 'merged' });
      });
    },
  },
  'CL-03': {
    async play(stage) {
      const { desk } = stage;
      let ticket = 0;
      await stage.step(async () => {
        ticket = await brought(stage, 'maria');
      });
      await stage.step(async () => {
        await taken(stage, ticket);
        await desk.macro('СП ЕПГУ', ticket, 'Не наша компетенция', {
          transition_comment: 'Вне компетенции.',
        });
      });
      await stage.step(async () => {
        await desk.macro('Уфа', ticket, 'Передать в СП ЕПГУ', { transition_comment: 'Это ваше.' });
        await desk.macro('СП ЕПГУ', ticket, 'Принять');
        await desk.macro('СП ЕПГУ', ticket, 'В СТП', { transition_comment: 'Ошибка в журнале.' });
        await desk.macro('СТП', ticket, 'Взять в работу');
        await desk.macro('СТП', ticket, 'Решено');
        await desk.macro('СП ЕПГУ', ticket, 'Ответ готов', { transition_comment: 'Исправлено.' });
      });
    },
  },
  'CL-04': {
    ahead: 1,
    async play(stage) {
      const { desk } = stage;
      const ticket = await before(stage, async () => {
        const made = await brought(stage, 'maria');
        await solved(stage, made);
        return made;
      });
      await stage.step(async () => {
        await desk.write('Уфа', ticket, SOLUTION, 'Запись исправлена.');
        await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      });
      await stage.step(async () => {
        const answers = stage.numbers.get('A') ?? '';
        await stage.letter(person(stage, 'maria'), 'Спасибо, согласна, всё работает', { answers });
        await desk.macro('Уфа', ticket, 'Согласен, закрыть');
      });
      expect(await desk.see(ticket)).toMatchObject({ state: 'Закрыт', reason: null });
    },
  },
  'CL-08': {
    asks: 'citizen',
    async play(stage) {
      const maria = person(stage, 'maria');
      let ticket = 0;
      await stage.step(async () => {
        ticket = await stage.named('A', await stage.letter(maria, stage.form(maria, ['СНИЛС'])));
      });
      await stage.step(() => stage.at('2025-11-10T10:00'));
      expect(await stage.desk.see(ticket)).toMatchObject({ group: UFA, state: 'В ожидании (без срока)' });
    },
  },
  'CL-09': {
    asks: 'citizen',
    async play(stage) {
      const igor = person(stage, 'igor');
      const answer = (body: string) => stage.letter(igor, body, { answers: stage.numbers.get('A') ?? '' });
      await stage.step(async () => {
        await stage.named('A', await stage.letter(igor, stage.form(igor, [], { СНИЛС: '901-200-342 19' })));
      });
      await stage.step(async () => {
        await answer('СНИЛС 901-200-342 99');
      });
      await stage.step(async () => {
        await answer('пишу же: СНИЛС 901-200-342 99!!!');
      });
    },
  },
  'CL-10': {
    asks: 'citizen',
    async play(stage) {
      const maria = person(stage, 'maria');
      let ticket = 0;
      await stage.step(async () => {
        ticket = await stage.named('A', await stage.letter(maria, stage.form(maria, ['ИНН'])));
      });
      await stage.step(async () => {
        await stage.letter(maria, 'ИНН у меня нет и не было.', { answers: stage.numbers.get('A') ?? '' });
      });
      expect((await stage.desk.see(ticket)).fields['inn']).toBeNull();
    },
  },
  'CL-11': {
    async play(stage) {
      const { desk } = stage;
      let ticket = 0;
      await stage.step(async () => {
        ticket = await brought(stage, 'maria');
      });
      await stage.step(async () => {
        await desk.macro('Уфа', ticket, 'Взять в работу');
        await desk.fill('Уфа', ticket, { faq_result: 'найдено' });
        await desk.reply('Уфа', ticket, 'email', 'Войдите снова.');
        await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      });
    },
  },
  'CL-12': {
    ahead: 1,
    async play(stage) {
      const { desk } = stage;
      const olga = person(stage, 'olga');
      const ticket = await before(stage, async () => {
        const made = await stage.named(
          'A',
          await desk.mail({ from: olga.mail, body: stage.form(olga), group: KAMCHATKA }),
        );
        await desk.macro('Камчатка', made, 'Взять в работу');
        await desk.macro('Камчатка', made, 'Передать в СП ЕПГУ');
        await desk.macro('СП ЕПГУ', made, 'Принять');
        await desk.macro('СП ЕПГУ', made, 'Запросить у заявителя', { transition_comment: 'Нужен снимок.' });
        await desk.clockTo('2025-11-11T12:30:00Z');
        return made;
      });
      await stage.step(async () => {
        await desk.write('Камчатка', ticket, ASK, 'снимок экрана', '17.11.2025');
        await desk.macro('Камчатка', ticket, 'Данные запрошены', { transition_comment: 'Запросили.' });
      });
      await stage.step(() => desk.clockTo('2025-11-17T11:59:00Z'));
      await stage.step(() => desk.clockTo('2025-11-17T12:31:00Z'));
    },
  },
  'CL-15': {
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      let ticket = 0;
      await stage.step(async () => {
        const made = await brought(stage, 'maria');
        await taken(stage, made);
        await desk.macro('СП ЕПГУ', made, 'Запросить у заявителя', { transition_comment: 'Нужен снимок.' });
        ticket = made;
      });
      stage.gone.length = 0;
      await stage.step(async () => {
        await desk.write('Уфа', ticket, ASK, 'снимок экрана', '05.11.2025');
        await desk.macro('Уфа', ticket, 'Данные запрошены', { transition_comment: 'Запросили снимок.' });
      });
      await stage.step(async () => {
        // Sent before the term's end, fetched within the half hour after it: Zammad had closed, and opens a new ticket.
        await stage.at('2025-11-06T00:02');
        const late = await stage.letter(maria, 'Вход 20.10', { answers: stage.numbers.get('A') ?? '' });
        expect((await desk.see(late)).links.map(({ ticket: to }) => to)).toContain(ticket);
        await stage.at('2025-11-06T01:00');
      });
      expect(await desk.see(ticket)).toMatchObject({ state: 'Назначен', group: UFA });
    },
    ahead: 1,
  },
  'CL-17': {
    async play(stage) {
      const { desk } = stage;
      const answers = () => stage.numbers.get('A') ?? '';
      const maria = person(stage, 'maria');
      await stage.step(async () => {
        await closed(stage);
      });
      stage.gone.length = 0;
      let late = 0;
      await stage.step(async () => {
        await stage.at('2025-11-07T09:15');
        late = await stage.named('B', await stage.letter(maria, 'Вход 20.10', { answers: answers() }));
      });
      await stage.step(async () => {
        const again = await stage.letter(maria, 'и ещё снимок', { answers: answers() });
        expect(await desk.see(again)).toMatchObject(again === late ? {} : { state: 'merged' });
      });
    },
  },
  'CL-18': {
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      const answers = () => stage.numbers.get('A') ?? '';
      await before(stage, async () => {
        const made = await brought(stage, 'maria');
        await asked(stage, made, '05.11.2025');
        return made;
      });
      await stage.step(() => stage.at('2025-11-06T00:31'));
      await stage.step(async () => {
        const automatic = await desk.mail({
          from: maria.mail,
          group: UFA,
          answers: answers(),
          automatic: 'absence',
          body: 'Я в отпуске.',
        });
        const worded = await stage.letter(maria, 'I am out of office', {
          answers: answers(),
          subject: 'Out of office: Re: запись',
        });
        expect(await desk.see(automatic)).toMatchObject({ state: 'merged' });
        // By words alone nobody is sure, and a person's answer is not thrown away: it stays for the operator, unanswered.
        expect((await desk.see(worded)).tags).toContain('похоже-на-автоответ');
      });
    },
    ahead: 1,
  },
  'CL-19': {
    ahead: 1,
    async play(stage) {
      const stranger = person(stage, 'stranger');
      const ticket = await before(stage, () => closed(stage));
      await stage.step(async () => {
        const answers = stage.numbers.get('A') ?? '';
        const made = await stage.letter(stranger, 'Вот снимок. И пришлите, что там у неё решили.', {
          answers,
        });
        const seen = await stage.desk.see(made);
        expect(seen.links.map(({ ticket: to }) => to)).toContain(ticket);
        expect(seen.fields).toMatchObject({ snils: null, citizen_name: null });
      });
    },
  },
  'CL-20': {
    asks: 'citizen',
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      const form = `Номер обращения: П-20\n${stage.form(maria, ['СНИЛС', 'ИНН'])}`;
      let ticket = 0;
      await stage.step(async () => {
        const letter = raw(
          ROBOT,
          'support@helpdesk.example',
          'Новое обращение',
          'Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\n',
          form,
        );
        ticket = await stage.named('A', await desk.mail({ from: '', raw: letter }));
      });
      await stage.step(() => Promise.resolve());
      await stage.step(async () => {
        const answers = stage.numbers.get('A') ?? '';
        await stage.letter(maria, `СНИЛС: ${maria.snils ?? ''}\nИНН: ${maria.inn ?? ''}`, { answers });
        await solved(stage, ticket);
      });
      await stage.step(async () => {
        await desk.reply('Уфа', ticket, 'email', 'Запись исправлена. Согласны?');
        await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      });
      expect(await desk.see(ticket)).toMatchObject({ state: 'Решен', customer: maria.mail });
    },
  },
  'CL-21': {
    asks: 'citizen',
    async play(stage) {
      const { desk } = stage;
      const igor = person(stage, 'igor');
      const form = `Номер обращения: П-21\nФИО: ${igor.name ?? ''}\nТелефон: ${igor.phone ?? ''}\nСуть обращения: не открывается`;
      let ticket = 0;
      await stage.step(async () => {
        const letter = raw(
          ROBOT,
          'support@helpdesk.example',
          'Новое обращение',
          `Reply-To: ${ROBOT}\r\n`,
          form,
        );
        ticket = await stage.named('A', await desk.mail({ from: '', raw: letter }));
      });
      const seen = await desk.see(ticket);
      expect(seen.fields).toMatchObject({ contact_method: 'телефон' });
      expect(seen.fields['next_task']).toMatch(/^Позвонить заявителю/u);
    },
  },
  'CL-24': {
    asks: 'citizen',
    async play(stage) {
      const stranger = person(stage, 'stranger');
      await stage.step(async () => {
        const body = `Я ${stranger.name ?? ''}, отвечайте на zhuravleva@mail.example`;
        const subject = 'Ваш счёт заблокирован http://bad.mail.example/x';
        await stage.named('A', await stage.letter(stranger, body, { subject }));
      });
      await stage.step(() => Promise.resolve());
    },
  },
  'CL-25': {
    async play(stage) {
      const { desk } = stage;
      const igor = person(stage, 'igor');
      let ticket = 0;
      await stage.step(async () => {
        const way = { 'Удобный способ связи': 'телефон', Телефон: igor.phone ?? '' };
        ticket = await stage.named('A', await stage.letter(igor, stage.form(igor, ['E-mail'], way)));
      });
      await stage.step(async () => {
        await taken(stage, ticket);
        await desk.macro('СП ЕПГУ', ticket, 'Запросить у заявителя', { transition_comment: 'Нужен снимок.' });
      });
      await stage.step(async () => {
        await desk.reply('Уфа', ticket, 'phone', 'Спросили про снимок.');
        await desk.macro('Уфа', ticket, 'Данные запрошены', { transition_comment: 'Спросили по телефону.' });
      });
    },
  },
  'CL-26': {
    ahead: 1,
    async play(stage) {
      const { desk } = stage;
      const igor = person(stage, 'igor');
      const ticket = await before(stage, async () => {
        const way = { 'Удобный способ связи': 'телефон', Телефон: igor.phone ?? '' };
        const made = await stage.named('A', await stage.letter(igor, stage.form(igor, ['E-mail'], way)));
        await taken(stage, made);
        await desk.macro('СП ЕПГУ', made, 'Запросить у заявителя', { transition_comment: 'Нужен снимок.' });
        await desk.reply('Уфа', made, 'phone', 'Спросили про снимок.');
        await desk.macro('Уфа', made, 'Данные запрошены', { transition_comment: 'Спросили по телефону.' });
        return made;
      });
      await stage.step(() => stage.at('2025-11-06T00:31'));
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ state: 'Закрыт', reason: 'Нет ответа пользователя' });
      expect(seen.fields['next_task']).toMatch(/^Позвонить заявителю: .*закрыто/u);
    },
  },
  'CL-28': {
    ahead: 1,
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      const automatic = () =>
        desk.mail({
          from: maria.mail,
          group: UFA,
          answers: stage.numbers.get('A') ?? '',
          automatic: 'absence',
          body: 'Автоматический ответ',
        });
      const ticket = await before(stage, async () => {
        const made = await brought(stage, 'maria');
        await taken(stage, made);
        await desk.macro('СП ЕПГУ', made, 'Запросить у заявителя', { transition_comment: 'Нужен снимок.' });
        return made;
      });
      await stage.step(async () => {
        await desk.write('Уфа', ticket, ASK, 'снимок экрана', '05.11.2025');
        await desk.macro('Уфа', ticket, 'Данные запрошены', { transition_comment: 'Запросили снимок.' });
        await automatic();
      });
      await stage.step(() => stage.at('2025-11-06T00:31'));
      await stage.step(async () => {
        expect(await desk.see(await automatic())).toMatchObject({ state: 'merged' });
      });
      expect(await desk.see(ticket)).toMatchObject({ state: 'Закрыт', reason: 'Нет ответа пользователя' });
    },
  },
  'CL-29': {
    asks: 'citizen',
    async play(stage) {
      const { desk } = stage;
      await stage.step(async () => {
        await stage.named(
          'A',
          await desk.mail({ from: 'office@mail.example', group: UFA, body: 'Не работает.' }),
        );
        for (let time = 1; time <= 20; time += 1)
          await desk.mail({
            from: 'office@mail.example',
            group: UFA,
            // The half of them knows nothing of our number.
            ...(time % 2 === 0 && { answers: stage.numbers.get('A') ?? '' }),
            subject: 'Ваше обращение у нас',
            body: 'Ваше письмо получено, вам ответят',
          });
      });
    },
  },
  'CL-30': {
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      await stage.step(() => Promise.resolve());
      await stage.step(async () => {
        await brought(stage, 'maria');
        const form = `Номер обращения: П-30\n${stage.form(maria, [], { 'Суть обращения': 'Другая суть' })}`;
        const mail = (from: string, headers: string, body: string) =>
          desk.mail({
            from: '',
            group: UFA,
            raw: raw(from, 'support@helpdesk.example', 'Письмо', headers, body),
          });
        await stage.named(
          'B',
          await desk.mail({ from: '', raw: raw(ROBOT, 'support@helpdesk.example', 'Форма', '', form) }),
        );
        await mail('news@shop.example', 'List-Unsubscribe: <https://shop.example/u>\r\n', 'Скидки!');
        await mail('MAILER-DAEMON@shop.example', '', 'Mailbox is full');
        await mail('support@helpdesk.example', '', 'Сам себе');
      });
    },
  },
  'CL-33': {
    ahead: 1,
    async play(stage) {
      const { desk } = stage;
      const maria = person(stage, 'maria');
      const ticket = await before(stage, async () => {
        const made = await brought(stage, 'maria');
        await agency(stage, made);
        await notified(stage, made);
        return made;
      });
      let again = 0;
      await stage.step(async () => {
        const body = stage.form(maria, [], { 'Суть обращения': 'Что с моим обращением?' });
        again = await stage.named(
          'B',
          await stage.letter(maria, body, { subject: 'Что с моим обращением?' }),
        );
      });
      await stage.step(async () => {
        await desk.write('Уфа', again, 'Повторный вопрос, ждём ведомство (3.8.3, 4.8.4)');
      });
      await stage.step(async () => {
        await desk.macro('СП ЕПГУ', ticket, 'Ответ ФОИВ получен', { transition_comment: 'Исправлено.' });
        await desk.macro('СТП', ticket, 'Взять в работу');
        await desk.macro('СТП', ticket, 'Решено');
        await desk.macro('СП ЕПГУ', ticket, 'Ответ готов', { transition_comment: 'Исправлено.' });
        await desk.write('Уфа', ticket, SOLUTION, 'Запись исправлена.');
        await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      });
    },
  },
  'CL-34': {
    async play(stage) {
      const { desk } = stage;
      const anna = person(stage, 'anna');
      let wrong = 0;
      await stage.step(async () => {
        const spam = raw(
          'ad@shop.example',
          'support@helpdesk.example',
          'Скидки',
          'X-Spam-Flag: YES\r\n',
          'Купите!',
        );
        await desk.mail({ from: '', group: UFA, raw: spam });
        wrong = await stage.named('B', await stage.letter(anna, 'почему не вывозят мусор во дворе'));
      });
      await stage.step(async () => {
        await desk.reply('Уфа', wrong, 'email', 'Обратитесь в управляющую компанию.');
      });
      await stage.step(() => stage.at('2025-10-31T10:00'));
    },
  },
  'CL-36': {
    asks: 'citizen',
    async play(stage) {
      const { desk } = stage;
      const [maria, anna] = [person(stage, 'maria'), person(stage, 'anna')];
      await stage.step(async () => {
        const body = stage.form(maria, ['ИНН', 'Удобный способ связи']);
        await stage.named(
          'A',
          await desk.mail({ from: maria.mail, group: UFA, subject: '', messageId: 'm1@mail.example', body }),
        );
      });
      await stage.step(async () => {
        const subject = `${'Запись '.repeat(57)}\r\nBcc: x@mail.example`;
        const body = stage.form(anna, ['Удобный способ связи']);
        await stage.named('B', await stage.letter(anna, body, { subject }));
      });
    },
  },
};
