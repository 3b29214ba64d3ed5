/** Bytes of a text file into text: by its mark, else UTF-8 when they are, else the Russian code page that gives Russian words. */

const pages = ['windows-1251', 'koi8-r', 'ibm866'] as const;

/** Small letters make Russian words; a wrong page gives capitals in the middle of them and frames. */
const likeRussian = (text: string): number => {
  const sample = text.slice(0, 20_000);
  const count = (signs: RegExp): number => sample.match(signs)?.length ?? 0;
  return count(/[а-яё]/g) - 3 * count(/[а-яё][А-ЯЁ]|[^\p{L}\p{N}\p{P}\p{Z}\p{C}№«»+=<>|$^`~§©®°±µ€]/gu);
};

const utf16 = (data: Uint8Array): string | null => {
  if (data[0] === 0xff && data[1] === 0xfe) return new TextDecoder('utf-16le').decode(data);
  if (data[0] === 0xfe && data[1] === 0xff) return new TextDecoder('utf-16be').decode(data);
  const zeros = data
    .subarray(0, 2000)
    .reduce((sum, byte, index) => sum + (byte <= 4 && index % 2 === 1 ? 1 : 0), 0);
  const sampled = Math.min(data.length, 2000) / 2;
  return sampled > 4 && zeros > sampled * 0.9 ? new TextDecoder('utf-16le').decode(data) : null;
};

/** @param charset what the file says of itself; null: binary */
export const decode = (data: Uint8Array, charset?: string): string | null => {
  const wide = utf16(data);
  if (wide !== null) return wide;
  if (data.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    const named = charset?.toLowerCase();
    const known = pages.find((page) => page === named);
    const texts = (known === undefined ? pages : [known]).map((page) => new TextDecoder(page).decode(data));
    return texts.toSorted((one, other) => likeRussian(other) - likeRussian(one))[0] ?? null;
  }
};
