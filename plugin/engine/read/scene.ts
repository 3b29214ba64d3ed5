/**
 * A ticket as it is judged, read by as few calls as its clauses allow: with its history in one call where that was needed
 * before, else as a whole; and beyond that what a clause asks for.
 */
import type { FullTicket, Ticket } from 'zammad-api-client-ts';
import type { Need, Surroundings, TicketFacts } from '../../../triggers/types.js';
import type { Unfinished } from '../../store/records.js';
import type { ActPorts } from '../act/act.js';
import { evaluate, missingFor, type BoundClause, type Judged } from '../evaluate.js';
import { factsOf } from './facts.js';
import type { Directory } from '../helpdesk.js';
import { transitionsOf } from './history.js';
import { marksOn, type Mark } from '../act/mark.js';
import { tagsSince, type Memory } from './memory.js';
import { identities, readNeeded } from './needs.js';
import type { Parties } from '../parties.js';
import type { Reading } from './reading.js';
import { asBefore, cutOff } from '../act/standing.js';

export interface ScenePorts extends ActPorts {
  readonly clauses: readonly BoundClause[];
  readonly parties: Parties;
  /** Left out: nothing is remembered between two looks. */
  readonly memory?: Memory;
}

/** A ticket as it is judged: read, or told by the answer to our own write. */
export interface Scene extends Reading {
  readonly marks: readonly Mark[];
  /** Acts that were cut off. */
  readonly interrupted: readonly Unfinished[];
  /** What of the facts was read beyond the ticket itself. */
  readonly known: ReadonlySet<Need>;
  /** Its links came along. */
  readonly linked: boolean;
}

export interface Judgement {
  readonly scene: Scene;
  readonly judged: readonly Judged[];
}

/** Readings of a ticket that changes under our eyes, before it is left to a later look. */
const READINGS = 8;

export const around = ({ parties, clock }: ScenePorts): Surroundings => ({ ...parties, now: clock() });

const stopwatchOf = ({ stopwatch }: ActPorts): number => (stopwatch ?? (() => performance.now()))();

const sceneOf = async (
  ports: ScenePorts,
  { full, directory }: { readonly full: FullTicket; readonly directory: Directory },
  begun: readonly Unfinished[],
  more: Pick<Scene, 'known' | 'linked'> & {
    readonly asked: number;
    readonly read: Pick<TicketFacts, 'transitions' | 'earlier' | 'letters'>;
  },
): Promise<Scene> => {
  const { read, ...rest } = more;
  const marks = marksOn(full.articles, directory.me);
  const interrupted = cutOff(begun, marks);
  const plain = { ...factsOf(full, directory, ports.parties.regions), ...read };
  const facts = await asBefore(ports.helpdesk, plain, interrupted);
  ports.memory?.saw(facts);
  return { facts, full, directory, marks, interrupted, ...rest };
};

const isSame = ({ facts }: Scene, { updated_at: at }: Ticket): boolean =>
  facts.updatedAt.getTime() === Date.parse(at);

const NOTHING_READ = { transitions: [], earlier: [], letters: [] } as const;

/** The ticket as a whole, in one call; null: deleted. What was known of its history holds while it has not changed. */
const readWhole = async (
  ports: ScenePorts,
  ticket: number,
  begun: readonly Unfinished[],
  before: Scene | null,
): Promise<Scene | null> => {
  const asked = stopwatchOf(ports);
  const found = await ports.helpdesk.read(ticket);
  if (found === null) return null;
  const same = before !== null && isSame(before, found.full.ticket);
  const known = same ? withoutLinks(before.known) : new Set<Need>();
  const { transitions, earlier, letters } = same ? before.facts : NOTHING_READ;
  return sceneOf(ports, found, begun, {
    known,
    linked: true,
    asked,
    read: { transitions, earlier, letters },
  });
};

/** What the call for a ticket's history showed of the ticket itself; `part`: too little, it has to be read as a whole. */
type Chronicled = { readonly shown: 'all'; readonly scene: Scene } | { readonly shown: 'part' | 'gone' };

