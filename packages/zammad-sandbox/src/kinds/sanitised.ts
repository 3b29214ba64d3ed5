/**
 * HTML as Zammad stores it: scripts and styles gone with their text, event handlers and bare spans removed.
 * A likeness for tests that must not compare HTML literally, not a guard against anybody's malice.
 */
export const sanitised = (html: string): string =>
  html
    .replaceAll(/<(script|style|iframe|object)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replaceAll(/<\/?span\s*>/gi, '');

/** The words of an HTML text. */
export const wordsOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
