/** What ends a wait and what does not: answers, machines, bounces, calls; and what a close is worth. */
import type { OtherTicket } from '../../../triggers/types.js';
import { noAnswer } from '../../../triggers/rules/waiting/no-answer.js';
import { forwardAnswer } from '../../../triggers/rules/waiting/forward-answer.js';
import { config, contextOf, ticket } from '../tickets.js';
import { waitingTicket } from './waiting-ticket.js';

const region = 'СП РПГУ::Республика Башкортостан';
const SENT = '2026-11-23T12:00:00+05:00';
const DUE = new Date('2026-11-27T00:00:00+05:00');

/** Asked on Monday noon in Ufa, at the request of СП ЕПГУ, and seen by the companion. */
const asked = (group = region) => {
  const desk = waitingTicket(new Date(SENT), {
    group,
    attributes: { last_federal_group: 'СП ЕПГУ', state_reason: null, wait_source: null },
  });
  desk.ask();
  desk.settle();
  return desk;
};
const waits = { state: 'В ожидании', pendingUntil: DUE };
/** The wait is over; whose question it was is kept until the answer is passed on. */
const answered = {
  state_reason: 'Информация получена',
  wait_source: 'по запросу ЕПГУ',
  calendar_version: null,
};

test.each([
  ['СП РПГУ passes it on', region, 'Ответ пользователя получен: передать в СП ЕПГУ (п. 4.7.3)', answered],
  [
    'СП ЕПГУ goes on',
    'СП ЕПГУ',
    'Ответ пользователя получен: возобновить работу (п. 3.7.3)',
    { ...answered, wait_source: null },
  ],
])('a mail of the citizen: %s', (_, group, next_task, left) => {
  const desk = asked(group);
  desk.at('2026-11-25T09:00:00+05:00');
  desk.arrive({});
  desk.settle();
  expect(desk.facts()).toMatchObject({
    state: 'Назначен',
    group,
    pendingUntil: null,
    attributes: { ...left, next_task },
  });
});

test('an answer an operator took down from a call counts although Zammad reset nothing', () => {
  const desk = asked();
  desk.at('2026-11-25T09:00:00+05:00');
  desk.article({ from: 'citizen', channel: 'phone' });
  desk.article({ from: 'operator', channel: 'email' });
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'Назначен', attributes: answered });
});

test('so does one under a wait whose reason is gone: Zammad would close it all the same', () => {
  const desk = asked();
  desk.at('2026-11-25T09:00:00+05:00');
  desk.put({ state_reason: null });
  desk.article({ from: 'citizen', channel: 'phone' });
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'Назначен', pendingUntil: null, attributes: answered });
});

test('what the citizen wrote just before the wait began is no answer to it', () => {
  const desk = waitingTicket(new Date(SENT), {
    group: region,
    attributes: { last_federal_group: 'СП ЕПГУ', state_reason: null, wait_source: null },
  });
  desk.article({ from: 'citizen', channel: 'email' });
  desk.at('2026-11-23T12:00:20+05:00');
  desk.ask();
  desk.settle();
  desk.at('2026-11-23T12:00:40+05:00');
  desk.arrive({ automatic: true });
  desk.settle();
  expect(desk.facts()).toMatchObject(waits);
});

test('an automatic mail leaves the wait as it was, by its first deadline, however often', () => {
  const desk = asked();
  for (const at of ['2026-11-23T12:00:10+05:00', '2026-11-25T09:00:00+05:00', '2026-11-26T23:00:00+05:00']) {
    desk.at(at);
    desk.arrive({ automatic: true });
    expect(desk.facts().pendingUntil).toBeNull();
    desk.settle();
    expect(desk.facts()).toMatchObject(waits);
    expect(desk.facts().attributes).toMatchObject({
      state_reason: 'Запрошена информация (пользователь)',
      wait_source: 'по запросу ЕПГУ',
    });
  }
  // Seen only when the term is over: Zammad closes at its next look.
  desk.at('2026-11-26T23:50:00+05:00');
  desk.arrive({ automatic: true });
  desk.at('2026-11-27T03:00:00+05:00');
  desk.settle();
  expect(desk.facts()).toMatchObject(waits);
  desk.at('2026-11-27T03:15:00+05:00');
  desk.settle();
  expect(desk.facts().state).toBe('Закрыт');
});