/** The ticket with its history, in one call. */
const readChronicle = async (
  ports: ScenePorts,
  ticket: number,
  begun: readonly Unfinished[],
  before: Scene | null,
): Promise<Chronicled> => {
  const remembered =
    before === null ? ports.memory?.of(ticket) : { at: before.facts.updatedAt, tags: before.facts.tags };
  // Tags of an act that was cut off are hidden from the rules, and so from what would be remembered.
  if (!remembered || (before?.interrupted.length ?? 0) > 0) return { shown: 'part' };
  const asked = stopwatchOf(ports);
  const found = await ports.helpdesk.chronicle(ticket);
  if (found === null) return { shown: 'gone' };
  const { told, directory } = found;
  const { now } = told;
  if (now === null) ports.memory?.incomplete(ticket);
  if (before !== null && (now === null || isSame(before, now.ticket))) {
    const transitions = transitionsOf(told.history, before.full, directory);
    const facts = { ...before.facts, transitions };
    const known = new Set<Need>([...before.known, 'transitions']);
    return { shown: 'all', scene: { ...before, facts, asked: now === null ? null : asked, known } };
  }
  if (now === null || !directory.groups.has(now.ticket.group_id)) return { shown: 'part' };
  const full: FullTicket = { ...now, links: [], mentions: [], tags: tagsSince(remembered, told.history) };
  const scene = await sceneOf(ports, { full, directory }, begun, {
    known: new Set(['transitions']),
    linked: false,
    asked,
    read: { ...NOTHING_READ, transitions: transitionsOf(told.history, full, directory) },
  });
  return { shown: 'all', scene };
};

/** By its history where that shows all of it, else as a whole; null: deleted. */
const readWithHistory = async (
  ports: ScenePorts,
  ticket: number,
  begun: readonly Unfinished[],
  before: Scene | null,
): Promise<Scene | null> => {
  const told = await readChronicle(ports, ticket, begun, before);
  if (told.shown === 'all') return told.scene;
  return told.shown === 'gone' ? null : readWhole(ports, ticket, begun, before);
};

/** A first reading. `moved`: it is no longer where its clauses were judged last. */
export const readScene = async (
  ports: ScenePorts,
  ticket: number,
  begun: readonly Unfinished[],
  moved: boolean,
): Promise<Scene | null> => {
  const remembered = ports.memory?.of(ticket);
  const byHistory =
    begun.length === 0 && remembered != null && (moved || remembered.needs.has('transitions'));
  return (byHistory ? readWithHistory : readWhole)(ports, ticket, begun, null);
};

const beyond = async (ports: ScenePorts, scene: Scene, missing: ReadonlySet<Need>): Promise<Scene> => {
  const { memory, parties, helpdesk, clock } = ports;
  const question = JSON.stringify(identities(scene, parties));
  const now = clock();
  const remembered = missing.has('earlier') ? (memory?.earlier(scene.facts, question, now) ?? null) : null;
  const needs = new Set([...missing].filter((need) => need !== 'earlier' || remembered === null));
  const read = await readNeeded(helpdesk, scene, parties, needs);
  if (needs.has('earlier')) memory?.found(scene.facts, question, read.earlier, now);
  const facts = await asBefore(
    helpdesk,
    remembered === null ? read : { ...read, earlier: remembered },
    scene.interrupted,
  );
  return { ...scene, facts, known: new Set([...scene.known, ...missing]) };
};

/** What is told by the ticket's links, which come with the ticket as a whole only. */
const BY_LINKS: readonly Need[] = ['linked', 'suggestions'];

const withoutLinks = (needs: ReadonlySet<Need>): ReadonlySet<Need> =>
  new Set([...needs].filter((need) => !BY_LINKS.includes(need)));

/** Reads what the clauses need and judges them all. Null: deleted meanwhile. Throws when the ticket changes faster than it can be read. */
export const judgeScene = async (
  ports: ScenePorts,
  first: Scene,
  begun: readonly Unfinished[],
): Promise<Judgement | null> => {
  let scene = first;
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const surroundings = around(ports);
    const missing = missingFor(scene.facts, ports.clauses, surroundings, scene.known);
    if (missing.size === 0) return { scene, judged: evaluate(scene.facts, ports.clauses, surroundings) };
    const { id } = scene.facts;
    let next: Scene | null;
    if (missing.has('transitions') && scene.interrupted.length === 0)
      next = await readWithHistory(ports, id, begun, scene);
    else if (!scene.linked && withoutLinks(missing).size === 0)
      next = await readWhole(ports, id, begun, scene);
    // The search goes before the reading, so that what is written follows upon the reading at once.
    else if (!scene.linked) next = await beyond(ports, scene, withoutLinks(missing));
    else next = await beyond(ports, scene, missing);
    if (next === null) return null;
    scene = next;
  }
  throw new Error('тикет меняют чаще, чем его удаётся прочитать');
};
