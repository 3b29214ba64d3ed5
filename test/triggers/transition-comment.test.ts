/** Comments that transitions need: taken into a note wherever they stand, and what has none goes back. */
import { bindClauses, evaluate } from '../../plugin/engine/evaluate.js';
import { judgeOf } from '../../triggers/index.js';
import type { ArticleFacts, TicketFacts, Transition } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const REGION = 'СП РПГУ::Республика Башкортостан';

const move = (
  at: Date,
  field: string,
  from: string | null,
  to: string | null,
  by: Transition['by'] = 'operator',
): Transition => ({ at, by, field, from, to });
const note = (createdAt: Date, from: ArticleFacts['from'] = 'operator'): ArticleFacts => ({
  id: 1,
  from,
  channel: 'note',
  internal: true,
  automatic: false,
  createdAt,
});

const words = { point: '4.7', title: 'запрос информации', ask: 'перечислите, чего не хватает' };
const back = {
  ...words,
  when: { by: 'group', from: ['СП ЕПГУ'], to: ['regions'], states: ['Назначен'] },
};
/** Macro and trigger: state and mark by the operator, the group by Zammad a moment later. */
const returned: readonly Transition[] = [
  move(minutesAgo(30), 'group', 'Начальник смены ЦПП', 'СП ЕПГУ'),
  move(minutesAgo(2), 'state', 'В работе', 'Назначен'),
  move(minutesAgo(2), 'wait_source', '', 'по запросу ЕПГУ'),
  move(new Date(minutesAgo(2).getTime() + 900), 'group', 'СП ЕПГУ', REGION, 'helpdesk'),
];
const waiting = {
  group: REGION,
  state: 'Назначен',
  attributes: { wait_source: 'по запросу ЕПГУ' },
  transitions: returned,
};

const judge = (change: Partial<TicketFacts>, params: object = back) =>
  judgeOf('transition-comment', params)(ticket({ ...waiting, ...change }), contextOf('R-4.7.a'));

test('without a comment the whole act is undone, in one write, and told why', () => {
  expect(judge({})).toMatchObject({
    status: 'due',
    actions: [
      { do: 'set', fields: { group: 'СП ЕПГУ', state: 'В работе', wait_source: null, owner: null } },
      { do: 'note', template: 'comment-demanded', view: { group: 'СП ЕПГУ', state: 'В работе' } },
    ],
  });
});

test('an act on a new ticket is undone to an assigned one that is nobody’s: Zammad has «Новый» at creation only', () => {
  const asked = {
    ...words,
    when: { by: 'state', states: ['В ожидании (без срока)'] },
  };
  const state = 'В ожидании (без срока)';
  expect(
    judge({ state, owner: 'ufa', transitions: [move(minutesAgo(2), 'state', 'Новый', state)] }, asked),
  ).toMatchObject({
    status: 'due',
    actions: [
      { do: 'set', fields: { state: 'Назначен', owner: null } },
      { do: 'note', view: { state: 'Назначен' } },
    ],
  });
});

test('of two acts within seconds only the one without a comment is undone', () => {
  const before = new Date(minutesAgo(2).getTime() - 6_000);
  const quick = [
    move(before, 'group', 'Начальник смены ЦПП', 'СП ЕПГУ'),
    move(before, 'state', 'Назначен', 'В работе'),
    ...returned.slice(1),
  ];
  const verdict = judge({ transitions: quick });
  expect(verdict).toMatchObject({
    status: 'due',
    actions: [{ do: 'set', fields: { group: 'СП ЕПГУ', state: 'В работе' } }, { do: 'note' }],
  });
});

const undone: readonly Transition[] = [
  ...returned,
  move(minutesAgo(1), 'group', REGION, 'СП ЕПГУ', 'companion'),
  move(minutesAgo(1), 'state', 'Назначен', 'В работе', 'companion'),
];

test.each<[string, string, Partial<TicketFacts>, object?]>([
  ['no history was read', 'notApplicable', { transitions: [] }],
  ['bounced already', 'notApplicable', { transitions: undone, group: 'СП ЕПГУ', state: 'В работе' }],
  ['the companion moved it itself', 'notApplicable', { transitions: [{ ...returned[3]!, by: 'companion' }] }],
  [
    'another transition between the same desks',
    'notApplicable',
    {
      state: 'Решен',
      transitions: [returned[0]!, move(minutesAgo(2), 'state', 'В работе', 'Решен'), returned[3]!],
    },
  ],
  [
    'narrowed by another field',
    'notApplicable',
    {},
    { ...back, when: { ...back.when, is: { state_reason: ['Вне компетенции'] } } },
  ],
  ['closed since', 'notApplicable', { closed: true, state: 'Закрыт' }],
  [
    'the field is still filled in',
    'met',
    { attributes: { ...waiting.attributes, transition_comment: 'нужен скан' } },
  ],
  [
    'the field was filled in and has been taken',
    'met',
    {
      transitions: [
        returned[0]!,
        move(minutesAgo(2), 'transition_comment', '', 'нужен скан'),
        ...returned.slice(1),
        move(minutesAgo(1), 'transition_comment', 'нужен скан', '', 'companion'),
      ],
    },
  ],
  ['a note at this desk before the move', 'met', { articles: [note(minutesAgo(10))] }],
  ['a note from before the ticket came to this desk', 'due', { articles: [note(minutesAgo(45))] }],
  [
    'a note of the companion or the citizen explains nothing',
    'due',
    { articles: [note(minutesAgo(2), 'companion'), note(minutesAgo(3), 'citizen')] },
  ],
  ['the other desk has been at work', 'flagged', { articles: [note(minutesAgo(1))] }],
  ['too long ago to undo', 'flagged', {}, { ...back, bounceWithinMinutes: 1 }],
  ['told only', 'flagged', {}, { ...back, missing: 'flag' }],
  [
    'a wait with a deadline cannot be entered again',
    'flagged',
    { transitions: [returned[0]!, move(minutesAgo(2), 'state', 'В ожидании', 'Назначен'), returned[3]!] },
  ],
])('%s: %s', (_, status, change, params = back) => {
  expect(judge(change, params).status).toBe(status);
});

