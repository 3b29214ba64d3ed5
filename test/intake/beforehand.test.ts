/**
 * Letters whose right reading was written down before they were read: those used while the reader was written, and those that another
 * hand wrote later without having seen it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadConfig } from '../../config/load.js';
import { mailSettings, type MailSettings } from 'portal-letter';
import { scoredLetters, scoreOf } from './score.js';

let settings: MailSettings;
beforeAll(async () => {
  settings = mailSettings(await loadConfig('config'));
});

describe.each(['known', 'later'])('%s', (name) => {
  const folder = new URL(`${name}/`, import.meta.url);
  const letters = scoredLetters(folder);

  test.each([...letters])('%s', async (file, letter) => {
    const scored = await scoreOf(readFileSync(new URL(`${file}.eml`, folder)), letter, settings);
    expect(scored.filter(({ outcome }) => outcome !== 'right')).toEqual([]);
  });

  test('every file has its expectation', () => {
    const files = readdirSync(folder).flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -4)] : []));
    expect([...letters.keys()].sort()).toEqual(files.sort());
  });
});
