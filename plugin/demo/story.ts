/** One written request, from the portal's letter to СП ЕПГУ: the data gate of 4.2.1–4.2.3 as people live it. */
import type { Step } from './narrator.js';
import { DemoFault, type SeenTicket, type Stage } from './stage.js';

const REGION = 'СП РПГУ::Республика Башкортостан';
const ENTRY = 'Начальник смены ЦПП';
const WAITING = 'В ожидании (без срока)';
const REASON = 'Запрошена информация (пользователь)';

/** What the operator copies from the letter; СНИЛС is not in it. */
const FROM_LETTER = {
  citizen_name: 'Вымышленная Вера Павловна',
  inn: '500100732259',
  birth_date: '1984-02-29',
  contact_method: 'эл. почта',
  contact_value: 'v.vymyshlennaya@mail.example',
  request_summary: 'После входа через Госуслуги карточка заявления не открывается: пустая страница.',
  portal_request_number: 'РБ-2026-004711',
};
const SNILS = '112-233-445 95';
const MISTYPED = '112-233-445 59';

const expect = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new DemoFault(otherwise);
};

const textOf = (html: string): string[] =>
  html
    .replace(/\s+/g, ' ')
    .replace(/<\/(p|li|ul)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&quot;/g, '"')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const notesOf = ({ articles }: SeenTicket) =>
  articles.filter(({ subject }) => subject?.startsWith('Регламент ') === true);

const standing = ({ group, state, fields }: SeenTicket): string => {
  const reason = fields['state_reason'];
  return `группа «${group}», состояние «${state}»${typeof reason === 'string' && reason !== '' ? `, причина «${reason}»` : ''}`;
};

/** Steps of the story. @param verdicts what the companion decided about a ticket, newest last, for the last step */
export const requestStory = (
  stage: Stage,
  verdicts: (ticket: number) => Promise<readonly string[]>,
): Step[] => {
  let ticket = 0;
  let notes = 0;

  const returned = async (missing: string): Promise<string[]> => {
    const seen = await stage.until(
      ticket,
      'тикет возвращён региону с заметкой',
      (now) => now.group === REGION && notesOf(now).length > notes,
    );
    expect(
      seen.state === WAITING && seen.fields['state_reason'] === REASON,
      `ждали «${WAITING}», «${REASON}», а стоит: ${standing(seen)}`,
    );
    expect(notesOf(seen).length === notes + 1, 'заметка написана дважды');
    notes += 1;
    const note = notesOf(seen).at(-1);
    const text = textOf(note?.body ?? '');
    expect(
      text.some((line) => line.includes(missing)),
      `в заметке не сказано про «${missing}»`,
    );
    return [
      standing(seen),
      `внутренняя заметка «${note?.subject ?? ''}»:`,
      ...text.map((line) => `  │ ${line}`),
    ];
  };

  return [
    {
      clauses: 'п. 4.1',
      title: 'Портал Башкортостана прислал письмо; Zammad завёл тикет в группе региона',
      async act() {
        ticket = await stage.mail('request-without-snils.eml');
        const seen = await stage.see(ticket);
        expect(seen.group === REGION, `тикет попал в группу «${seen.group}»`);
        expect(seen.fields['region'] === 'bashkortostan', 'регион не проставлен');
        return [`тикет № ${seen.number}: ${standing(seen)}`];
      },
    },
    {
      clauses: 'п. 4.1, 4.2.1',
      title: 'Оператор взял тикет в работу и внёс данные из письма; СНИЛС в нём нет',
      async act() {
        await stage.macro(ticket, '3.1/4.1');
        await stage.fill(ticket, FROM_LETTER);
        return [
          standing(await stage.see(ticket)),
          `внесено: ФИО, ИНН, дата рождения, способ связи и контакт, суть обращения`,
        ];
      },
    },
    {
      clauses: 'п. 4.2, 4.2.3',
      title: 'Оператор нажал макрос «4.2 Передать в СП ЕПГУ» без СНИЛС — тикет вернулся с заметкой',
      async act() {
        await stage.macro(ticket, '4.2');
        return returned('СНИЛС');
      },
    },
    {
      clauses: 'п. 4.2.2',
      title: 'Оператор запросил СНИЛС; пришёл ответ — то же письмо, тот же тикет',
      async act() {
        await stage.note(ticket, 'Запрос данных', 'Попросили заявителя прислать СНИЛС.');
        const { number } = await stage.see(ticket);
        const answered = await stage.mail('answer-with-snils.eml', { 'ticket.number': number });
        expect(answered === ticket, 'ответ завёл второй тикет');
        return [
          standing(await stage.until(ticket, 'тикет снова у оператора', ({ state }) => state === 'Назначен')),
        ];
      },
    },
    {
      clauses: 'п. 4.2.1, 4.2.3',
      title: 'Оператор описался в двух последних цифрах — контрольное число не сошлось',
      async act() {
        await stage.fill(ticket, { snils: MISTYPED });
        await stage.macro(ticket, '4.2');
        return returned('СНИЛС');
      },
    },
    {
      clauses: 'п. 4.2',
      title: 'Оператор исправил СНИЛС и передал тикет снова — он в СП ЕПГУ',
      async act() {
        await stage.fill(ticket, { snils: SNILS });
        await stage.macro(ticket, '4.2');
        const decided = await stage.until(ticket, 'тикет у начальника смены', ({ group }) => group === ENTRY);
        const lines = await verdicts(ticket);
        const seen = await stage.see(ticket);
        expect(
          seen.group === ENTRY && seen.state === 'Назначен',
          `тикет не остался в СП ЕПГУ: ${standing(seen)}`,
        );
        expect(notesOf(seen).length === notes, 'полный тикет получил заметку о нехватке данных');
        expect(!lines.join('\n').includes(SNILS.slice(0, 11)), 'в журнале решений остался СНИЛС');
        return [
          standing(decided),
          'журнал решений (без персональных данных):',
          ...lines.map((line) => `  │ ${line}`),
        ];
      },
    },
  ];
};
