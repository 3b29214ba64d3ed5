/** The contract is worth what its comparison can refuse: each case breaks an answer in one way. */
import { answerDifference, shapeDifference } from '../../contract/compare.js';
import { kept } from '../../contract/kept.js';
import { translateBody, translatePath, type Translation } from '../../contract/translate.js';

const recorded = {
  status: 200,
  body: {
    id: 6,
    name: 'СП РПГУ',
    note: null,
    user_ids: [3],
    condition: { 'ticket.group_id': { operator: 'is', value: ['6'] } },
    assets: { Group: { '6': { id: 6, name: 'СП РПГУ' } } },
  },
};
const live = (change: object, status = 200) => ({ status, body: { ...recorded.body, ...change } });

describe('an answer', () => {
  it.each([
    ['the same with other values', live({ id: 9, name: 'другое', user_ids: [] }), null],
    ['a column that is filled here and empty there', live({ note: 'текст' }), null],
    [
      'a condition with other keys',
      live({ condition: { 'ticket.state_id': { operator: 'is', value: [] } } }),
      null,
    ],
    ['another status', live({}, 422), 'status 422, recorded 200'],
    ['a key too many', live({ surplus: 1 }), 'body: +surplus'],
    [
      'a key renamed',
      { status: 200, body: { ...recorded.body, name: undefined, title: '' } },
      'body: +title',
    ],
    ['an id as text', live({ id: '6' }), 'id: string, recorded number'],
    ['an object for a list', live({ user_ids: {} }), 'user_ids: object, recorded array'],
    ['an asset without a key', live({ assets: { Group: { '1': { id: 1 } } } }), 'assets.Group.#: -name'],
  ])('%s', (_case, answer, difference) => {
    expect(answerDifference(recorded, answer)).toBe(difference);
  });

  it('is compared with the keys of a trimmed recording', () => {
    const trimmed = { top_level_keys: ['session', 'config'], note: 'trimmed' };
    expect(shapeDifference(trimmed, { session: {}, config: {} })).toBeNull();
    expect(shapeDifference(trimmed, { session: {} })).toBe('body: -config');
  });
});

describe('a recorded request', () => {
  const to: Translation = {
    ids: new Map([
      ['groups', new Map([[6, 61]])],
      ['tickets', new Map([[7, 71]])],
    ]),
    numbers: new Map([['91007', '19007']]),
    suffix: 'Rnew',
  };

  it.each([
    ['/groups/6?expand=true', '/groups/61?expand=true'],
    ['/tickets/7?all=true', '/tickets/71?all=true'],
    ['/ticket_merge/7/91007', '/ticket_merge/71/19007'],
    ['/users/search?query=op.Rmwtidoet', '/users/search?query=op.Rnew'],
    ['/tags?object=Ticket&o_id=7', '/tags?object=Ticket&o_id=71'],
  ])('%s goes to %s', (path, expected) => {
    expect(translatePath(path, to)).toBe(expected);
  });

  it('names live ids in conditions, access maps and keys', () => {
    expect(
      translateBody(
        {
          condition: { 'ticket.group_id': { operator: 'is', value: ['6'] } },
          group_ids: { 6: ['full'] },
          a_rmwtidoet_in: '6',
        },
        to,
      ),
    ).toEqual({
      condition: { 'ticket.group_id': { operator: 'is', value: ['61'] } },
      group_ids: { 61: ['full'] },
      a_rnew_in: '6',
    });
  });
});

it('keeps no long text and no secret in a recording', () => {
  expect(kept({ name: 'x', signature_token: 's3cret', body: 'a\nb', list: [1, 2, 3, 4] })).toEqual({
    name: 'x',
    signature_token: '<token>',
    body: '<3 characters>',
    list: [1, 2, 3],
  });
});
