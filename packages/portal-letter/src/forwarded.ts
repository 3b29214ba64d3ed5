/** How mail programs announce a forwarded message, and the header block that stands below it. */

const MARK =
  /^[\s>*_-]{0,60}(?:forwarded message|forwarded mail|begin forwarded message|пересылаемое (?:сообщение|письмо)|пересланное (?:сообщение|письмо)|перенаправленное (?:сообщение|письмо)|начало (?:пересылаемого|пересланного|переадресованного|перенаправленного) (?:сообщения|письма)|переадресованное (?:сообщение|письмо))[\s:*_-]{0,60}$/iu;
const END =
  /^[\s>*_-]{0,60}(?:конец|завершение|окончание|end of) (?:пересылаемого |пересланного |перенаправленного |переадресованного |forwarded )(?:сообщения|письма|message)[\s:*_-]{0,60}$/iu;
const SUBJECT = /^\s*(?:fwd?|fw|пер|перенаправлено|пересылка|переслано)\s*:/iu;
const REPLY = /^\s*(?:re|на|отв|ответ)(?:\[\d{1,3}\])?\s*:/iu;
const FIELD =
  /^[\s*]{0,8}(от кого|от|from|отправитель|отправлено|sent|дата|date|кому|to|получатель|тема|subject|копия|cc|скрытая копия|bcc|ответить|reply-to|важность|importance)\s{0,4}:[\s*]{0,8}/iu;
const ADDRESS = /[^\s<>"'();:,[\]]{1,64}@[^\s<>"'();:,[\]]{1,190}/u;

/** Who wrote what was forwarded, as far as the forward says. */
export interface Forwarder {
  /** Lower case. */
  readonly address: string;
  readonly name: string | null;
}

/** The first address of a text with the name before it: `Имя <a@b>`, `"Имя" <a@b>`. Null: none. */
export const forwarderIn = (text: string): Forwarder | null => {
  const found = ADDRESS.exec(text);
  if (found === null) return null;
  const before = /["«]?([\p{L}][\p{L}.\s-]{2,80})["»]?\s{0,3}[<[(]\s{0,3}(?:mailto:)?$/iu.exec(
    text.slice(Math.max(0, found.index - 120), found.index),
  );
  return { address: found[0].toLowerCase(), name: before?.[1]?.trim() ?? null };
};

type FieldKey = 'from' | 'date' | 'to' | 'subject' | 'other';

const KEYS: Readonly<Record<string, FieldKey>> = {
  'от кого': 'from',
  от: 'from',
  from: 'from',
  отправитель: 'from',
  отправлено: 'date',
  sent: 'date',
  дата: 'date',
  date: 'date',
  кому: 'to',
  to: 'to',
  получатель: 'to',
  тема: 'subject',
  subject: 'subject',
};

/** No mailer writes more fields, with a wrapped value each. */
const MAX_BLOCK = 14;

export interface FieldBlock {
  readonly keys: ReadonlySet<FieldKey>;
  /** First line after the block. */
  readonly end: number;
  readonly from: Forwarder | null;
  /** «Отправлено» or «Sent»: no form calls a day so, mail programs do. */
  readonly sent: boolean;
}

/** What subject and thread say of a letter; a pattern is believed the less, the less they say. */
export type Occasion = 'forward' | 'reply' | 'letter';

export const isForwardMark = (text: string): boolean => MARK.test(text);
export const isForwardEnd = (text: string): boolean => END.test(text);

/** «Fwd:», «FW:», «ПЕР:», also behind «Re:». */
export const occasionOf = (subject: string, inThread: boolean): Occasion => {
  if (isForwardSubject(subject)) return 'forward';
  return inThread || REPLY.test(subject.slice(0, 200)) ? 'reply' : 'letter';
};

const isForwardSubject = (subject: string): boolean => SUBJECT.test(subject.slice(0, 200).replace(REPLY, ''));

/** The header block that begins at a line; no keys: there is none. A key alone on its line has its value on the next. */
export const fieldBlock = (lines: readonly { readonly text: string }[], start: number): FieldBlock => {
  const keys = new Set<FieldKey>();
  let from: Forwarder | null = null;
  let end = start;
  let sent = false;
  let open: FieldKey | null = null;
  for (let index = start; index < lines.length && index < start + MAX_BLOCK; index += 1) {
    const text = lines[index]?.text ?? '';
    const field = FIELD.exec(text);
    const key = field?.[1] === undefined ? null : (KEYS[field[1].toLowerCase()] ?? 'other');
    if (field === null && open === null) {
      if (text.trim() === '' && index === end && keys.size > 0 && keys.size < 3) continue;
      break;
    }
    if (key !== null && keys.has(key) && key !== 'other') break;
    if (key !== null) keys.add(key);
    sent ||= /^(?:отправлено|sent)$/iu.test(field?.[1] ?? '');
    const value = field === null ? text : text.slice(field[0].length);
    if ((key ?? open) === 'from') from ??= forwarderIn(value);
    open = value.trim() === '' ? (key ?? open) : null;
    end = index + 1;
  }
  return { keys, end, from, sent };
};
