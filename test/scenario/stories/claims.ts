/** 4.3.2–4.3.4: a claim is a ticket of ГРП beside the request, and the region tells the citizen of it. */
import { ASSIGNED, AT_WORK, CLAIMED, CLAIMS, CLOSED, taken, UFA, type Request } from '../cases.js';
import type { Desk } from '../desk.js';
import type { Story } from '../story.js';

/** The request and the claim that grew from it. */
const claimed = async (desk: Desk): Promise<Request & { claim: number }> => {
  const request = await taken(desk);
  await desk.macro('СП ЕПГУ', request.ticket, 'Претензия');
  const { links } = await desk.see(request.ticket);
  return { ...request, claim: links.find(({ relation }) => relation === 'child')?.ticket ?? 0 };
};

export const claims: readonly Story[] = [
  {
    clauses: ['R-4.3.2.a', 'R-4.3.3.a', 'R-4.3.3.b', 'R-4.3.3.c', 'R-4.3.3.d'],
    title: 'претензия — дочерний тикет ГРП; номер и срок в первичном, а он у региона с задачей сообщить',
    async play(desk) {
      const { ticket, claim, data } = await claimed(desk);
      const [primary, child] = [await desk.see(ticket), await desk.see(claim)];
      expect(child).toMatchObject({
        group: CLAIMS,
        state: ASSIGNED,
        links: [{ relation: 'parent', ticket }],
        fields: { request_kind: 'Претензия', region: 'Республика Башкортостан', snils: data['snils'] },
      });
      expect(primary).toMatchObject({
        group: UFA,
        state: ASSIGNED,
        reason: CLAIMED,
        owner: null,
        fields: { claim_number: child.number, claim_link: 'претензия по обращению', regulation_act: null },
      });
      expect(primary.fields['claim_due']).toMatch(/^\d{4}-\d\d-\d\d/);
      expect(primary.fields['next_task']).toContain(child.number);
      expect(primary.notes.some(({ text }) => text.includes(child.number))).toBe(true);
    },
  },
  {
    clauses: ['R-4.3.4'],
    title: 'регион известил пользователя: первичный тикет закрыт, причина — претензия',
    async play(desk) {
      const { ticket } = await claimed(desk);
      // The next step says it; what is not told in a working day is shown.
      expect(await desk.verdict(ticket, 'R-4.3.4')).toBe('pending');
      await desk.reply('Уфа', ticket, 'phone', 'Сообщили номер претензии и контакты.');
      await desk.macro('Уфа', ticket, 'Сообщено заявителю');
      expect(await desk.see(ticket)).toMatchObject({ group: UFA, state: CLOSED, reason: CLAIMED });
      expect(await desk.verdict(ticket, 'R-4.3.4')).toBe('met');
    },
  },
  {
    clauses: ['R-3.11.2.b', 'R-4.3.2.b'],
    title: 'ГРП берёт претензию в работу и закрывает рассмотренную',
    async play(desk) {
      const { claim } = await claimed(desk);
      expect(await desk.verdict(claim, 'R-4.3.2.b')).toBe('pending');
      await desk.macro('ГРП', claim, 'Взять в работу');
      expect(await desk.see(claim)).toMatchObject({ group: CLAIMS, state: AT_WORK, owner: 'ГРП' });
      await desk.reply('ГРП', claim, 'phone', 'Ответили по претензии.');
      await desk.macro('ГРП', claim, 'Ответ дан, закрыть');
      expect(await desk.see(claim)).toMatchObject({ group: CLAIMS, state: CLOSED });
    },
  },
  {
    clauses: ['R-4.3.3.a', 'R-4.3.2.b'],
    title: 'срок претензии от 30.10.2025 — по 11.11: суббота 1.11 рабочая, 3 и 4.11 нет',
    movesClock: true,
    async play(desk) {
      const { ticket, claim } = await claimed(desk);
      const { fields } = await desk.see(ticket);
      expect(String(fields['claim_due']).slice(0, 10)).toBe('2025-11-11');
      await desk.clockTo('2025-11-11T20:00:00Z');
      expect(await desk.verdict(claim, 'R-4.3.2.b')).toBe('pending');
      await desk.clockTo('2025-11-11T22:00:00Z');
      expect(await desk.verdict(claim, 'R-4.3.2.b')).toBe('flagged');
    },
  },
];
