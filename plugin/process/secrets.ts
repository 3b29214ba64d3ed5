/**
 * What must never be read: tokens, secrets, passwords, in whatever coat a text carries them. A process has one list of them;
 * whoever reads a secret from the environment puts it there.
 */

/** Shorter strings would take harmless words along. */
const SHORTEST = 6;
const HIDDEN = '[секрет]';

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Base64 of `secret` wherever it begins within what was encoded: the characters that hold no bits of its neighbours. */
const inBase64 = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)),
  );
};

const inHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const coatsOf = (secret: string): string[] => {
  const base64 = inBase64(secret);
  return [
    secret,
    inJson(secret),
    inJson(inJson(secret)),
    inJson(inJson(inJson(secret))),
    encodeURIComponent(secret),
    encodeURI(secret),
    inHtml(secret),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Of an address the password is the secret, as it stands there and as it is meant. */
const secretsIn = (value: string): string[] => {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:([^\s/]+)@/i.exec(value)?.[1];
  return password === undefined ? [value] : [password, decoded(password)];
};

export interface Secrets {
  add(value: string): void;
  /** `text` without any of them. */
  clean(text: string): string;
}

/** A list that holds `values`. */
export const createSecrets = (values: readonly string[] = []): Secrets => {
  let coats: string[] = [];
  const add = (value: string): void => {
    const fresh = secretsIn(value)
      .filter(({ length }) => length >= SHORTEST)
      .flatMap(coatsOf)
      .filter(({ length }) => length >= SHORTEST);
    // The longest first: one may be part of another.
    coats = [...new Set([...coats, ...fresh])].toSorted((one, other) => other.length - one.length);
  };
  for (const value of values) add(value);
  return {
    add,
    clean: (text) =>
      coats.reduce((left, coat) => (left.includes(coat) ? left.replaceAll(coat, HIDDEN) : left), text),
  };
};

/** Those of this process. */
export const secrets = createSecrets();
