/**
 * What one process remembers of tickets between two looks, so as to read less. It never stands in for reading a ticket:
 * tags are brought up to date by its history, earlier tickets are forgotten as soon as one of them or its citizen is
 * looked at again, or after some minutes. Lost with the process, and nothing depends on it.
 */
import type { HistoryEntry } from 'zammad-api-client-ts';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { Need, OtherTicket, TicketFacts } from '../../../triggers/types.js';

interface Known {
  /** The ticket's `updated_at` when its tags were read. */
  readonly at: Date;
  readonly tags: readonly string[];
  readonly groupId: number;
  readonly stateId: number;
  /** What its clauses needed when they were judged last. */
  readonly needs: ReadonlySet<Need>;
}

interface Earlier {
  readonly of: string;
  readonly tickets: readonly OtherTicket[];
  readonly until: Date;
}

export interface Memory {
  of(ticket: number): Known | null;
  keep(ticket: number, known: Known): void;
  /** Other tickets found for the same question a short while ago; null: they have to be looked for. */
  earlier(facts: TicketFacts, question: string, now: Date): readonly OtherTicket[] | null;
  found(facts: TicketFacts, question: string, tickets: readonly OtherTicket[], now: Date): void;
  /** The ticket was read: what was found for its citizen, or has it among the found, may be no longer so. */
  saw(facts: TicketFacts): void;
  forget(ticket: number): void;
  /** Its history comes without some of its articles: it has to be read as a whole. */
  incomplete(ticket: number): void;
}

const TICKETS = 5_000;
/** Another replica may look at the citizen's other ticket: this one hears of it so much later. */
const EARLIER_MS = 10 * 60 * 1000;
/** Changes of long transactions come to light late, with an earlier time. */
const OVERLAP_MS = 10 * 60 * 1000;

/**
 * Tags as they are now: what was known, with the changes since. Changes that were known already do no harm: the last one
 * of a tag decides.
 */
export const tagsSince = (
  { at, tags }: Pick<Known, 'at' | 'tags'>,
  history: readonly HistoryEntry[],
): string[] => {
  const now = new Set(tags);
  const since = at.getTime() - OVERLAP_MS;
  for (const row of history.toSorted((one, other) => one.id - other.id)) {
    if (row.object !== 'Ticket' || row.attribute !== 'tag' || Date.parse(row.created_at) < since) continue;
    if (row.type === 'added' && typeof row.value_to === 'string') now.add(row.value_to);
    if (row.type === 'removed') now.delete(row.value_from ?? row.value_to ?? '');
  }
  return [...now];
};

/** The attributes a citizen is told by. */
type PersonNames = Pick<Vocabulary['attributes'], 'snils' | 'contact'>;

/** By what a citizen is told: two tickets that share one of these may be of the same person. */
const signsOf = ({ attributes }: Pick<TicketFacts, 'attributes'>, names: PersonNames): string[] => {
  const digits = String(attributes[names.snils] ?? '').replace(/\D/g, '');
  const contact = String(attributes[names.contact] ?? '');
  const customer = String(attributes['customer_id'] ?? '');
  return [
    digits && `snils ${digits}`,
    contact && `contact ${contact}`,
    customer && `customer ${customer}`,
  ].filter((sign) => sign !== '');
};

/** Drops the oldest entries beyond `limit`. */
const trim = (map: Map<number, unknown>, limit: number): void => {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
};

/** A memory that knows nothing yet. */
export const createMemory = (names: PersonNames): Memory => {
  const known = new Map<number, Known>();
  const earlier = new Map<number, Earlier & { readonly signs: readonly string[] }>();
  const patchy = new Map<number, true>();
  return {
    of: (ticket) => (patchy.has(ticket) ? null : (known.get(ticket) ?? null)),
    keep(ticket, one) {
      known.delete(ticket);
      known.set(ticket, one);
      trim(known, TICKETS);
    },
    earlier({ id }, question, now) {
      const found = earlier.get(id);
      return found?.of === question && now < found.until ? found.tickets : null;
    },
    found(facts, of, tickets, now) {
      earlier.set(facts.id, {
        of,
        tickets,
        // A portal's robot is the customer of everybody's tickets: it counts only where it was asked for.
        signs: signsOf(facts, names).filter(
          (sign) => !sign.startsWith('customer') || of.includes('customer_id'),
        ),
        until: new Date(now.getTime() + EARLIER_MS),
      });
      trim(earlier, TICKETS);
    },
    saw(facts) {
      const signs = new Set(signsOf(facts, names));
      for (const [ticket, { tickets, signs: own }] of earlier)
        if (
          ticket !== facts.id &&
          (own.some((sign) => signs.has(sign)) || tickets.some(({ id }) => id === facts.id))
        )
          earlier.delete(ticket);
    },
    forget(ticket) {
      known.delete(ticket);
      earlier.delete(ticket);
    },
    incomplete(ticket) {
      patchy.set(ticket, true);
      trim(patchy, TICKETS);
    },
  };
};
