/** Conditions and performs go to Zammad's form and come back as they were; Zammad's own spellings come back as ours. */
import fc from 'fast-check';
import { condition, perform } from '../../config/schema/common.js';
import { createCatalogue } from '../../sync/objects/catalogue.js';
import {
  canonicalCondition,
  conditionFromZammad,
  conditionReferences,
  conditionToZammad,
} from '../../sync/objects/resources/condition.js';
import {
  canonicalPerform,
  performFromZammad,
  performToZammad,
} from '../../sync/objects/resources/perform.js';

const catalogue = createCatalogue({
  rows: {
    groups: [
      { id: 1, name: 'Users' },
      { id: 5, name: 'ГРП' },
    ],
    ticket_states: [
      { id: 1, name: 'Новый' },
      { id: 2, name: 'Назначен' },
      { id: 7, name: 'В ожидании' },
    ],
    organizations: [{ id: 3, name: 'Портал' }],
    article_senders: [{ id: 2, name: 'Customer' }],
    webhooks: [{ id: 4, name: 'reglament' }],
    calendars: [{ id: 9, name: 'Рабочие дни' }],
  },
});

describe('condition → Zammad', () => {
  test.each([
    [
      'names become ids as text, one value stays a list',
      { 'ticket.group': { is: 'ГРП' } },
      { 'ticket.group_id': { operator: 'is', value: ['5'] } },
    ],
    [
      'the user of the moment is a pre-condition',
      { 'ticket.owner': { is: 'current_user' }, 'ticket.organization': { is: 'current_user' } },
      {
        'ticket.owner_id': { operator: 'is', pre_condition: 'current_user.id', value: '' },
        'ticket.organization_id': {
          operator: 'is',
          pre_condition: 'current_user.organization_id',
          value: '',
        },
      },
    ],
    [
      'an action is one text, not a list: Zammad compares it literally',
      { 'ticket.action': { is: ['create'] } },
      { 'ticket.action': { operator: 'is', value: 'create' } },
    ],
    [
      'a span has its own key',
      { 'ticket.created_at': { 'before (relative)': { in: 3, unit: 'day' } } },
      { 'ticket.created_at': { operator: 'before (relative)', value: '3', range: 'day' } },
    ],
    [
      'tags are one text with commas',
      { 'ticket.tags': { 'contains one': ['b', 'a'] } },
      { 'ticket.tags': { operator: 'contains one', value: 'a, b' } },
    ],
    [
      'nesting takes the expert form',
      {
        any: [
          { 'ticket.state': { 'has changed': true } },
          { none: [{ 'article.sender': { is: 'Customer' } }] },
        ],
      },
      {
        operator: 'OR',
        conditions: [
          { name: 'ticket.state_id', operator: 'has changed', value: '' },
          { operator: 'NOT', conditions: [{ name: 'article.sender_id', operator: 'is', value: ['2'] }] },
        ],
      },
    ],
    [
      'booleans travel as text',
      { 'ticket.data_waiver': { is: false } },
      { 'ticket.data_waiver': { operator: 'is', value: ['false'] } },
    ],
    [
      'working time names one calendar',
      { 'execution_time.calendar': { 'is in working time': 'Рабочие дни' } },
      { 'execution_time.calendar_id': { operator: 'is in working time', value: '9' } },
    ],
  ])('%s', (_, ours, zammad) => {
    expect(conditionToZammad(canonicalCondition(condition.parse(ours)), catalogue)).toEqual(zammad);
  });
});

describe('Zammad → condition: one meaning, one spelling', () => {
  test.each([
    ['numbers', { 'ticket.state_id': { operator: 'is', value: [2, 1] } }],
    ['texts in another order', { 'ticket.state_id': { operator: 'is', value: ['2', '1'] } }],
    [
      'with what the form leaves behind',
      { 'ticket.state_id': { operator: 'is', value: ['1', '2'], value_completion: '' } },
    ],
  ])('%s', (_, stored) => {
    expect(conditionFromZammad(stored, catalogue)).toEqual({ 'ticket.state': { is: ['Назначен', 'Новый'] } });
  });

  test('an id that no longer exists is shown as such and not lost', () => {
    expect(conditionFromZammad({ 'ticket.group_id': { operator: 'is', value: '77' } }, catalogue)).toEqual({
      'ticket.group': { is: ['#77'] },
    });
  });
});

