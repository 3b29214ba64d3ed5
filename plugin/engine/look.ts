/**
 * One look at one ticket: the whole of the engine's work. A signal says only «look again»; whatever was lost, doubled or
 * late, the ticket as it stands now decides.
 */
import { isZammadError } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Surroundings, TicketFacts } from '../../triggers/types.js';
import type { Signal, Unfinished } from '../store/records.js';
import type { Look } from '../store/store.js';
import { act, type ActPorts } from './act.js';
import { evaluate, needsOf, type BoundClause, type Judged } from './evaluate.js';
import { factsOf } from './facts.js';
import { marksOn, type Mark } from './mark.js';
import { readNeeded } from './needs.js';
import type { Parties } from './parties.js';
import type { Reading } from './reading.js';
import { asBefore, cutOff, standingOf } from './standing.js';

export interface LookPorts extends ActPorts {
  readonly clauses: readonly BoundClause[];
  readonly parties: Parties;
}

/** `known`: the signals told only of a state that was judged already; `gone`: the ticket was deleted. */
type LookOutcome = 'known' | 'gone' | 'done' | 'stopped';

/** Judgements in one look before it is left to a later one. */
const ROUNDS = 8;

const delivered = z.looseObject({ ticket: z.looseObject({ updated_at: z.coerce.date() }) });

/** When the ticket changed last, as the delivery has it: rendered when it is sent, so nothing newer was there to tell. */
const toldOf = ({ body }: Signal): Date | null =>
  body === null ? null : (delivered.safeParse(JSON.parse(body)).data?.ticket.updated_at ?? null);

/**
 * Echoes of our own writes, doubles and stragglers: told by the time of change, not by the writer, so that nothing is
 * missed where a person works under the companion's user.
 */
const areKnown = async (
  { records }: LookPorts,
  ticket: number,
  signals: readonly Signal[],
): Promise<boolean> => {
  const times = signals.map(toldOf);
  if (times.length === 0 || times.includes(null)) return false;
  const changes = times.flatMap((updatedAt) => (updatedAt === null ? [] : [{ id: ticket, updatedAt }]));
  return (await records.unseen(changes)).length === 0;
};

/** A ticket as it is judged: read, or told by the answer to our own write. */
interface Scene extends Reading {
  readonly marks: readonly Mark[];
  /** Acts that were cut off. */
  readonly interrupted: readonly Unfinished[];
}

const around = ({ parties, clock }: LookPorts): Surroundings => ({ ...parties, now: clock() });

/** One reading, with what the clauses need beyond the one call; null: deleted. */
const read = async (
  ports: LookPorts,
  ticket: number,
  begun: readonly Unfinished[],
): Promise<Scene | null> => {
  const { helpdesk, parties, clauses } = ports;
  const found = await helpdesk.read(ticket);
  if (found === null) return null;
  const { full, directory } = found;
  const marks = marksOn(full.articles, directory.me);
  const interrupted = cutOff(begun, marks);
  const plain = await asBefore(helpdesk, factsOf(full, directory, parties.regions), interrupted);
  const needs = needsOf(plain, clauses, around(ports));
  const more = await readNeeded(helpdesk, { facts: plain, full, directory }, parties, needs);
  return { facts: await asBefore(helpdesk, more, interrupted), full, directory, marks, interrupted };
};

const soonest = (judged: readonly Judged[]): Date | null =>
  judged
    .flatMap(({ verdict }) => (verdict.status === 'pending' ? [verdict.dueAt] : []))
    .toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;

/**
 * The ticket after our write, as it was answered. Should another clause act on it, the question before its write shows
 * whether the ticket still stands so. Null: a clause needs what was not read, or an act of an earlier life is still open.
 */
const afterOwnWrite = (
  ports: LookPorts,
  scene: Scene,
  after: Reading,
  said: readonly Mark[],
): Scene | null => {
  const needs = (facts: TicketFacts) => needsOf(facts, ports.clauses, around(ports));
  const known = needs(scene.facts);
  if (scene.interrupted.length > 0 || [...needs(after.facts)].some((need) => !known.has(need))) return null;
  return { ...after, marks: [...scene.marks, ...said], interrupted: [] };
};

/** Reads, judges and acts until nothing is due. Null: the ticket is gone. */
const judgeUntilQuiet = async (
  ports: LookPorts,
  ticket: number,
): Promise<{ readonly facts: TicketFacts; readonly did: 'done' | 'stopped' } | null> => {
  const { records } = ports;
  const begun = await records.unfinishedOf(ticket);
  let told: Scene | null = null;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const scene: Scene | null = told ?? (await read(ports, ticket, begun));
    if (scene === null) return null;
    const judged = evaluate(scene.facts, ports.clauses, around(ports));
    const standing = await standingOf(ports, scene, judged, scene.marks, scene.interrupted);
    const outcome = await act(ports, scene, judged, standing);
    if (outcome.did === 'nothing' || outcome.did === 'stopped') {
      if (begun.length > 0) await records.finish(ticket);
      await records.setDue(ticket, scene.facts.closed ? null : soonest(judged));
      return { facts: scene.facts, did: outcome.did === 'stopped' ? 'stopped' : 'done' };
    }
    told =
      outcome.did === 'written' && outcome.after !== null
        ? afterOwnWrite(ports, scene, outcome.after, outcome.said)
        : null;
  }
  throw new Error('тикет меняют чаще, чем его удаётся прочитать');
};

const lookOnce = async (ports: LookPorts, ticket: number): Promise<LookOutcome> => {
  const { records, log, clock } = ports;
  const signals = await records.signalsOf(ticket);
  const settle = () =>
    records.settle(
      signals.map(({ delivery }) => delivery),
      clock(),
    );
  if (await areKnown(ports, ticket, signals)) {
    await settle();
    return 'known';
  }
  const looked = await judgeUntilQuiet(ports, ticket);
  await settle();
  if (looked === null) {
    await records.setDue(ticket, null);
    log.info('тикет удалён, смотреть нечего', { ticket });
    return 'gone';
  }
  await records.saw(ticket, looked.facts.updatedAt);
  return looked.did;
};
/** What a person should know of a failed look: the error's own words, and Zammad's where it refused the write. */
const wordsFor = (error: unknown): string => {
  if (!isZammadError(error)) return 'внутренняя ошибка или недоступно хранилище';
  if (error.kind === 'invalid' || error.kind === 'conflict')
    return 'Zammad отказался принять изменение (возможно, core workflow требует поле)';
  if (error.kind === 'forbidden' || error.kind === 'auth')
    return 'у ключа Reglament нет доступа: проверьте ключ и роль (reglament doctor)';
  return 'Zammad недоступен или отвечает ошибкой';
};

/**
 * Given up on for a refused write: news of the ticket as it stands says nothing new. Zammad 5.5 sends some after each
 * refusal, so without this a dead letter would chase itself. A real change or a replay brings the ticket back.
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
 * leaves the ticket with the dead letters.
 */
export const lookAt = async (ports: LookPorts, { ticket, last }: Look): Promise<LookOutcome> => {
  try {
    return await lookOnce(ports, ticket);
  } catch (error) {
    const words = wordsFor(error);
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
    throw error;
  }
};
