/** Bytes of a text file into text: UTF-8 when they are, else windows-1251, which Excel still writes in Russia. */

/** Null: binary. */
export const decode = (data: Uint8Array): string | null => {
  if (data.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return new TextDecoder('windows-1251').decode(data);
  }
};
