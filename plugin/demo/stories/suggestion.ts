/** 3.1, 4.1: the likeliest answers lie under the operator's hand; the one given is linked, and СП ЕПГУ hears nothing of it. */
import { CLOSED, expect, noted, REGION, stands } from '../expect.js';
import type { Step } from '../narrator.js';
import type { Stage } from '../stage.js';

const ANSWER = 'Как восстановить пароль?';

export const suggestionStory = (stage: Stage): Step[] => {
  let ticket = 0;
  return [
    {
      clauses: 'п. 4.1',
      title: 'Пришло письмо — похожие ответы базы знаний под рукой, в одной заметке',
      async act() {
        ticket = await stage.mail({
          from: 'forgetful@portal.bashkortostan.example',
          subject: 'Не могу зайти',
          body: 'Здравствуйте! Забыла пороль от кабинета, как его востановить?',
        });
        await stage.macro('оператор СП РПГУ', ticket, 'Взять в работу');
        return noted(await stage.see(ticket), 'R-4.1.b', ANSWER);
      },
    },
    {
      clauses: 'п. 4.1.1',
      title: 'Ответ подошёл: оператор его дал, тикет закрыт без СП ЕПГУ, ответ связан с тикетом',
      async act() {
        await stage.call('оператор СП РПГУ', ticket, 'Рассказали, как восстановить пароль.');
        await stage.macro('оператор СП РПГУ', ticket, 'Сообщено заявителю', { faq_answer: 'первый' });
        const seen = await stage.see(ticket);
        const { links } = await stage.client.tickets.full(ticket);
        expect(
          links.some(({ link_object: object }) => object === 'KnowledgeBase::Answer::Translation'),
          'ответ с тикетом не связан',
        );
        return [stands(seen, REGION, CLOSED), ...noted(seen, 'R-4.1.1', ANSWER)];
      },
    },
  ];
};
