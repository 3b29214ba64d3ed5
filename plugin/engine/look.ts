/**
 * One look at one ticket: the whole of the engine's work. A signal says only «look again»; whatever was lost, doubled or
 * late, the ticket as it stands now decides.
 */
import { isZammadError } from 'zammad-api-client-ts';
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import { homeRegionIdOf } from '../../triggers/ticket/home.js';
import { stayOf } from '../../triggers/ticket/stay.js';
import type { TicketFacts } from '../../triggers/types.js';
import { wordsOf } from '../process/fault.js';
import type { Stay } from '../store/places.js';
import type { Signal } from '../store/records.js';
import { PutOff, type Look } from '../store/store.js';
import { act } from './act/act.js';
import { needsOf, type Judged } from './evaluate.js';
import type { Mark } from './act/mark.js';
import type { Reading } from './read/reading.js';
import {
  around,
  judgeReading,
  readFirst,
  type Judgement,
  type TicketReading,
  type ReadingPorts,
} from './read/ticket-reading.js';
import type { Outage } from './outage.js';
import { alreadyDone } from './act/already-done.js';
import { withPermits } from './act/undo.js';
import { toldOf } from './told.js';

export interface LookPorts extends ReadingPorts {
  /** Names of the groups that the configuration knows; left out: a ticket that is closed to us is always a fault. */
  readonly groups?: ReadonlySet<string>;
  /** Left out: every failure is the ticket's own. */
  readonly outage?: Outage;
}

/**
 * `known`: the signals told only of a state that was judged already; `gone`: the ticket was deleted; `foreign`: it is in a
 * group the configuration does not know, and not for us to read.
 */
type LookOutcome = 'known' | 'gone' | 'foreign' | 'done' | 'stopped';

/** Judgements in one look before it is left to a later one. */
const ROUNDS = 8;

/**
 * Echoes of our own writes, doubles and stragglers: told by the time of change, not by the writer, so that nothing is
 * missed where a person works under the companion's user.
 */
const areKnown = async (
  { records }: LookPorts,
  ticket: number,
  signals: readonly Signal[],
): Promise<boolean> => {
  const changes = signals.flatMap(({ news }) =>
    news === null ? [] : [{ id: ticket, updatedAt: news.updatedAt }],
  );
  if (changes.length === 0 || changes.length < signals.length) return false;
  return (await records.unseen(changes)).length === 0;
};

/** Whether a signal shows the ticket elsewhere than where it was judged last: only a hint which call to begin with. */
const isMoved = ({ memory }: LookPorts, ticket: number, signals: readonly Signal[]): boolean => {
  const last = memory?.of(ticket);
  return (
    last != null &&
    signals.some(
      ({ news }) =>
        (news?.groupId ?? last.groupId) !== last.groupId || (news?.stateId ?? last.stateId) !== last.stateId,
    )
  );
};

/**
 * Zammad's triggers tell of every ticket, for a letter may come in anywhere; our key reads the groups of the regulation and
 * those an admin gave it. Where the newest signal does not say the group, nobody guesses.
 */
const isForeign = ({ groups }: LookPorts, signals: readonly Signal[], error: unknown): boolean => {
  if (groups === undefined || !isZammadError(error)) return false;
  const [newest] = signals
    .flatMap(({ news }) => news ?? [])
    .toSorted((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime());
  const group = newest?.group ?? null;
  return error.kind === 'forbidden' && error.method === 'GET' && group !== null && !groups.has(group);
};

const remember = (ports: LookPorts, { facts, full, openActs }: TicketReading): void => {
  // Tags of an act that was cut off were hidden from the rules.
  if (openActs.length > 0) ports.memory?.forget(facts.id);
  else
    ports.memory?.keep(facts.id, {
      at: facts.updatedAt,
      tags: facts.tags,
      groupId: full.ticket.group_id,
      stateId: full.ticket.state_id,
      needs: needsOf(facts, ports.clauses, around(ports)),
    });
};

const soonest = (judged: readonly Judged[]): Date | null =>
  judged
    .flatMap(({ verdict }) => (verdict.status === 'pending' ? [verdict.dueAt] : []))
    .toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;

/**
 * The ticket after our write, as it was answered. Should another clause act on it, the question before its write shows
 * whether the ticket still stands so. Null: an act of an earlier life is still open, and the ticket has to be read.
 */
const afterOwnWrite = (
  { parties: { vocabulary } }: LookPorts,
  reading: TicketReading,
  after: Reading,
  said: readonly Mark[],
): TicketReading | null => {
  if (reading.openActs.length > 0 || !isSameReach(reading.facts, after.facts, vocabulary)) return null;
  const known = isSamePerson(reading.facts, after.facts, vocabulary)
    ? reading.known
    : new Set([...reading.known].filter((need) => need !== 'earlier'));
  return { ...reading, ...after, known, asked: null, marks: [...reading.marks, ...said], openActs: [] };
};

/** Whose the ticket is and where it is answered are told by these: written by us, they are read anew for the rules of this look. */
const isSameReach = (one: TicketFacts, other: TicketFacts, { attributes }: Vocabulary): boolean =>
  [attributes.region, attributes.contact, attributes.contactMethod, attributes.confirmed].every(
    (name) => (one.attributes[name] ?? '') === (other.attributes[name] ?? ''),
  );

/** By what earlier tickets of the citizen are found: a letter that was just read may have said it. */
const isSamePerson = (one: TicketFacts, other: TicketFacts, { attributes }: Vocabulary): boolean =>
  [attributes.snils, attributes.contact, 'customer_id'].every(
    (name) => one.attributes[name] === other.attributes[name],
  );

const stayIn = ({ parties }: LookPorts, { facts, known }: TicketReading): Stay => ({
  number: facts.number,
  ended: facts.closed,
  region: homeRegionIdOf(facts, parties),
  ...stayOf(facts, parties, known.has('transitions')),
  told: toldOf(facts, parties.vocabulary),
});

/** Reads, judges and acts until nothing is due. Null: the ticket is gone. `moved`: it is not where it was judged last. */
const judgeUntilQuiet = async (
  ports: LookPorts,
  ticket: number,
  moved: boolean,
): Promise<{
  readonly updatedAt: Date;
  readonly dueAt: Date | null;
  readonly did: 'done' | 'stopped';
  readonly stay: Stay;
} | null> => {
  const { records } = ports;
  const recorded = await records.openActsOf(ticket);
  let told: TicketReading | null = null;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const first: TicketReading | null = told ?? (await readFirst(ports, ticket, recorded, moved));
    const judgement: Judgement | null = first === null ? null : await judgeReading(ports, first, recorded);
    if (judgement === null) return null;
    const { reading, judged: found }: Judgement = judgement;
    const judged = await withPermits(records, reading.facts, found, around(ports));
    const done = await alreadyDone(ports, reading, judged, reading.marks, reading.openActs);
    const outcome = await act(ports, reading, judged, done);
    if (outcome.did !== 'moved' && outcome.did !== 'written') {
      if (recorded.length > 0) await records.finish(ticket);
      remember(ports, reading);
      return {
        updatedAt: reading.facts.updatedAt,
        dueAt: soonest(judged),
        did: outcome.did === 'stopped' ? 'stopped' : 'done',
        stay: stayIn(ports, reading),
      };
    }
    told =
      outcome.did === 'written' && outcome.after !== null
        ? afterOwnWrite(ports, reading, outcome.after, outcome.said)
        : null;
  }
  throw new Error('тикет меняют чаще, чем его удаётся прочитать');
};

