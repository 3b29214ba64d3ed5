/** One cause that is everybody's: told once, attempts kept, a probe now and then; and a ticket's own, which is not taken for one. */
import { ZammadAnswerError, ZammadError } from 'zammad-api-client-ts';
import { createOutage } from '../../plugin/engine/outage.js';
import { listeningLog } from './postgres.js';

const away = new ZammadError({
  kind: 'network',
  method: 'GET',
  path: '/tickets/7',
  status: null,
  zammadMessage: null,
  retryable: true,
});
const broken = (ticket: number): ZammadError =>
  new ZammadError({
    kind: 'server',
    method: 'GET',
    path: `/tickets/${ticket}`,
    status: 500,
    zammadMessage: null,
    retryable: false,
  });
const lacking = (ticket: number): ZammadError =>
  new ZammadAnswerError({ method: 'GET', path: `/ticket_history/${ticket}` }, [['history', 'missing']]);
const refused = new ZammadError({
  kind: 'invalid',
  method: 'PUT',
  path: '/tickets/7',
  status: 422,
  zammadMessage: null,
  retryable: false,
});

const begin = () => {
  const { log, lines } = listeningLog();
  let now = 0;
  const outage = createOutage({ log, stopwatch: () => now });
  return { outage, lines, pass: (seconds: number) => (now += seconds * 1000) };
};

test('Zammad away: at the first failure all rest, probes come ever more seldom, and the first success ends it', () => {
  const { outage, lines, pass } = begin();
  expect(outage.restSeconds()).toBeNull();
  expect(outage.failed(7, away)).toBe(5);
  expect(outage.words()).toContain('нет ответа');
  for (const pause of [5, 15, 30, 60, 120, 120]) {
    expect(outage.restSeconds()).toBe(pause);
    pass(pause);
    expect(outage.restSeconds()).toBeNull();
    expect(outage.failed(8, away)).toBeGreaterThan(1);
  }
  expect(lines).toHaveLength(1);
  pass(120);
  expect(outage.restSeconds()).toBeNull();
  outage.succeeded(8);
  expect([outage.restSeconds(), outage.words()]).toEqual([null, null]);
  expect(lines).toHaveLength(2);
  expect(outage.counts()).toEqual({ outages: 1, putOff: 6 });
});

test('an answer that lacks something is told once, by request and field, for a thousand tickets', () => {
  const { outage, lines } = begin();
  for (let ticket = 1; ticket <= 1000; ticket += 1) expect(outage.failed(ticket, lacking(ticket))).toBe(5);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('Zammad не прислал history в ответ на GET /ticket_history/:id');
});

test('a failure inside Zammad is one ticket’s until another meets it too', () => {
  const { outage } = begin();
  expect([outage.failed(7, broken(7)), outage.failed(7, broken(7))]).toEqual([null, null]);
  expect(outage.words()).toBeNull();
  expect(outage.failed(8, broken(8))).toBe(5);
  expect(outage.words()).toContain('ответ 500');
});

test('a success in between: two tickets that fail alike are not all', () => {
  const { outage } = begin();
  outage.failed(7, broken(7));
  outage.succeeded(9);
  expect(outage.failed(8, broken(8))).toBeNull();
});

test('a ticket whose own answer is odd stops the others once, and not again', () => {
  const { outage, pass } = begin();
  expect(outage.failed(7, lacking(7))).toBe(5);
  pass(15);
  outage.restSeconds();
  outage.succeeded(8);
  for (let time = 1; time <= 8; time += 1) expect(outage.failed(7, lacking(7))).toBeNull();
  expect(outage.words()).toBeNull();
  expect(outage.counts().outages).toBe(1);
});

test('a refused value is the ticket’s own, however many there are', () => {
  const { outage } = begin();
  for (let ticket = 1; ticket <= 10; ticket += 1) expect(outage.failed(ticket, refused)).toBeNull();
  expect(outage.words()).toBeNull();
});
