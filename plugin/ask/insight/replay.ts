/**
 * The rules over a ticket's past on a virtual clock: they look at every moment in which something happened, and again
 * when a term they named runs out. What they want done is written down and not done, so a ticket goes on as it went.
 */
import type { Verdict } from '../../../triggers/types.js';
import type { BoundClause, Judged } from '../../engine/evaluate.js';
import type { Moment } from './moments.js';

/** One time a clause came to want something, or to raise a flag. */
export interface Occasion {
  readonly clause: Judged['clause'];
  readonly mode: BoundClause['mode'];
  readonly number: string;
  readonly region: string | null;
  readonly at: Date;
  readonly verdict: Extract<Verdict, { status: 'due' | 'flagged' }>;
}

interface Span {
  /** Occasions that began earlier are left out. */
  readonly since: Date;
  readonly until: Date;
}

/** Looks between two events of one ticket; a rule that names a later term for ever is left there. */
const LOOKS_BETWEEN = 100;

/** What tells one finding from the next: the same wish on an unchanged ticket is said once. */
const findingOf = (verdict: Verdict): string | null => {
  if (verdict.status === 'due') return JSON.stringify(verdict.actions);
  return verdict.status === 'flagged' ? verdict.because.text : null;
};

const nextTerm = (judged: readonly Judged[], now: Date): Date | null => {
  const terms = judged.flatMap(({ verdict }) =>
    verdict.status === 'pending' && verdict.dueAt > now ? [verdict.dueAt] : [],
  );
  return terms.length === 0 ? null : terms.reduce((one, other) => (other < one ? other : one));
};

/** Every occasion of one ticket within the span. Rejections of `judge` (a year without a calendar) are handed on. */
export const replay = (
  moments: readonly Moment[],
  judge: (facts: Moment['facts'], now: Date) => readonly Judged[],
  { since, until }: Span,
): Occasion[] => {
  const occasions: Occasion[] = [];
  const standing = new Map<string, string | null>();
  const look = ({ facts }: Moment, now: Date): Date | null => {
    const judged = judge(facts, now);
    for (const { clause, mode, verdict } of judged) {
      const finding = findingOf(verdict);
      const isNew = finding !== standing.get(clause);
      standing.set(clause, finding);
      if (!isNew || now < since || (verdict.status !== 'due' && verdict.status !== 'flagged')) continue;
      occasions.push({ clause, mode, number: facts.number, region: facts.region, at: now, verdict });
    }
    return nextTerm(judged, now);
  };
  for (const [index, moment] of moments.entries()) {
    const end = moments[index + 1]?.at ?? until;
    let now: Date | null = moment.at;
    for (let looks = 0; now !== null && now < until && looks < LOOKS_BETWEEN; looks += 1) {
      const next = look(moment, now);
      now = next !== null && next < end ? next : null;
    }
  }
  return occasions;
};
