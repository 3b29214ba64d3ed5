/** Any mix of layout, charset, transfer encoding, order, spelling and writing of values gives the same fields back. */
import fc from 'fast-check';
import { loadConfig, type Config } from '../../config/load.js';
import { mailSettings, readMail } from 'portal-letter';
import { layouts, letterIn } from './generated.js';

let config: Config;
beforeAll(async () => {
  config = await loadConfig('config');
});

test.each(layouts)('%s', async (layout) => {
  const settings = mailSettings(config);
  const spellings = Object.fromEntries(
    Object.entries(config.intake.keys).map(([field, labels]) => [
      field,
      labels.filter((label) => !label.includes('/')),
    ]),
  );
  await fc.assert(
    fc.asyncProperty(letterIn(layout, spellings), async ({ raw, citizen }) => {
      const { intake, origin } = await readMail(raw, settings, { now: new Date('2026-03-03T10:00:00Z') });
      const { name, snils, inn, birthDate, contactMethod, contact } = intake.citizen;
      expect({ name, snils, inn, birthDate, contactMethod, contact, summary: intake.summary }).toEqual(
        citizen,
      );
      expect(intake.missing).toEqual([]);
      expect(intake.faults).toEqual([]);
      expect(origin.region).toBe('bashkortostan');
    }),
    { numRuns: 200 },
  );
});
