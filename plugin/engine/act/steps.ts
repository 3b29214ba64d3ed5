/**
 * The steps of acts beside the ticket's own write: tickets made, links, tags, notes on other tickets. Each can be done
 * twice without harm; they come before the write, whose mark says that the act is whole.
 */
import { isZammadError, type ArticleCreate, type FullTicket } from 'zammad-api-client-ts';
import { render } from '../../../templates/render.js';
import type { Log } from '../../process/log.js';
import type { Records, OpenAct } from '../../store/records.js';
import { fieldsOf, markedNote } from './fields.js';
import type { Directory } from '../directory.js';
import { letterRecord } from '../letter-record.js';
import type { TicketDesk } from '../ticket-desk.js';
import { marksOn } from './mark.js';
import { spellings } from '../read/spellings.js';
import { isSameName } from '../../../triggers/ticket/trust.js';
import type { Act, Steps } from './planned-write.js';

export interface StepPorts {
  readonly helpdesk: TicketDesk;
  readonly records: Records;
  readonly log: Log;
  readonly clock: () => Date;
  readonly parties: {
    readonly vocabulary: { readonly attributes: { readonly snils: string; readonly citizenName: string } };
  };
}

/** Seen from the new ticket this one is its parent, where it is our child. */
const toNew = { child: 'child', normal: 'normal' } as const;

const makeTicket = async (
  { helpdesk }: StepPorts,
  { ticket }: FullTicket,
  { mark }: Act,
  { action, tag, found }: Steps['creates'][number],
): Promise<void> => {
  if (found !== null) {
    await helpdesk.link(ticket.number, found, toNew[action.relation]);
    return;
  }
  const html = render(action.template, { ...action.view, enforced: true });
  await helpdesk.create({
    ...fieldsOf(action.fields),
    title: action.title,
    ...(action.customer === undefined ? { customer_id: ticket.customer_id } : { customer: action.customer }),
    tags: tag,
    // Linked in the same transaction: nobody ever sees it as a stranger.
    links: { Ticket: { [action.relation]: [ticket.id] } },
    article: markedNote([mark], [html]),
  });
};

/** Says something on another ticket, unless its own articles show that it was said. */
const relay = async (
  { helpdesk, records, log, clock }: StepPorts,
  { judged: { clause, cited } }: Act,
  { action, key }: Steps['relays'][number],
  { me }: Directory,
): Promise<void> => {
  const there = await helpdesk.read(action.to);
  if (there === null) log.warn('передать некуда: тикета больше нет', { clause, to: action.to });
  else if (!marksOn(there.full.articles, me).some((mark) => mark.key === key)) {
    const html = render(action.template, { ...action.view, enforced: true });
    await helpdesk.write(action.to, {
      ...fieldsOf(action.fields),
      article: markedNote([{ clause: cited, key }], [html]),
    });
  }
  await records.done(key, clock());
};

/** Who the ticket belongs to from now on, as Zammad is told: a login; null: it stays whose it is. */
const customerOf = async (
  { helpdesk, log, parties }: StepPorts,
  ticket: number,
  { person: { name, mail, phone, snils } }: Steps['customers'][number],
): Promise<Readonly<Record<string, number | string>>> => {
  if (mail === null && snils !== null) {
    const attribute = `ticket.${parties.vocabulary.attributes.snils}`;
    const known = await helpdesk.newest({ [attribute]: { operator: 'is', value: spellings(snils) } }, 5);
    const [other] = known.filter(
      ({ id, [parties.vocabulary.attributes.citizenName]: theirs }) =>
        id !== ticket && typeof theirs === 'string' && isSameName(name, theirs),
    );
    if (other !== undefined) return { customer_id: other.customer_id };
  }
  const [lastname = '', ...given] = (name ?? '').trim().split(/\s+/u);
  const login = mail ?? `citizen-${ticket}`;
  const enrolled = await helpdesk.enrol({ login, email: mail, phone, lastname, firstname: given.join(' ') });
  if (enrolled) return { customer: login };
  log.warn('заявителя не удалось завести: заказчиком тикета остаётся отправитель письма', { ticket });
  return {};
};

const tellAgain = async (act: () => Promise<void>, log: Log, to: number): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!isZammadError(error) || error.kind !== 'notFound') throw error;
    log.warn('связать не с чем: тикета больше нет', { to });
  }
};

const mailOf = (
  { articles }: FullTicket,
  { to, subject, answers, template, view }: Steps['mails'][number],
): ArticleCreate => {
  const answered = articles.find(({ id }) => id === answers)?.['message_id'];
  return {
    type: 'email',
    // A machine's letter by its headers (RFC 3834): no robot answers it, and to Zammad it is nobody's first answer.
    sender: 'System',
    internal: false,
    to,
    subject,
    preferences: letterRecord(template),
    ...(typeof answered === 'string' && answered !== '' && { in_reply_to: answered }),
    content_type: 'text/html',
    body: render(template, view),
  };
};

const openActOf = ({ mark, judged: { clause }, steps }: Act): OpenAct => ({
  key: mark.key,
  clause,
  steps: {
    creates: steps.creates.map(({ tag }) => tag),
    links: steps.links,
    add: steps.add,
    remove: steps.remove,
  },
});

/** What the steps leave to the ticket's own write. */
export interface Stepped {
  readonly any: boolean;
  readonly columns: Readonly<Record<string, number | string>>;
}

/** Does the steps of `acts`. Rejects with ZammadError or PostgreSQL's error, and the next look goes on from there. */
export const takeSteps = async (
  ports: StepPorts,
  full: FullTicket,
  directory: Directory,
  acts: readonly Act[],
): Promise<Stepped> => {
  const { helpdesk, records, log } = ports;
  let columns: Stepped['columns'] = {};
  const stepping = acts.filter(({ steps }) =>
    Object.values(steps).some(({ length }: readonly unknown[]) => length > 0),
  );
  if (stepping.length === 0) return { any: false, columns };
  await records.begin(full.ticket.id, stepping.map(openActOf));
  for (const act of stepping) {
    const { creates, links, add, remove, relays, mails, customers, merges, answers, erase } = act.steps;
    for (const create of creates) await makeTicket(ports, full, act, create);
    for (const { to, relation } of links)
      await tellAgain(() => helpdesk.link(full.ticket.number, to, relation), log, to);
    await helpdesk.tag(full.ticket.id, add, remove);
    for (const one of relays) await relay(ports, act, one, directory);
    for (const answer of answers)
      await tellAgain(() => helpdesk.linkAnswer(full.ticket.id, answer), log, answer);
    for (const article of erase) await helpdesk.erase(article);
    for (const mail of mails) await helpdesk.say(full.ticket.id, mailOf(full, mail));
    for (const one of customers) columns = await customerOf(ports, full.ticket.id, one);
    for (const { into } of merges) await helpdesk.merge(full.ticket.id, into);
  }
  return { any: true, columns };
};
