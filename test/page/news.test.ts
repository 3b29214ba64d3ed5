/** News of the store for pages that look: why there are none is said. */
import { hearChanges } from '../../plugin/store/page-news.js';
import { listeningLog, until } from '../plugin/postgres.js';

test('a store that is away is waited for, and the log says what was wrong', async () => {
  const { log, lines } = listeningLog();
  // Nothing listens at the first port.
  const news = hearChanges(
    { connectionString: 'postgres://nobody@127.0.0.1:1/nowhere', schema: 'none' },
    () => undefined,
    log,
  );
  await until(() => lines.length > 0);
  await news.close();
  expect(lines).toEqual([expect.stringMatching(/новостей из хранилища пока нет.*ECONNREFUSED/)]);
});
