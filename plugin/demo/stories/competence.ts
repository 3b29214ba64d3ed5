/** 4.3.1: what is beyond the competence of СП ЕПГУ goes back to its own region, with a comment. */
import { ASSIGNED, noted, REGION, stands } from '../expect.js';
import type { Step } from '../narrator.js';
import { ivan } from '../people.js';
import type { Stage } from '../stage.js';
import { handedOver } from './registered.js';

export const competenceStory = (stage: Stage): Step[] => [
  {
    clauses: 'п. 4.3.1',
    title: 'Вопрос вне компетенции СП ЕПГУ: тикет вернулся в свой регион с комментарием',
    async act() {
      const { ticket, line } = await handedOver(stage, ivan);
      const comment = 'Данное обращение выходит за рамки компетенций СП ЕПГУ: коды рассылает портал региона.';
      await stage.macro('начальник смены', ticket, 'Не наша компетенция', { transition_comment: comment });
      const seen = await stage.see(ticket);
      return [line, stands(seen, REGION, ASSIGNED, 'Вне компетенции'), ...noted(seen, 'R-', comment)];
    },
  },
];
