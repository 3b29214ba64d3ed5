/**
 * A ticket as it is judged, read by as few calls as its clauses allow: with its history in one call where that was needed
 * before, else as a whole; and beyond that what a clause asks for.
 */
import type { FullTicket, Ticket } from 'zammad-api-client-ts';
import type { Need, Surroundings, TicketFacts } from '../../../triggers/types.js';
import type { OpenAct } from '../../store/records.js';
import type { ActPorts } from '../act/act.js';
import { evaluate, missingFor, type BoundClause, type Judged } from '../evaluate.js';
import { factsOf } from './facts.js';
import type { Directory } from '../directory.js';
import { transitionsOf, withStrangers } from './history.js';
import { marksOn, type Mark } from '../act/mark.js';
import { tagsSince, type Memory } from './memory.js';
import { identities, readNeeded } from './needs.js';
import type { Parties } from '../parties.js';
import type { Reading } from './reading.js';
import { asBefore, stillOpen } from '../act/already-done.js';

export interface ReadingPorts extends ActPorts {
  readonly clauses: readonly BoundClause[];
  readonly parties: Parties;
  /** Left out: nothing is remembered between two looks. */
  readonly memory?: Memory;
}

/** A ticket as it is judged: read, or told by the answer to our own write. */
export interface TicketReading extends Reading {
  readonly marks: readonly Mark[];
  /** Acts that were cut off. */
  readonly openActs: readonly OpenAct[];
  /** What of the facts was read beyond the ticket itself. */
  readonly known: ReadonlySet<Need>;
  /** Its links came along. */
  readonly linked: boolean;
}

export interface Judgement {
  readonly reading: TicketReading;
  readonly judged: readonly Judged[];
}

/** Readings of a ticket that changes under our eyes, before it is left to a later look. */
const READINGS = 8;

export const around = ({ parties, clock }: ReadingPorts): Surroundings => ({ ...parties, now: clock() });

const stopwatchOf = ({ stopwatch }: ActPorts): number => (stopwatch ?? (() => performance.now()))();

/** What is read beyond the ticket, and holds while that has not changed. */
type Beyond = Pick<TicketFacts, 'transitions' | 'earlier' | 'letters' | 'mailed'>;

const readingOf = async (
  ports: ReadingPorts,
  { full, directory }: { readonly full: FullTicket; readonly directory: Directory },
  recorded: readonly OpenAct[],
  more: Pick<TicketReading, 'known' | 'linked'> & {
    readonly asked: number;
    readonly read: Beyond;
  },
): Promise<TicketReading> => {
  const { read, ...rest } = more;
  const marks = marksOn(full.articles, directory.me);
  const openActs = stillOpen(recorded, marks);
  const now = factsOf(full, directory, ports.parties);
  const transitions = withStrangers(read.transitions, now.articles);
  const plain = { ...now, ...read, transitions };
  const facts = await asBefore(ports.helpdesk, plain, openActs);
  ports.memory?.saw(facts);
  return { facts, full, directory, marks, openActs: openActs, ...rest };
};

const isSame = ({ facts }: TicketReading, { updated_at: at }: Ticket): boolean =>
  facts.updatedAt.getTime() === Date.parse(at);

const NOTHING_READ = { transitions: [], earlier: [], letters: [] } as const;

/** The ticket as a whole, in one call; null: deleted. What was known of its history holds while it has not changed. */
const readWhole = async (
  ports: ReadingPorts,
  ticket: number,
  recorded: readonly OpenAct[],
  before: TicketReading | null,
): Promise<TicketReading | null> => {
  const asked = stopwatchOf(ports);
  const found = await ports.helpdesk.read(ticket);
  if (found === null) return null;
  const same = before !== null && isSame(before, found.full.ticket);
  const known = same ? withoutLinks(before.known) : new Set<Need>();
  const { transitions, earlier, letters, mailed }: Beyond = same ? before.facts : NOTHING_READ;
  return readingOf(ports, found, recorded, {
    known,
    linked: true,
    asked,
    read: { transitions, earlier, letters, ...(mailed !== undefined && { mailed }) },
  });
};

/** What the call for a ticket's history showed of the ticket itself; `part`: too little, it has to be read as a whole. */
type Chronicled =
  { readonly shown: 'all'; readonly reading: TicketReading } | { readonly shown: 'part' | 'gone' };