test('everything a condition names is reported, with the values of lists', () => {
  const nested = canonicalCondition(
    condition.parse({
      all: [
        { 'ticket.group': { is: ['ГРП', 'нет такой'] } },
        { 'ticket.state_reason': { is: ['Вне компетенции'] } },
      ],
    }),
  );
  expect(conditionReferences(nested, 'condition')).toEqual([
    { field: 'ticket.group_id', values: [], where: 'condition' },
    { kind: 'groups', name: 'ГРП', where: 'condition' },
    { kind: 'groups', name: 'нет такой', where: 'condition' },
    { field: 'ticket.state_reason', values: ['Вне компетенции'], where: 'condition' },
  ]);
});

describe('perform → Zammad', () => {
  test.each([
    ['names', { 'ticket.state': 'Назначен' }, { 'ticket.state_id': { value: '2' } }],
    ['no owner', { 'ticket.owner': null }, { 'ticket.owner_id': { pre_condition: 'not_set', value: '' } }],
    [
      'pending time',
      { 'ticket.pending_time': { in: 3, unit: 'day' } },
      { 'ticket.pending_time': { operator: 'relative', value: '3', range: 'day' } },
    ],
    [
      'a public note: false as text, or Zammad takes it for missing',
      { 'article.note': { subject: 'a', body: 'b', internal: false } },
      { 'article.note': { subject: 'a', body: 'b', internal: 'false' } },
    ],
    [
      'tags',
      { 'ticket.tags': { remove: ['x', 'a'] } },
      { 'ticket.tags': { operator: 'remove', value: 'a,x' } },
    ],
    [
      'webhook by name',
      { 'notification.webhook': 'reglament' },
      { 'notification.webhook': { webhook_id: '4' } },
    ],
    [
      'mail',
      { 'notification.email': { recipient: ['ticket_customer'], subject: 's', body: 'b', internal: true } },
      {
        'notification.email': {
          recipient: ['ticket_customer'],
          subject: 's',
          body: 'b',
          internal: 'true',
          include_attachments: 'false',
        },
      },
    ],
  ])('%s', (_, ours, zammad) => {
    expect(performToZammad(canonicalPerform(perform.parse(ours)), catalogue)).toEqual(zammad);
  });
});

describe('there and back again', () => {
  const names = fc.subarray(['Новый', 'Назначен', 'В ожидании'], { minLength: 1 });
  const text = fc.string({ minLength: 1, maxLength: 8 });
  const leaf = fc.oneof(
    fc.record({ 'ticket.state': fc.record({ is: names }) }),
    fc.record({ 'ticket.group': fc.record({ 'is not': fc.constantFrom('ГРП', 'Users') }) }),
    fc.record({ 'ticket.owner': fc.record({ is: fc.constantFrom('current_user', 'not_set') }) }),
    fc.record({ 'ticket.snils': fc.record({ contains: text }) }),
    fc.record({
      'ticket.state_reason': fc.record({ is: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }) }),
    }),
    fc.record({ 'ticket.state': fc.record({ 'has changed': fc.constant(true) }) }),
    fc.record({
      'ticket.updated_at': fc.record({
        'within last (relative)': fc.record({
          in: fc.integer({ min: 1, max: 90 }),
          unit: fc.constantFrom('minute', 'hour', 'day'),
        }),
      }),
    }),
    fc.record({
      'ticket.tags': fc.record({ 'contains all': fc.subarray(['a', 'b', 'c'], { minLength: 1 }) }),
    }),
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ none: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    ),
  }));

  test('any condition', () => {
    fc.assert(
      fc.property(node, (given) => {
        const canonical = canonicalCondition(condition.parse(given));
        expect(conditionFromZammad(conditionToZammad(canonical, catalogue), catalogue)).toEqual(canonical);
      }),
    );
  });

  test('any perform', () => {
    const acts = fc.record(
      {
        'ticket.state': fc.constantFrom('Новый', 'В ожидании'),
        'ticket.owner': fc.constantFrom('current_user', 'not_set', null),
        'ticket.pending_time': fc.record({
          in: fc.integer({ min: 1, max: 99 }),
          unit: fc.constantFrom('day', 'month'),
        }),
        'ticket.snils': fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null)),
        'ticket.tags': fc.record({ add: fc.subarray(['a', 'b'], { minLength: 1 }) }),
        'article.note': fc.record({ subject: text, body: text, internal: fc.boolean() }),
        'notification.webhook': fc.constant('reglament'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(acts, (given) => {
        const canonical = canonicalPerform(perform.parse(given));
        expect(performFromZammad(performToZammad(canonical, catalogue), catalogue)).toEqual(canonical);
      }),
    );
  });
});
