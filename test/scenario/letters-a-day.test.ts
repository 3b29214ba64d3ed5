/** Letters of the program's own to one address in a day are counted wherever they stand, also on a ticket older than many others. */
import { loadConfig } from '../../config/load.js';
import { usePostgres } from '../plugin/postgres.js';
import { UFA } from './cases.js';
import { openWorld, type TrustWorld } from './trust/world.js';

usePostgres();
const config = await loadConfig('config');

// The world ends before its database does.
describe('one address', () => {
  let world: TrustWorld;
  beforeAll(async () => {
    world = await openWorld(config);
  }, 120_000);
  afterAll(() => world.desk.close());

  test('two letters today on tickets older than two dozen others: the newest gets none', async () => {
    const { desk } = world;
    const from = 'mnogo.pishet@mail.example';
    const oldest = [
      await desk.mail({ from, group: UFA, subject: 'Первое', body: 'Не работает.' }),
      await desk.mail({ from, group: UFA, subject: 'Второе', body: 'И это.' }),
    ];
    for (let count = 0; count < 22; count += 1)
      await desk.create(
        'Уфа',
        { title: `Прежнее ${count}`, group: UFA, state: 'Закрыт', letters_sent: 1 },
        from,
      );
    await desk.clockTo(new Date(desk.now().getTime() + 25 * 3600 * 1000).toISOString());
    for (const ticket of oldest) {
      const { number, letters } = await desk.see(ticket);
      expect(letters).toHaveLength(1);
      await desk.mail({ from, answers: number, body: 'СНИЛС 901-200-342 99' });
      expect((await desk.see(ticket)).letters).toHaveLength(2);
    }
    const newest = await desk.mail({ from, group: UFA, subject: 'Другое', body: 'И это не работает.' });
    expect((await desk.see(newest)).letters).toEqual([]);
  }, 120_000);
});
