/** What is kept of a list, and when it is asked for again: by a clock that the test turns. */
import nock from 'nock';
import { createZammadClient, isZammadAnswerError, keptList } from 'zammad-api-client-ts';

const keeping = (lists: readonly (readonly [number, string][] | Error)[]) => {
  let at = 0;
  let readings = 0;
  const list = keptList(
    () => {
      const found = lists[Math.min(readings, lists.length - 1)];
      readings += 1;
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(new Map(found));
    },
    { maxAgeMs: 600, absentMs: 60, now: () => at },
  );
  return {
    names: async (...ids: number[]) => [...(await list.holding(ids)).values()],
    pass: (ms: number) => {
      at += ms;
    },
    readings: () => readings,
  };
};

test('a known id asks nothing; an unknown one asks once, and is then known', async () => {
  const kept = keeping([
    [[1, 'Users']],
    [
      [1, 'Users'],
      [2, 'Sales'],
    ],
  ]);
  expect(await kept.names(1)).toEqual(['Users']);
  expect(await kept.names(1)).toEqual(['Users']);
  expect(kept.readings()).toBe(1);
  expect(await kept.names(2)).toEqual(['Users', 'Sales']);
  expect(await kept.names(2)).toEqual(['Users', 'Sales']);
  expect(kept.readings()).toBe(2);
});

test('an id that nobody has is asked for once in a while, not at every ticket', async () => {
  const kept = keeping([[[1, 'Users']]]);
  await kept.names();
  for (let ticket = 0; ticket < 20; ticket += 1) expect(await kept.names(9)).toEqual(['Users']);
  expect(kept.readings()).toBe(2);
  kept.pass(60);
  await kept.names(9);
  expect(kept.readings()).toBe(3);
});

test('an old list is read again, so that a renamed group has its new name', async () => {
  const kept = keeping([[[1, 'Users']], [[1, 'Citizens']]]);
  await kept.names(1);
  kept.pass(599);
  expect(await kept.names(1)).toEqual(['Users']);
  kept.pass(1);
  expect(await kept.names(1)).toEqual(['Citizens']);
});

test('who comes together shares one reading', async () => {
  const kept = keeping([[[1, 'Users']]]);
  await Promise.all([kept.names(1), kept.names(1), kept.names(1)]);
  await Promise.all([kept.names(5), kept.names(5)]);
  expect(kept.readings()).toBe(2);
});

test('a reading that failed is not kept', async () => {
  const kept = keeping([new Error('down'), [[1, 'Users']]]);
  await expect(kept.names(1)).rejects.toThrow('down');
  expect(await kept.names(1)).toEqual(['Users']);
});

const at = '2027-01-01T00:00:00Z';
const ticket = {
  id: 7,
  number: '91007',
  title: 'x',
  group_id: 3,
  state_id: 2,
  priority_id: 2,
  owner_id: 1,
  customer_id: 9,
  organization_id: null,
  created_by_id: 3,
  updated_by_id: 3,
  created_at: at,
  updated_at: at,
  article_ids: [],
};
const client = createZammadClient({ url: 'http://zammad.test', auth: { token: 'secret' } });

test('a ticket, its history, its links and a preview need no groups, roles, states or priorities beside them', async () => {
  const assets = { Ticket: { 7: ticket }, User: { 3: { id: 3, login: 'anna' } } };
  nock('http://zammad.test/api/v1')
    .get('/tickets/7')
    .query({ all: true })
    .reply(200, { ticket_id: 7, ticket_article_ids: [], assets, links: [], tags: [], mentions: [] })
    .get('/ticket_history/7')
    .reply(200, { history: [], assets })
    .get('/links')
    .query(true)
    .reply(200, { links: [], assets })
    .post('/tickets/selector')
    .reply(200, { object_ids: [7], object_count: 1, assets });
  expect((await client.tickets.full(7)).ticket.group_id).toBe(3);
  expect((await client.tickets.chronicle(7)).now?.ticket.state_id).toBe(2);
  expect(await client.links.list(7)).toEqual([]);
  expect(await client.tickets.previewCondition({})).toEqual({ count: 1, sampleIds: [7] });
});

test('where a ticket is missing the error names the request, the same for every ticket, and the field', async () => {
  nock('http://zammad.test/api/v1')
    .get('/tickets/7')
    .query({ all: true })
    .reply(200, { ticket_id: 7, ticket_article_ids: [], assets: {}, links: [], tags: [] })
    .get('/tickets/8')
    .query({ all: true })
    .reply(200, { ticket_id: 8, ticket_article_ids: [], links: [], tags: [] });
  const faults = await Promise.all(
    [7, 8].map((id) => client.tickets.full(id).then(String, (error: unknown) => error)),
  );
  expect(faults.map((fault) => isZammadAnswerError(fault) && [fault.request, fault.field])).toEqual([
    ['GET /tickets/:id', 'assets.Ticket.7'],
    ['GET /tickets/:id', 'assets'],
  ]);
});
