/**
 * What a shift head or «Руководитель СП» does by hand: never undone, shown until a reason stands in the ticket, with no note of ours; but
 * for a citizen's data going to a region that had no part in the request, which is undone whoever does it.
 */
import {
  AGENCY,
  ASSIGNED,
  AT_WORK,
  atTechnical,
  CLOSED,
  ENTRY,
  FEDERAL,
  handedOver,
  KAMCHATKA,
  registered,
  SOLVED,
  taken,
  TECHNICAL,
  UFA,
  WAITING_OPEN,
  type Request,
} from '../cases.js';
import type { Desk, Fields } from '../desk.js';
import type { Story } from '../story.js';

const HEAD = 'руководитель';
const WHY = /назовите причину/;

const atAgency = async (desk: Desk): Promise<Request> => {
  const request = await taken(desk);
  await desk.macro('СП ЕПГУ', request.ticket, 'Запрос в ФОИВ', {
    foiv_name: 'Росреестр',
    transition_comment: 'Запросили Росреестр, уведомите заявителя.',
  });
  await desk.reply('Уфа', request.ticket, 'phone', 'Ваш вопрос направлен в Росреестр.');
  await desk.macro('Уфа', request.ticket, 'Сообщено заявителю', { transition_comment: 'Уведомлена.' });
  return request;
};

interface HeadAct {
  readonly clauses: Story['clauses'];
  readonly title: string;
  readonly before: (desk: Desk) => Promise<Request>;
  readonly does: Fields;
  /** Where the ticket stays. */
  readonly stays: { readonly group: string; readonly state: string; readonly reason?: string | null };
  /** What is said in «Требует внимания». */
  readonly shown: RegExp;
}

const acts: readonly HeadAct[] = [
  {
    clauses: ['R-4.2.1', 'R-4.2.3'],
    title: 'передал в СП ЕПГУ без СНИЛС',
    before: (desk) => registered(desk, { snils: '' }),
    does: { group: ENTRY, state: ASSIGNED, faq_result: 'не найдено' },
    stays: { group: ENTRY, state: ASSIGNED },
    shown: /4\.2\.[13].*СНИЛС/,
  },
  {
    clauses: ['R-4.3.1.b'],
    title: 'вернул региону без комментария',
    before: handedOver,
    does: { group: UFA },
    stays: { group: UFA, state: ASSIGNED },
    shown: /4\.3\.1/,
  },
  {
    clauses: ['R-4.5.1'],
    title: 'отдал ответ региону без комментария',
    before: taken,
    does: { group: UFA, state: SOLVED, federal_kb_result: 'найдено' },
    stays: { group: UFA, state: SOLVED },
    shown: /4\.5\.1/,
  },
  ...(
    [
      ['у региона', (desk) => registered(desk, { faq_result: 'найдено' }), UFA, /4\.1\.1/],
      ['у начальника смены', handedOver, ENTRY, /4\.(5|12)/],
      ['в СП ЕПГУ', taken, FEDERAL, /4\.(5|12)/],
      ['в СТП ЕПГУ', atTechnical, TECHNICAL, /4\.1[02]/],
    ] as const satisfies readonly (readonly [string, HeadAct['before'], string, RegExp])[]
  ).map(([where, before, group, shown]): HeadAct => ({
    clauses: ['R-4.12.1'],
    title: `закрыл ${where}, а заявителю не отвечено`,
    before,
    does: { state: CLOSED },
    stays: { group, state: CLOSED },
    shown,
  })),
  ...[SOLVED, AT_WORK, CLOSED].map((state): HeadAct => ({
    clauses: ['R-4.8.3.a'],
    title: `поставил «${state}», а ответа ФОИВ нет`,
    before: atAgency,
    does: { state, state_reason: '' },
    stays: { group: FEDERAL, state },
    shown: /4\.8/,
  })),
];

export const heads: readonly Story[] = [
  ...acts.map(({ clauses, title, before, does, stays, shown }): Story => ({
    clauses,
    title: `руководитель ${title}: не отменяется, показано, причина названа — больше не показано`,
    async play(desk) {
      const { ticket } = await before(desk);
      const { notes } = await desk.see(ticket);
      await desk.fill(HEAD, ticket, does);
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject(stays);
      expect(seen.notes).toHaveLength(notes.length);
      expect(seen.fields['attention']).toMatch(shown);
      expect(seen.fields['attention']).toMatch(WHY);
      await desk.reply(HEAD, ticket, 'note', 'По распоряжению штаба, заявитель предупреждён.');
      const reasoned = await desk.see(ticket);
      expect(reasoned).toMatchObject(stays);
      expect(String(reasoned.fields['attention'])).not.toMatch(WHY);
    },
  })),
  {
    clauses: ['R-4.2', 'R-4.2.3', 'R-4.3'],
    title: 'передал руководитель без СНИЛС, СП ЕПГУ взял: тикет не отнят, показано, что данных нет',
    async play(desk) {
      const { ticket } = await registered(desk, { snils: '' });
      await desk.fill(HEAD, ticket, { group: ENTRY, state: ASSIGNED, faq_result: 'не найдено' });
      await desk.macro('СП ЕПГУ', ticket, 'Принять');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: AT_WORK, owner: 'СП ЕПГУ' });
      expect(seen.fields['attention']).toMatch(/4\.2\.[13].*данны/);
    },
  },
  {
    clauses: ['R-4.2'],
    title: 'намерением руководитель делает законное: о причине не спрошен',
    async play(desk) {
      const { ticket } = await registered(desk);
      await desk.macro(HEAD, ticket, 'Передать в СП ЕПГУ');
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: ENTRY, state: ASSIGNED });
      expect(String(seen.fields['attention'])).not.toMatch(WHY);
    },
  },
  {
    clauses: ['R-4.3.1.a'],
    title:
      'руководитель вернул не тому региону: данные туда не уходят, тикет снова в СП ЕПГУ, слова остались',
    async play(desk) {
      const { ticket } = await taken(desk);
      await desk.reply(HEAD, ticket, 'note', 'Это ваш вопрос.', { group: KAMCHATKA, state: ASSIGNED });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, state: AT_WORK, owner: 'СП ЕПГУ' });
      expect(seen.articles.filter(({ text }) => text.includes('Это ваш вопрос.'))).toHaveLength(1);
      expect(seen.notes.at(-1)?.text).toMatch(/4\.3\.1/);
    },
  },
  {
    clauses: ['R-4.8.3.a'],
    title: 'руководитель стёр причину ожидания ФОИВ: не отменяется, показано',
    async play(desk) {
      const { ticket } = await atAgency(desk);
      expect(await desk.see(ticket)).toMatchObject({ state: WAITING_OPEN, reason: AGENCY });
      await desk.fill(HEAD, ticket, { state_reason: '' });
      const seen = await desk.see(ticket);
      expect(seen).toMatchObject({ group: FEDERAL, reason: null });
      expect(seen.fields['attention']).toMatch(/4\.8.*назовите причину/);
    },
  },
];
