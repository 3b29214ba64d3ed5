/** 4.3.2–4.3.4: a claim is a ticket of its own in ГРП, seven working days, its number and date told. */
import { ASSIGNED, expect, noted, REGION, standing, stands } from '../expect.js';
import type { Step } from '../narrator.js';
import { anna } from '../people.js';
import type { Stage } from '../stage.js';
import { handedOver } from './registered.js';

export const claimStory = (stage: Stage): Step[] => [
  {
    clauses: 'п. 4.3.2, 4.3.3',
    title:
      'Обращение претензионное: претензия заведена в ГРП, номер и срок — в первичном тикете, тот — в регионе',
    async act() {
      const { ticket, line } = await handedOver(stage, anna);
      await stage.macro('начальник смены', ticket, 'Претензия');
      const primary = await stage.see(ticket);
      const [link] = primary.links;
      expect(primary.links.length === 1 && link !== undefined, `связей у тикета: ${primary.links.length}`);
      const claim = await stage.see(link?.ticket ?? 0);
      expect(claim.group === 'ГРП', `претензия в группе «${claim.group}»`);
      expect(primary.fields['claim_number'] === claim.number, 'номер претензии не внесён');
      return [
        line,
        `претензия ${standing(claim)}`,
        stands(primary, REGION, ASSIGNED, 'Зарегистрирована претензия'),
        `номер ${String(primary.fields['claim_number'])}, срок ${String(primary.fields['claim_due'])}`,
        ...noted(primary, 'R-4.3.3', claim.number),
      ];
    },
  },
];