test('a comment for one act does not serve the next one', () => {
  const first = move(minutesAgo(20), 'transition_comment', '', 'нужен скан');
  const again = [
    move(minutesAgo(40), 'group', 'Начальник смены ЦПП', 'СП ЕПГУ'),
    first,
    move(minutesAgo(20), 'group', 'СП ЕПГУ', REGION),
    move(minutesAgo(10), 'group', REGION, 'СП ЕПГУ'),
    move(minutesAgo(2), 'group', 'СП ЕПГУ', REGION),
  ];
  expect(judge({ transitions: again }).status).toBe('due');
});

test('a state entered without a comment is left again', () => {
  const asked = { ...words, when: { by: 'state', to: ['regions'], states: ['В ожидании'] } };
  const verdict = judge(
    { state: 'В ожидании', transitions: [move(minutesAgo(2), 'state', 'В работе', 'В ожидании')] },
    asked,
  );
  expect(verdict).toMatchObject({ status: 'due', actions: [{ fields: { state: 'В работе' } }, {}] });
});

test('the clause that takes comments takes any, line by line, and clears the field', () => {
  const verdict = judge(
    { closed: true, state: 'Закрыт', attributes: { transition_comment: 'Первое\r\n\r\n второе ' } },
    { ...back, take: true },
  );
  expect(verdict).toMatchObject({
    status: 'due',
    actions: [
      { do: 'set', fields: { transition_comment: null } },
      { do: 'note', template: 'transition-comment', view: { lines: ['Первое', 'второе'] } },
    ],
  });
  expect(JSON.stringify(verdict.because)).not.toContain('второе');
});

/** A comment filled in `before` minutes before, or with, a transition of two minutes ago. */
const commented = (change: Partial<TicketFacts>, act: readonly Transition[], before = 0): TicketFacts =>
  ticket({
    ...change,
    attributes: { ...change.attributes, transition_comment: 'Журналы приложены' },
    transitions: [move(minutesAgo(2 + before), 'transition_comment', '', 'Журналы приложены'), ...act],
  });
const toTechnical = [move(minutesAgo(2), 'group', 'СП ЕПГУ', 'СТП ЕПГУ', 'helpdesk')];
const toRegion = [
  move(minutesAgo(2), 'state', 'В работе', 'Решен'),
  move(new Date(minutesAgo(2).getTime() + 900), 'group', 'СП ЕПГУ', REGION, 'helpdesk'),
];
const technical = { group: 'СТП ЕПГУ' };
const solved = (found: string) => ({
  group: REGION,
  state: 'Решен',
  attributes: { federal_kb_result: found },
});

test.each<[string, string, TicketFacts]>([
  ['passed on to СТП ЕПГУ', 'R-4.5.4', commented(technical, toTechnical)],
  ['written an hour before it was passed on', 'R-4.5.4', commented(technical, toTechnical, 58)],
  [
    'back beyond competence',
    'R-4.3.1.b',
    commented({ group: REGION, attributes: { state_reason: 'Вне компетенции' } }, [toRegion[1]!]),
  ],
  ['back with the answer of the knowledge base', 'R-4.5.1', commented(solved('найдено'), toRegion)],
  ['back with a solution', 'R-4.11.a', commented(solved('не найдено'), toRegion)],
  ['the citizen is asked', 'R-4.7.a', commented(waiting, returned.slice(1))],
  ['written long before', 'R-4.3.1.b', commented(technical, toTechnical, 90)],
  [
    'written since, about something else',
    'R-4.3.1.b',
    ticket({
      ...technical,
      attributes: { transition_comment: 'Забыли приложить' },
      transitions: [...toTechnical, move(minutesAgo(1), 'transition_comment', '', 'Забыли приложить')],
    }),
  ],
  ['no transition at all', 'R-4.3.1.b', commented({ group: REGION, state: 'Новый' }, [])],
])('a comment that is taken cites who asked for it: %s, %s', (_, cited, facts) => {
  const taking = bindClauses(config.clauses).filter(({ id }) => id === 'R-4.3.1.b');
  const [judged] = evaluate(facts, taking, contextOf('R-4.3.1.b'));
  expect(judged?.verdict).toMatchObject({
    status: 'due',
    actions: [{ fields: { transition_comment: null } }, { template: 'transition-comment' }],
  });
  expect(judged?.cited).toBe(cited);
});
