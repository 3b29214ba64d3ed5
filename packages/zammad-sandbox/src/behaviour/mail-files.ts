/** Files of an inbound mail, under the names that Zammad gives those that come without one. */
import PostalMime, { decodeWords, type Attachment } from 'postal-mime';

export type MailAttachment = {
  readonly filename: string;
  readonly mimeType: string;
  readonly data: Uint8Array;
  readonly preferences: Readonly<Record<string, unknown>>;
};

/** Names by type, the first whose beginning fits. */
const NAMES: readonly (readonly [type: string, name: string])[] = [
  ['message/delivery-status', 'delivery-status.txt'],
  ['text/plain', 'document.txt'],
  ['text/html', 'document.html'],
  ['video/quicktime', 'video.mov'],
  ['image/jpeg', 'image.jpg'],
  ['image/jpg', 'image.jpg'],
  ['image/png', 'image.png'],
  ['image/gif', 'image.gif'],
  ['text/calendar', 'calendar.ics'],
];

export const bytesOf = (content: Attachment['content']): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(new Uint8Array(content));

const contentIdOf = (attachment: Attachment): string => (attachment.contentId ?? '').replace(/^<|>$/g, '');

/** A mail within a mail goes by its subject. */
const nameOfMail = async (attachment: Attachment): Promise<string> => {
  const inner = await PostalMime.parse(bytesOf(attachment.content)).catch(() => null);
  return inner?.subject ? `${inner.subject}.eml` : 'Mail.eml';
};

const nameOf = async (attachment: Attachment): Promise<string> => {
  if (attachment.filename) return decodeWords(attachment.filename);
  if (attachment.mimeType === 'message/rfc822') return nameOfMail(attachment);
  const id = contentIdOf(attachment);
  const byType = NAMES.find(([type]) => attachment.mimeType.startsWith(type))?.[1];
  return /(.+?\..{2,6})@.+?/i.exec(id)?.[1] ?? byType ?? /(.+?)@.+?/i.exec(id)?.[1] ?? 'file';
};

/** Twins are numbered before their ending: `file`, `file1`; `a.pdf`, `a1.pdf`. */
const numbered = (name: string, taken: ReadonlySet<string>): string => {
  const [, stem = name, ending] = /^(.*?)\.(.+)$/.exec(name) ?? [];
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? name : `${stem}${count}${ending === undefined ? '' : `.${ending}`}`;
    if (!taken.has(candidate)) return candidate;
  }
};

/** The files in the order of the mail. @param taken names that are used already */
export const filesOf = async (
  attachments: readonly Attachment[],
  taken: readonly string[],
): Promise<MailAttachment[]> => {
  const names = new Set(taken);
  const files: MailAttachment[] = [];
  for (const attachment of attachments) {
    const filename = numbered(await nameOf(attachment), names);
    names.add(filename);
    const id = contentIdOf(attachment);
    files.push({
      filename,
      mimeType: attachment.mimeType,
      data: bytesOf(attachment.content),
      preferences: {
        'Content-Type': attachment.mimeType,
        'Mime-Type': attachment.mimeType,
        ...(attachment.disposition ? { 'Content-Disposition': attachment.disposition } : {}),
        ...(id === '' ? {} : { 'Content-ID': id }),
      },
    });
  }
  return files;
};
