/** A new edition of the regulation: who is looked at again, how gradually, and what an interrupted one leaves to the next. */
import type { Changed } from '../../../plugin/engine/ticket-desk.js';
import { sweep } from '../../../plugin/engine/sweep.js';
import type { Decision, Edition } from '../../../plugin/store/records.js';
import { openStore, type Store } from '../../../plugin/store/store.js';
import { freshSchema, listeningLog, until, usePostgres } from '../postgres.js';

usePostgres();
// It stands still: editions follow upon one another whatever it says.
const now = new Date('2026-11-23T09:00:00Z');
const clock = () => now;
let store: Store;
beforeEach(async () => {
  store = await openStore({ ...freshSchema(), log: listeningLog().log, clock });
});
afterEach(() => store.close());

const open = (id: number, region: string): Changed => ({
  id,
  createdAt: new Date(Date.parse('2026-11-01T00:00:00Z') + id * 60_000),
  updatedAt: new Date('2026-11-01T00:00:00Z'),
  fields: { region },
});
const run = (tickets: readonly Changed[], edition: Pick<Edition, 'id' | 'pieces'>): Promise<number> =>
  sweep({
    helpdesk: {
      async *open(from) {
        await Promise.resolve();
        yield* tickets.filter(({ createdAt }) => from === undefined || createdAt >= from);
      },
      async *changedSince() {
        await Promise.resolve();
        yield* [];
      },
    },
    store,
    log: listeningLog().log,
    clock,
    edition,
    lookbackMs: 0,
    regionAttribute: 'region',
    zones: [{ region: null, zone: 'Europe/Moscow' }],
  });
/** Looks at whatever is queued; resolves to whom, each time it is asked. */
const looking = async (): Promise<() => Promise<number[]>> => {
  let looked: number[] = [];
  await store.work(async ({ ticket }) => {
    looked.push(ticket);
    const deliveries = (await store.signalsOf(ticket)).map(({ delivery }) => delivery);
    await store.conclude({ ticket, deliveries, updatedAt: null, dueAt: null, at: now, stay: null });
  }, 4);
  return async () => {
    await until(async () => {
      const { waiting, active } = await store.depth();
      return waiting + active === 0;
    }, 60);
    const these = looked;
    looked = [];
    return these.toSorted((one, other) => one - other);
  };
};
const pieces = {
  around: 'a',
  'region north': 'n',
  'region south': 's',
  'rule R-4.2.1': 'r',
  'mode R-4.2.1': 'act',
};
const first = { id: 'one', pieces };
const tickets = [open(1, 'north'), open(2, 'south'), open(3, ''), open(4, 'north')];
const line: Decision = {
  ticket: 2,
  clause: 'R-4.2.1',
  mode: 'act',
  verdict: 'due',
  outcome: 'observe',
  because: { text: 'данных нет', facts: {} },
  actionKey: null,
  region: 'south',
  dueAt: null,
  at: now,
};

test.each<[string, Edition['pieces'], number[]]>([
  ['nothing that decides', pieces, []],
  [
    'a region: its tickets, and those nobody said the region of',
    { ...pieces, 'region north': 'x' },
    [1, 3, 4],
  ],
  ['a region that is new: none but those', { ...pieces, 'region east': 'e' }, [3]],
  ['the mode of a clause: on whom it stands at due', { ...pieces, 'mode R-4.2.1': 'note' }, [2]],
  ['a rule: everybody', { ...pieces, 'rule R-4.2.1': 'x' }, [1, 2, 3, 4]],
])(
  'an edition with another %s',
  async (_, changed, wanted) => {
    const looked = await looking();
    await run(tickets, first);
    await looked();
    await store.decide(line);
    await run(tickets, { id: 'two', pieces: changed });
    expect(await looked()).toEqual(wanted);
  },
  60_000,
);

test('everybody comes some at a time: no more while as many wait', async () => {
  const everybody = Array.from({ length: 700 }, (_, at) => open(at + 1, 'north'));
  await run([], first);
  const second = { id: 'two', pieces: { ...pieces, around: 'b' } };
  const queued = [await run(everybody, second), await run(everybody, second)];
  expect(queued).toEqual([200, 0]);
  expect((await store.depth()).waiting).toBe(200);
});

const many = Array.from({ length: 450 }, (_, at) => open(at + 1, 'north'));
const other = { ...pieces, 'rule R-4.2.1': 'x' };

test('an edition that another one cuts short is gone on with by that one', async () => {
  const looked = await looking();
  await run([], first);
  await run(many, { id: 'two', pieces: other });
  expect(await looked()).toHaveLength(200);
  // By itself this one would concern nobody.
  await run(many, { id: 'three', pieces: { ...other, 'mode R-4.2.1': 'note' } });
  expect(await looked()).toHaveLength(200);
}, 90_000);

test('an edition taken back while it was gone through: those it was met by are looked at again', async () => {
  const looked = await looking();
  await run([], first);
  await run(many, { id: 'two', pieces: other });
  const met = await looked();
  await run(many, first);
  expect(await looked()).toEqual(met);
}, 90_000);
