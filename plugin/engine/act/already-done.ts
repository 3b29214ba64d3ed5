/**
 * What is done already of what the verdicts ask for beside the ticket's own fields, and what was cut off half-way. A note
 * is known by its mark, a ticket by its tag, a link by the ticket; steps of an act that died before its write are told to
 * the rules as undone, so that they ask for the rest of it too.
 */
import type { FullTicket } from 'zammad-api-client-ts';
import type { TicketFacts } from '../../../triggers/types.js';
import type { Records, OpenAct } from '../../store/records.js';
import type { Judged } from '../evaluate.js';
import type { Directory } from '../directory.js';
import type { TicketDesk } from '../ticket-desk.js';
import { keyOf, type Mark } from './mark.js';
import type { Reading } from '../read/reading.js';
import { actionsOf, type Link, type AlreadyDone, type Wanted } from './planned-write.js';

interface DonePorts {
  readonly helpdesk: TicketDesk;
  readonly records: Records;
}

/** The ticket that carries a tag of ours; null: it was never made. */
const tagged = async (helpdesk: TicketDesk, tag: string) =>
  (await helpdesk.newest({ 'ticket.tags': { operator: 'contains all', value: tag } }, 1))[0] ?? null;

const linksOf = ({ links }: FullTicket): Link[] =>
  links.flatMap(({ link_object: object, link_object_value: to, link_type: relation }) =>
    object === 'Ticket' && (relation === 'parent' || relation === 'child' || relation === 'normal')
      ? [{ to, relation }]
      : [],
  );

/** Of the acts recorded on a ticket those whose write never came: their mark is not there. */
export const stillOpen = (
  recorded: readonly OpenAct[],
  marks: readonly Pick<Mark, 'key'>[],
): readonly OpenAct[] => recorded.filter(({ key }) => !marks.some((mark) => mark.key === key));

/** The facts as they were before the acts that were cut off. */
export const asBefore = async (
  helpdesk: TicketDesk,
  facts: TicketFacts,
  acts: readonly OpenAct[],
): Promise<TicketFacts> => {
  if (acts.length === 0) return facts;
  const made = await Promise.all(
    acts.flatMap(({ steps }) => steps.creates).map((tag) => tagged(helpdesk, tag)),
  );
  const hidden = new Set([
    ...made.map((ticket) => ticket?.id),
    ...acts.flatMap(({ steps }) => steps.links.map(({ to }) => to)),
  ]);
  const added = new Set(acts.flatMap(({ steps }) => steps.add));
  return {
    ...facts,
    tags: [
      ...facts.tags.filter((tag) => !added.has(tag)),
      ...acts.flatMap(({ steps }) => steps.remove).filter((tag) => !facts.tags.includes(tag)),
    ],
    linked: facts.linked.filter(({ id }) => !hidden.has(id)),
    earlier: facts.earlier.filter(({ id }) => !made.some((ticket) => ticket?.id === id)),
  };
};

/** One ticket an occasion: the next one only when the last one, made and linked, was closed. */
const creation = async (
  helpdesk: TicketDesk,
  ticket: number,
  clause: string,
  { relation, title }: Wanted<'create'>,
  links: readonly Link[],
  { states }: Directory,
): Promise<{ tag: string; found: number | null } | null> => {
  for (let occasion = 1; ; occasion += 1) {
    const tag = `reglament-${keyOf(ticket, clause, ['create', relation, title], occasion)}`;
    const found = await tagged(helpdesk, tag);
    if (found === null || !links.some(({ to }) => to === found.id)) return { tag, found: found?.id ?? null };
    if (states.get(found.state_id)?.closed !== true) return null;
  }
};

/** Asks helpdesk and store what of `judged` is done: a search for each ticket to be made, nothing else. */
export const alreadyDone = async (
  { helpdesk, records }: DonePorts,
  { full, directory }: Pick<Reading, 'full' | 'directory'>,
  judged: readonly Judged[],
  marks: readonly Mark[],
  openActs: readonly OpenAct[],
): Promise<AlreadyDone> => {
  const ticket = full.ticket.id;
  const links = linksOf(full);
  const creates = new Map<Wanted<'create'>, { tag: string; found: number | null }>();
  const relays = new Map<Wanted<'relay'>, string>();
  for (const { clause, mode, verdict } of judged) {
    if (verdict.status !== 'due' || mode !== 'act') continue;
    for (const action of actionsOf(verdict, 'create')) {
      const open = await creation(helpdesk, ticket, clause, action, links, directory);
      if (open !== null) creates.set(action, open);
    }
    for (const action of actionsOf(verdict, 'relay')) {
      const key = keyOf(ticket, clause, ['relay', action.to, action.occasion], 1);
      if (!(await records.isDone(key))) relays.set(action, key);
    }
  }
  return {
    marks: new Set(marks.map(({ key }) => key)),
    openClauses: new Set(openActs.map(({ clause }) => clause)),
    links,
    creates,
    relays,
  };
};
