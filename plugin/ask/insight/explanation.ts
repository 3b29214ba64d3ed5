/**
 * Why a ticket stands as it stands: each obligation with what keeps it, the verdict and its reason, what would be done
 * now and what was done before. Pure: facts, verdicts and log lines come in, a value goes out.
 */
import type { Clause } from '../../../config/schema/clause.js';
import type { ObjectKind } from '../../../config/schema/helpdesk.js';
import type { TicketFacts, Verdict } from '../../../triggers/types.js';
import type { Judged } from '../../engine/evaluate.js';
import { maskedBecause } from '../../engine/because.js';
import type { Parties } from '../../engine/parties.js';
import type { Decision } from '../../store/records.js';
import { actionLine } from './actions.js';

interface Told {
  readonly at: string;
  readonly verdict: string;
  readonly outcome: Decision['outcome'];
  readonly because: string;
}

/** A clause the companion enforces. */
export interface JudgedClause {
  readonly ids: readonly string[];
  readonly title: string;
  readonly enforcer: 'companion';
  readonly mode: Judged['mode'];
  readonly verdict: Verdict['status'];
  readonly because: { readonly text: string; readonly facts: Readonly<Record<string, string>> };
  /** When the verdict changes by itself; ISO 8601 in UTC. */
  readonly dueAt: string | null;
  /** What would be done now by its mode; in the mode `observe`, what would be done if it acted. */
  readonly would: readonly string[];
  /** Lines of the decision log, newest first. Null: the log could not be read. */
  readonly log: readonly Told[] | null;
}

/** A clause that somebody else keeps. */
export interface KeptClause {
  readonly ids: readonly string[];
  readonly title: string;
  readonly enforcer: 'zammad' | 'data' | 'outside';
  readonly objects: readonly { readonly kind: ObjectKind; readonly name: string }[];
  /** Which data the parties keep, or why nothing shows it. */
  readonly why: string | null;
}

export interface Explanation {
  readonly ticket: {
    readonly id: number;
    readonly number: string;
    readonly group: string;
    readonly state: string;
    readonly region: string | null;
  };
  /** When it was judged. */
  readonly at: string;
  /** Where days are counted for this ticket. */
  readonly calendar: { readonly zone: string; readonly version: string };
  readonly clauses: readonly (JudgedClause | KeptClause)[];
}

interface Grounds {
  readonly facts: TicketFacts;
  readonly judged: readonly Judged[];
  readonly clauses: readonly Clause[];
  readonly parties: Parties;
  readonly now: Date;
  /** Newest first; null: the log could not be read. */
  readonly decisions: readonly Decision[] | null;
}

const wouldDo = ({ mode, verdict }: Judged): string[] => {
  if (verdict.status !== 'due') return [];
  // A warning writes the note and leaves the ticket alone.
  const done = mode === 'note' ? verdict.actions.filter((action) => action.do === 'note') : verdict.actions;
  return done.map(actionLine);
};

const judgedClause = (
  { ids, title }: Clause,
  one: Judged,
  decisions: Grounds['decisions'],
): JudgedClause => ({
  ids,
  title,
  enforcer: 'companion',
  mode: one.mode,
  verdict: one.verdict.status,
  because: maskedBecause(one.verdict.because),
  dueAt: one.verdict.status === 'pending' ? one.verdict.dueAt.toISOString() : null,
  would: wouldDo(one),
  log:
    decisions
      ?.filter(({ clause }) => ids.some((id) => id === clause))
      .map(({ at, verdict, outcome, because }) => ({
        at: at.toISOString(),
        verdict,
        outcome,
        because: because.text,
      })) ?? null,
});

/** Clauses in the order of the configuration. */
export const explanationOf = ({ facts, judged, clauses, parties, now, decisions }: Grounds): Explanation => {
  const calendar = parties.calendars.of(facts.region);
  return {
    ticket: {
      id: facts.id,
      number: facts.number,
      group: facts.group,
      state: facts.state,
      region: facts.region,
    },
    at: now.toISOString(),
    calendar: { zone: calendar.zone, version: calendar.version },
    clauses: clauses.flatMap((clause): (JudgedClause | KeptClause)[] => {
      if (clause.enforcer !== 'companion') {
        const { ids, title, enforcer, objects, why } = clause;
        return [{ ids, title, enforcer, objects, why: why ?? null }];
      }
      const one = judged.find(({ clause: id }) => id === clause.ids[0]);
      return one === undefined ? [] : [judgedClause(clause, one, decisions)];
    }),
  };
};
