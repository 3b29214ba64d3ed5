/** 4.7: more is asked of the user; three working days over a transferred Saturday, an auto-reply, and the close. */
import { ASKED, ASSIGNED, CLOSED, expect, noted, REGION, stands, WAIT } from '../expect.js';
import type { Step } from '../narrator.js';
import { petr } from '../people.js';
import type { Stage } from '../stage.js';
import { handedOver } from './registered.js';

/** Asked on Thursday 30.10.2025: counted are 31.10, the working Saturday 01.11 and 05.11; in Ufa the day ends at 19:00 UTC. */
const DEADLINE = '2025-11-05T19:00';

export const waitingStory = (stage: Stage): Step[] => {
  let ticket = 0;
  const deadline = async (): Promise<string> => {
    const { pendingUntil } = await stage.see(ticket);
    expect(
      pendingUntil?.startsWith(DEADLINE) === true,
      `срок ${pendingUntil ?? 'не стоит'}, а должен быть ${DEADLINE}Z`,
    );
    return `Zammad закроет тикет сам: ${pendingUntil ?? ''}`;
  };
  return [
    {
      clauses: 'п. 4.7, 4.7.1, 4.7.2',
      title:
        'Нужна дополнительная информация: регион спросил пользователя, срок — конец третьего рабочего дня',
      async act() {
        ticket = (await handedOver(stage, petr)).ticket;
        await stage.macro('начальник смены', ticket, 'Принять');
        await stage.macro('оператор СП ЕПГУ', ticket, 'Запросить у заявителя', {
          transition_comment: 'Нужен снимок экрана с ошибкой.',
        });
        stands(await stage.see(ticket), REGION, ASSIGNED);
        await stage.call('оператор СП РПГУ', ticket, 'Попросили прислать снимок экрана с ошибкой.');
        await stage.macro('оператор СП РПГУ', ticket, 'Данные запрошены', {
          transition_comment: 'Запросили снимок экрана по телефону.',
        });
        return [
          stands(await stage.see(ticket), REGION, WAIT, ASKED),
          'день отправки — чт 30.10; считаются 31.10, рабочая суббота 01.11 и 05.11',
          await deadline(),
        ];
      },
    },
    {
      clauses: 'п. 4.7.2, 4.7.3',
      title: 'Пришёл автоответ «я в отпуске»: это не ответ, ожидание восстановлено с прежним сроком',
      async act() {
        const { number } = await stage.see(ticket);
        await stage.mail({
          from: 'robot@portal.bashkortostan.example',
          subject: `Re: [Ticket#${number}] автоответ`,
          body: 'Я в отпуске.',
          automatic: true,
        });
        return [stands(await stage.see(ticket), REGION, WAIT, ASKED), await deadline()];
      },
    },
    {
      clauses: 'п. 4.7.2',
      title: 'Три рабочих дня прошли без ответа: Zammad закрыл тикет, программа записала, по какому пункту',
      async act() {
        await stage.passTo(new Date('2025-11-05T18:00:00Z'));
        const eve = stands(await stage.see(ticket), REGION, WAIT, ASKED);
        await stage.passTo(new Date('2025-11-05T22:00:00Z'));
        const seen = await stage.see(ticket);
        return [
          `за час до срока — ${eve}`,
          stands(seen, REGION, CLOSED, 'Нет ответа пользователя'),
          ...noted(seen, 'R-4.7.2'),
        ];
      },
    },
  ];
};
