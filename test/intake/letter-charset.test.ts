/** Any mix of charset, transfer encoding and case gives the same text back; where the charset had to be found out, a fault says so. */
import fc from 'fast-check';
import { readLetter } from 'portal-letter';

const charsets = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'] as const;
type Charset = (typeof charsets)[number] | 'utf-8';

const tables = new Map<string, ReadonlyMap<string, number>>(
  charsets.map((charset) => {
    const signs = Array.from(
      new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
    );
    return [charset, new Map(signs.map((sign, byte) => [sign, byte]))];
  }),
);
const encode = (text: string, charset: Charset): Uint8Array => {
  const table = tables.get(charset);
  return table ? Uint8Array.from(text, (sign) => table.get(sign) ?? 0x3f) : new TextEncoder().encode(text);
};

const transfers = {
  '8bit': (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1'),
  base64: (bytes: Uint8Array) =>
    (
      Buffer.from(bytes)
        .toString('base64')
        .match(/.{1,76}/gu) ?? []
    ).join('\r\n'),
  'quoted-printable': (bytes: Uint8Array) =>
    Array.from(bytes, (byte) =>
      byte === 0x0a || (byte > 0x1f && byte < 0x7f && byte !== 0x3d)
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
};
const letter = (
  text: string,
  charset: Charset,
  transfer: keyof typeof transfers,
  declared: string | null,
): Uint8Array =>
  Buffer.from(
    [
      'From: a@b.example',
      `Content-Type: text/plain${declared === null ? '' : `; charset=${declared}`}`,
      `Content-Transfer-Encoding: ${transfer}`,
      '',
      transfers[transfer](encode(text, charset)),
    ].join('\r\n'),
    'latin1',
  );

const word = fc.constantFrom(
  ...[
    'фамилия',
    'имя',
    'отчество',
    'Лебедева',
    'Щукин',
    'Юрий',
    'Фёдорович',
    'обращение',
    'не приходит',
    'ЖИЛЬЁ',
    'ЭЛЕКТРОННАЯ ПОЧТА',
  ],
  ...[
    'СНИЛС',
    'дата рождения',
    'Москва',
    'запись к врачу',
    'Хабаровск',
    'объявление',
    'ЗАЯВЛЕНИЕ',
    'услуга',
    'личный кабинет',
  ],
);
const text = fc
  .array(fc.tuple(word, word, fc.constantFrom('', ' 112-233-445 95', ' (портал)', ', д. 5')), {
    minLength: 3,
    maxLength: 12,
  })
  .map((rows) => rows.map(([key, value, rest]) => `${key}: ${value}${rest}`).join('\n'));
const transfer = fc.constantFrom(...(['8bit', 'base64', 'quoted-printable'] as const));
const read = async (
  raw: Uint8Array,
): Promise<{ readonly said: string; readonly faults: readonly string[] }> => {
  const { sections, faults } = await readLetter(raw, { addresses: [] });
  return { said: sections[0]?.text.trim() ?? '', faults: faults.map(({ message }) => message) };
};

test('a declared charset is believed', async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.constantFrom<Charset>('utf-8', ...charsets),
      transfer,
      async (written, charset, by) => {
        expect(await read(letter(written, charset, by, charset))).toEqual({ said: written, faults: [] });
      },
    ),
    { numRuns: 300 },
  );
});

test('UTF-8 needs no declaration', async () => {
  await fc.assert(
    fc.asyncProperty(text, transfer, async (written, by) => {
      expect(await read(letter(written, 'utf-8', by, null))).toEqual({ said: written, faults: [] });
    }),
  );
});

test('windows-1251 and KOI8-R are found out when the header says nothing, or says UTF-8, Latin, or each other', async () => {
  const wrong = fc.constantFrom(
    null,
    'utf-8',
    'us-ascii',
    'iso-8859-1',
    'unknown-8bit',
    'windows-1251',
    'koi8-r',
  );
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.constantFrom<Charset>('windows-1251', 'koi8-r'),
      transfer,
      wrong,
      async (written, charset, by, declared) => {
        const { said, faults } = await read(letter(written, charset, by, declared));
        expect(said).toBe(written);
        if (declared !== charset)
          expect(faults).toEqual([expect.stringContaining(`прочитано как ${charset}`)]);
      },
    ),
    { numRuns: 400 },
  );
});