/** The ticket with its history, in one call. */
const readChronicle = async (
  ports: ReadingPorts,
  ticket: number,
  recorded: readonly OpenAct[],
  before: TicketReading | null,
): Promise<Chronicled> => {
  const remembered =
    before === null ? ports.memory?.of(ticket) : { at: before.facts.updatedAt, tags: before.facts.tags };
  // Tags of an act that was cut off are hidden from the rules, and so from what would be remembered.
  if (!remembered || (before?.openActs.length ?? 0) > 0) return { shown: 'part' };
  const asked = stopwatchOf(ports);
  const found = await ports.helpdesk.chronicle(ticket);
  if (found === null) return { shown: 'gone' };
  const { told, directory } = found;
  const { now } = told;
  if (now === null) ports.memory?.incomplete(ticket);
  if (before !== null && (now === null || isSame(before, now.ticket))) {
    const transitions = withStrangers(
      transitionsOf(told, before.full, directory, ports.parties.heads),
      before.facts.articles,
    );
    const facts = { ...before.facts, transitions };
    const known = new Set<Need>([...before.known, 'transitions']);
    return { shown: 'all', reading: { ...before, facts, asked: now === null ? null : asked, known } };
  }
  if (now === null || !directory.groups.has(now.ticket.group_id)) return { shown: 'part' };
  // A clock was put back since: by its times nobody can say which changes of tags are known.
  if (Date.parse(now.ticket.updated_at) < remembered.at.getTime()) return { shown: 'part' };
  const full: FullTicket = { ...now, links: [], mentions: [], tags: tagsSince(remembered, told.history) };
  const reading = await readingOf(ports, { full, directory }, recorded, {
    known: new Set(['transitions']),
    linked: false,
    asked,
    read: { ...NOTHING_READ, transitions: transitionsOf(told, full, directory, ports.parties.heads) },
  });
  return { shown: 'all', reading };
};

/** By its history where that shows all of it, else as a whole; null: deleted. */
const readWithHistory = async (
  ports: ReadingPorts,
  ticket: number,
  recorded: readonly OpenAct[],
  before: TicketReading | null,
): Promise<TicketReading | null> => {
  const told = await readChronicle(ports, ticket, recorded, before);
  if (told.shown === 'all') return told.reading;
  return told.shown === 'gone' ? null : readWhole(ports, ticket, recorded, before);
};

/** A first reading. `moved`: it is no longer where its clauses were judged last. */
export const readFirst = async (
  ports: ReadingPorts,
  ticket: number,
  recorded: readonly OpenAct[],
  moved: boolean,
): Promise<TicketReading | null> => {
  const remembered = ports.memory?.of(ticket);
  const byHistory =
    recorded.length === 0 && remembered != null && (moved || remembered.needs.has('transitions'));
  return (byHistory ? readWithHistory : readWhole)(ports, ticket, recorded, null);
};

const beyond = async (
  ports: ReadingPorts,
  reading: TicketReading,
  missing: ReadonlySet<Need>,
): Promise<TicketReading> => {
  const { memory, parties, helpdesk, clock } = ports;
  const question = JSON.stringify(identities(reading, parties));
  const now = clock();
  const remembered = missing.has('earlier') ? (memory?.earlier(reading.facts, question, now) ?? null) : null;
  const needs = new Set([...missing].filter((need) => need !== 'earlier' || remembered === null));
  const read = await readNeeded(helpdesk, reading, parties, needs);
  if (needs.has('earlier')) memory?.found(reading.facts, question, read.earlier, now);
  const facts = await asBefore(
    helpdesk,
    remembered === null ? read : { ...read, earlier: remembered },
    reading.openActs,
  );
  return { ...reading, facts, known: new Set([...reading.known, ...missing]) };
};

/** What is told by the ticket's links, which come with the ticket as a whole only, and by what a new reading brings itself. */
const BY_LINKS: readonly Need[] = ['linked', 'suggestions', 'words'];

const withoutLinks = (needs: ReadonlySet<Need>): ReadonlySet<Need> =>
  new Set([...needs].filter((need) => !BY_LINKS.includes(need)));

/** Reads what the clauses need and judges them all. Null: deleted meanwhile. Throws when the ticket changes faster than it can be read. */
export const judgeReading = async (
  ports: ReadingPorts,
  first: TicketReading,
  recorded: readonly OpenAct[],
): Promise<Judgement | null> => {
  let reading = first;
  for (let round = 1; round <= READINGS; round += 1) {
    const surroundings = around(ports);
    const missing = missingFor(reading.facts, ports.clauses, surroundings, reading.known);
    if (missing.size === 0)
      return { reading: reading, judged: evaluate(reading.facts, ports.clauses, surroundings) };
    const { id } = reading.facts;
    let next: TicketReading | null;
    if (missing.has('transitions') && reading.openActs.length === 0)
      next = await readWithHistory(ports, id, recorded, reading);
    else if (!reading.linked && withoutLinks(missing).size === 0)
      next = await readWhole(ports, id, recorded, reading);
    // The search goes before the reading, so that what is written follows upon the reading at once.
    else if (!reading.linked) next = await beyond(ports, reading, withoutLinks(missing));
    else next = await beyond(ports, reading, missing);
    if (next === null) return null;
    reading = next;
  }
  throw new Error('тикет меняют чаще, чем его удаётся прочитать');
};
