/** Where editions come from: a file, a folder with its attachments, an address; and the watch's way into the command line. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFaq } from '../../sync/faq/source.js';

const csv = 'id;категория;вопрос;ответ\nq1;Вход;Как войти?;Нажмите «Войти»\n';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faq-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a file, with what the sender said of it', async () => {
  await writeFile(join(folder, 'faq.csv'), csv);
  const edition = await readFaq([join(folder, 'faq.csv')], { edition: '2026-11', date: '2026-11-01' });
  expect(edition).toMatchObject({
    id: '2026-11',
    date: '2026-11-01',
    faults: [],
    entries: [{ id: 'q1', category: ['Вход'], question: 'Как войти?' }],
  });
});

test('a folder is one edition, files below it by their path', async () => {
  await mkdir(join(folder, 'файлы'));
  await writeFile(join(folder, 'файлы', 'памятка.txt'), 'текст');
  await writeFile(
    join(folder, 'faq.json'),
    JSON.stringify({
      edition: '2026-12',
      date: '2026-12-01',
      entries: [
        {
          id: 'q1',
          category: ['Вход'],
          question: 'Как?',
          answer: '<p>Так</p>',
          files: ['файлы/памятка.txt'],
        },
      ],
    }),
  );
  const edition = await readFaq([folder]);
  expect(edition.entries.map(({ id, files }) => [id, files.map(({ name }) => name)])).toEqual([
    ['q1', ['памятка.txt']],
  ]);
});

test('an address; one that does not answer, an empty folder and a missing file are told', async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/faq.csv' ? 200 : 404).end(csv);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  try {
    expect((await readFaq([`http://127.0.0.1:${port}/faq.csv`])).entries).toHaveLength(1);
    await expect(readFaq([`http://127.0.0.1:${port}/none.csv`])).rejects.toThrow('ответ 404');
    await expect(readFaq([folder])).rejects.toThrow('папка пуста');
    await expect(readFaq([join(folder, 'нет.csv')])).rejects.toThrow('ENOENT');
  } finally {
    server.close();
  }
});
