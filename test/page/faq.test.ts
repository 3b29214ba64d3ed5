/** «FAQ», by cases written before the code (F-01 …): edition and age, both sides of a conflict, gaps without anybody's words, suggestions. */
import { usePostgres } from '../plugin/postgres.js';
import { seed, untold } from './seed.js';
import { openSite, signedIn, type Known, type Site } from './site.js';

usePostgres();
const NOW = '2026-11-30T12:00:00+03:00';
let site: Site;
beforeEach(async () => {
  site = await openSite({ begin: new Date(NOW) });
});
afterEach(() => site.close());

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const pageOf = async (known: Known): Promise<string> => {
  const seen = await (await signedIn(site, known)).get('/faq');
  expect(seen.status).toBe(200);
  return seen.html;
};

test('F-02: no edition yet is a state, and what to do stands there', async () => {
  const text = plain(await pageOf('admin'));
  expect(text).toContain('Издание FAQ ещё не загружено (п. 2.1)');
  expect(text).toContain('reglament faq apply');
  expect(text).toContain('Ещё не посчитано');
  expect(text).toContain('Не сравнивали: источник изданий не задан (faq.watch)');
  expect(text).not.toContain('не расходятся');
  expect(text).not.toMatch(/NaN|undefined|1970|0 %|Попало \d+ из/);
});

test('F-01: the edition in force, its age, and one that was read and not loaded', async () => {
  await seed(site.store, site.now());
  const text = plain(await pageOf('head'));
  expect(text).toContain('Издание 2026-3 От 01.09.2026 Возраст 90 дн. Загружено 03.09.2026 Ответов 214');
  expect(text).toContain(
    'Издание «2026-4» от 20.11.2026 прочитано 29.11.2026 (вопросов: 220), но не загружено',
  );
  site.pass(24 * 3600_000);
  expect(plain(await pageOf('head'))).toContain('Возраст 91 дн.');
});

test('F-03: both sides of a conflict, as text', async () => {
  await seed(site.store, site.now());
  const html = await pageOf('admin');
  expect(html).not.toContain('<img src=x');
  const text = plain(html).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#x3D;', '=');
  expect(text).toContain('Расхождения: 1');
  expect(text).toMatch(
    /В базе знаний Срок — 10 дней <img src=x onerror=alert\(1\)> В издании 2026-4 Срок — 5 дней/,
  );
});

test('F-03: that nothing is in conflict is said where it was compared', async () => {
  await seed(site.store, site.now());
  const offered = (await site.store.faqState())?.state.offered;
  await site.store.keepFaq({ offered: { ...offered!, conflicts: [] } }, site.now());
  const text = plain(await pageOf('admin'));
  expect(text).toContain('Расхождения: 0 Издание и база знаний не расходятся.');
  expect(text).not.toContain('Не сравнивали');
});

test('F-04, F-06: gaps by citizens, a region’s own for its own head', async () => {
  await seed(site.store, site.now());
  expect(plain(await pageOf('admin'))).toMatch(
    /запись к врачу не проходит ответ был в БЗ ЕПГУ: 3 25 22 48011, 48013/,
  );
  const own = plain(await pageOf('ufa'));
  expect(own).toMatch(/запись к врачу 4 4 48011/);
  expect(own).not.toMatch(/не проходит|48013| 25 | 22 /);
  expect(own).toContain('Срок — 5 дней');
  const federal = plain(await pageOf('head'));
  expect(federal).toMatch(/запись к врачу не проходит ответ был в БЗ ЕПГУ: 3 25 22/);
  expect(federal).not.toMatch(/48011|48013/);
});

describe('suggestions', () => {
  /** The log goes by the path of the ticket. */
  const CALLED = { suggesting: 'R-3.1.b', answering: 'R-3.1.1' };
  const WRITTEN = { suggesting: 'R-4.1.b', answering: 'R-4.1.1' };
  let id = 500;
  const ticket = async (
    region: string,
    { suggested, given, result }: { suggested?: string; given?: string; result?: string },
    times: number,
    { suggesting, answering } = CALLED,
  ): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      id += 1;
      const at = new Date(site.now().getTime() - 24 * 3600_000);
      await site.store.conclude({
        ticket: id,
        deliveries: [],
        updatedAt: at,
        dueAt: null,
        at,
        stay: {
          number: String(90_000 + id),
          place: 'Поиск в FAQ',
          ended: false,
          region,
          since: at,
          told: { ...untold, faq: result ?? null, createdAt: at },
        },
      });
      const line = { ticket: id, mode: 'act' as const, region, dueAt: null, at };
      if (suggested !== undefined)
        await site.store.decide({
          ...line,
          clause: suggesting,
          verdict: 'due',
          outcome: 'act',
          because: { text: 'в базе знаний есть похожие ответы', facts: { Ответы: suggested } },
          actionKey: `${id}`,
        });
      if (given !== undefined)
        await site.store.decide({
          ...line,
          clause: answering,
          verdict: 'met',
          outcome: 'none',
          because: { text: 'ответ из FAQ связан с тикетом', facts: { Ответ: given } },
          actionKey: null,
        });
    }
  };
  const titles = '«Как записаться?», «Где талон?»';

  test.each([
    ['called', CALLED],
    ['written', WRITTEN],
  ])(
    'F-05, F-07, %s: hit, missed, no answer, not known yet; a rate of the decided alone',
    async (_, path) => {
      await ticket(
        'bashkortostan',
        { suggested: titles, given: 'Как записаться?', result: 'найдено' },
        3,
        path,
      );
      await ticket('bashkortostan', { suggested: titles, given: 'Где талон?', result: 'найдено' }, 1, path);
      await ticket('kamchatka', { suggested: titles, given: 'Другой ответ', result: 'найдено' }, 2, path);
      await ticket('kamchatka', { suggested: titles, result: 'не найдено' }, 1, path);
      await ticket('kamchatka', { suggested: titles, result: 'найдено' }, 1, path);
      await ticket('kamchatka', { suggested: titles }, 2, path);
      await ticket('kamchatka', { given: 'Где талон?', result: 'найдено' }, 3, path);
      const text = plain(await pageOf('admin'));
      expect(text).toContain(
        'Подсказок 10 Попало 4 Мимо: ответили другим 2 Ответа не нашлось 1 Ответ не отмечен 1 Ещё не известно 2 Из FAQ без подсказки 3',
      );
      expect(text).toContain('Попало 4 из 7 решённых');
      expect(text).toContain('Как записаться? 10 3');
      const own = plain(await pageOf('ufa'));
      expect(own).toContain('Подсказок 4 Попало 4');
    },
  );
});
