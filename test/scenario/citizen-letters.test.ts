/** Letters to the citizen, by cases written without sight of the program: what goes out, to whom, how often, in what words. */
import { loadConfig } from '../../config/load.js';
import { usePostgres } from '../plugin/postgres.js';
import { judged, personsOf, readCases } from './citizen-letters/judge.js';
import { plays } from './citizen-letters/plays.js';
import { stageOn } from './citizen-letters/stage.js';
import { START } from './site.js';
import { openWorld, type TrustWorld } from './trust/world.js';

usePostgres();
const [config, file] = [await loadConfig('config'), await readCases()];
const titles = new Map(file.cases.map(({ id, title }) => [id, title]));

describe.each(['region', 'citizen'] as const)('asked by the %s', (asks) => {
  let world: TrustWorld;
  beforeAll(async () => {
    world = await openWorld(config, { start: START, askMissing: asks });
  }, 120_000);
  afterAll(() => world.desk.close());

  for (const [id, { asks: wanted = 'region', ahead = 0, play }] of Object.entries(plays))
    if (wanted === asks)
      test(`${id} ${titles.get(id) ?? ''}`, async () => {
        await world.desk.rewind();
        const stage = stageOn(world, personsOf(file));
        try {
          await play(stage);
          const shifted = stage.gone.map((mail) => ({ ...mail, step: mail.step - ahead }));
          stage.gone.splice(0, Infinity, ...shifted);
          expect(judged(id, file, stage)).toEqual([]);
        } finally {
          for (const ticket of await world.tickets()) await world.admin.tickets.delete(ticket);
        }
      }, 120_000);
});
