/**
 * A desk for stories: the shipped configuration applied, people hired, the companion acting. What people do are verbs;
 * after each one waits until the companion has nothing left to do, so a story states end states and never sleeps.
 */
import { regionNames } from '../../config/regions.js';
import pg from 'pg';
import type { ArticleCreate, ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Config } from '../../config/load.js';
import { cameIn } from '../../plugin/engine/read/authors.js';
import { createAnswers, type Answers } from '../../plugin/engine/read/answers.js';
import { startCompanion } from '../../plugin/serve.js';
import type { Decision } from '../../plugin/store/records.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { listeningLog } from '../plugin/postgres.js';
import { linkByHand, linkedAnswers, publishFaq } from './faq.js';
import { rawOf, type Letter } from './letter.js';
import { giveAddresses, hire, people, type Person } from './people.js';
import { START, type Site } from './site.js';

export type Value = string | number | boolean | null;
export type Fields = Readonly<Record<string, Value>>;

/** A ticket as people see it: names, never ids. */
export interface Seen {
  readonly number: string;
  readonly title: string;
  readonly group: string;
  readonly state: string;
  readonly reason: string | null;
  /** Whose it is: a person of the stories; null: nobody's. */
  readonly owner: Person | null;
  /** Login of whose request it is. */
  readonly customer: string | null;
  readonly pendingUntil: string | null;
  /** Ticket attributes; empty is null. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Internal notes of the companion: the clauses they cite and their text. */
  readonly notes: readonly { readonly clauses: readonly string[]; readonly text: string }[];
  readonly articles: readonly {
    readonly subject: string;
    readonly text: string;
    readonly internal: boolean;
  }[];
  /** Mails that went out, oldest first; `own`: written by the companion and not by a person. */
  readonly letters: readonly {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly own: boolean;
  }[];
  readonly tags: readonly string[];
  /** What the other ticket is to this one. */
  readonly links: readonly { readonly relation: string; readonly ticket: number }[];
  /** Titles of the answers of the knowledge base that are linked. */
  readonly answers: readonly string[];
}

export interface Desk {
  /** An address of the region's portal nobody has written from. */
  citizen(region?: 'bashkortostan' | 'kamchatka' | 'kaliningrad'): string;
  mail(letter: Letter): Promise<number>;
  /** Clicks the macro of that intention which the ticket's group is offered. Rejects when the form refuses. */
  macro(as: Person, ticket: number, name: string, typed?: Fields): Promise<void>;
  fill(as: Person, ticket: number, fields: Fields): Promise<void>;
  tag(as: Person, ticket: number, name: string): Promise<void>;
  /** To the citizen by mail (`fields.to`: elsewhere) or telephone, or a note to colleagues. */
  reply(
    as: Person,
    ticket: number,
    how: 'email' | 'phone' | 'note',
    text: string,
    fields?: Fields,
  ): Promise<void>;
  /** Mails a text module to the citizen as the operator's page puts it in, its «…» filled in by `words` in their order. */
  write(as: Person, ticket: number, module: string, ...words: readonly string[]): Promise<void>;
  /** What the companion's own user can do: no form binds it. Stands for bulk changes and other programs. */
  slip(ticket: number, fields: Fields): Promise<void>;
  create(
    as: Person,
    fields: Fields & { readonly title: string; readonly group: string },
    customer: string,
  ): Promise<number>;
  /** As in Zammad's sidebar: an answer of the knowledge base by its title. */
  linkAnswer(as: Person, ticket: number, title: string): Promise<void>;
  /** Loads questions with their answers as an edition of the FAQ; the companion has read it. */
  publish(answers: Readonly<Record<string, string>>): Promise<void>;
  see(ticket: number): Promise<Seen>;
  /** What the companion's decision log says last of the clause on the ticket: what `report` and `explain` show. */
  verdict(ticket: number, clause: string): Promise<string | null>;
  now(): Date;
  /** Lets time pass; only in stories that say `movesClock`. */
  clockTo(moment: string): Promise<void>;
  /** Whether letters go out from now on; only in stories that say `stopsLetters`. */
  sends(works: boolean): Promise<void>;
  /** Back to the Thursday every story about time begins on. */
  rewind(): Promise<void>;
  close(): Promise<void>;
}

