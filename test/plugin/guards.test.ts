/** What nobody would miss until the day it matters: each of these holds one line of the engine in place. */
import type { FullTicket } from 'zammad-api-client-ts';
import type { Judged } from '../../plugin/engine/evaluate.js';
import { plannedWrite } from '../../plugin/engine/act/planned-write.js';
import { identities } from '../../plugin/engine/read/needs.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { mask } from '../../plugin/process/mask.js';
import { config, ticket } from '../triggers/tickets.js';

test('a time of waiting is written again with the state, for Zammad forgets it when the state changes', () => {
  const until = new Date('2026-11-26T21:00:00Z');
  const judged: Judged = {
    clause: 'R-4.7.1.b',
    cited: 'R-4.7.1.b',
    mode: 'act',
    verdict: {
      status: 'due',
      because: { clause: 'R-4.7.1.b', text: 'ожидание', facts: {} },
      actions: [{ do: 'set', fields: { state: 'В ожидании', pending_time: until.toISOString() } }],
    },
  };
  const nothing = {
    marks: new Set<string>(),
    openClauses: new Set<string>(),
    links: [],
    creates: new Map(),
    relays: new Map(),
  };
  const fieldsOf = (state: string) =>
    plannedWrite(ticket({ state, pendingUntil: until }), [judged], nothing).fields;
  expect(fieldsOf('Назначен')).toEqual({ state: 'В ожидании', pending_time: until.toISOString() });
  expect(fieldsOf('В ожидании')).toEqual({});
});

test.each([
  ['ten digits are somebody’s', '0123456789', '[номер]'],
  ['ten with separators', '012-345-67 89', '[номер]'],
  ['nine are not', '012345678', '012345678'],
])('%s', (_, text, masked) => {
  expect(mask(text)).toBe(masked);
});

describe('earlier tickets are looked for', () => {
  const parties = partiesOf(config);
  const [domain] = [...config.regions.values()].flatMap(({ mailDomains }) => mailDomains);
  /** A ticket nobody told a contact of, of the customer with this address. */
  const askedFor = (email: string) =>
    identities(
      {
        facts: ticket({ attributes: { snils: null, contact_value: null } }),
        full: {
          ticket: { customer_id: 9 },
          assets: { User: { 9: { email } } },
        } as unknown as FullTicket,
        directory: {
          me: 1,
          groups: new Map(),
          states: new Map(),
          articleTypes: new Map(),
          articleSenders: new Map(),
        },
      },
      parties,
    );

  test('by the customer, where that is a person', () => {
    expect(askedFor('anna@example.org')).toEqual([
      { 'ticket.customer_id': { operator: 'is', pre_condition: 'specific', value: ['9'] } },
    ]);
  });

  test('not by the portal’s robot: it writes for everybody, and its tickets are strangers’', () => {
    expect(askedFor(`robot@${domain ?? ''}`)).toEqual([]);
    expect(askedFor(`Robot@${(domain ?? '').toUpperCase()}`)).toEqual([]);
  });
});
