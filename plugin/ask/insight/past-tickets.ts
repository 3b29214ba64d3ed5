/** Reads real tickets with their past from the helpdesk, a few at a time. Reads only. */
import type { Config } from '../../../config/load.js';
import type { Need } from '../../../triggers/types.js';
import { missingFor, type BoundClause } from '../../engine/evaluate.js';
import { factsOf } from '../../engine/read/facts.js';
import type { TicketDesk } from '../../engine/ticket-desk.js';
import { readNeeded } from '../../engine/read/needs.js';
import type { Parties } from '../../engine/parties.js';
import { changesOf } from './changes.js';
import { momentsOf, type Meanings, type Moment } from './moments.js';

/** Tickets read at once: Zammad answers each in a tenth of a second and people are at work beside. */
const AT_ONCE = 4;

interface PastPorts {
  readonly helpdesk: TicketDesk;
  readonly config: Pick<Config, 'helpdesk'>;
  readonly parties: Parties;
  /** What they need beyond the ticket and its history is read for the tickets that need it. */
  readonly clauses: readonly BoundClause[];
}

interface PastTicket {
  readonly number: string;
  readonly moments: readonly Moment[];
}

const typesOf = ({ helpdesk }: Pick<Config, 'helpdesk'>): Meanings['types'] =>
  new Map(
    helpdesk.object_manager_attributes.wanted.flatMap(
      ({ name, data_type: type }): [string, 'boolean' | 'number'][] => {
        if (type === 'boolean') return [[name, 'boolean']];
        return type === 'integer' ? [[name, 'number']] : [];
      },
    ),
  );

const pastOf = async (
  { helpdesk, parties, clauses }: PastPorts,
  meanings: Meanings,
  id: number,
): Promise<PastTicket | null> => {
  const read = await helpdesk.read(id);
  if (read === null) return null;
  const found = await helpdesk.chronicle(id);
  if (found === null) return null;
  const changes = changesOf(found.told, read.full, found.directory, parties.heads);
  const known = new Set<Need>(['transitions']);
  let now = factsOf(read.full, read.directory, parties);
  for (;;) {
    const moments = momentsOf({ now, changes }, meanings);
    const missing = new Set(
      moments.flatMap(({ facts, at }) => [...missingFor(facts, clauses, { ...parties, now: at }, known)]),
    );
    if (missing.size === 0) return { number: now.number, moments };
    now = await readNeeded(helpdesk, { facts: now, ...read }, parties, missing);
    // What was found may call for more.
    for (const need of missing) known.add(need);
  }
};

/**
 * Tickets changed since `since` and made before `until`, with every moment of their past. A ticket deleted meanwhile is
 * left out. Rejects with ZammadError.
 */
export const pastTickets = async function* (
  ports: PastPorts,
  { since, until }: { readonly since: Date; readonly until: Date },
): AsyncGenerator<PastTicket, void, undefined> {
  const { helpdesk, parties, config } = ports;
  const { states } = await helpdesk.directory();
  const meanings: Meanings = {
    closedStates: new Set([...states.values()].filter(({ closed }) => closed).map(({ name }) => name)),
    types: typesOf(config),
    regionOfGroup: new Map([...parties.regions].map(([id, { group }]) => [group, id])),
    regionNamed: new Map(
      [...parties.regions].flatMap(([id, { name }]) => [[id, id] as const, [name, id] as const]),
    ),
  };
  let waiting: number[] = [];
  const readWaiting = async (): Promise<PastTicket[]> => {
    const pasts = await Promise.all(waiting.map((id) => pastOf(ports, meanings, id)));
    waiting = [];
    return pasts
      .filter((past) => past !== null)
      .filter(({ moments: [first] }) => first !== undefined && first.at < until);
  };
  for await (const { id } of helpdesk.changedSince(since)) {
    waiting.push(id);
    if (waiting.length >= AT_ONCE) yield* await readWaiting();
  }
  yield* await readWaiting();
};
