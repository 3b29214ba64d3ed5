/** 4.8, 4.9: the wait for an agency. Nobody works, nothing flips it, a repeat contact is relayed, the answer goes to СТП. */
import { AGENCY, ASSIGNED, expect, OPEN_WAIT, REGION, stands } from '../expect.js';
import type { Step } from '../narrator.js';
import { olga } from '../people.js';
import type { Stage } from '../stage.js';
import { handedOver, registered } from './registered.js';

export const agencyStory = (stage: Stage): Step[] => {
  let ticket = 0;
  return [
    {
      clauses: 'п. 4.8, 4.8.1, 4.8.2',
      title: 'Запрос ушёл в ведомство; регион уведомил пользователя, тикет вернулся в СП ЕПГУ',
      async act() {
        ticket = (await handedOver(stage, olga)).ticket;
        await stage.macro('начальник смены', ticket, 'Принять');
        await stage.macro('оператор СП ЕПГУ', ticket, 'Запрос в ФОИВ', {
          foiv_name: 'Ведомство для показа',
          foiv_request_date: stage.now().toISOString().slice(0, 10),
          foiv_request_number: '17-исх',
          transition_comment: 'Просьба уведомить пользователя о направлении запроса в ФОИВ.',
        });
        const toRegion = stands(await stage.see(ticket), REGION, OPEN_WAIT, AGENCY);
        await stage.macro('оператор СП РПГУ', ticket, 'Сообщено заявителю', {
          transition_comment: 'Пользователь уведомлён по телефону.',
        });
        return [toRegion, stands(await stage.see(ticket), 'СП ЕПГУ', OPEN_WAIT, AGENCY)];
      },
    },
    {
      clauses: 'п. 4.8.3',
      title: 'Пользователь написал в тот же тикет; Zammad сбросил состояние, программа вернула ожидание',
      async act() {
        const { number } = await stage.see(ticket);
        await stage.mail({
          from: 'robot@portal.bashkortostan.example',
          subject: `Re: [Ticket#${number}] когда будет ответ?`,
          body: 'Когда будет ответ?',
        });
        const seen = await stage.see(ticket);
        return [
          stands(seen, 'СП ЕПГУ', OPEN_WAIT, AGENCY),
          `повторных обращений: ${String(seen.fields['repeat_count'])}`,
        ];
      },
    },
    {
      clauses: 'п. 4.8.4, 4.8.4.1',
      title:
        'Пользователь обратился ещё раз, новым письмом: в СП ЕПГУ оно не передаётся, отметка — в первичном тикете',
      async act() {
        const before = (await stage.see(ticket)).notes.length;
        const repeat = await registered(stage, olga);
        await stage.macro('оператор СП РПГУ', repeat, 'Спросил о статусе', {
          transition_comment: 'Спрашивает, сколько ещё ждать.',
        });
        const [primary, again] = [await stage.see(ticket), await stage.see(repeat)];
        stands(primary, 'СП ЕПГУ', OPEN_WAIT, AGENCY);
        expect(primary.notes.length === before + 1, 'в первичном тикете нет отметки о повторном обращении');
        expect(
          again.links.some((link) => link.ticket === ticket),
          'тикеты не связаны',
        );
        return [
          `повторный № ${again.number}: ${String(again.fields['next_task'])}`,
          `в первичном: «${primary.notes.at(-1)?.subject ?? ''}»`,
          ...(primary.notes.at(-1)?.text ?? []).map((line) => `  │ ${line}`),
        ];
      },
    },
    {
      clauses: 'п. 4.9',
      title: 'Ведомство ответило: ответ комментарием ушёл в СТП ЕПГУ',
      async act() {
        await stage.macro('оператор СП ЕПГУ', ticket, 'Ответ ФОИВ получен', {
          transition_comment: 'Ведомство подтвердило: сведения исправлены.',
        });
        return [stands(await stage.see(ticket), 'СТП ЕПГУ', ASSIGNED)];
      },
    },
  ];
};