test('a wait for data before the transfer has no term, survives machines, is marked when old, ends with an answer', () => {
  const desk = waitingTicket(new Date(SENT), { group: region });
  desk.put({
    state: 'В ожидании (без срока)',
    state_reason: 'Запрошена информация (пользователь)',
    wait_source: 'до передачи',
  });
  desk.at('2026-11-24T12:00:00+05:00');
  desk.arrive({ automatic: true });
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'В ожидании (без срока)', pendingUntil: null });
  desk.at('2026-12-07T23:59:00+05:00');
  expect(desk.settle()['wait-ageing']?.status).toBe('pending');
  desk.at('2026-12-08T00:00:00+05:00');
  desk.settle();
  expect(desk.facts().tags).toEqual(['долго-ждём-данные']);
  desk.at('2026-12-08T10:00:00+05:00');
  desk.arrive({});
  desk.settle();
  expect(desk.facts()).toMatchObject({
    state: 'Назначен',
    tags: [],
    attributes: { next_task: 'Ответ пользователя получен: внести данные и передать в СП ЕПГУ (п. 4.2)' },
  });
});

test('«В ожидании» before the transfer would close the ticket: it loses its term', () => {
  const desk = waitingTicket(new Date(SENT), { group: region });
  desk.ask();
  desk.put({ wait_source: 'до передачи' });
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'В ожидании (без срока)', pendingUntil: null });
});

test.each<[string, Record<string, string | null>, Record<string, unknown>]>([
  [
    'no reason',
    { state_reason: null },
    { state: 'В ожидании', attributes: { state_reason: 'Запрошена информация (пользователь)' } },
  ],
  ['an agency', { state_reason: 'Отклонено на ведомство' }, { state: 'В ожидании (без срока)' }],
  ['no term on request of ЕПГУ', { state: 'В ожидании (без срока)' }, waits],
  ['left by hand', { state: 'В работе' }, { state: 'В работе', attributes: { state_reason: null } }],
])('an illegal pair, %s, is put right', (_, change, wanted) => {
  const desk = asked();
  desk.put(change);
  desk.settle();
  expect(desk.facts()).toMatchObject(wanted);
});

test('a bounce suspends the term until another request goes out', () => {
  const desk = asked();
  desk.at('2026-11-23T12:01:00+05:00');
  desk.arrive({ automatic: true, bounce: true });
  expect(desk.settle()['wait-term']?.status).toBe('flagged');
  expect(desk.facts()).toMatchObject({
    state: 'В ожидании (без срока)',
    pendingUntil: null,
    tags: ['запрос-не-доставлен'],
    attributes: { state_reason: 'Запрошена информация (пользователь)' },
  });
  desk.at('2026-12-14T12:00:00+05:00');
  desk.settle();
  expect(desk.facts().state).toBe('В ожидании (без срока)');
  desk.article({ from: 'operator', channel: 'phone' });
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'В ожидании', tags: [] });
  expect(desk.facts().pendingUntil).toEqual(new Date('2026-12-18T00:00:00+05:00'));
});

test.each([
  ['nothing written down', false, ['ответ-не-записан']],
  ['a note', true, []],
])('ended by a call, %s', (_, noted, tags) => {
  const desk = asked();
  desk.at('2026-11-25T09:00:00+05:00');
  if (noted) desk.article({ from: 'operator', channel: 'note', internal: true });
  desk.put({ state: 'Назначен', state_reason: null, wait_source: null });
  desk.settle();
  expect(desk.facts().tags).toEqual(tags);
  desk.article({ from: 'operator', channel: 'note', internal: true });
  desk.settle();
  expect(desk.facts()).toMatchObject({ tags: [], attributes: { calendar_version: null, next_task: null } });
});

test('closed by Zammad: reason, mark and one note; a message that came in time opens it again', () => {
  const desk = asked();
  desk.at(DUE);
  desk.settle();
  desk.settle();
  expect(desk.facts()).toMatchObject({
    state: 'Закрыт',
    tags: ['закрыт-без-ответа'],
    attributes: { state_reason: 'Нет ответа пользователя', next_task: null },
  });
  expect(desk.said().filter((title) => title.startsWith('Закрыт:'))).toHaveLength(1);
  desk.article({ from: 'citizen', channel: 'email', createdAt: new Date(DUE.getTime() + 29 * 60_000) });
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'Назначен', tags: [], attributes: answered });
});

