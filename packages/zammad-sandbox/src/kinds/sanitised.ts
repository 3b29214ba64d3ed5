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

const LINK = /<a\b[^>]*?\bhref="([^"]*)"[^>]*>([\s\S]*?)<\/a\s*>/gi;

/** HTML of articles besides: remote pictures are gone, links lead out, and those that are scripts are only their words. */
export const sanitisedArticle = (html: string): string =>
  sanitised(html)
    .replaceAll(/<img\b[^>]*\bsrc="(?!cid:|data:)[^"]*"[^>]*>/gi, '')
    .replaceAll(LINK, (_, href: string, words: string) =>
      /^(https?:|mailto:|tel:|\/|#)/i.test(href)
        ? `<a href="${href}" rel="nofollow noreferrer noopener" target="_blank"${words === href ? '' : ` title="${href}"`}>${words}</a>`
        : words,
    );
