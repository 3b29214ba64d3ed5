/** From what Zammad sent about a ticket to the facts that rules read: names for ids, actors for users. Pure. */
import { ZammadAnswerError, type Article, type FullTicket } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { Actor, ArticleFacts, TicketFacts } from '../../../triggers/types.js';
import type { Directory } from '../directory.js';

/** Zammad's own user: scheduler, triggers run by it, the system. */
const SYSTEM_USER = 1;

/** A region as the engine knows it: by its group a ticket can be told to be its own. */
export type RegionDirectory = ReadonlyMap<
  string,
  {
    readonly name: string;
    readonly group: string;
    readonly timeZone: string;
    /** From where its portal mails. Left out: not known. */
    readonly mailDomains?: readonly string[];
  }
>;

/** What of the parties' directory a ticket is read by. */
interface Directories {
  readonly regions: RegionDirectory;
  readonly vocabulary: { readonly attributes: Pick<Vocabulary['attributes'], 'region' | 'contact'> };
}

/** Who a user is to a ticket: its customer, us, Zammad itself, or somebody of the desks. */
export const actorOf = (user: number, customer: number, me: number): Actor => {
  if (user === me) return 'companion';
  if (user === SYSTEM_USER) return 'helpdesk';
  return user === customer ? 'citizen' : 'operator';
};

const channels: Readonly<Record<string, ArticleFacts['channel']>> = {
  email: 'email',
  phone: 'phone',
  web: 'web',
  note: 'note',
};

/** A report of non-delivery shows by its sender. */
const isBounce = (article: Article): boolean =>
  /\b(mailer-daemon|postmaster)@/i.test(article.from?.slice(0, 1_000) ?? '');

/** Zammad marks answers of machines in an article's preferences (RFC 3834; A-36). */
const isAutomatic = (article: Article): boolean =>
  article.preferences?.['is-auto-response'] === true || isBounce(article);

const delivery = z.looseObject({
  delivery_message: z.literal(true),
  delivery_article_id_related: z.number(),
});

/** Of Zammad's own note, after its fourth attempt, the letter it is about (ticket_article_communicate_email_job.rb). */
const undeliveredIn = ({ preferences, created_by_id: by }: Article): Pick<ArticleFacts, 'undelivered'> => {
  const told = by === SYSTEM_USER ? delivery.safeParse(preferences).data : undefined;
  return told === undefined ? {} : { undelivered: told.delivery_article_id_related };
};

/** Addresses of a mail's `To`, in lower case. */
const addressesIn = (to: unknown): string[] =>
  typeof to === 'string'
    ? (to
        .slice(0, 10_000)
        .toLowerCase()
        .match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? [])
    : [];

/** Where an article that goes out can reach the citizen: `own` addresses, and those of portals, which reach nobody. */
interface Citizen {
  readonly id: number;
  readonly own: readonly string[];
  readonly isRobot: (mail: string) => boolean;
}

/** Only of a mail that names its addresses; where no address of the citizen is known, any that is no robot's. */
const reaches = (article: Article, { own, isRobot }: Citizen): Pick<ArticleFacts, 'toCitizen'> => {
  const to = addressesIn(article['to']);
  if (to.length === 0) return {};
  const others = to.filter((mail) => !isRobot(mail));
  return { toCitizen: own.length === 0 ? others.length > 0 : others.some((mail) => own.includes(mail)) };
};

const articleFacts = (article: Article, citizen: Citizen, directory: Directory): ArticleFacts => {
  const customer = citizen.id;
  const sender = directory.articleSenders.get(article.sender_id);
  const type = directory.articleTypes.get(article.type_id) ?? '';
  return {
    id: article.id,
    // A mail that the system fetched is created by its sender's user; a form filled in for a citizen is the citizen's.
    from: sender === 'Customer' ? 'citizen' : actorOf(article.created_by_id, customer, directory.me),
    channel: channels[type] ?? 'other',
    internal: article.internal,
    automatic: type === 'email' && isAutomatic(article),
    bounce: type === 'email' && isBounce(article),
    ...(type === 'email' && sender !== 'Customer' && reaches(article, citizen)),
    ...undeliveredIn(article),
    createdAt: new Date(article.created_at),
  };
};

export const dateOrNull = (value: unknown): Date | null =>
  typeof value === 'string' ? new Date(value) : null;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const user = z.looseObject({ login: z.string() });