export const SECRET = 'secret-of-the-stories';
/** A real helpdesk counts a change of its groups or users as one of their tickets: old ones are looked at first. */
const PATIENCE_MS = { sandbox: 30_000, real: 240_000 };
const HOUR = 3600 * 1000;
const NOT_FIELDS =
  /_id$|_at$|^(id|number|title|group|state|owner|priority|customer|organization|article_ids|article_count|note)$/;

const plainText = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')
    .trim();
/** The stories' citizens have addresses of their portal, which are taken for a robot's: an answer goes to one that is not. */
const addressOf = (known: unknown): string => {
  const mail = z.email().catch('').parse(known);
  return mail === '' || mail.includes('@portal.') ? 'citizen@portal.example' : mail;
};
const orNull = (value: unknown): unknown => (value === '' || value === undefined ? null : value);

const install = async (site: Site, config: Config, publicUrl: string): Promise<void> => {
  const helpdesk = createObjectStore(site.client());
  const now = site.now();
  const settings = { publicUrl, webhookSecret: SECRET };
  const planned = await makePlan(helpdesk, config, settings, now);
  if (planned.plan.faults.length > 0) throw new Error(planned.plan.faults.map(({ text }) => text).join('; '));
  await applyPlan({
    helpdesk,
    planned,
    webhookSecret: SECRET,
    yes: true,
    now,
    saveBundle: () => Promise.resolve(),
  });
};

export interface Database {
  readonly connectionString: string;
  readonly schema: string;
}

