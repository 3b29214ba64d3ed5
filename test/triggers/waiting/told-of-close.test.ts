/** What a citizen reads of a request that the term has closed: the days of the setting in force, the point of the ticket's own path. */
import { render } from '../../../templates/render.js';
import { noAnswer } from '../../../triggers/rules/waiting/no-answer.js';
import type { TicketFacts } from '../../../triggers/types.js';
import { contextOf, ticket } from '../tickets.js';

const region = 'СП РПГУ::Республика Башкортостан';
const ASKED = new Date('2026-11-23T08:00:00Z');

/** Asked on a Monday, closed by Zammad at the end of the last of `workingDays`, marked by the companion, looked at an hour later. */
const letterOf = (workingDays: number, closedAt: Date, change: Partial<TicketFacts>): string => {
  const facts = ticket({
    state: 'Закрыт',
    closed: true,
    createdAt: ASKED,
    closedAt,
    tags: ['закрыт-без-ответа'],
    mailTo: 'anna@mail.example',
    mailed: [],
    transitions: [
      { at: ASKED, by: 'operator', field: 'state', from: 'В работе', to: 'В ожидании' },
      { at: closedAt, by: 'helpdesk', field: 'state', from: 'В ожидании', to: 'Закрыт' },
    ],
    ...change,
    attributes: {
      state_reason: 'Нет ответа пользователя',
      wait_source: 'по запросу ЕПГУ',
      ...change.attributes,
    },
  });
  const params = noAnswer.params.parse({ workingDays, freshStates: ['Новый'], copy: [] });
  const context = contextOf('R-3.7.2', new Date(closedAt.getTime() + 3_600_000));
  const verdict = noAnswer.evaluate(facts, params, context);
  const mail = verdict.status === 'due' ? verdict.actions.find((action) => action.do === 'mail') : undefined;
  if (mail === undefined) throw new Error(`no letter: ${verdict.because.text}`);
  return render(mail.template, mail.view);
};

test.each<[string, number, string, string, string | null, string]>([
  ['письменное, у региона', 3, '2026-11-26T19:00:00Z', region, null, 'п. 4.7.2'],
  ['письменное, у СП ЕПГУ', 3, '2026-11-26T21:00:00Z', 'СП ЕПГУ', null, 'п. 4.7.2'],
  ['телефонное, у СП ЕПГУ', 3, '2026-11-26T21:00:00Z', 'СП ЕПГУ', 'Телефонное', 'п. 3.7.2'],
  ['телефонное, у региона', 3, '2026-11-26T19:00:00Z', region, 'Телефонное', 'п. 3.7.2'],
])('%s', (_, days, closedAt, group, channel, point) => {
  const attributes = { intake_channel: channel };
  expect(letterOf(days, new Date(closedAt), { group, attributes })).toContain(point);
});

test.each([
  [1, '2026-11-24T19:00:00Z', 'в течение 1 рабочего дня'],
  [2, '2026-11-25T19:00:00Z', 'в течение 2 рабочих дней'],
  [3, '2026-11-26T19:00:00Z', 'в течение 3 рабочих дней'],
  [5, '2026-11-30T19:00:00Z', 'в течение 5 рабочих дней'],
])('срок по протоколу %s', (days, closedAt, words) => {
  expect(letterOf(days, new Date(closedAt), { group: region })).toContain(words);
});
