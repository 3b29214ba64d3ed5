/** Mails as citizens and machines send them, in the few headers that matter. */

export interface Letter {
  /** Address of the citizen. */
  readonly from: string;
  readonly subject?: string;
  readonly body?: string;
  /** Number of the ticket it answers. */
  readonly answers?: string;
  /** Sent by a machine: a holiday notice, or a report that our mail was not delivered. */
  readonly automatic?: 'absence' | 'bounce';
  /** Without brackets; left out: one of its own. */
  readonly messageId?: string;
  /** Comes through this group's mailbox instead of by the portal's address. */
  readonly group?: string;
  /** The whole letter as it is; nothing else of the above but `group` counts then. */
  readonly raw?: string;
}

let sent = 0;
const encoded = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

/** The mail as it comes over the wire. */
export const rawOf = (
  { from, subject, body, answers, automatic, messageId, raw }: Letter,
  now: Date,
): string => {
  if (raw !== undefined) return raw;
  sent += 1;
  const sender = automatic === 'bounce' ? `MAILER-DAEMON@${from.split('@')[1] ?? 'mail.example'}` : from;
  const title = subject ?? 'Не открывается карточка заявления';
  return [
    `From: ${sender}`,
    'To: support@helpdesk.example',
    `Subject: ${answers === undefined ? '' : `Re: [Ticket#${answers}] `}${encoded(title)}`,
    `Message-ID: <${messageId ?? `letter-${Date.now()}-${sent}@mail.example`}>`,
    `Date: ${now.toUTCString()}`,
    ...(automatic === undefined ? [] : ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All']),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    body ?? 'Карточка заявления не открывается: пустая страница.',
    '',
  ].join('\r\n');
};
