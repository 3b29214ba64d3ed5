/** Raw bytes → `Letter`: the first step of the intake. */
import type { Email } from 'postal-mime';
import { machineMail } from './automatic.js';
import { decodeHeaderBytes } from './charset.js';
import { contentOf, type Content } from './letter-content.js';
import { takeApart, type Parts } from './letter-parts.js';
import type { IntakeFault, Letter } from './types.js';

/** Largest letter that is taken apart; mail servers of the agencies accept 25 MB and less. */
const MAX_LETTER_BYTES = 32_000_000;
/** Lines of an encoded attachment are 60 characters and longer, and cheap; each shorter one costs the parser a piece of memory. */
const ENCODED_LINE = 60;
const MAX_SHORT_LINES = 60_000;
/** Lines that could begin a part; each may cost a part. */
const MAX_BOUNDARY_LINES = 20_000;
/** What of the beginning is read for sender and subject when the whole cannot be. */
const HEADER_BYTES = 64_000;
/** Threads longer than this need no more to be recognised. */
const MAX_REFERENCES = 100;
/** Of a letter to more, none is the one it was written to. */
const MAX_ADDRESSEES = 5;

const LETTER = 'письмо';

/**
 * Reads a raw letter (RFC 5322) into what its sender wrote. `own.addresses`: mailboxes of the helpdesk, to recognise our own mail.
 * Never throws, whatever the bytes: what cannot be read is a fault.
 */
export const readLetter = async (
  raw: Uint8Array,
  own: { readonly addresses: readonly string[] },
): Promise<Letter> => {
  const faults: IntakeFault[] = [];
  const say = (message: string): void => void faults.push({ field: null, message, where: LETTER });
  const letter = bounded(raw, say);
  try {
    const parts = await takeApart(withReadableHeaders(letter, say));
    return letterOf(parts, await contentOf(parts, ourAddresses(parts, own.addresses)), own.addresses, faults);
  } catch {
    say(
      'Письмо устроено слишком сложно (вложенность частей или размер заголовков), прочитаны только отправитель и тема: откройте исходное письмо',
    );
    return headersOnly(letter, own.addresses, faults);
  }
};

const headersOnly = async (
  raw: Uint8Array,
  own: readonly string[],
  faults: readonly IntakeFault[],
): Promise<Letter> => {
  const head = raw.subarray(0, Math.min(HEADER_BYTES, headerEnd(raw)));
  try {
    const parts = await takeApart(withReadableHeaders(head, () => undefined));
    return letterOf(parts, NOTHING, own, faults);
  } catch {
    return { ...UNREADABLE, faults };
  }
};

const NOTHING: Content = {
  sections: [],
  edges: '',
  unshown: [],
  forwardedFrom: null,
  forwardedName: null,
  deliveryStatus: false,
  faults: [],
};
const UNREADABLE: Omit<Letter, 'faults'> = {
  messageId: null,
  references: [],
  from: null,
  fromName: null,
  replyTo: null,
  subject: '',
  date: null,
  automatic: null,
  machine: null,
  forwardedFrom: null,
  forwardedName: null,
  sections: [],
  edges: '',
  unshown: [],
};

const letterOf = (
  parts: Parts,
  content: Content,
  own: readonly string[],
  faults: readonly IntakeFault[],
): Letter => {
  const { email } = parts;
  const header = (name: string): string | null =>
    email.headers.find(({ key }) => key === name)?.value ?? null;
  const from = address(email.from);
  const subject = tidy(email.subject ?? '');
  const machine = machineMail({
    header,
    from,
    subject,
    text:
      content.sections
        .find(({ kind }) => kind === 'text')
        ?.text.trimStart()
        .slice(0, 300) ?? '',
    mediaType: parts.mediaType,
    reportType: parts.reportType,
    deliveryStatus: content.deliveryStatus,
    own,
  });
  return {
    messageId: ids(header('message-id'))[0] ?? null,
    references: [...new Set([...ids(header('references')), ...ids(header('in-reply-to'))])].slice(
      -MAX_REFERENCES,
    ),
    from,
    fromName: name(email.from),
    replyTo: address(email.replyTo?.[0]),
    subject,
    date: day(email.date),
    automatic: machine === null || machine.kind === 'generated' || !machine.sure ? null : machine.kind,
    machine,
    forwardedFrom: content.forwardedFrom,
    forwardedName: content.forwardedName,
    sections: content.sections,
    edges: content.edges,
    unshown: content.unshown,
    faults: [...faults, ...content.faults],
  };
};

