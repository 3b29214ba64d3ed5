/**
 * What people, the mail and the calendar do to the demo's helpdesk. After each deed the stage waits until the companion
 * has nothing left to do, so a story tells end states.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createZammadClient, type FullTicket, type ZammadClient } from 'zammad-api-client-ts';
import type { Sandbox } from 'zammad-sandbox';
import { z } from 'zod';
import type { Companion } from '../serve.js';
import { loginOf, type Person } from './people.js';

/** A step whose end state is not what the regulation asks for; the message says what stands there instead. */
export class DemoFault extends Error {
  override readonly name = 'DemoFault';
}

/** A ticket as an operator sees it. */
export interface SeenTicket {
  readonly number: string;
  readonly group: string;
  readonly state: string;
  /** «Причина состояния»; empty: none. */
  readonly reason: string;
  /** Login of whose request it is. */
  readonly customer: string;
  readonly pendingUntil: string | null;
  readonly fields: FullTicket['ticket'];
  readonly tags: readonly string[];
  /** Subjects of the companion's notes with their text, oldest first. */
  readonly notes: readonly { readonly subject: string; readonly text: readonly string[] }[];
  /** Ids of linked tickets by what they are to this one. */
  readonly links: readonly { readonly relation: string; readonly ticket: number }[];
}

export interface Letter {
  readonly from: string;
  readonly subject: string;
  readonly body: string;
  /** An absence notice, sent by a machine. */
  readonly automatic?: boolean;
}

export interface Stage {
  /** The admin's. */
  readonly client: ZammadClient;
  /** The helpdesk's clock, which is the companion's too. */
  now(): Date;
  /** Delivers a letter of `config/demo`; placeholders are filled in. The ticket's id. */
  post(file: string, fill?: Readonly<Record<string, string>>): Promise<number>;
  mail(letter: Letter): Promise<number>;
  /** Clicks the macro of an intention that the ticket's group is offered, after typing into the form. Rejects with what the page shows. */
  macro(as: Person, ticket: number, name: string, typed?: Readonly<Record<string, unknown>>): Promise<void>;
  fill(as: Person, ticket: number, fields: Readonly<Record<string, unknown>>): Promise<void>;
  /** Says something to the citizen over the telephone, and writes down what. */
  call(as: Person, ticket: number, text: string): Promise<void>;
  /** A ticket made in the form, for a contact over the telephone. */
  register(
    as: Person,
    title: string,
    fields: Readonly<Record<string, unknown>>,
    customer: string,
  ): Promise<number>;
  see(ticket: number): Promise<SeenTicket>;
  /** What the companion decided about a ticket, oldest first: clause, verdict, reason. */
  decisions(ticket: number): Promise<readonly string[]>;
  /** Lets time pass to `moment`, six hours at a time, with the companion at work all along. */
  passTo(moment: Date): Promise<void>;
}

const PATIENCE_MS = 15_000;
const MINUTE_MS = 60_000;
const STRIDE_MS = 6 * 60 * MINUTE_MS;

const mailAnswer = z.looseObject({ ticket_id: z.number() });
const refusal = z.looseObject({ error: z.string() });

