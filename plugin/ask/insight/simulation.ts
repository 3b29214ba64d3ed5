/** What a simulation found, by clause: how often, on how many tickets, the first examples; as JSON and as text. Pure. */
import type { Clause } from '../../../config/schema/clause.js';
import { maskedBecause } from '../../engine/because.js';
import { actionLine } from './actions.js';
import { momentText } from './moment-text.js';
import type { Occasion } from './replay.js';

export interface ClauseTally {
  readonly clause: string;
  readonly title: string;
  readonly mode: string;
  /** Times the clause wanted something done; each lasting finding counts once. */
  readonly due: number;
  readonly flagged: number;
  /** Tickets on which it did either. */
  readonly tickets: number;
  /** The first ones by time, at most three. */
  readonly examples: readonly {
    readonly number: string;
    readonly region: string | null;
    readonly at: string;
    readonly status: 'due' | 'flagged';
    readonly because: string;
    readonly would: readonly string[];
  }[];
}

export interface Simulation {
  readonly since: string;
  readonly until: string;
  /** Tickets replayed. */
  readonly tickets: number;
  readonly clauses: readonly ClauseTally[];
  /** Tickets that could not be replayed, and why. */
  readonly skipped: readonly { readonly number: string; readonly why: string }[];
  /** How this differs from having been there. */
  readonly limits: readonly string[];
}

const EXAMPLES = 3;

const limits = [
  'последствия не прокручиваются: тикет дальше идёт так, как шёл на самом деле, поэтому одно действие может отменить следующие находки',
  'о других тикетах (связанных и прежних того же заявителя) известно только, когда они созданы и закрыты; остальное — как сегодня',
  'Zammad хранит в истории первые 500 знаков значения; связи и удалённые заметки прошлого не видны',
] as const;

const tallyOf = (clause: Clause, id: string, occasions: readonly Occasion[]): ClauseTally[] => {
  const own = occasions
    .filter((one) => one.clause === id)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const [first] = own;
  if (first === undefined) return [];
  const count = (status: 'due' | 'flagged'): number =>
    own.filter(({ verdict }) => verdict.status === status).length;
  return [
    {
      clause: id,
      title: clause.title,
      mode: first.mode,
      due: count('due'),
      flagged: count('flagged'),
      tickets: new Set(own.map(({ number }) => number)).size,
      examples: own.slice(0, EXAMPLES).map(({ number, region, at, verdict }) => ({
        number,
        region,
        at: at.toISOString(),
        status: verdict.status,
        because: maskedBecause(verdict.because).text,
        would: verdict.status === 'due' ? verdict.actions.map(actionLine) : [],
      })),
    },
  ];
};

/** Clauses in the order of the configuration; those with nothing to say are left out. */
export const simulationOf = (
  clauses: readonly Clause[],
  occasions: readonly Occasion[],
  played: { readonly since: Date; readonly until: Date; readonly tickets: number },
  skipped: Simulation['skipped'],
): Simulation => ({
  since: played.since.toISOString(),
  until: played.until.toISOString(),
  tickets: played.tickets,
  clauses: clauses.flatMap((clause) => tallyOf(clause, clause.ids[0] ?? '', occasions)),
  skipped,
  limits,
});

/** The same for a person, by the wall clock of an IANA zone. */
export const simulationText = (simulation: Simulation, zone: string): string => {
  const { since, until, tickets, clauses, skipped } = simulation;
  return [
    `Проверено тикетов: ${tickets}, с ${momentText(since, zone)} по ${momentText(until, zone)}. Ничего не записано.`,
    ...(clauses.length === 0 ? ['Ни одно обязательство не потребовало бы действий.'] : []),
    ...clauses.flatMap((one) => [
      '',
      `${one.clause} ${one.title}`,
      `  потребовало бы действий: ${one.due}, внимания: ${one.flagged}; тикетов: ${one.tickets}`,
      ...one.examples.flatMap(({ number, at, because, would }) => [
        `  № ${number}, ${momentText(at, zone)}: ${because}`,
        ...would.map((line) => `    сделал бы: ${line}`),
      ]),
    ]),
    ...(skipped.length === 0 ? [] : ['', 'Не проверены:']),
    ...skipped.map(({ number, why }) => `  № ${number}: ${why}`),
    '',
    'Оговорки:',
    ...simulation.limits.map((line) => `  – ${line}`),
  ].join('\n');
};
