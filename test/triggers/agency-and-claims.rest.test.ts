/** Whatever state a ticket is in, the rules about agencies, repeats, claims and calls come to rest, and act once. */
import fc from 'fast-check';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import type { Actor, OtherTicket, TicketFacts } from '../../triggers/types.js';
import { settle } from './state-space/walk.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const kinds = [
  'agency-answer',
  'agency-notice',
  'agency-silence',
  'agency-wait',
  'call-transfer',
  'claim-recorded',
  'claim-registration',
  'claim-term',
  'claim-told',
  'protocol-in-force',
  'recorded-fields',
  'repeat-contact',
];
const clauses = bindClauses(
  config.clauses.filter((clause) => clause.enforcer === 'companion' && kinds.includes(clause.rule.kind)),
);
const context = contextOf('R-4.8.2.c');

const groups = ['Начальник смены ЦПП', 'СП ЕПГУ', 'СТП ЕПГУ', 'ГРП', 'СП РПГУ::Республика Башкортостан'];
const states = ['Новый', 'Назначен', 'В работе', 'В ожидании (без срока)', 'В ожидании', 'Решен', 'Закрыт'];
const reasons = [null, 'Отклонено на ведомство', 'Вне компетенции', 'Зарегистрирована претензия'];
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);
const orNull = (...values: string[]) => fc.constantFrom(null, ...values);

const other = (id: number): fc.Arbitrary<OtherTicket> =>
  fc
    .record({
      group: fc.constantFrom(...groups),
      state: fc.constantFrom(...states),
      hours: fc.integer({ min: 1, max: 400 }),
      state_reason: fc.constantFrom(...reasons),
      request_kind: orNull('Претензия', 'Инцидент'),
    })
    .map(({ group, state, hours, ...attributes }) => ({
      id,
      number: `9${id}`,
      group,
      state,
      closed: state === 'Закрыт',
      createdAt: hoursAgo(hours),
      closedAt: null,
      attributes,
    }));

const attributes = fc.record({
  state_reason: fc.constantFrom(...reasons),
  intake_channel: orNull('Письменное', 'Телефонное'),
  request_kind: orNull('Претензия', 'Инцидент'),
  citizen_consent: orNull('согласен', 'не согласен'),
  regulation_act: orNull('Претензия', 'Спросил о статусе'),
  foiv_name: orNull('Росреестр'),
  foiv_notice: orNull('требуется', 'выполнено', 'не требуется'),
  claim_number: orNull('91007', '94', '96'),
  claim_due: orNull('2026-11-20', '2026-12-30'),
  claim_link: orNull('претензия по обращению', 'связанное обращение', 'дубликат'),
  last_federal_group: orNull('СП ЕПГУ', 'Начальник смены ЦПП'),
  next_task: orNull('Позвонить'),
  transition_comment: orNull('Ответ получен'),
});

const actors: Actor[] = ['citizen', 'operator', 'companion', 'helpdesk'];
const transition = fc
  .record({
    hours: fc.integer({ min: 0, max: 200 }),
    by: fc.constantFrom(...actors),
    change: fc.oneof(
      fc.record({
        field: fc.constant('group'),
        from: fc.constantFrom(...groups),
        to: fc.constantFrom(...groups),
      }),
      fc.record({
        field: fc.constant('state'),
        from: fc.constantFrom(...states),
        to: fc.constantFrom(...states),
      }),
      fc.record({
        field: fc.constant('state_reason'),
        from: fc.constantFrom(...reasons),
        to: fc.constantFrom(...reasons),
      }),
    ),
  })
  .map(({ hours, by, change }) => ({ at: hoursAgo(hours), by, ...change }));

const article = fc
  .record({
    hours: fc.integer({ min: 0, max: 200 }),
    from: fc.constantFrom(...actors),
    internal: fc.boolean(),
    automatic: fc.boolean(),
  })
  .map(({ hours, ...rest }) => ({
    id: hours,
    channel: 'email' as const,
    createdAt: hoursAgo(hours),
    ...rest,
  }));

const anyTicket: fc.Arbitrary<TicketFacts> = fc
  .record({
    group: fc.constantFrom(...groups),
    state: fc.constantFrom(...states),
    region: orNull('bashkortostan', 'kamchatka'),
    attributes,
    tags: fc.subarray([
      'повторное-обращение',
      'другой-вопрос',
      'претензия-сообщена',
      'звонок-в-епгу',
      'стп-впервые',
    ]),
    articles: fc.array(article, { maxLength: 3 }),
    transitions: fc.array(transition, { maxLength: 6 }),
    linked: fc.tuple(other(4), fc.constantFrom('parent', 'child', 'normal')),
    isLinked: fc.boolean(),
    earlier: fc.tuple(other(4), other(5)),
  })
  .map(({ linked: [one, relation], isLinked, transitions, ...rest }) =>
    ticket({
      ...rest,
      closed: rest.state === 'Закрыт',
      createdAt: hoursAgo(210),
      transitions: transitions.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
      linked: isLinked ? [{ ...one, relation }] : [],
    }),
  );

test('at rest within six rounds; one claim, one word to the primary ticket; a second look wants nothing', () => {
  fc.assert(
    fc.property(anyTicket, (facts) => {
      const { facts: rest, created, relayed } = settle(facts, clauses, context);
      expect(created.length).toBeLessThanOrEqual(1);
      expect(relayed.length).toBeLessThanOrEqual(1);
      expect(settle(rest, clauses, { ...context, now: hoursAgo(-1) }).rounds).toBe(0);
    }),
    { numRuns: 3000 },
  );
});

test('no verdict repeats what a citizen or an operator typed', () => {
  fc.assert(
    fc.property(anyTicket, (facts) => {
      const secrets = {
        citizen_name: '#@имя',
        snils: '#@снилс',
        contact_value: '#@контакт',
        transition_comment: '#@ответ',
      };
      const told = { ...facts, attributes: { ...facts.attributes, ...secrets } };
      const because = clauses.map(({ id, judge }) => judge(told, { ...context, clause: id }).because);
      expect(JSON.stringify(because)).not.toContain('#@');
    }),
    { numRuns: 300 },
  );
});
