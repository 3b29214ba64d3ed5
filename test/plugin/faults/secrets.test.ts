/** What may not be read in a log, in whatever coat it comes, and what has to stay readable. */
import { Writable } from 'node:stream';
import { isZammadError, createZammadClient } from 'zammad-api-client-ts';
import { wordsOf } from '../../../plugin/process/fault.js';
import { createLog } from '../../../plugin/process/log.js';
import { mask } from '../../../plugin/process/mask.js';

const secret = 'to"ken\\of/the+faults';
const logged = (
  secrets: readonly string[],
  ...said: Parameters<ReturnType<typeof createLog>['info']>
): string => {
  let lines = '';
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines += chunk.toString();
      done();
    },
  });
  createLog({ level: 'debug', secrets, sink }).info(...said);
  return lines;
};

test.each<[string, string]>([
  ['as it is', secret],
  ['in JSON', JSON.stringify({ token: secret })],
  ['in JSON within JSON', JSON.stringify(JSON.stringify({ token: secret }))],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64 after a login', Buffer.from(`reglament:${secret}`).toString('base64')],
  ['in base64url', Buffer.from(secret).toString('base64url')],
  ['in a query', `https://x.example/?t=${encodeURIComponent(secret)}`],
  ['in hexadecimal', Buffer.from(secret).toString('hex')],
])('a secret %s', (_, text) => {
  const line = logged([secret], 'не вышло', { error: new Error(text), deep: { text } });
  expect(line).toContain('[секрет]');
  const bare = line.replace(/[^\w+/=-]/g, '');
  expect(bare).not.toContain(text.replace(/[^\w+/=-]/g, ''));
});

test('the password of a database address is a secret of its own', () => {
  const line = logged(['postgresql://reglament:p%40ss-of-the-store@db.example/x'], 'не вышло', {
    error: new Error('password authentication failed for p@ss-of-the-store'),
    address: 'db.example, p%40ss-of-the-store',
  });
  expect(line).not.toMatch(/p(@|%40)ss-of-the-store/);
});

test.each([
  ['2026-11-23 10:00:00 UTC'],
  ['с 23.11.2026 10:00 по 24.11.2026'],
  ['2026-11-23T10:00:00.123+03:00'],
  ['тикет 4711 2026-11-23 10:00'],
  ['postgresql://127.0.0.1:5432'],
  ['http://127.0.0.1:8080/zammad/webhook'],
  ['10.20.30.40:54321'],
])('%s stays as it is', (text) => {
  expect(mask(text)).toBe(text);
});

test('an address of our own is no citizen’s', () => {
  expect(mask('https://reglament@help.example.org/path')).toBe('https://reglament@help.example.org/path');
});

test('of Zammad’s refusal the field’s name is kept and nobody’s data', async () => {
  const said = [
    "Invalid value 'Образцова Анна Тестовна' for field 'citizen_name'!",
    "Invalid value 'ул. Лесная, д. 5, кв. 7' for field 'request_summary'!",
    'Citizen name Образцова Анна Тестовна is too long',
    'Validation failed: Title Жалоба Анны Образцовой has already been taken',
  ];
  for (const error of said) {
    const client = createZammadClient({
      url: 'http://desk.test',
      auth: { token: 'x' },
      fetch: () => Promise.resolve(Response.json({ error }, { status: 422 })),
    });
    const failed: unknown = await client.tickets.update(7, { title: 'x' }).catch((one: unknown) => one);
    expect(isZammadError(failed)).toBe(true);
    const kept = wordsOf(failed) + logged([], 'не вышло', { error: failed });
    expect(kept).not.toMatch(/Образцов|Анн|Лесная/);
  }
  const named = createZammadClient({
    url: 'http://desk.test',
    auth: { token: 'x' },
    fetch: () =>
      Promise.resolve(
        Response.json({ error: "Invalid value 'x' for field 'citizen_name'!" }, { status: 422 }),
      ),
  });
  const failed: unknown = await named.tickets.update(7, { title: 'x' }).catch((one: unknown) => one);
  expect(wordsOf(failed)).toContain('citizen_name');
});