const lookOnce = async (ports: LookPorts, ticket: number): Promise<LookOutcome> => {
  const { records, log, clock } = ports;
  const signals = await records.signalsOf(ticket);
  const deliveries = signals.map(({ delivery }) => delivery);
  if (await areKnown(ports, ticket, signals)) {
    await records.settle(deliveries, clock());
    return 'known';
  }
  const letGo = async (words: string): Promise<void> => {
    ports.memory?.forget(ticket);
    await records.conclude({ ticket, deliveries, updatedAt: null, dueAt: null, at: clock(), stay: null });
    log.info(words, { ticket });
  };
  let looked: Awaited<ReturnType<typeof judgeUntilQuiet>>;
  try {
    looked = await judgeUntilQuiet(ports, ticket, isMoved(ports, ticket, signals));
  } catch (error) {
    if (!isForeign(ports, signals, error)) throw error;
    await letGo('тикет в группе вне регламента, ключу она закрыта: смотреть нечего');
    return 'foreign';
  }
  if (looked === null) {
    await letGo('тикет удалён, смотреть нечего');
    return 'gone';
  }
  const { updatedAt, dueAt, did, stay } = looked;
  await records.conclude({ ticket, deliveries, updatedAt, dueAt, at: clock(), stay });
  return did;
};

/**
 * Given up on for a refused write: news of the ticket as it stands says nothing new. Should Zammad send some
 * after a refusal, a dead letter would chase itself without this. A real change or a replay brings the ticket back.
 */
const restUntilChanged = async (
  { helpdesk, records, clock, log }: LookPorts,
  ticket: number,
): Promise<void> => {
  try {
    const signals = await records.signalsOf(ticket);
    const updatedAt = await helpdesk.updatedAt(ticket);
    if (updatedAt === null) return;
    await records.settle(
      signals.map(({ delivery }) => delivery),
      clock(),
    );
    await records.saw(ticket, updatedAt);
  } catch (error) {
    log.warn('отложенный тикет не прочитан, на новые сигналы он будет просмотрен снова', { ticket, error });
  }
};

/**
 * Looks at a ticket and acts. A failure is logged with what to do and rejects, so that the queue comes back; the last one
 * leaves the ticket with the dead letters. Rejects with PutOff during an outage, which is told once for all.
 */
export const lookAt = async (ports: LookPorts, { ticket, last }: Look): Promise<LookOutcome> => {
  const { outage } = ports;
  const rest = outage?.restSeconds() ?? null;
  if (rest !== null) throw new PutOff(rest);
  try {
    const outcome = await lookOnce(ports, ticket);
    outage?.succeeded(ticket);
    return outcome;
  } catch (error) {
    const after = outage?.failed(ticket, error) ?? null;
    if (after !== null) throw new PutOff(after, { cause: error });
    const words = wordsOf(error);
    if (last)
      ports.log.error(
        'тикет отложен: попытки кончились, устраните причину и верните его в очередь (reglament dead --replay)',
        {
          ticket,
          words,
          error,
        },
      );
    else ports.log.warn('тикет не обработан, будет повтор', { ticket, words, error });
    if (last && isZammadError(error) && error.kind === 'invalid') await restUntilChanged(ports, ticket);
    // The queue keeps the message: `reglament dead` shows it to a person.
    throw new Error(words, { cause: error });
  }
};
