/**
 * The steps of acts beside the ticket's own write: tickets made, links, tags, notes on other tickets. Each can be done
 * twice without harm; they come before the write, whose mark says that the act is whole.
 */
import { isZammadError, type FullTicket } from 'zammad-api-client-ts';
import { render } from '../../templates/render.js';
import type { Log } from '../log.js';
import type { Records, Unfinished } from '../store/records.js';
import { fieldsOf, noteOf } from './fields.js';
import type { Directory, Helpdesk } from './helpdesk.js';
import { marksOn } from './mark.js';
import type { Act, Steps } from './wishes.js';

export interface StepPorts {
  readonly helpdesk: Helpdesk;
  readonly records: Records;
  readonly log: Log;
  readonly clock: () => Date;
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
    customer_id: ticket.customer_id,
    tags: tag,
    // Linked in the same transaction: nobody ever sees it as a stranger.
    links: { Ticket: { [action.relation]: [ticket.id] } },
    article: noteOf([mark], [html]),
  });
};

/** Says something on another ticket, unless its own articles show that it was said. */
const relay = async (
  { helpdesk, records, log, clock }: StepPorts,
  { judged: { clause } }: Act,
  { action, key }: Steps['relays'][number],
  { me }: Directory,
): Promise<void> => {
  const there = await helpdesk.read(action.to);
  if (there === null) log.warn('передать некуда: тикета больше нет', { clause, to: action.to });
  else if (!marksOn(there.full.articles, me).some((mark) => mark.key === key)) {
    const html = render(action.template, { ...action.view, enforced: true });
    await helpdesk.write(action.to, {
      ...fieldsOf(action.fields),
      article: noteOf([{ clause, key }], [html]),
    });
  }
  await records.done(key, clock());
};

const tellAgain = async (act: () => Promise<void>, log: Log, to: number): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!isZammadError(error) || error.kind !== 'notFound') throw error;
    log.warn('связать не с чем: тикета больше нет', { to });
  }
};

const unfinished = ({ mark, judged: { clause }, steps }: Act): Unfinished => ({
  key: mark.key,
  clause,
  steps: {
    creates: steps.creates.map(({ tag }) => tag),
    links: steps.links,
    add: steps.add,
    remove: steps.remove,
  },
});

/** Does the steps of `acts`; true if there were any. Rejects with ZammadError or PostgreSQL's error, and the next look goes on from there. */
export const takeSteps = async (
  ports: StepPorts,
  full: FullTicket,
  directory: Directory,
  acts: readonly Act[],
): Promise<boolean> => {
  const { helpdesk, records, log } = ports;
  const stepping = acts.filter(({ steps }) =>
    Object.values(steps).some(({ length }: readonly unknown[]) => length > 0),
  );
  if (stepping.length === 0) return false;
  await records.begin(full.ticket.id, stepping.map(unfinished));
  for (const act of stepping) {
    const { creates, links, add, remove, relays } = act.steps;
    for (const create of creates) await makeTicket(ports, full, act, create);
    for (const { to, relation } of links)
      await tellAgain(() => helpdesk.link(full.ticket.number, to, relation), log, to);
    await helpdesk.tag(full.ticket.id, add, remove);
    for (const one of relays) await relay(ports, act, one, directory);
  }
  return true;
};
