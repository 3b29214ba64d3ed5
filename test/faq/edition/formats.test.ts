import { readEdition } from '../../../sync/faq/edition/read-edition.js';
import { inEveryFormat, questions } from './edition-200.js';

const list = questions(200);
const formats = inEveryFormat(list);

/** What a plan is made of; `where` differs by format, of course. */
const read = async (name: string) => {
  const { entries, faults } = await readEdition(formats[name] ?? []);
  return { entries: entries.map(({ where, ...entry }) => ({ ...entry, placed: where !== '' })), faults };
};

describe('the same edition of 200 questions gives the same answers, whatever it is written in (R-2.1)', () => {
  test('CSV: all of them, in order, with nothing wrong', async () => {
    const { entries, faults } = await read('CSV с точкой с запятой');
    expect(faults).toEqual([]);
    expect(entries.map(({ question }) => question)).toEqual(list.map(({ question }) => question));
    expect(entries[0]).toMatchObject({
      category: ['Раздел 1', 'Подраздел 1'],
      html:
        '<p><strong>Проверьте данные</strong> в личном кабинете: они должны совпадать с документом № 1.</p>' +
        '<p><strong>Если не помогло</strong> &lt;более суток&gt; — обратитесь в службу поддержки &amp; приложите снимок экрана.</p>',
    });
    expect(new Set(entries.map(({ id }) => id)).size).toBe(200);
  });

  test.each(Object.keys(formats))('%s', async (name) => {
    expect(await read(name)).toEqual(await read('CSV с точкой с запятой'));
  });
});
