/** When a wait ends, as the field tells it: the request, where, and the minute Zammad may close. */
import { waitTerm } from '../../../triggers/rules/waiting/wait-term.js';
import { contextOf } from '../tickets.js';
import { waitingTicket } from './waiting-ticket.js';

const EPGU = 'СП ЕПГУ';
const groups = new Map([
  ['bashkortostan', 'СП РПГУ::Республика Башкортостан'],
  ['kamchatka', 'СП РПГУ::Камчатский край'],
  ['kaliningrad', 'СП РПГУ::Калининградская область'],
]);
const deskIn = (region: string | null, start: string) =>
  waitingTicket(new Date(start), { region, group: groups.get(region ?? '') ?? EPGU });

test.each<[string, string | null, string, string]>([
  // Friday evening in Ufa: Monday, Tuesday, Wednesday count.
  ['Friday evening', 'bashkortostan', '2026-11-20T19:30:00+05:00', '2026-11-26T00:00:00+05:00'],
  ['a request on Saturday', 'bashkortostan', '2026-11-21T12:00:00+05:00', '2026-11-26T00:00:00+05:00'],
  // 1 November 2025 was a Saturday and worked; 3 and 4 November were off.
  ['a transferred Saturday', null, '2025-10-30T14:00:00+03:00', '2025-11-06T00:00:00+03:00'],
  // 31 December 2026 is off, work begins on 11 January 2027.
  ['over New Year', null, '2026-12-29T10:00:00+03:00', '2027-01-13T00:00:00+03:00'],
  // The same minute is Friday in Kaliningrad and already Saturday in Kamchatka; and then not.
  ['late evening in Kaliningrad', 'kaliningrad', '2026-11-19T23:59:00+02:00', '2026-11-25T00:00:00+02:00'],
  ['past midnight in Kamchatka', 'kamchatka', '2026-11-20T00:01:00+12:00', '2026-11-26T00:00:00+12:00'],
  ['the minute before it', 'kamchatka', '2026-11-19T23:59:00+12:00', '2026-11-25T00:00:00+12:00'],
  ['a region nobody said: Moscow', null, '2026-11-19T23:59:00+03:00', '2026-11-25T00:00:00+03:00'],
])('%s', (_, region, sent, due) => {
  const desk = deskIn(region, sent);
  desk.ask();
  const { 'wait-term': verdict } = desk.settle();
  expect(desk.facts().pendingUntil).toEqual(new Date(due));
  expect(verdict?.status).toBe('pending');
  expect(desk.facts().attributes['calendar_version']).toContain(region ?? 'federal');

  desk.at(new Date(new Date(due).getTime() - 60_000));
  desk.settle();
  expect(desk.facts().state).toBe('В ожидании');
  desk.at(due);
  desk.settle();
  expect(desk.facts()).toMatchObject({ state: 'Закрыт', tags: ['закрыт-без-ответа'] });
});

const sent = '2026-11-23T10:00:00+03:00';
const deadline = new Date('2026-11-27T00:00:00+03:00');

test('a mail sent minutes before the macro is the request, an older one is not', () => {
  const soon = deskIn(null, '2026-11-23T23:55:00+03:00');
  soon.article({ from: 'operator', channel: 'email' });
  soon.at('2026-11-24T00:05:00+03:00');
  soon.ask(false);
  soon.settle();
  expect(soon.facts().pendingUntil).toEqual(deadline);

  const late = deskIn(null, '2026-11-23T23:30:00+03:00');
  late.article({ from: 'operator', channel: 'email' });
  late.at('2026-11-24T00:05:00+03:00');
  late.ask(false);
  late.settle();
  expect(late.facts().pendingUntil).toEqual(new Date('2026-11-28T00:00:00+03:00'));
});

