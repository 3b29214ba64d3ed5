/** One written request, from the portal's letter to СП ЕПГУ: the data gate of 4.2.1–4.2.3 as people live it. */
import {
  ASKED,
  ASSIGNED,
  AT_WORK,
  ENTRY,
  expect,
  noted,
  OPEN_WAIT,
  RECEIVED,
  REGION,
  standing,
  stands,
} from '../expect.js';
import type { Step } from '../narrator.js';
import { vera } from '../people.js';
import type { Stage } from '../stage.js';

const { snils, ...told } = vera.fields;
const MISTYPED = '112-233-445 59';

/** @param handOver told the ticket once it is with СП ЕПГУ, complete */
export const gateStory = (stage: Stage, handOver: (ticket: number) => void): Step[] => {
  let ticket = 0;
  return [
    {
      clauses: 'п. 4.1, 4.2.1',
      title:
        'Портал Башкортостана прислал форму; тикет в группе региона, поля заполнены, заявитель — пользователь',
      async act() {
        ticket = await stage.post('request-without-snils.eml');
        const seen = await stage.see(ticket);
        const read = { ...told, region: 'Республика Башкортостан', portal_request_number: 'РБ-2026-004711' };
        for (const [field, value] of Object.entries(read))
          if (field !== 'request_summary') expect(seen.fields[field] === value, `поле ${field} не прочитано`);
        expect(seen.customer === told['contact_value'], `заказчик тикета — ${seen.customer}`);
        return [stands(seen, REGION, 'Новый'), ...noted(seen, 'R-4.1.a', 'Внесено в поля: ФИО')];
      },
    },
    {
      clauses: 'п. 4.2.2',
      title: 'СНИЛС в форме нет — заметка называет ровно его; оператор взял тикет в работу',
      async act() {
        await stage.macro('оператор СП РПГУ', ticket, 'Взять в работу');
        return noted(await stage.see(ticket), 'R-4.2.2.a', 'СНИЛС: не заполнено');
      },
    },
    {
      clauses: 'п. 4.2, 4.2.3',
      title:
        'Оператор нажал «Передать в СП ЕПГУ» без СНИЛС — тикет остался в регионе, в заметке сказано почему',
      async act() {
        await stage.macro('оператор СП РПГУ', ticket, 'Передать в СП ЕПГУ');
        const seen = await stage.see(ticket);
        return [stands(seen, REGION, AT_WORK), ...noted(seen, 'R-1.1', 'СНИЛС: не заполнено')];
      },
    },
    {
      clauses: 'п. 4.2.2',
      title: 'Оператор запросил СНИЛС, тикет ждёт; пришёл ответ — тот же тикет, СНИЛС внесён из письма',
      async act() {
        await stage.call('оператор СП РПГУ', ticket, 'Попросили заявителя прислать СНИЛС.');
        await stage.macro('оператор СП РПГУ', ticket, 'Данные запрошены');
        const asked = await stage.see(ticket);
        const waits = stands(asked, REGION, OPEN_WAIT, ASKED);
        const { number } = asked;
        const answered = await stage.post('answer-with-snils.eml', { 'ticket.number': number });
        expect(answered === ticket, 'ответ завёл второй тикет');
        const seen = await stage.see(ticket);
        expect(
          seen.group === REGION && seen.state === ASSIGNED,
          `тикет не вернулся к оператору: ${standing(seen)}`,
        );
        expect(seen.fields['snils'] === snils, 'СНИЛС из ответа не внесён');
        return [waits, standing(seen), ...noted(seen, 'R-4.2.2.a', 'Данные пользователя собраны')];
      },
    },
    {
      clauses: 'п. 4.2.1, 4.2.3',
      title: 'Оператор описался в двух последних цифрах — контрольное число не сошлось, тикет вернулся',
      async act() {
        await stage.fill('оператор СП РПГУ', ticket, { snils: MISTYPED });
        await stage.macro('оператор СП РПГУ', ticket, 'Передать в СП ЕПГУ');
        const seen = await stage.see(ticket);
        return [
          stands(seen, REGION, ASSIGNED, RECEIVED),
          ...noted(seen, 'R-4.2.1', 'СНИЛС: не сходится контрольное число'),
        ];
      },
    },
    {
      clauses: 'п. 4.2',
      title: 'Оператор исправил СНИЛС и передал тикет снова — он в СП ЕПГУ',
      async act() {
        await stage.fill('оператор СП РПГУ', ticket, { snils });
        await stage.macro('оператор СП РПГУ', ticket, 'Передать в СП ЕПГУ');
        const seen = await stage.see(ticket);
        const line = stands(seen, ENTRY, ASSIGNED);
        expect(
          seen.notes.filter(({ subject }) => subject.includes('R-4.2.1')).length === 1,
          'заметка о возврате не одна',
        );
        const decided = (await stage.decisions(ticket)).filter((decision) => decision.startsWith('R-4.2.1 '));
        expect(!decided.join('\n').includes((snils ?? '').slice(0, 11)), 'в журнале решений остался СНИЛС');
        handOver(ticket);
        return [
          line,
          'журнал решений (без персональных данных):',
          ...decided.map((decision) => `  │ ${decision}`),
        ];
      },
    },
  ];
};
