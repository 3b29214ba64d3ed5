/** From what Zammad sent about a ticket to the facts that rules read: names for ids, actors for users. Pure. */
import { ZammadAnswerError, type Article, type FullTicket } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { Known } from '../../../triggers/ticket/trust.js';
import type { ArticleFacts, TicketFacts } from '../../../triggers/types.js';
import type { Directory } from '../directory.js';
import { letterRecordedIn } from '../letter-record.js';
import {
  actorOf,
  addressesIn,
  authorOf,
  headAmong,
  customerMail,
  isBounce,
  knownOn,
  SYSTEM_USER,
  type Senders,
} from './authors.js';

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
  readonly vocabulary: {
    readonly attributes: Pick<Vocabulary['attributes'], 'region' | 'contact' | 'contactMethod' | 'confirmed'>;
    readonly contactMethods: Pick<Vocabulary['contactMethods'], 'phone'>;
  };
  /** How senders of letters are told; left out: no portal is known. */
  readonly letters?: Senders;
  /** Roles whose acts are shown and never undone; left out: none. */
  readonly heads?: readonly string[];
}

const channels: Readonly<Record<string, ArticleFacts['channel']>> = {
  email: 'email',
  phone: 'phone',
  web: 'web',
  note: 'note',
};

const delivery = z.looseObject({
  delivery_message: z.literal(true),
  delivery_article_id_related: z.number(),
});

/** Of Zammad's own note, after its fourth attempt, the letter it is about (ticket_article_communicate_email_job.rb). */
const undeliveredIn = ({ preferences, created_by_id: by }: Article): Pick<ArticleFacts, 'undelivered'> => {
  const told = by === SYSTEM_USER ? delivery.safeParse(preferences).data : undefined;
  return told === undefined ? {} : { undelivered: told.delivery_article_id_related };
};

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

/** Of a letter of the companion's own what it recorded when it wrote it. */
const recordedOn = ({ preferences }: Article): Pick<ArticleFacts, 'letter'> => {
  const letter = letterRecordedIn(preferences);
  return letter === null ? {} : { letter };
};

const articleFacts = (
  article: Article,
  first: boolean,
  citizen: Citizen,
  known: Known,
  directory: Directory,
  isHead: (user: number) => boolean,
): ArticleFacts => {
  const sender = directory.articleSenders.get(article.sender_id);
  const type = directory.articleTypes.get(article.type_id) ?? '';
  const author = authorOf(
    article,
    { sender, type, first },
    { customer: citizen.id, me: directory.me, known },
  );
  return {
    id: article.id,
    ...author,
    ...(author.from === 'operator' && isHead(article.created_by_id) && { head: true as const }),
    channel: channels[type] ?? 'other',
    internal: article.internal,
    bounce: type === 'email' && isBounce(article),
    ...(type === 'email' && author.writer === undefined && reaches(article, citizen)),
    ...undeliveredIn(article),
    ...(type === 'email' && author.from === 'companion' && recordedOn(article)),
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

const isRobotOf =
  (regions: RegionDirectory) =>
  (mail: string): boolean =>
    [...regions.values()].some(({ mailDomains = [] }) =>
      mailDomains.some((domain) => mail.endsWith(`@${domain}`)),
    );

/**
 * Where the program may write to the citizen: the address the citizen wrote from, or the one that was told to a person or by a portal.
 * A contact that stands in a private letter is confirmed by nobody, and who chose the telephone is called.
 */
const mailToOf = (
  full: FullTicket,
  articles: readonly ArticleFacts[],
  { mails }: { readonly mails: boolean },
  { regions, vocabulary: { attributes, contactMethods } }: Directories,
): string | null => {
  const { ticket } = full;
  if (!mails || ticket[attributes.contactMethod] === contactMethods.phone) return null;
  const isRobot = isRobotOf(regions);
  const mail = customerMail(full);
  const given = z.email().safeParse(ticket[attributes.contact]).data?.toLowerCase() ?? null;
  const writer = articles[0]?.writer;
  const isPrivate = writer === 'citizen' || writer === 'other';
  const told = isPrivate ? mail : (given ?? mail);
  return told === null || isRobot(told) || writer === 'own' || writer === 'machine' ? null : told;
};

/** By the contact on the ticket and by its customer, unless that is a portal's robot. */
const citizenOf = (full: FullTicket, { contacts }: Known, { regions }: Directories): Citizen => {
  const isRobot = isRobotOf(regions);
  return { id: full.ticket.customer_id, own: contacts.filter((mail) => !isRobot(mail)), isRobot };
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
  const region = regionOf(attributes[parties.vocabulary.attributes.region], group.name, parties.regions);
  const known = knownOn(full, region, parties.letters, parties.vocabulary);
  const citizen = citizenOf(full, known, parties);
  const isHead = headAmong(assets, directory, parties.heads);
  const said = articles.map((article, index) =>
    articleFacts(article, index === 0, citizen, known, directory, isHead),
  );
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    group: group.name,
    state: state?.name ?? '',
    closed: state?.closed ?? false,
    owner: ownerOf(ticket.owner_id, assets),
    region,
    attributes,
    articles: said,
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
    mailTo: mailToOf(full, said, group, parties),
  };
};
