/** 3.1, 3.2: a contact over the telephone is recorded, and the call itself is transferred. */
import { expect, REGION, standing } from '../expect.js';
import type { Step } from '../narrator.js';
import type { Stage } from '../stage.js';

export const phoneStory = (stage: Stage): Step[] => [
  {
    clauses: 'п. 3.1, 3.2',
    title: 'Звонок в СП РПГУ: обращение зафиксировано, звонок переведён в СП ЕПГУ на номер из п. 2.2',
    async act() {
      const ticket = await stage.register(
        'оператор СП РПГУ',
        'Телефонное обращение: не приходит письмо',
        {
          group: REGION,
          intake_channel: 'Телефонное',
          request_kind: 'Информационный запрос',
          region: 'Республика Башкортостан',
          contact_method: 'телефон',
          contact_value: '+70000000555',
        },
        'caller@mail.example',
      );
      await stage.macro('оператор СП РПГУ', ticket, 'Звонок переведён');
      const seen = await stage.see(ticket);
      expect(seen.group === REGION, `тикет ушёл в «${seen.group}»: по п. 3.2 переводится звонок, а не тикет`);
      return [standing(seen), `отметка о переводе: ${seen.tags.join(', ')}`];
    },
  },
];
