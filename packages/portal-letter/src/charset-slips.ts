/** Two slips of charsets that no label tells: UTF-7, and UTF-8 that was taken for another table and encoded once more. */

/** As much as tells; a slip runs through the whole text. */
const SAMPLE = 4_000;
const RUN = /\+([A-Za-z0-9+/]{3,})(-?)/gu;

/** Text of RFC 2152; what is no run of it stays. */
export const decodeUtf7 = (text: string): string =>
  text
    .replace(/\+-/gu, '\u0000')
    .replace(RUN, (_, run: string) => utf16(run))
    .replaceAll('\u0000', '+');

const utf16 = (run: string): string => {
  const bytes = Buffer.from(run, 'base64');
  return new TextDecoder('utf-16be').decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
};

/** Russian in UTF-7: every letter of it begins a run with `BB`, `BC`, `BD` or `BE`. */
export const looksUtf7 = (text: string): boolean => {
  const runs = text.slice(0, SAMPLE).match(/\+B[B-E][A-Za-z0-9+/]{2,}/gu) ?? [];
  return runs.length >= 3 && (decodeUtf7(text.slice(0, SAMPLE)).match(/[а-яё]/giu)?.length ?? 0) >= 10;
};

/** What each sign of a table was as a byte. C1 controls stand for themselves, as in ISO 8859-1. */
const bytesOf = (table: string): ReadonlyMap<string, number> => {
  const decoder = new TextDecoder(table);
  const signs = Array.from({ length: 256 }, (_, byte): [string, number] => [
    decoder.decode(Uint8Array.of(byte)),
    byte,
  ]);
  const plain = Array.from({ length: 256 }, (_, byte): [string, number] => [String.fromCharCode(byte), byte]);
  return new Map(table === 'windows-1252' ? [...plain, ...signs] : [...plain.slice(0, 128), ...signs]);
};

const BYTES = {
  'windows-1252': bytesOf('windows-1252'),
  'windows-1251': bytesOf('windows-1251'),
} as const;

/** What two bytes of a Russian letter look like in each table. */
const TRACES = {
  'windows-1252': /[ÐÑ][\u0080-\u00bf\u0152-\u2122]/gu,
  'windows-1251':
    /[РС][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]/gu,
} as const;

/** windows-1251 that was taken for a Latin table: «Ïðîõîðîâà». Null: it is none. */
export const takenForLatin = (text: string): string | null => {
  const sample = text.slice(0, SAMPLE);
  const latin = sample.match(/[À-ÿ¨¸]/gu)?.length ?? 0;
  const letters = sample.match(/[\u0080-\uffff]/gu)?.length ?? 0;
  // A text in a Latin tongue has few such letters, never whole words of them.
  if (latin < 10 || latin < letters * 0.9 || (sample.match(/[À-ÿ]{4}/gu)?.length ?? 0) < 3) return null;
  const encoded = Uint8Array.from(text, (sign) => BYTES['windows-1252'].get(sign) ?? 0x3f);
  return new TextDecoder('windows-1251').decode(encoded);
};

/** The text that was encoded twice; `undefined`: it was not, null: it was, and something of it is lost. */
export const encodedTwice = (text: string): string | null | undefined => {
  const sample = text.slice(0, SAMPLE);
  for (const table of ['windows-1252', 'windows-1251'] as const) {
    const traces = (sample.match(TRACES[table]) ?? []).length;
    const letters = (sample.match(/[\u0080-\uffff]/gu) ?? []).length;
    // Of a text encoded twice nearly every sign beyond ASCII belongs to such a pair.
    if (traces >= 5 && traces * 2 > letters * 0.7) return once(text, BYTES[table]);
  }
  return undefined;
};

const once = (text: string, bytes: ReadonlyMap<string, number>): string | null => {
  const encoded = new Uint8Array(text.length);
  let length = 0;
  for (const sign of text) {
    const byte = bytes.get(sign);
    if (byte === undefined) return null;
    encoded[length] = byte;
    length += 1;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(encoded.subarray(0, length));
  } catch {
    return null;
  }
};