/** Mailboxes whose words in a letter are ours, quoted or forwarded: those set, and the one it was sent to. */
const ourAddresses = ({ email }: Parts, set: readonly string[]): readonly string[] => {
  const from = address(email.from);
  const to = (email.to ?? []).slice(0, MAX_ADDRESSEES).flatMap((each) => address(each) ?? []);
  return [...set.map((each) => each.toLowerCase()), ...to].filter((each) => each !== from);
};

const address = (of: Email['from']): string | null => {
  const found = of?.address?.trim().toLowerCase() ?? '';
  return found === '' ? null : found;
};

const name = (of: Email['from']): string | null => {
  const found = tidy(of?.name ?? '');
  return found === '' ? null : found;
};

const tidy = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const day = (written: string | undefined): Date | null => {
  const date = new Date(written ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
};

const ids = (value: string | null): string[] => {
  const found = [...(value ?? '').matchAll(/<([^<>\s]{1,998})>/gu)].map((match) => match[1] ?? '');
  const bare = value?.trim() ?? '';
  return found.length > 0 || !/^[^\s<>]{1,998}$/u.test(bare) ? found : [bare];
};

/** The part of a letter that is looked at: a flood of lines or parts would cost time without end. */
const bounded = (raw: Uint8Array, say: (message: string) => void): Uint8Array => {
  const whole = raw.subarray(leading(raw));
  const letter = whole.subarray(0, MAX_LETTER_BYTES);
  let short = 0;
  let boundaries = 0;
  let at = letter.indexOf(0x0a);
  while (at >= 0 && short < MAX_SHORT_LINES && boundaries < MAX_BOUNDARY_LINES) {
    if (letter[at + 1] === 0x2d && letter[at + 2] === 0x2d) boundaries += 1;
    const next = letter.indexOf(0x0a, at + 1);
    if (next - at < ENCODED_LINE) short += 1;
    at = next;
  }
  const end = at < 0 ? letter.length : at + 1;
  if (end < whole.length) say('Письмо слишком велико, прочитано только начало: откройте исходное письмо');
  return letter.subarray(0, end);
};

/** Empty lines before the first header would end the headers. */
const leading = (raw: Uint8Array): number => {
  let at = 0;
  while (raw[at] === 0x0d || raw[at] === 0x0a) at += 1;
  return at;
};

const headerEnd = (raw: Uint8Array): number => {
  for (let at = raw.indexOf(0x0a); at >= 0; at = raw.indexOf(0x0a, at + 1)) {
    const next = raw[at + 1] === 0x0d ? raw[at + 2] : raw[at + 1];
    if (next === 0x0a) return at + 1;
  }
  return raw.length;
};

/** Old robots write Cyrillic into headers as it is; postal-mime would take it for UTF-8. */
const withReadableHeaders = (raw: Uint8Array, say: (message: string) => void): Uint8Array => {
  const end = headerEnd(raw);
  const head = raw.subarray(0, end);
  if (end > HEADER_BYTES || head.every((byte) => byte < 0x80)) return raw;
  const { text, fault } = decodeHeaderBytes(head);
  if (fault === null) return raw;
  say(`Заголовки письма: ${fault}`);
  return Buffer.concat([new TextEncoder().encode(text), raw.subarray(end)]);
};
