/** What people and the mail do to the demo's helpdesk, and how long one waits for the companion to answer. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createZammadClient, type FullTicket, type ZammadClient } from 'zammad-api-client-ts';
import type { Sandbox } from 'zammad-sandbox';
import { z } from 'zod';

/** A step whose end state is not what the regulation asks for; the message says what stands there instead. */
export class DemoFault extends Error {
  override readonly name = 'DemoFault';
}

/** A ticket as an operator sees it. */
export interface SeenTicket {
  readonly number: string;
  readonly group: string;
  readonly state: string;
  readonly fields: FullTicket['ticket'];
  readonly articles: FullTicket['articles'];
}

export interface Stage {
  /** The admin's. */
  readonly client: ZammadClient;
  /** Hires the operator of the region and gives the companion's user its role; after the plan was applied. */
  hire(): Promise<void>;
  /** Delivers a letter of `config/demo`; placeholders are filled in. The ticket's id. */
  mail(file: string, fill?: Readonly<Record<string, string>>): Promise<number>;
  /** An operator of the region clicks a macro; refusals of the form reject with what the page shows. */
  macro(ticket: number, clause: string): Promise<void>;
  fill(ticket: number, fields: Readonly<Record<string, unknown>>): Promise<void>;
  note(ticket: number, subject: string, body: string): Promise<void>;
  see(ticket: number): Promise<SeenTicket>;
  /** Looks until `seen` holds or ten seconds are over. */
  until(ticket: number, what: string, seen: (ticket: SeenTicket) => boolean): Promise<SeenTicket>;
}

const mailAnswer = z.looseObject({ ticket_id: z.number() });
const refusal = z.looseObject({ error: z.string() });

const OPERATOR = {
  login: 'operator@sp.bashkortostan.example',
  email: 'operator@sp.bashkortostan.example',
  firstname: 'Ольга',
  lastname: 'Операторова',
  roles: ['Оператор СП РПГУ: Республика Башкортостан'],
};
const COMPANION_ROLE = 'Компаньон регламента';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/** @param letters folder with the letters */
export const openStage = (sandbox: Sandbox, letters: string): Stage => {
  const access = { url: sandbox.url, auth: { token: sandbox.token } };
  const client = createZammadClient(access);
  const operator = createZammadClient({ ...access, onBehalfOf: OPERATOR.login });

  const control = async (name: string, body: string, type: string): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/__sandbox/${name}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new DemoFault(refusal.parse(answer).error);
    return answer;
  };

  const see = async (ticket: number): Promise<SeenTicket> => {
    const [full, fields] = await Promise.all([
      client.tickets.full(ticket),
      client.tickets.get(ticket, { expand: true }),
    ]);
    return {
      number: full.ticket.number,
      group: String(fields['group']),
      state: String(fields['state']),
      fields: full.ticket,
      articles: full.articles,
    };
  };

  return {
    client,
    see,
    async hire() {
      await client.users.create(OPERATOR);
      const { id, role_ids: roles } = await client.me();
      const companion = (await client.roles.list()).find(({ name }) => name === COMPANION_ROLE);
      if (companion === undefined) throw new DemoFault(`в Zammad нет роли «${COMPANION_ROLE}»`);
      await client.users.update(id, { role_ids: [...roles, companion.id] });
    },
    async mail(file, fill = {}) {
      const raw = await readFile(path.join(letters, file), 'utf8');
      const letter = raw.replace(
        /\{\{([\w.]+)\}\}/g,
        (placeholder, name: string) => fill[name] ?? placeholder,
      );
      return mailAnswer.parse(await control('mail', letter, 'message/rfc822')).ticket_id;
    },
    async macro(ticket, clause) {
      const macros = await client.macros.list();
      const found = macros.find(({ name }) => name.startsWith(`${clause} `));
      if (found === undefined) throw new DemoFault(`в Zammad нет макроса по пункту ${clause}`);
      await control(
        'macro',
        JSON.stringify({ macro_id: found.id, ticket_id: ticket, as: OPERATOR.login }),
        'application/json',
      );
    },
    async fill(ticket, fields) {
      await operator.tickets.update(ticket, fields);
    },
    async note(ticket, subject, body) {
      await operator.articles.create(ticket, {
        subject,
        body,
        type: 'phone',
        sender: 'Agent',
        internal: false,
        content_type: 'text/plain',
      });
    },
    async until(ticket, what, seen) {
      const giveUpAt = Date.now() + PATIENCE_MS;
      for (;;) {
        const now = await see(ticket);
        if (seen(now)) return now;
        if (Date.now() > giveUpAt)
          throw new DemoFault(
            `не дождались: ${what}; сейчас группа «${now.group}», состояние «${now.state}»`,
          );
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    },
  };
};