const linesOf = (html: string): string[] =>
  html
    .replace(/\s+/g, ' ')
    .replace(/<\/(p|li|ul)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&quot;/g, '"')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const rawLetter = ({ from, subject, body, automatic }: Letter, number: number, now: Date): string =>
  [
    `From: ${from}`,
    'To: support@helpdesk.example',
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Message-ID: <demo-${number}@mail.example>`,
    `Date: ${now.toUTCString()}`,
    ...(automatic === true ? ['Auto-Submitted: auto-replied'] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
  ].join('\r\n');

/**
 * @param letters folder with the letters
 * @param companion the one that runs by the time somebody does something
 */
export const openStage = (sandbox: Sandbox, letters: string, companion: () => Companion): Stage => {
  const access = { url: sandbox.url, auth: { token: sandbox.token } };
  const client = createZammadClient(access);
  const as = (person: Person): ZammadClient => createZammadClient({ ...access, onBehalfOf: loginOf(person) });
  let posted = 0;

  const control = async (name: string, body: string, type = 'application/json'): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/__sandbox/${name}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new DemoFault(refusal.parse(answer).error);
    return answer;
  };

  const isQuiet = async (): Promise<boolean> => {
    await control('deliveries', '{"flush":true}');
    return (await companion().store.waiting()) === 0 && (await companion().sweep()) === 0;
  };

  /** Until every delivery is out and every changed ticket was judged, seen twice. */
  const calm = async (): Promise<void> => {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (let quiet = 0; quiet < 2;) {
      quiet = (await isQuiet()) ? quiet + 1 : 0;
      if (Date.now() > giveUpAt) throw new DemoFault('компаньон не справился с очередью за 15 секунд');
      if (quiet === 0) await pause(10);
    }
  };

  /** Every deed takes a person a minute; on a clock that stands still no change would look new. */
  const after = async <Result>(deed: () => Promise<Result>): Promise<Result> => {
    await sandbox.clock.advanceBy(MINUTE_MS);
    const result = await deed();
    await calm();
    return result;
  };

  const deliver = async (raw: string): Promise<number> =>
    mailAnswer.parse(await after(() => control('mail', raw, 'message/rfc822'))).ticket_id;

  return {
    client,
    now: () => sandbox.clock.now(),
    async post(file, fill = {}) {
      const raw = await readFile(path.join(letters, file), 'utf8');
      return deliver(
        raw.replace(/\{\{([\w.]+)\}\}/g, (placeholder, name: string) => fill[name] ?? placeholder),
      );
    },
    mail(letter) {
      posted += 1;
      return deliver(rawLetter(letter, posted, sandbox.clock.now()));
    },
    async macro(person, ticket, name, typed = {}) {
      const { group_id: group } = await client.tickets.get(ticket);
      const found = (await client.macros.list()).find(
        (macro) =>
          macro.name.slice(2) === name && z.array(z.number()).parse(macro['group_ids']).includes(group),
      );
      if (found === undefined) throw new DemoFault(`в группе обращения нет макроса «${name}»`);
      await after(() =>
        control(
          'macro',
          JSON.stringify({ macro_id: found.id, ticket_id: ticket, as: loginOf(person), typed }),
        ),
      );
    },
    async fill(person, ticket, fields) {
      await after(() => as(person).tickets.update(ticket, fields));
    },
    async call(person, ticket, text) {
      await after(() =>
        as(person).articles.create(ticket, {
          subject: 'Звонок пользователю',
          body: text,
          type: 'phone',
          sender: 'Agent',
          internal: false,
          content_type: 'text/plain',
        }),
      );
    },
    async register(person, title, fields, customer) {
      const { id } = await after(() =>
        as(person).tickets.create({
          title,
          ...fields,
          group: textOf(fields['group']),
          customer_id: `guess:${customer}`,
          article: { subject: title, body: title, type: 'phone', sender: 'Customer', internal: false },
        }),
      );
      return id;
    },
    async see(ticket) {
      const [full, named] = await Promise.all([
        client.tickets.full(ticket),
        client.tickets.get(ticket, { expand: true }),
      ]);
      return {
        number: full.ticket.number,
        group: textOf(named['group']),
        state: textOf(named['state']),
        reason: textOf(full.ticket['state_reason']),
        customer: textOf(named['customer']),
        pendingUntil: textOf(full.ticket['pending_time']) || null,
        fields: full.ticket,
        tags: full.tags,
        notes: full.articles
          .filter(({ subject }) => subject?.startsWith('Регламент ') === true)
          .map(({ subject, body }) => ({ subject: subject ?? '', text: linesOf(body) })),
        links: full.links.map(({ link_type: relation, link_object_value: other }) => ({
          relation,
          ticket: other,
        })),
      };
    },
    async decisions(ticket) {
      const made = await companion().store.decisionsOf(ticket);
      return made
        .toReversed()
        .map(({ clause, verdict, outcome, because }) => `${clause} ${verdict}/${outcome}: ${because.text}`);
    },
    async passTo(moment) {
      for (let at = sandbox.clock.now().getTime(); at < moment.getTime();) {
        at = Math.min(at + STRIDE_MS, moment.getTime());
        await sandbox.clock.advanceTo(new Date(at));
        await calm();
      }
    },
  };
};
