/**
 * Text and HTML as articles, placeholders and mails need them turned into each other.
 */

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

export const textToHtml = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

/** The readable text of a piece of HTML: lines at breaks and blocks, no tags, no scripts, entities resolved. */
export const htmlToText = (html: string): string =>
  html
    .replace(/<(script|style)\b[^]*?<\/\1>/gi, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(p|div|li|tr|h[1-6]|blockquote)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity)
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Every line of a text behind `> `, as mail programs quote. */
export const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}\n`)
    .join('');

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** How tickets are named in subjects (settings `ticket_hook`, `_divider`, `_position`, `ticket_subject_size`). */
export type SubjectStyle = {
  readonly hook: string;
  readonly divider: string;
  readonly position: string;
  readonly size: number;
};

/** A subject without the ticket's number, without leading "Re: ", and not longer than the style allows. */
export const cleanSubject = (subject: string, number: string, style: SubjectStyle): string => {
  const hook = `${escapeRegExp(style.hook)}(?:: ?|${escapeRegExp(style.divider)})${escapeRegExp(number)}`;
  let cleaned = subject;
  for (const [open, close] of [
    ['\\[', '\\]'],
    ['\\(', '\\)'],
    ['', ''],
  ]) {
    cleaned = cleaned.replace(new RegExp(`${open ?? ''}${hook}${close ?? ''}\\s*`, 'g'), '');
  }
  cleaned = cleaned.replace(/^(..(\[\d+\])?:\s)+/u, '');
  if (cleaned.length > style.size) cleaned = `${cleaned.slice(0, style.size)}[...]`;
  return cleaned.trim();
};

/** A subject with the ticket's number where the style puts it. */
export const subjectWithNumber = (subject: string, number: string, style: SubjectStyle): string => {
  const cleaned = cleanSubject(subject, number, style);
  const hook = `[${style.hook}${style.divider}${number}]`;
  if (style.position === 'left') return `${hook} ${cleaned}`;
  return style.position === 'none' ? cleaned : `${cleaned} ${hook}`;
};
