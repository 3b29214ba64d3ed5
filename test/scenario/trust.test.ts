/** Whose letter, whose data: the cases of the matrix of trust. Raw mail in, end state of the helpdesk out. */
import { loadConfig } from '../../config/load.js';
import { usePostgres } from '../plugin/postgres.js';
import { caseNames, letterNamed, readCase, type TrustCase } from './trust/case.js';
import { judge, type Played, type There } from './trust/judge.js';
import { bring, COMMON_MAILBOX, openWorld, type TrustWorld } from './trust/world.js';

usePostgres();
const config = await loadConfig('config');

const play = async (one: TrustCase, world: TrustWorld): Promise<void> => {
  try {
    const there = new Map<string, There>();
    for (const given of one.given.tickets) there.set(given.number, await bring(world, given));
    const numbers = new Map([...there].map(([number, { before }]) => [number, before.number]));
    const played: Played = { world, there, sentBefore: await world.sent() };
    const [first] = there.values();
    for (const { file, at, times = 1, role } of one.letters ?? [{ file: one.letter ?? '' }]) {
      if (role !== undefined) {
        // What an operator wrote to the wrong address.
        await world.desk.reply('Уфа', first!.id, 'email', 'Начисления появятся завтра.', {
          to: 'robot@portal.bashkortostan.example',
        });
        continue;
      }
      const moment = new Date(at ?? '2026-11-17T12:00:00+05:00');
      if (world.site.now() < moment) await world.desk.clockTo(moment.toISOString());
      for (let time = 1; time <= times; time += 1)
        await world.desk.mail({
          from: '',
          raw: await letterNamed(file, numbers, time),
          group: COMMON_MAILBOX,
        });
    }
    const { beforeAct, afterAct, ...then } = one.then;
    if (then.at !== undefined) await world.desk.clockTo(new Date(then.at).toISOString());
    await judge(played, beforeAct ?? then);
    if (afterAct === undefined) return;
    await world.desk.fill('Уфа', first!.id, { other_sender: 'заявитель' });
    await judge(played, afterAct);
  } finally {
    // The next case is of the same people.
    for (const id of await world.tickets()) await world.admin.tickets.delete(id);
  }
};

/** Terms are counted from the Friday on which a helpdesk begins; a close of just now would be undone by a letter. */
const WITH_TERM = ['T09', 'T10', 'T14', 'T22'];

describe('the matrix of trust', () => {
  let shared: TrustWorld;
  beforeAll(async () => {
    shared = await openWorld(config);
  }, 120_000);
  afterAll(() => shared.desk.close());

  for (const id of caseNames)
    test(
      id,
      async () => {
        const world = WITH_TERM.includes(id) ? await openWorld(config) : shared;
        try {
          await play(await readCase(id), world);
        } finally {
          if (world !== shared) await world.desk.close();
        }
      },
      120_000,
    );
});
