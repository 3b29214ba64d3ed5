/**
 * Who wrote an article, from what Zammad sent: an outgoing act has a user behind it, a mail that came in has only a «From», which
 * anybody can write. Pure; the judgement itself is in triggers/ticket/trust.ts.
 */
import type { Article, Assets, FullTicket } from 'zammad-api-client-ts';
import type { MailSettings } from 'portal-letter';
import { z } from 'zod';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import { writerOf, type Known } from '../../../triggers/ticket/trust.js';
import type { Actor, ArticleFacts } from '../../../triggers/types.js';
import type { Directory } from '../directory.js';

/** Zammad's own user: scheduler, triggers run by it, the system. */
export const SYSTEM_USER = 1;

/** How senders of letters are told. */
export type Senders = Pick<MailSettings, 'ownAddresses' | 'regionsOfSender' | 'regionsOfDomain'>;

/** Who a user is to a ticket: its customer, us, Zammad itself, or somebody of the desks. */
export const actorOf = (user: number, customer: number, me: number): Actor => {
  if (user === me) return 'companion';
  if (user === SYSTEM_USER) return 'helpdesk';
  return user === customer ? 'citizen' : 'operator';
};

const member = z.looseObject({ role_ids: z.array(z.number()) });

/** Whether somebody has one of the roles `heads`, by the people and roles that Zammad told of. */
export const headAmong =
  (people: Assets, { roles }: Pick<Directory, 'roles'>, heads: readonly string[] = []) =>
  (user: number): boolean =>
    (member.safeParse(people['User']?.[String(user)]).data?.role_ids ?? []).some((role) =>
      heads.includes(roles?.get(role)?.name ?? ''),
    );

/** A mail that Zammad took in carries what the channel thought of it; what goes out has no such mark. */
export const cameIn = ({ preferences }: Pick<Article, 'preferences'>): boolean =>
  preferences != null && 'is-auto-response' in preferences;

/** A report of non-delivery shows by its sender. */
export const isBounce = (article: Article): boolean =>
  /\b(mailer-daemon|postmaster)@/i.test(article.from?.slice(0, 1_000) ?? '');

const ADDRESS = /[^\s<>,;:"'()[\]]+@[^\s<>,;:"'()[\]]+/gu;

/** Addresses in a line of a header, lower case. */
export const addressesIn = (line: unknown): string[] =>
  typeof line === 'string' ? (line.slice(0, 10_000).toLowerCase().match(ADDRESS) ?? []) : [];

/** Of `"Name" <address>` the address, for a name may look like one. */
const senderIn = (line: unknown): string | null => {
  const bracketed = typeof line === 'string' ? /<[^<>]*>\s*$/u.exec(line.slice(0, 10_000))?.[0] : undefined;
  return addressesIn(bracketed ?? line).at(-1) ?? null;
};

const reachable = z.looseObject({ email: z.email() });

/** The customer's address in lower case; null: none, or Zammad did not send it along. */
export const customerMail = ({ ticket, assets }: Pick<FullTicket, 'ticket' | 'assets'>): string | null =>
  reachable.safeParse(assets['User']?.[String(ticket.customer_id)]).data?.email.toLowerCase() ?? null;

/** Addresses an operator confirmed with «Это заявитель». */
const confirmedOn = (
  ticket: Readonly<Record<string, unknown>>,
  { attributes }: { readonly attributes: Pick<Vocabulary['attributes'], 'confirmed'> },
): string[] => addressesIn(ticket[attributes.confirmed]);

/** Robots of a region's portal: by its own senders, else by its domains. Of any region: while the ticket has none. */
const isPortalOf =
  (senders: Senders | undefined, region: string | null) =>
  (address: string): boolean => {
    if (senders === undefined) return false;
    const own = senders.regionsOfSender(address);
    const regions = own.length > 0 ? own : senders.regionsOfDomain(address.split('@')[1] ?? '');
    return regions.length > 0 && (region === null || regions.includes(region));
  };

/** Whom the ticket knows; `region`: id of its region. */
export const knownOn = (
  full: FullTicket,
  region: string | null,
  senders: Senders | undefined,
  vocabulary: { readonly attributes: Pick<Vocabulary['attributes'], 'contact' | 'confirmed'> },
): Known => {
  const mail = customerMail(full);
  const confirmed = confirmedOn(full.ticket, vocabulary);
  return {
    contacts: [
      ...(mail === null ? [] : [mail]),
      ...addressesIn(full.ticket[vocabulary.attributes.contact]),
      ...confirmed,
    ],
    confirmed,
    own: senders?.ownAddresses ?? [],
    isPortal: isPortalOf(senders, region),
  };
};

/** Facts of authorship of one article. `sender` and `type` are the names behind its ids; `first`: it is the ticket's first. */
export const authorOf = (
  article: Article,
  {
    sender,
    type,
    first,
  }: { readonly sender: string | undefined; readonly type: string; readonly first: boolean },
  ticket: { readonly customer: number; readonly me: number; readonly known: Known },
): Pick<ArticleFacts, 'from' | 'automatic' | 'writer' | 'address' | 'confirmed'> => {
  const { customer, me, known } = ticket;
  const automatic =
    type === 'email' && (article.preferences?.['is-auto-response'] === true || isBounce(article));
  if (type !== 'email' || !(cameIn(article) || sender === 'Customer'))
    return {
      // A form filled in for a citizen is the citizen's.
      from: sender === 'Customer' ? 'citizen' : actorOf(article.created_by_id, customer, me),
      automatic,
    };
  const address = senderIn(article.from);
  const writer = writerOf(
    {
      address,
      asAgent: sender !== 'Customer',
      automatic,
      ofCustomer: article.created_by_id === customer,
      first,
    },
    known,
  );
  return {
    from: writer === 'other' || writer === 'own' ? 'stranger' : 'citizen',
    // Of a portal's form only its headers are a machine's.
    automatic: writer === 'machine',
    writer,
    ...(address !== null && { address }),
    ...(writer === 'citizen' && address !== null && known.confirmed.includes(address) && { confirmed: true }),
  };
};
