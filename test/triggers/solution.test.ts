/** The solution on its way to the citizen, consent and disagreement, by the shipped clauses, at their edges. */
import { judgeOf } from '../../triggers/index.js';
import type { Actor, ArticleFacts, TicketFacts, Transition } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const REGION = 'СП РПГУ::Республика Башкортостан';
const ENTRY = 'Начальник смены ЦПП';

const ruled = (id: string, facts: Partial<TicketFacts>) => {
  const clause = config.clauses.find(({ ids }) => ids.includes(id));
  if (clause?.enforcer !== 'companion') throw new Error(`${id} is not the companion's`);
  return judgeOf(clause.rule.kind, clause.rule.params)(ticket(facts), contextOf(id));
};
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);
const changed = (
  hours: number,
  field: string,
  from: string | null,
  to: string,
  by: Actor = 'operator',
): Transition => ({ at: hoursAgo(hours), by, field, from, to });

describe('closing', () => {
  const told = { from: 'operator', channel: 'email', internal: false, automatic: false } as const;
  const closed = (change: Partial<TicketFacts> = {}): Partial<TicketFacts> => ({
    group: REGION,
    state: 'Закрыт',
    closed: true,
    closedAt: hoursAgo(1),
    createdAt: hoursAgo(200),
    ...change,
    articles: [
      { ...told, id: 9, channel: 'note', internal: true, createdAt: hoursAgo(3) },
      ...(change.articles ?? [{ ...told, id: 1, createdAt: hoursAgo(2) }]),
    ],
    transitions: [changed(3, 'group', 'СП ЕПГУ', REGION), ...(change.transitions ?? [shut])],
    attributes: { last_federal_group: 'СП ЕПГУ', ...change.attributes },
  });
  const shut = changed(1, 'state', 'Решен', 'Закрыт');
  const agreed = changed(1, 'citizen_consent', null, 'согласен');

  test.each<[string, string, Partial<TicketFacts>]>([
    ['without consent', 'due', {}],
    ['with disagreement', 'due', { attributes: { citizen_consent: 'не согласен' } }],
    ['with consent', 'met', { attributes: { citizen_consent: 'согласен' }, transitions: [agreed, shut] }],
    [
      'with consent to the solution before this one',
      'due',
      {
        attributes: { citizen_consent: 'согласен' },
        transitions: [changed(2.5, 'citizen_consent', null, 'согласен'), shut],
      },
    ],
    [
      'with consent to a solution that nobody told',
      'due',
      { attributes: { citizen_consent: 'согласен' }, transitions: [agreed, shut], articles: [] },
    ],
    [
      'with a solution told to the robot of a portal',
      'due',
      {
        attributes: { citizen_consent: 'согласен' },
        transitions: [agreed, shut],
        articles: [{ ...told, id: 1, toCitizen: false, createdAt: hoursAgo(2) }],
      },
    ],
    [
      'with a solution that was not delivered',
      'due',
      {
        attributes: { citizen_consent: 'согласен' },
        transitions: [agreed, shut],
        articles: [
          { ...told, id: 1, createdAt: hoursAgo(2) },
          { ...told, id: 2, from: 'citizen', automatic: true, bounce: true, createdAt: hoursAgo(1.5) },
        ],
      },
    ],
    [
      'a second time, after it was reopened',
      'due',
      {
        transitions: [
          changed(2, 'state', 'Решен', 'Закрыт'),
          changed(1.5, 'state', 'Закрыт', 'Решен', 'companion'),
          shut,
        ],
      },
    ],
    ['by the region on its own words', 'due', { transitions: [changed(1, 'state', 'В работе', 'Закрыт')] }],
    [
      'for want of an answer nobody was asked for',
      'due',
      {
        attributes: { state_reason: 'Нет ответа пользователя' },
        transitions: [shut, changed(1, 'state_reason', null, 'Нет ответа пользователя')],
      },
    ],
    [
      'because of a claim there is not',
      'due',
      {
        attributes: { state_reason: 'Зарегистрирована претензия' },
        transitions: [shut, changed(1, 'state_reason', null, 'Зарегистрирована претензия')],
      },
    ],
    ['by a rule of Zammad', 'due', { transitions: [changed(1, 'state', 'Решен', 'Закрыт', 'helpdesk')] }],
    [
      'by a rule of Zammad again',
      'flagged',
      {
        transitions: [
          changed(2, 'state', 'Решен', 'Закрыт', 'helpdesk'),
          changed(1.5, 'state', 'Закрыт', 'Решен', 'companion'),
          changed(1, 'state', 'Решен', 'Закрыт', 'helpdesk'),
        ],
      },
    ],
    ['by the shift head', 'flagged', { transitions: [{ ...shut, head: true }] }],
    [
      'by the shift head, who wrote why just before',
      'met',
      {
        transitions: [
          changed(1 + 5 / 3600, 'transition_comment', null, 'Обращение отозвано'),
          { ...shut, head: true },
        ],
      },
    ],
    [
      'by the shift head, just after words about the move before',
      'flagged',
      {
        transitions: [
          changed(1 + 9 / 3600, 'transition_comment', null, 'Ответ готов'),
          changed(1 + 8 / 3600, 'state', 'В работе', 'Решен', 'helpdesk'),
          { ...shut, head: true },
        ],
      },
    ],
    ['by the companion', 'met', { transitions: [changed(1, 'state', 'Решен', 'Закрыт', 'companion')] }],
    [
      'long ago',
      'notApplicable',
      { closedAt: hoursAgo(180), transitions: [changed(180, 'state', 'Решен', 'Закрыт')] },
    ],
    [
      'by merging',
      'notApplicable',
      { state: 'merged', transitions: [changed(1, 'state', 'Решен', 'merged')] },
    ],
    [
      'of a claim that was answered',
      'met',
      {
        group: 'ГРП',
        transitions: [changed(2.9, 'group', REGION, 'ГРП'), changed(1, 'state', 'В работе', 'Закрыт')],
      },
    ],
  ])('%s: %s', (_, status, change) => {
    const verdict = ruled('R-4.12.1', closed(change));
    expect([verdict.status, verdict.because.text]).toEqual([status, verdict.because.text]);
    if (verdict.status === 'due')
      expect(verdict.actions[0]).toMatchObject({ do: 'set', fields: { group: REGION } });
  });

  test('silence closes nothing: it is waited for, then told', () => {
    const silent = (hours: number) =>
      ruled('R-4.12.1', {
        group: REGION,
        state: 'Решен',
        createdAt: hoursAgo(hours),
        tags: ['решение-сообщено'],
      }).status;
    expect([silent(24), silent(24 * 30)]).toEqual(['pending', 'flagged']);
  });
});