test('a message after the grace opens nothing, and neither does a machine', () => {
  const desk = asked();
  desk.at(DUE);
  desk.settle();
  const late = new Date(DUE.getTime() + 31 * 60_000);
  desk.article({ from: 'citizen', channel: 'web', createdAt: late });
  desk.article({ from: 'citizen', channel: 'email', automatic: true });
  desk.settle();
  expect(desk.facts().state).toBe('Закрыт');
});

test('a close before the deadline: Zammad’s is undone, an operator’s is shown', () => {
  const early = asked();
  early.put({ pending_time: '2026-11-24T00:00:00Z' });
  early.at('2026-11-24T06:00:00Z');
  early.settle();
  expect(early.facts()).toMatchObject(waits);

  const byHand = asked();
  byHand.put({ state: 'Закрыт', state_reason: 'Нет ответа пользователя' });
  expect(byHand.settle()['no-answer']?.status).toBe('flagged');
  expect(byHand.facts().state).toBe('Закрыт');
});

describe('an answer to a closed ticket comes as a new one', () => {
  const closedAt = new Date('2026-11-26T19:05:00Z');
  const old: OtherTicket = {
    id: 3,
    number: '91003',
    title: 'Не приходит ответ',
    group: region,
    state: 'Закрыт',
    closed: true,
    createdAt: new Date(SENT),
    closedAt,
    attributes: {
      state_reason: 'Нет ответа пользователя',
      snils: '112-233-445 95',
      citizen_name: 'Образцова А. Т.',
    },
  };
  const params = noAnswer.params.parse({
    freshStates: ['Новый', 'Назначен', 'В работе'],
    copy: ['citizen_name', 'snils', 'inn', 'birth_date', 'contact_method', 'contact_value', 'region'],
  });
  const judged = (minutesAfter: number, title = 'Re: Не приходит ответ', linked = false) => {
    const createdAt = new Date(closedAt.getTime() + minutesAfter * 60_000);
    return noAnswer.evaluate(
      ticket({
        createdAt,
        title,
        articles: [
          { id: 1, from: 'citizen', channel: 'email', internal: false, automatic: false, createdAt },
        ],
        attributes: { snils: null },
        earlier: [old],
        linked: linked ? [{ ...old, relation: 'normal' }] : [],
      }),
      params,
      contextOf('R-3.7.2'),
    );
  };
  const link = { do: 'link', to: 3, relation: 'normal' };

  test('late: linked, and only what is missing is taken over', () => {
    const verdict = judged(600);
    expect(verdict).toMatchObject({
      status: 'due',
      actions: [link, { do: 'set', fields: { snils: '112-233-445 95' } }, { do: 'note' }],
    });
    expect(JSON.stringify(verdict.because)).not.toContain('112-233');
    expect(judged(600, undefined, true).status).toBe('met');
  });

  test('within the grace the old ticket is opened again', () => {
    const verdict = judged(20);
    expect(verdict.status === 'due' && verdict.actions.at(-1)).toMatchObject({
      do: 'relay',
      to: 3,
      fields: { state: 'Назначен', state_reason: null },
    });
    expect(judged(20, undefined, true)).toMatchObject({ status: 'due', actions: [{ do: 'relay' }] });
  });

  test.each(['Новый вопрос', ''])('«%s» is a contact of its own', (title) => {
    expect(judged(600, title).status).toBe('notApplicable');
  });
});

describe('back to СП ЕПГУ after the answer', () => {
  const gate = config.clauses.find(
    (clause) => clause.enforcer === 'companion' && clause.rule.kind === 'required-data',
  );
  const autoForward = gate?.enforcer === 'companion' ? gate.rule.params : null;
  const answered = (attributes = {}) =>
    ticket({
      group: region,
      attributes: {
        next_task: 'Ответ пользователя получен: передать в СП ЕПГУ (п. 4.7.3)',
        last_federal_group: 'СТП ЕПГУ',
        ...attributes,
      },
    });
  const judged = (facts: ReturnType<typeof ticket>, params: unknown) =>
    forwardAnswer.evaluate(facts, forwardAnswer.params.parse(params), contextOf('R-4.7.3.c'));
  const toHolder = (group: string) => ({ status: 'due', actions: [{ fields: { group } }] });

  test('an operator sends it, unless the setting says the companion does and the data are complete', () => {
    expect(judged(answered(), {}).status).toBe('met');
    expect(judged(answered(), { autoForward })).toMatchObject(toHolder('СТП ЕПГУ'));
    expect(judged(answered({ snils: null }), { autoForward }).status).toBe('met');
  });
});
