/** Every letter of the corpus, and what is read from it: fields, region, what is missing, what is faulty and where. */
import { readdirSync, readFileSync } from 'node:fs';
import { loadConfig } from '../../config/load.js';
import { mailSettings, type MailSettings, readMail, type ReadMail } from 'portal-letter';
import { forms, letters, type Expected } from './expected.js';
import { wild } from './expected-wild.js';

const now = new Date('2026-03-03T10:00:00Z');
let settings: MailSettings;
beforeAll(async () => {
  const config = await loadConfig('config');
  settings = mailSettings({
    ...config,
    intake: { ...config.intake, ownAddresses: ['support@help.example'] },
  });
});

const folder = (name: string): URL => new URL(`${name}/`, import.meta.url);
const read = (file: URL): Promise<ReadMail> => readMail(readFileSync(file), settings, { now });
const given = <T>(value: T | null): T | undefined => value ?? undefined;

const said = ({ letter, origin, intake }: ReadMail): Expected => {
  const { citizen, consent, missing, faults } = intake;
  if (letter.automatic !== null) return { from: letter.automatic };
  return {
    from: [origin.kind, origin.region, origin.toldBy].filter((each) => each !== null).join(' '),
    name: given(citizen.name),
    snils: given(citizen.snils),
    inn: given(citizen.inn),
    birthDate: given(citizen.birthDate),
    contactMethod: given(citizen.contactMethod),
    contact: given(citizen.contact),
    summary: given(intake.summary),
    ...(intake.service !== null && { service: intake.service }),
    ...(intake.portalRequest !== null && { portalRequest: intake.portalRequest }),
    ...(consent.length > 0 && { consent }),
    ...(missing.length > 0 && { missing: missing.join(' ') }),
    ...(faults.length > 0 && {
      faults: faults.map(({ field, message, where }) => `${field ?? 'letter'}: ${message} (${where})`),
    }),
  };
};

describe.each([
  ['forms', forms],
  ['letters', letters],
  ['wild', wild],
])('%s', (name, expected) => {
  test.each(Object.entries(expected))('%s', async (file, wanted) => {
    const mail = await read(new URL(`${file}.eml`, folder(name)));
    expect(said(mail)).toEqual(wanted);
    expect(mail.intake.region).toBe(mail.origin.region);
  });

  test('every file has its row', () => {
    const files = readdirSync(folder(name)).map((file) => file.replace(/\.eml$/u, ''));
    expect(Object.keys(expected).sort()).toEqual(files.sort());
  });

  test('no fault tells anything of the citizen', async () => {
    for (const file of Object.keys(expected)) {
      const { intake } = await read(new URL(`${file}.eml`, folder(name)));
      expect(JSON.stringify(intake.faults)).not.toMatch(
        /Лебедев|Мария|Орлов|\d{3}-\d{3}|\d{6,}|14[./]05|31\.02|мая|lebedev|голубин|345-67|Сафиуллин|Кротов|Вереск|Ахметов|Чернышов|Гузел|@example/iu,
      );
    }
  });
});
