/** What a person reads of a refusal, when Zammad tells its reason and when it does not. */
import { ZammadAnswerError, ZammadError, type ZammadErrorFacts } from 'zammad-api-client-ts';
import { wordsOf } from '../../plugin/process/fault.js';

const refusal = (more: Partial<ZammadErrorFacts>): ZammadError =>
  new ZammadError({
    kind: 'invalid',
    method: 'PUT',
    path: '/tickets/7',
    status: 422,
    zammadMessage: null,
    retryable: false,
    ...more,
  });
const REASONS = ['нет такого поля, варианта, состояния или группы', 'core workflow', 'reglament doctor'];
const withoutWords = { code: 'withoutWords', errorId: 'p0Xb_-1w' } as const;

test.each<[string, Partial<ZammadErrorFacts>, string[]]>([
  ['without words', {}, ['запись в тикет (PUT /tickets/7)', 'ответ 422', ...REASONS]],
  [
    'with the code of one that is no administrator',
    withoutWords,
    ['запись в тикет (PUT /tickets/7)', 'ответ 422', 'production.log Zammad по коду p0Xb_-1w', ...REASONS],
  ],
  [
    'in words that may hold what somebody typed',
    { zammadMessage: 'Ungültiger Wert' },
    ['ответ 422. ', ...REASONS],
  ],
  [
    'inside, on making a ticket',
    { kind: 'server', method: 'POST', path: '/tickets', status: 500, ...withoutWords },
    ['создание тикета (POST /tickets)', 'ответ 500', 'по коду p0Xb_-1w', 'production.log'],
  ],
  [
    'of a write that met another (A6)',
    { kind: 'conflict', zammadMessage: 'This object already exists.' },
    ['запись в тикет', 'ответ 422', 'повтор пройдёт сам'],
  ],
  [
    'of reading',
    { kind: 'forbidden', method: 'GET', path: '/ticket_history/7', status: 403 },
    ['чтение истории тикета', 'ответ 403', 'доступа к группе', 'reglament doctor'],
  ],
  [
    'in maintenance mode',
    { kind: 'unavailable', code: 'maintenance', method: 'GET', path: '/tickets/7', status: 403 },
    ['чтение тикета', 'ответ 403', 'режим обслуживания', 'Выключите'],
  ],
  [
    'of a call without a name',
    { kind: 'invalid', method: 'POST', path: '/macros', status: 422 },
    ['POST /macros: ответ 422', 'Исправьте'],
  ],
])('a refusal %s', (_, more, words) => {
  const told = wordsOf(refusal(more));
  for (const word of words) expect(told).toContain(word);
  expect(told).not.toMatch(/administrator|Error ID/);
});

test('what Zammad did not send is named with its request, the same for every ticket', () => {
  const missing = (ticket: number) =>
    wordsOf(
      new ZammadAnswerError({ method: 'GET', path: `/tickets/${ticket}?all=true` }, [
        [`assets.Ticket.${ticket}.state_id`, 'missing'],
      ]),
    );
  expect(missing(7)).toBe(missing(8));
  expect(missing(7)).toContain('Zammad не прислал assets.Ticket.:id.state_id в ответ на GET /tickets/:id.');
});
