/** `reglament deadline`: the shipped configuration, a count in JSON, and what a person is told when it cannot be made. */
import { deadlineCommand } from '../../plugin/cli/deadline-command.js';
import type { DeadlineOptions } from '../../plugin/cli/deadline-command.js';

const told = async (options: DeadlineOptions): Promise<string> => {
  const lines: string[] = [];
  const write = (text: string): void => {
    lines.push(text);
  };
  await deadlineCommand({ out: write, err: write, colour: false, now: () => new Date(0) }, options);
  return lines.join('\n');
};

test.each<[DeadlineOptions, string, string[]]>([
  [
    { from: '2025-10-30T11:20:00+03:00', workingDays: '3', zone: 'Europe/Moscow' },
    '2025-11-06T00:00:00+03:00',
    ['2025-10-31', '2025-11-01', '2025-11-05'],
  ],
  // The region's zone and its Monday off, unless a zone is given beside it.
  [
    { from: '2025-03-28T23:30', workingDays: '1', region: 'bashkortostan' },
    '2025-04-02T00:00:00+05:00',
    ['2025-04-01'],
  ],
  [
    { from: '2025-03-28T21:30Z', workingDays: '1', region: 'bashkortostan', zone: 'Europe/Moscow' },
    '2025-04-02T00:00:00+03:00',
    ['2025-04-01'],
  ],
  [
    { from: '2025-10-30', workingDays: '1', mode: 'office-close', officeClose: '17:00' },
    '2025-10-31T17:00:00+03:00',
    ['2025-10-31'],
  ],
])('%j', async (options, dueAt, countedDays) => {
  expect(JSON.parse(await told({ ...options, json: true }))).toEqual({
    dueAt,
    countedDays,
    calendar: expect.stringMatching(/^(federal|bashkortostan)-\d{4}-\d{4}-[0-9a-f]{8}$/) as unknown,
    provisional: false,
  });
});

test.each<[Partial<DeadlineOptions>, string]>([
  [{ from: '1999-12-31' }, 'config/calendars/1999.yaml'],
  [{ from: 'вчера' }, 'ISO 8601'],
  [{ workingDays: 'три' }, 'целое число от 1 до 1000'],
  [{ region: 'kitezh' }, 'bashkortostan'],
  [{ zone: 'Europe/Kitezh' }, 'Europe/Kitezh'],
  [{ mode: 'примерно' }, 'end-of-day'],
])('%j is refused with what to do', async (options, message) => {
  await expect(told({ from: '2025-10-30', workingDays: '1', ...options })).rejects.toThrow(message);
});