/** Everything the companion has been told of and not yet looked at. */
const openInbox = (database: Database) => {
  const pool = new pg.Pool({ connectionString: database.connectionString, max: 1 });
  let ended: Promise<void> | null = null;
  return {
    waiting: async (): Promise<number> => {
      const { rows } = await pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from ${database.schema}.inbox where processed_at is null`,
      );
      return rows[0]?.waiting ?? 0;
    },
    /** The sweep forgets how far it came. */
    lookFrom: async (moment: Date): Promise<void> => {
      await pool.query(`update ${database.schema}.watermarks set at = $1`, [moment]);
    },
    // Twice where a restart failed: what it failed of is to be seen, not this.
    close: () => (ended ??= pool.end()),
  };
};

/** The companion's life between two restarts. */
export interface Life {
  readonly url: string;
  /** How many tickets it had to be told of. */
  sweep(): Promise<number>;
  decisionsOf(ticket: number): Promise<readonly Decision[]>;
  end(): Promise<void>;
}

interface Running {
  readonly companion: Life;
  readonly inbox: ReturnType<typeof openInbox>;
}

const settling = (site: Site, on: () => Running, lines: readonly string[]) => async (): Promise<void> => {
  const { companion, inbox } = on();
  const giveUpAt = Date.now() + (site.name === 'sandbox' ? PATIENCE_MS.sandbox : PATIENCE_MS.real);
  for (;;) {
    await site.idle();
    // Looked at, nothing else changed, and nothing came of looking.
    if ((await inbox.waiting()) === 0 && (await companion.sweep()) === 0 && (await inbox.waiting()) === 0)
      return;
    if (Date.now() > giveUpAt) throw new Error(`the companion found no rest:\n${lines.slice(-8).join('')}`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
};

const seeing =
  (client: ZammadClient, reasons: string, me: number) =>
  async (ticket: number): Promise<Seen> => {
    const [{ ticket: raw, articles, tags, links }, named] = await Promise.all([
      client.tickets.full(ticket),
      client.tickets.get(ticket, { expand: true }),
    ]);
    const text = (name: string): string | null =>
      z.string().nullable().catch(null).parse(orNull(named[name]));
    const login = text('owner');
    return {
      number: raw.number,
      title: raw.title,
      group: text('group') ?? '',
      state: text('state') ?? '',
      reason: text(reasons),
      owner: people.find(({ login: known }) => known === login)?.person ?? null,
      customer: text('customer'),
      pendingUntil: z.iso.datetime({ offset: true }).nullable().catch(null).parse(raw['pending_time']),
      fields: Object.fromEntries(
        Object.entries(raw)
          .filter(([name]) => !NOT_FIELDS.test(name))
          .map(([name, value]) => [name, orNull(value)]),
      ),
      notes: articles
        .filter(({ subject }) => subject?.startsWith('Регламент ') === true)
        .map(({ subject, body }) => ({
          clauses: [...(subject ?? '').matchAll(/R-[\d.]+\w?/g)].map(([id]) => id),
          text: plainText(body),
        })),
      articles: articles.map(({ subject, body, internal }) => ({
        subject: subject ?? '',
        text: plainText(body),
        internal,
      })),
      letters: articles.flatMap((article) => {
        const to = article['to'] ?? '';
        if (cameIn(article) || !to.includes('@')) return [];
        const own = article.created_by_id === me;
        return [{ to, subject: article.subject ?? '', text: plainText(article.body), own }];
      }),
      tags,
      links: links
        .filter(({ link_object: object }) => object === 'Ticket')
        .map(({ link_type: relation, link_object_value: other }) => ({ relation, ticket: other })),
      answers: await linkedAnswers(client, links),
    };
  };

/**
 * Sets everything up; close it after the last story.
 * @param unrest asked after each act, before the companion has had time for it: a database to start anew on, at once (another one
 * is a lost store), or null to let it run
 * @param live how the companion lives; left out: in this process
 */
export const openScenarioDesk = async (
  site: Site,
  config: Config,
  database: Database,
  unrest: () => Database | null = () => null,
  live?: (where: Database, port: number) => Promise<Life>,
): Promise<Desk> => {
  const { log, lines } = listeningLog([SECRET]);
  const answers: Answers = createAnswers({
    client: site.client(),
    settings: config.faq,
    regions: regionNames(config.regions),
    url: site.access.url,
    log,
    clock: () => site.now(),
  });
  const within = async (where: Database, port: number): Promise<Life> => {
    const companion = await startCompanion({
      zammad: site.client(),
      answers,
      config: { ...config, stance: 'act' },
      webhookSecret: SECRET,
      host: '127.0.0.1',
      port,
      database: { url: where.connectionString, schema: where.schema },
      log,
      clock: () => site.now(),
      sweepAt: null,
      lookbackMs: HOUR / 60,
      breaker: 20,
      retry: { limit: 2, delaySeconds: 0 },
      pollSeconds: 0.5,
    });
    return {
      url: companion.url,
      sweep: () => companion.sweep(),
      decisionsOf: (ticket) => companion.store.decisionsOf(ticket),
      end: () => companion.close(),
    };
  };
  const run = async (where: Database, port: number): Promise<Running> => ({
    companion: await (live ?? within)(where, port),
    inbox: openInbox(where),
  });
  let running = await run(database, 0);
  const stop = async (): Promise<void> => {
    await running.inbox.close();
    await running.companion.end();
  };
  const { url } = running.companion;
  await install(site, config, url);
  const admin = site.client();
  await hire(admin);
  await giveAddresses(admin);
  const settle = settling(site, () => running, lines);
  const macros = await admin.macros.list();
  const { reason: reasons, contact } = config.vocabulary.attributes;
  const see = seeing(admin, reasons, (await admin.me()).id);
  const loginOf = (as: Person): string => people.find(({ person }) => person === as)?.login ?? as;
  let citizens = 0;
  const settled = async <Result>(deed: Promise<Result>): Promise<Result> => {
    const result = await deed;
    const where = unrest();
    if (where !== null) {
      await stop();
      running = await run(where, Number(new URL(url).port));
    }
    await settle();
    return result;
  };
  return {
    citizen: (region = 'bashkortostan') => {
      citizens += 1;
      return `citizen-${Date.now()}-${citizens}@portal.${region}.example`;
    },
    mail: (letter) => settled(site.mail(rawOf(letter, site.now()), letter.group)),
    macro: async (as, ticket, name, typed = {}) => {
      const { group_id: group } = await admin.tickets.get(ticket);
      const macro = macros.find(
        (one) => one.name.slice(2) === name && z.array(z.number()).parse(one['group_ids']).includes(group),
      );
      if (macro === undefined) throw new Error(`no macro «${name}…»`);
      await settled(
        site.click({ macro: { id: macro.id, perform: macro['perform'] }, ticket, login: loginOf(as), typed }),
      );
    },
    fill: async (as, ticket, fields) => {
      await settled(site.client(loginOf(as)).tickets.update(ticket, fields));
    },
    tag: async (as, ticket, name) => {
      await settled(site.client(loginOf(as)).tags.add(ticket, name));
    },
    reply: async (as, ticket, how, text, fields = {}) => {
      const { fields: said, customer } = await see(ticket);
      const article: ArticleCreate = {
        ...(how === 'email' && {
          to: z.string().parse(fields['to'] ?? addressOf(said[contact] ?? customer)),
        }),
        body: text,
        type: how,
        sender: 'Agent',
        internal: how === 'note',
        content_type: 'text/plain',
      };
      const columns = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'to'));
      await settled(site.client(loginOf(as)).tickets.update(ticket, { ...columns, article }));
    },
    write: async (as, ticket, module, ...words) => {
      const [found] = (await admin.textModules.list()).filter(({ name }) => name === module);
      if (found === undefined) throw new Error(`no text module «${module}»`);
      const named = await admin.tickets.get(ticket, { expand: true });
      const given = [...words];
      const body = z
        .string()
        .parse(found['content'])
        .replace(/#\{ticket\.(\w+)\}/g, (_, field: string) => z.coerce.string().parse(named[field]))
        .replace(/…/g, () => given.shift() ?? '…');
      const { fields: said, customer } = await see(ticket);
      const article: ArticleCreate = {
        to: addressOf(said[contact] ?? customer),
        body,
        type: 'email',
        sender: 'Agent',
        internal: false,
        content_type: 'text/html',
      };
      await settled(site.client(loginOf(as)).tickets.update(ticket, { article }));
    },
    slip: async (ticket, fields) => {
      await settled(admin.tickets.update(ticket, fields));
    },
    create: async (as, { title, ...fields }, customer) => {
      const article: ArticleCreate = { body: title, type: 'phone', sender: 'Customer', internal: false };
      const ticket = await settled(
        site
          .client(loginOf(as))
          .tickets.create({ title, ...fields, customer_id: `guess:${customer}`, article }),
      );
      return ticket.id;
    },
    linkAnswer: async (as, ticket, title) => {
      await settled(linkByHand(site.client(loginOf(as)), ticket, title));
    },
    publish: async (edition) => {
      await publishFaq(admin, edition, config.faq, site.now());
      await answers.refresh();
    },
    see,
    verdict: async (ticket, clause) => {
      const entry = config.clauses.find(({ ids }) => ids.some((id) => id === clause))?.ids ?? [];
      const decisions = await running.companion.decisionsOf(ticket);
      return decisions.find((decision) => entry.some((id) => id === decision.clause))?.verdict ?? null;
    },
    now: () => site.now(),
    clockTo: async (moment) => {
      if (site.clockTo === null) throw new Error('time cannot be moved here: say movesClock');
      const target = Date.parse(moment);
      // In steps, for the companion acts while time passes.
      for (let at = site.now().getTime(); at < target;) {
        at += site.step(target - at);
        await site.clockTo(new Date(at));
        await settle();
      }
    },
    sends: async (works) => {
      if (site.sends === null) throw new Error('letters cannot be stopped here: say stopsLetters');
      await site.sends(works);
    },
    rewind: async () => {
      if (site.clockTo === null) throw new Error('time cannot be moved here: say movesClock');
      await site.clockTo(START);
      await running.inbox.lookFrom(START);
    },
    close: async () => {
      await stop();
      await site.close();
    },
  };
};