/** Columns of a ticket that hold one value; empty is null. */
export const attributesOf = (ticket: Readonly<Record<string, unknown>>): TicketFacts['attributes'] =>
  Object.fromEntries(
    Object.entries(ticket).flatMap(([name, value]) => {
      const known = scalar.safeParse(value);
      if (!known.success) return [];
      return [[name, known.data === '' ? null : known.data]];
    }),
  );

/** The login behind an owner's id, null for nobody; `#id` for one who was not sent along. */
export const ownerOf = (id: number, assets: FullTicket['assets']): string | null =>
  id === SYSTEM_USER ? null : (user.safeParse(assets['User']?.[String(id)]).data?.login ?? `#${id}`);

const reachable = z.looseObject({ email: z.email() });

/** A portal's robot reads no answers, so a citizen who left no address is not written to (R-3.7: by the channel given). */
const mailToOf = (
  { ticket, assets }: FullTicket,
  { mails }: { readonly mails: boolean },
  { regions, vocabulary }: Directories,
): string | null => {
  if (!mails) return null;
  const given = z.email().safeParse(ticket[vocabulary.attributes.contact]).data;
  if (given !== undefined) return given;
  const mail = customerMail({ ticket, assets });
  return mail === null || isRobotOf(regions)(mail) ? null : mail;
};

const customerMail = ({ ticket, assets }: Pick<FullTicket, 'ticket' | 'assets'>): string | null =>
  reachable.safeParse(assets['User']?.[String(ticket.customer_id)]).data?.email.toLowerCase() ?? null;

const isRobotOf =
  (regions: RegionDirectory) =>
  (mail: string): boolean =>
    [...regions.values()].some(({ mailDomains = [] }) =>
      mailDomains.some((domain) => mail.endsWith(`@${domain}`)),
    );

/** By the contact on the ticket and by its customer, unless that is a portal's robot. */
const citizenOf = (full: FullTicket, { regions, vocabulary }: Directories): Citizen => {
  const isRobot = isRobotOf(regions);
  const given = z.email().safeParse(full.ticket[vocabulary.attributes.contact]).data?.toLowerCase();
  const mail = customerMail(full);
  const own = [given, mail].flatMap((one) => (one == null || isRobot(one) ? [] : [one]));
  return { id: full.ticket.customer_id, own, isRobot };
};

const regionOf = (said: unknown, group: string, regions: RegionDirectory): string | null => {
  // «Регион» is a text that a trigger fills in from the group; older tickets hold the id.
  const named = [...regions].find(([id, { name }]) => said === name || said === id)?.[0];
  if (named !== undefined) return named;
  // A region's own group says whose ticket it is; any other group says nothing, and nobody guesses.
  return [...regions].find(([, region]) => region.group === group)?.[0] ?? null;
};

/** Throws ZammadAnswerError when the helpdesk's list of groups lacks the ticket's: it is hidden from us. */
const groupOf = (id: number, { groups }: Directory) => {
  const group = groups.get(id);
  if (group !== undefined) return group;
  throw new ZammadAnswerError({ method: 'GET', path: '/groups' }, [[`id ${id}`, 'missing']]);
};

/** Facts of one ticket. Throws ZammadAnswerError when the helpdesk does not tell of the ticket's group. */
export const factsOf = (full: FullTicket, directory: Directory, parties: Directories): TicketFacts => {
  const { ticket, articles, tags, assets } = full;
  const group = groupOf(ticket.group_id, directory);
  const state = directory.states.get(ticket.state_id);
  const attributes = attributesOf(ticket);
  const citizen = citizenOf(full, parties);
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    group: group.name,
    state: state?.name ?? '',
    closed: state?.closed ?? false,
    owner: ownerOf(ticket.owner_id, assets),
    region: regionOf(attributes[parties.vocabulary.attributes.region], group.name, parties.regions),
    attributes,
    articles: articles.map((article) => articleFacts(article, citizen, directory)),
    tags,
    pendingUntil: dateOrNull(ticket['pending_time']),
    createdAt: new Date(ticket.created_at),
    closedAt: dateOrNull(ticket['last_close_at'] ?? ticket['close_at']),
    updatedAt: new Date(ticket.updated_at),
    updatedBy: actorOf(ticket.updated_by_id, ticket.customer_id, directory.me),
    transitions: [],
    linked: [],
    earlier: [],
    letters: [],
    mailTo: mailToOf(full, group, parties),
  };
};