describe('disagreement', () => {
  const said = (change: Partial<TicketFacts>): Partial<TicketFacts> => ({
    group: REGION,
    state: 'Решен',
    ...change,
    attributes: { citizen_consent: 'не согласен', ...change.attributes },
  });

  test('brings the ticket back, counts, and clears what is to be asked anew, in one write', () => {
    expect(ruled('R-4.12.2', said({ attributes: { disagreement_count: 1 } }))).toMatchObject({
      status: 'due',
      actions: [
        {
          do: 'set',
          fields: {
            group: ENTRY,
            owner: null,
            state: 'Назначен',
            state_reason: null,
            citizen_consent: null,
            disagreement_count: 2,
            federal_kb_result: null,
          },
        },
        { do: 'note', template: 'disagreement', view: { count: 2, claim: true } },
      ],
    });
  });

  test('already moved by the macro it stays where it is', () => {
    const verdict = ruled('R-4.12.2', said({ group: 'СП ЕПГУ', state: 'В работе' }));
    expect(verdict).toMatchObject({ status: 'due', actions: [{ fields: { disagreement_count: 1 } }, {}] });
    expect(JSON.stringify(verdict)).not.toContain(ENTRY);
  });

  test.each<[string, Partial<TicketFacts>]>([
    ['by phone', { attributes: { intake_channel: 'Телефонное' } }],
    ['that became a claim', { attributes: { regulation_act: 'Претензия' } }],
    ['with the claim', { group: 'ГРП', state: 'В работе' }],
    ['at СП ЕПГУ over its own solution', { group: 'СП ЕПГУ' }],
    ['on a closed ticket', { closed: true, state: 'Закрыт' }],
    ['that the region still looks into', { state: 'В работе' }],
    ['nobody spoke of', { attributes: { citizen_consent: null } }],
  ])('%s is not counted here', (_, change) => {
    expect(ruled('R-4.12.2', said(change)).status).toBe('notApplicable');
  });
});

describe('telling the solution', () => {
  const article = (hours: number, change: Partial<ArticleFacts> = {}): ArticleFacts => ({
    id: 1,
    from: 'operator',
    channel: 'email',
    internal: false,
    automatic: false,
    bounce: false,
    createdAt: hoursAgo(hours),
    ...change,
  });
  test.each<[string, string, ArticleFacts[], string]>([
    ['a letter to who asked for one', 'эл. почта', [article(1)], 'met'],
    ['a call to who asked for a letter', 'эл. почта', [article(1, { channel: 'phone' })], 'flagged'],
    ['a call and a letter', 'эл. почта', [article(2, { channel: 'phone' }), article(1)], 'met'],
    ['any way to who asked for none', 'как при подаче', [article(1, { channel: 'phone' })], 'met'],
    ['a letter from before the solution came', 'эл. почта', [article(6)], 'flagged'],
    [
      'an internal note is no answer',
      'эл. почта',
      [article(1, { internal: true, channel: 'note' })],
      'flagged',
    ],
    ['nor is what the citizen wrote', 'эл. почта', [article(1, { from: 'citizen' })], 'flagged'],
  ])('%s', (_, contact_method, articles, status) => {
    const facts = {
      group: REGION,
      state: 'Решен',
      tags: ['решение-сообщено'],
      createdAt: hoursAgo(48),
      transitions: [changed(5, 'group', 'СП ЕПГУ', REGION)],
      attributes: { contact_method },
      articles,
    };
    expect(ruled('R-4.5.2', facts).status).toBe(status);
  });
});

test.each<[string, Partial<TicketFacts>, string]>([
  ['answered without the base and without СТП', {}, 'due'],
  ['marked already', { tags: ['пробел-бз'] }, 'met'],
  ['СТП had it', { transitions: [changed(5, 'group', 'СТП ЕПГУ', 'СП ЕПГУ')] }, 'met'],
  [
    'found in the base',
    { attributes: { federal_kb_result: 'найдено', last_federal_group: 'СП ЕПГУ' } },
    'met',
  ],
  ['solved by the region alone', { attributes: { federal_kb_result: 'не найдено' } }, 'notApplicable'],
])('a gap in the base (A-40): %s', (_, change, status) => {
  const facts = {
    group: REGION,
    state: 'Решен',
    attributes: { federal_kb_result: 'не найдено', last_federal_group: 'СП ЕПГУ' },
    ...change,
  };
  expect(ruled('R-4.5', facts).status).toBe(status);
});
