/** What must not be read in a log is not there, and a line of any size costs no time. */
import { Writable } from 'node:stream';
import { createLog } from '../../plugin/process/log.js';
import { mask } from '../../plugin/process/mask.js';

test.each([
  ['СНИЛС 112-233-445 95 не сходится', 'СНИЛС [номер] не сходится'],
  ['снилс11223344595', 'снилс[номер]'],
  ['ИНН 500100732259.', 'ИНН [номер].'],
  ['звонить +7 (000) 000-00-01, вечером', 'звонить [номер], вечером'],
  ['8 000 0000001', '[номер]'],
  ['от anna.o+x@example.org <anna@пример.рф>', 'от [почта] <[почта]>'],
  ['тикет 4711, п. 4.2.1, 2026-11-23T10:00:00.000Z', 'тикет 4711, п. 4.2.1, 2026-11-23T10:00:00.000Z'],
])('%s', (text, masked) => {
  expect(mask(text)).toBe(masked);
});

test.each([
  ['letters', 'a'.repeat(200_000)],
  ['letters and an at sign', `${'a'.repeat(200_000)}@`],
  ['at signs', 'a@'.repeat(100_000)],
  ['digits', '1'.repeat(200_000)],
  ['digits with separators', '1 - '.repeat(50_000)],
  ['nine digits over and over', '1-2-3-4-5-6-7-8-9 x '.repeat(10_000)],
])('200,000 characters of %s are read once, not once for each character', (_, text) => {
  const before = performance.now();
  mask(text);
  // Once for each character takes minutes; how fast it is otherwise is the bench's matter.
  expect(performance.now() - before).toBeLessThan(20_000);
});

test('masks fields however deep, takes out secrets, survives a field that holds itself', () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const log = createLog({ level: 'info', secrets: ['hush-hush'], sink });
  const loop: Record<string, unknown> = { to: 'anna@example.org' };
  loop['self'] = loop;
  log.info('пишет anna@example.org', { deep: [{ inn: '500100732259', phone: 70000000001 }], id: 4711 });
  log.error('не вышло', { error: new Error('GET /?token=hush-hush for anna@example.org') });
  log.warn('кольцо', loop);
  log.debug('не слышно');
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'info',
    message: 'пишет [почта]',
    deep: [{ inn: '[номер]', phone: '[номер]' }],
    id: 4711,
  });
  expect(lines.join('')).not.toMatch(/hush-hush|anna/);
});