test('a note moves nothing, a new request starts the term again, the third is marked', () => {
  const desk = deskIn(null, sent);
  desk.ask();
  desk.settle();
  desk.at('2026-11-24T10:00:00+03:00');
  desk.article({ from: 'operator', channel: 'note', internal: true });
  desk.article({ from: 'operator', channel: 'note' });
  desk.settle();
  expect(desk.facts().pendingUntil).toEqual(deadline);

  desk.at('2026-11-25T10:00:00+03:00');
  desk.article({ from: 'operator', channel: 'email' });
  desk.settle();
  expect(desk.facts().pendingUntil).toEqual(new Date('2026-12-01T00:00:00+03:00'));
  expect(desk.facts().tags).toEqual([]);
  desk.at('2026-11-26T10:00:00+03:00');
  desk.article({ from: 'operator', channel: 'phone' });
  desk.settle();
  expect(desk.facts().tags).toEqual(['запросов-3-и-более']);
  expect(desk.said()).toEqual(Array(3).fill('Срок ответа пользователя'));
});

test('an operator cannot shorten or lengthen the term by hand', () => {
  const desk = deskIn(null, sent);
  desk.ask();
  desk.settle();
  for (const by of ['2026-11-24T00:00:00Z', '2026-12-24T00:00:00Z']) {
    desk.put({ pending_time: by });
    desk.settle();
    expect(desk.facts().pendingUntil).toEqual(deadline);
  }
});

test('a calendar that now says earlier shortens nothing, one that says later does (A-08)', () => {
  const desk = deskIn(null, sent);
  desk.ask();
  desk.settle();
  const promise = (until: string): void => {
    const transitions = desk
      .facts()
      .transitions.map((move) =>
        move.field === 'pending_time' && move.by === 'companion' ? { ...move, to: until } : move,
      );
    Object.assign(desk.facts(), { pendingUntil: new Date(until), transitions });
    desk.put({ calendar_version: 'federal-2024-2026-00000000' });
  };
  promise('2026-11-30T21:00:00.000Z');
  desk.settle();
  expect(desk.facts().pendingUntil).toEqual(new Date('2026-11-30T21:00:00Z'));
  expect(desk.facts().attributes['calendar_version']).not.toContain('00000000');
  promise('2026-11-25T21:00:00.000Z');
  desk.settle();
  expect(desk.facts().pendingUntil).toEqual(deadline);
});

test('on the last day the next step says so, once; a year without a calendar is shown, not guessed', () => {
  const desk = deskIn(null, sent);
  desk.ask();
  desk.settle();
  expect(desk.facts().attributes['next_task']).toBe(
    'Ждём ответа пользователя до 24:00 26.11.2026 (Europe/Moscow)',
  );
  desk.at('2026-11-26T00:00:00+03:00');
  desk.settle();
  expect(desk.facts().attributes['next_task']).toBe(
    'Срок ответа пользователя истекает: 24:00 26.11.2026 (Europe/Moscow)',
  );
  expect(desk.said()).toHaveLength(1);

  const beyond = deskIn(null, '2029-01-10T10:00:00+03:00');
  beyond.ask();
  expect(beyond.settle()['wait-term']).toMatchObject({
    status: 'flagged',
    because: { text: expect.stringContaining('2029') as unknown },
  });
});

test.each<[string, Record<string, unknown>, string]>([
  // Zammad cuts seconds off: half a minute less would be early.
  ['the same time of day', { ends: 'same-time' }, '2026-11-26T10:01:00+03:00'],
  ['when the office shuts', { ends: 'office-close', officeClose: '17:00' }, '2026-11-26T17:00:00+03:00'],
  ['five days', { workingDays: 5 }, '2026-12-01T00:00:00+03:00'],
  ['before the transfer, by protocol', { termBeforeTransfer: ['all'] }, '2026-11-27T00:00:00+03:00'],
])('by setting: %s', (name, change, due) => {
  const desk = deskIn(null, '2026-11-23T10:00:30+03:00');
  desk.ask();
  if (name.startsWith('before')) desk.put({ wait_source: 'до передачи' });
  const verdict = waitTerm.evaluate(
    desk.facts(),
    waitTerm.params.parse(change),
    contextOf('R-3.7.1.b', desk.now()),
  );
  expect(verdict).toMatchObject({
    actions: [{ do: 'set', fields: { pending_time: new Date(due).toISOString() } }, { do: 'note' }],
  });
});
