/** Where editions come from: a file, a folder with its attachments, an address; and the watch's way into the command line. */
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { keepSaid } from '../../sync/faq/manifest-file.js';
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
    expect((await readFaq([folder])).faults.map(({ message }) => message)).toEqual([
      'папка пуста: вопросов нет',
    ]);
    await expect(readFaq([join(folder, 'нет.csv')])).rejects.toThrow('ENOENT');
  } finally {
    server.close();
  }
});

/** A server that answers until it is closed, and its address. */
const serve = async (
  answer: RequestListener,
): Promise<{ readonly url: string; readonly close: () => void }> => {
  const server = createServer(answer);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

test('an address that never ends is cut off at the limit', async () => {
  const chunk = Buffer.alloc(4 * 1024 * 1024);
  const endless = await serve((_, response) => {
    const more = (): void => {
      while (response.write(chunk));
    };
    response.on('drain', more);
    more();
  });
  try {
    await expect(readFaq([`${endless.url}/faq.csv`])).rejects.toThrow('больше 100 МБ');
  } finally {
    endless.close();
  }
});

test('a redirect within the host is followed, one to another host is told', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/old.csv') response.writeHead(302, { location: '/faq.csv' }).end();
    else if (request.url === '/away.csv')
      response.writeHead(302, { location: 'http://portal.example/faq.csv' }).end();
    else response.end(csv);
  });
  try {
    expect((await readFaq([`${server.url}/old.csv`])).entries).toHaveLength(1);
    await expect(readFaq([`${server.url}/away.csv`])).rejects.toThrow('на другой узел (portal.example)');
  } finally {
    server.close();
  }
});

/** One answer an address; an address that is not here is not asked. */
const redirects = (...hops: readonly (readonly [from: string, to: string])[]): void => {
  for (const [from, to] of hops) {
    const { origin, pathname } = new URL(from);
    nock(origin).get(pathname).reply(302, '', { location: to });
  }
};

describe('redirects of a watched address', () => {
  afterEach(() => {
    nock.cleanAll();
  });

  test.each<[string, readonly (readonly [string, string])[], readonly string[], string]>([
    [
      'to a host that the settings do not name',
      [['https://faq.example/a.csv', 'https://files.example/a.csv']],
      ['other.example'],
      'на другой узел (files.example)',
    ],
    [
      'from a host that is allowed on to one that is not',
      [
        ['https://faq.example/a.csv', 'https://files.example/a.csv'],
        ['https://files.example/a.csv', 'https://evil.example/a.csv'],
      ],
      ['files.example'],
      'на другой узел (evil.example)',
    ],
    [
      'a part of a host’s name is another host',
      [['https://faq.example/a.csv', 'https://files.example.evil.example/a.csv']],
      ['files.example'],
      'на другой узел (files.example.evil.example)',
    ],
    [
      'another port is another host',
      [['https://faq.example/a.csv', 'https://faq.example:8443/a.csv']],
      [],
      'на другой узел (faq.example:8443)',
    ],
    [
      'out of encryption, on the host itself',
      [['https://faq.example/a.csv', 'http://faq.example/a.csv']],
      ['faq.example'],
      'без шифрования',
    ],
    [
      'to what is no address of the web',
      [['https://faq.example/a.csv', 'file:///etc/passwd']],
      [],
      'не на https',
    ],
    [
      'round in a ring',
      Array(6).fill(['https://faq.example/a.csv', '/a.csv']) as [string, string][],
      [],
      'больше 5',
    ],
  ])('%s: told, and not followed', async (_, hops, allowed, message) => {
    redirects(...hops);
    await expect(readFaq(['https://faq.example/a.csv'], {}, allowed)).rejects.toThrow(message);
  });

  test.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    [
      'to a host that the settings name',
      [['https://faq.example/a.csv', 'https://files.example/end.csv']],
      ['files.example'],
    ],
    [
      'and back',
      [
        ['https://faq.example/a.csv', 'https://files.example/b.csv'],
        ['https://files.example/b.csv', 'https://faq.example/end.csv'],
      ],
      ['files.example'],
    ],
    ['into encryption', [['http://faq.example/a.csv', 'https://faq.example/end.csv']], []],
  ])('%s: followed', async (_, hops, allowed) => {
    redirects(...hops);
    const [first] = hops[0] ?? [''];
    const end = new URL(hops.at(-1)?.[1] ?? '');
    nock(end.origin).get(end.pathname).reply(200, csv);
    expect((await readFaq([first], {}, allowed)).entries).toHaveLength(1);
  });
});

test('a file that is larger than any edition is not read', async () => {
  await writeFile(join(folder, 'faq.csv'), '');
  await truncate(join(folder, 'faq.csv'), 101 * 1024 * 1024);
  await expect(readFaq([join(folder, 'faq.csv')])).rejects.toThrow('больше 100 МБ');
});

test('what was said of a rename is kept beside the edition and read again; comments stay', async () => {
  const file = join(folder, 'faq.csv');
  await writeFile(file, csv.replace('id;', '').replace('q1;', ''));
  const [before] = (await readFaq([file])).entries;
  await writeFile(join(folder, 'faq.faq.yaml'), '# от редактора\nedition: 7\n');
  const path = await keepSaid([file], {
    renames: new Map([['Как попасть в кабинет?', 'Как войти?']]),
    different: ['Новый?'],
  });
  expect(path).toBe(join(folder, 'faq.faq.yaml'));
  await writeFile(file, 'категория;вопрос;ответ\nВход;Как попасть в кабинет?;Нажмите «Войти»\n');
  const edition = await readFaq([file]);
  expect(edition).toMatchObject({
    id: '7',
    different: ['новый'],
    entries: [{ id: before?.id, former: ['как войти'] }],
  });
  expect(await readFile(join(folder, 'faq.faq.yaml'), 'utf8')).toContain('# от редактора');
});
