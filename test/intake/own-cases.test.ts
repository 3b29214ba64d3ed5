/** Whose a value is: letters that name several people, or say of a number that it is not theirs. */
import { loadConfig } from '../../config/load.js';
import { mailSettings, readMail, type MailSettings } from 'portal-letter';
import { ownCases, reported, type OwnCase } from './own-cases.js';

const now = new Date('2026-11-17T10:00:00Z');
let settings: MailSettings;
beforeAll(async () => {
  settings = mailSettings(await loadConfig('config'));
});

const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

const letterOf = ({ from, subject = 'Обращение', body, html = false }: OwnCase): Uint8Array =>
  Buffer.from(
    [
      `From: ${from.replace(/^(.+) </u, (_, name: string) => `${word(name)} <`)}`,
      'To: support@helpdesk.example',
      `Subject: ${word(subject)}`,
      `Content-Type: ${html ? 'text/html' : 'text/plain'}; charset=utf-8`,
      '',
      body,
    ].join('\r\n'),
  );

test.each(Object.entries(ownCases))('%s', async (_, each) => {
  const { intake } = await readMail(letterOf(each), settings, { now });
  const values: Readonly<Record<string, string | null>> = {
    ...intake.citizen,
    summary: intake.summary,
    refused: intake.refused.join(' '),
  };
  const said = Object.entries(each.want).map(([field, wanted]) => {
    const told = intake.faults.some((fault) => fault.field === field);
    return [field, wanted === reported && told ? reported : (values[field] ?? null)];
  });
  expect(Object.fromEntries(said)).toEqual(each.want);
});
