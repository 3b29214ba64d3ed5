/** Whose letter, whose data: the cases of the matrix of trust, each on a helpdesk of its own. Raw mail in, end state out. */
import { loadConfig } from '../../config/load.js';
import { usePostgres } from '../plugin/postgres.js';
import { caseNames, letterNamed, readCase, type TrustCase } from './trust/case.js';
import { judge, type Played, type There } from './trust/judge.js';
import { bring, COMMON_MAILBOX, openWorld } from './trust/world.js';

usePostgres();
const config = await loadConfig('config');

/** Cases that are not kept yet. */
const FAILING: readonly string[] = [];

const play = async (one: TrustCase): Promise<void> => {
  const world = await openWorld(config);
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
    if (process.env['DBG']) {
      console.log(
        await world.desk.verdict(first!.id, 'R-4.2.2.a'),
        await world.desk.verdict(first!.id, 'R-4.1.a'),
      );
      const f = await world.admin.tickets.full(first!.id);
      console.log(
        JSON.stringify(await world.desk.see(first!.id), null, 1),
        JSON.stringify(
          (await world.admin.tickets.history(first!.id))
            .filter((h) => h.object === 'Ticket')
            .map((h) => [h.created_at, h.created_by_id, h.attribute, h.value_from, h.value_to]),
        ),
        JSON.stringify(f.articles.map((a) => [a.id, a.created_at, a.from, a.preferences, a.created_by_id])),
      );
    }
    await judge(played, beforeAct ?? then);
    if (afterAct === undefined) return;
    await world.desk.fill('Уфа', first!.id, { other_sender: 'заявитель' });
    await judge(played, afterAct);
  } finally {
    await world.desk.close();
  }
};

describe('the matrix of trust', () => {
  for (const id of caseNames)
    (FAILING.includes(id) ? test.failing : test)(
      id,
      async () => {
        await play(await readCase(id));
      },
      90_000,
    );
});
