/** Searches over several pages, while the tickets change: a helpdesk of three columns answers as Zammad does. */
import { createZammadClient } from 'zammad-api-client-ts';
import type { Condition, TicketSearch, ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';

interface Row {
  readonly id: number;
  readonly created_at: string;
  state_id: number;
}

const leaf = z.object({ operator: z.string(), value: z.unknown() });
const named = leaf.extend({ name: z.string() });
const branch = z.object({
  operator: z.literal('AND'),
  get conditions() {
    return z.array(z.union([branch, named]));
  },
});
type Node = z.infer<typeof branch> | z.infer<typeof named>;
const bodySchema = z.object({
  condition: z.union([branch, z.record(z.string(), leaf)]),
  sort_by: z.enum(['id', 'created_at']),
  order_by: z.enum(['asc', 'desc']),
  page: z.number(),
  per_page: z.number(),
});

const isMet = (row: Row, name: string, value: unknown): boolean => {
  if (name === 'ticket.state_id') return Array.isArray(value) && value.includes(String(row.state_id));
  if (name === 'ticket.created_at') return typeof value === 'string' && row.created_at >= value;
  throw new Error(`nobody asks for ${name}`);
};

const holds = (row: Row, node: Node): boolean =>
  'conditions' in node
    ? node.conditions.every((each) => holds(row, each))
    : isMet(row, node.name, node.value);

/** `between`: what happens after each answer. */
const helpdesk = (
  rows: Row[],
  between: (answered: number) => void = () => undefined,
): { client: ZammadClient; asked: unknown[] } => {
  const asked: unknown[] = [];
  const client = createZammadClient({
    url: 'http://zammad.test',
    auth: { token: 'secret' },
    fetch: (_input, init) => {
      const body = bodySchema.parse(JSON.parse(z.string().parse(init?.body)));
      asked.push(body);
      const { condition, sort_by: by, order_by: order, page, per_page: size } = body;
      const nested = branch.safeParse(condition).data;
      const tree: Node = nested ?? {
        operator: 'AND',
        conditions: Object.entries(z.record(z.string(), leaf).parse(condition)).map(([name, each]) => ({
          name,
          ...each,
        })),
      };
      const met = rows
        .filter((row) => holds(row, tree))
        .sort((one, other) => (one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : one.id - other.id));
      const found = (order === 'asc' ? met : met.reverse()).slice((page - 1) * size, page * size);
      const answer = found.map((row) => ({
        ...row,
        number: `91${row.id}`,
        title: 'x',
        group_id: 1,
        priority_id: 2,
        owner_id: 1,
        customer_id: 9,
        organization_id: null,
        created_by_id: 3,
        updated_by_id: 3,
        updated_at: row.created_at,
      }));
      between(asked.length);
      return Promise.resolve(new Response(JSON.stringify(answer)));
    },
  });
  return { client, asked };
};

const at = (second: number): string => new Date(Date.UTC(2027, 0, 1, 0, 0, second)).toISOString();
const rowsOf = (count: number, created: (id: number) => string = at): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    created_at: created(index + 1),
    state_id: 1,
  }));
const open: Condition = { 'ticket.state_id': { operator: 'is', value: ['1'] } };
const idsOf = async (client: ZammadClient, search: TicketSearch): Promise<number[]> =>
  (await client.tickets.searchAll(search)).map(({ id }) => id);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('tickets that leave the condition during the walk hide no others', async () => {
  const rows = rowsOf(50);
  const { client } = helpdesk(rows, (answered) => {
    // After the first answer half of what it showed is closed, as the reader of such a list does.
    if (answered === 1) for (const row of rows.slice(0, 5)) row.state_id = 4;
  });
  expect(await idsOf(client, { condition: open, perPage: 10 })).toEqual(upTo(50));
});

test('by page numbers they do, which is why a column is not sorted by unless it is asked for', async () => {
  const rows = rowsOf(50);
  const { client } = helpdesk(rows, (answered) => {
    if (answered === 1) for (const row of rows.slice(0, 5)) row.state_id = 4;
  });
  const found = await idsOf(client, { condition: open, perPage: 10, sortBy: 'id' });
  expect(found).toHaveLength(45);
  expect(found).not.toContain(11);
});

test('tickets made during the walk come last, and none comes twice', async () => {
  const rows = rowsOf(12);
  const { client } = helpdesk(rows, (answered) => {
    if (answered < 3) rows.push({ id: 100 + answered, created_at: at(100 + answered), state_id: 1 });
  });
  expect(await idsOf(client, { condition: open, perPage: 5 })).toEqual([...upTo(12), 101, 102]);
});

test.each([
  ['a page', 10],
  ['several pages', 33],
])('more tickets of one moment than %s holds all come', async (_title, count) => {
  const rows = rowsOf(count, () => at(7));
  rows.push({ id: 900, created_at: at(9), state_id: 1 });
  const { client } = helpdesk(rows);
  expect(await idsOf(client, { condition: open, perPage: 10 })).toEqual([...upTo(count), 900]);
});

test.each<[string, Condition]>([
  ['flat', open],
  [
    'that asks for the time of creation itself',
    { ...open, 'ticket.created_at': { operator: 'after (absolute)', value: at(0) } },
  ],
  ['nested', { operator: 'AND', conditions: [{ name: 'ticket.state_id', operator: 'is', value: ['1'] }] }],
])('a condition %s holds on every page', async (_title, condition) => {
  const rows = rowsOf(25);
  rows[3]!.state_id = 4;
  rows[20]!.state_id = 4;
  const { client } = helpdesk(rows);
  expect(await idsOf(client, { condition, perPage: 10 })).toHaveLength(23);
});

test('no more is asked for than is taken', async () => {
  const { client, asked } = helpdesk(rowsOf(50));
  for await (const { id } of client.tickets.search({ condition: open, perPage: 10 })) if (id === 12) break;
  expect(asked).toHaveLength(2);
});
