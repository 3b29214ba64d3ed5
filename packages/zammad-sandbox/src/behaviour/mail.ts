/**
 * An inbound mail as Zammad reads it: sender, texts, attachments, and whether it is an automatic answer, an out-of-office
 * note or a bounce. `x-zammad-*` headers are dropped: they count from trusted channels only, and the sandbox has none.
 */
import PostalMime, { addressParser, decodeWords, type Address, type Email } from 'postal-mime';
import { sanitisedArticle } from '../kinds/sanitised.js';
import { bytesOf, filesOf, type MailAttachment } from './mail-files.js';

export type MailAddress = { readonly address: string; readonly name: string };

export type InboundMail = {
  /** The sender; the address in lower case, the name as written or ''. */
  readonly from: MailAddress;
  /** Header lines as written, '' when absent. */
  readonly fromLine: string;
  readonly to: string;
  readonly cc: string;
  readonly replyTo: string;
  /** Everybody in To and Cc, addresses in lower case. */
  readonly recipients: readonly MailAddress[];
  readonly subject: string;
  /** With its angle brackets, '' when absent. */
  readonly messageId: string;
  /** Message ids of `References` and `In-Reply-To`, in that order. */
  readonly references: readonly string[];
  readonly inReplyTo: string;
  readonly contentType: 'text/html' | 'text/plain';
  readonly body: string;
  readonly attachments: readonly MailAttachment[];
  /** Headers by lower-case name, encoded words resolved; the last of several of one name. */
  readonly headers: Readonly<Record<string, string>>;
  /** An automatic mail: triggers do not answer it. It still counts as the customer's word and resets states. */
  readonly isAutoResponse: boolean;
  /** The few kinds of out-of-office note that leave the ticket's state alone. */
  readonly isOutOfOffice: boolean;
  /** The id of the mail that came back, when this is a bounce that carries it. */
  readonly bouncedMessageId: string | null;
};

const mailboxes = (addresses: readonly Address[] | undefined): MailAddress[] =>
  (addresses ?? [])
    .flatMap((entry) => (entry.group ? entry.group : [entry]))
    .map(({ address, name }) => ({ address: address.trim().toLowerCase(), name: name.trim() }))
    .filter(({ address }) => address.includes('@'));

const headersOf = (email: Email): Record<string, string> =>
  Object.fromEntries(
    email.headers
      .filter(({ key }) => !key.startsWith('x-zammad'))
      .map(({ key, value }) => [key, decodeWords(value)]),
  );

/** What Zammad takes for an automatic mail; `fqdn` is the helpdesk's own name, '' when not known. */
const looksAutomatic = (headers: Readonly<Record<string, string>>, fqdn: string): boolean =>
  (headers['list-unsubscribe'] ?? '').length >= 3 ||
  /yes|true/i.test(headers['x-loop'] ?? '') ||
  /bulk|list|junk/i.test(headers['precedence'] ?? '') ||
  /auto-(generated|replied)/i.test(headers['auto-submitted'] ?? '') ||
  /all/i.test(headers['x-auto-response-suppress'] ?? '') ||
  (fqdn !== '' && (headers['message-id'] ?? '').toLowerCase().includes(`@${fqdn.toLowerCase()}`));

const looksOutOfOffice = (headers: Readonly<Record<string, string>>, subject: string): boolean => {
  const suppress = headers['x-auto-response-suppress'];
  if (suppress) return /all/i.test(suppress) && headers['x-ms-exchange-inbox-rules-loop'] !== undefined;
  const submitted = headers['auto-submitted'] ?? '';
  return (
    /vacation/i.test(submitted) ||
    /auto-replied;\sowner-email=/i.test(submitted) ||
    (/auto-replied/i.test(submitted) && /vacation/i.test(subject))
  );
};

/** The HTML as it came is kept beside the article. */
const originalHtml = (html: string): MailAttachment => ({
  filename: 'message.html',
  mimeType: 'text/html',
  data: new TextEncoder().encode(html),
  preferences: {
    'content-alternative': true,
    'original-format': true,
    'Mime-Type': 'text/html',
    Charset: 'utf-8',
  },
});

/** What remains of a mail's HTML in an article: the inside of its body, cleaned as every article is. */
const articleHtml = (html: string): string =>
  sanitisedArticle(
    (/<body[^>]*>([^]*?)<\/body>/i.exec(html)?.[1] ?? html)
      .replace(/<(head|title)\b[^]*?<\/\1>/gi, '')
      .replace(/<\/?(html|body|meta|link)\b[^>]*>/gi, ''),
  ).trim();

const bouncedId = async (email: Email, headers: Readonly<Record<string, string>>): Promise<string | null> => {
  const type = headers['content-type'] ?? '';
  if (!/multipart\/report/i.test(type) || !/report-type="?delivery-status/i.test(type)) return null;
  const returned = email.attachments.find(({ mimeType }) => mimeType === 'message/rfc822');
  if (!returned) return null;
  return (await PostalMime.parse(bytesOf(returned.content))).messageId ?? null;
};

const idsIn = (line: string | undefined): string[] => (line ?? '').split(/\s+/).filter((id) => id !== '');

/**
 * Parses a raw mail.
 * @param fqdn the helpdesk's own host name (setting `fqdn`), by which it knows its own mails.
 * @throws Error for a mail without a sender's address, which Zammad cannot process either.
 */
export const readMail = async (raw: Uint8Array, fqdn = ''): Promise<InboundMail> => {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  const [from] = mailboxes(email.from ? [email.from] : []);
  if (!from) throw new Error('The mail has no sender (From): give it one, a helpdesk cannot take it.');
  const headers = headersOf(email);
  const subject = email.subject ?? '';
  const html = email.html?.trim() ?? '';
  const body = html === '' ? (email.text ?? '').replaceAll('\r\n', '\n').trimEnd() : articleHtml(html);
  return {
    from,
    fromLine: headers['from'] ?? '',
    to: headers['to'] ?? '',
    cc: headers['cc'] ?? '',
    replyTo: headers['reply-to'] ?? '',
    recipients: mailboxes([...(email.to ?? []), ...(email.cc ?? [])]),
    subject,
    messageId: email.messageId ?? '',
    references: [...idsIn(email.references), ...idsIn(email.inReplyTo)],
    inReplyTo: email.inReplyTo ?? '',
    contentType: html === '' ? 'text/plain' : 'text/html',
    body: body === '' ? 'no visible content' : body,
    attachments: [
      ...(html === '' ? [] : [originalHtml(html)]),
      ...(await filesOf(email.attachments, html === '' ? [] : ['message.html'])),
    ],
    headers,
    isAutoResponse: looksAutomatic(headers, fqdn),
    isOutOfOffice: looksOutOfOffice(headers, subject),
    bouncedMessageId: await bouncedId(email, headers),
  };
};

/** The lower-case addresses in a header line. */
export const addressesIn = (line: string): string[] =>
  mailboxes(addressParser(line, { flatten: true })).map(({ address }) => address);
