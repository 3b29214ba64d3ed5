/**
 * What the verdicts on one ticket come to: one set of fields and one note, for one write. Pure.
 *
 * Conflicts between clauses are settled here: in the order of the clause list, the first writer of a field wins.
 */
import { render } from '../../templates/render.js';
import type { TicketFacts, Verdict } from '../../triggers/types.js';
import type { Judged } from './evaluate.js';
import { keyOf, type Mark } from './mark.js';

type Value = string | number | boolean | null;
type Due = Extract<Verdict, { status: 'due' }>;

/** One clause's part of the write. */
export interface Act {
  readonly judged: Judged;
  readonly mark: Mark;
  /** HTML of its notes; null: it only sets fields. */
  readonly html: string | null;
}

export interface Wishes {
  /** Only fields that are not yet so. */
  readonly fields: Readonly<Record<string, Value>>;
  readonly acts: readonly Act[];
  /** Clauses that wanted a field another clause had set before them. */
  readonly overruled: readonly { readonly field: string; readonly clause: string; readonly by: string }[];
}

const isSo = (facts: TicketFacts, field: string, value: Value): boolean => {
  if (field === 'group' || field === 'state' || field === 'owner') return facts[field] === value;
  return (facts.attributes[field] ?? null) === value;
};

const wantedBy = (verdict: Due): [string, Value][] =>
  verdict.actions.flatMap((action) => (action.do === 'set' ? Object.entries(action.fields) : []));

const htmlOf = (verdict: Due, enforced: boolean): string | null => {
  const notes = verdict.actions.flatMap((action) =>
    action.do === 'note' ? [render(action.template, { ...action.view, enforced })] : [],
  );
  return notes.length === 0 ? null : notes.join('\n');
};

/** The first occasion for which the ticket carries no mark yet. */
const nextMark = (
  facts: TicketFacts,
  { clause, mode }: Judged,
  verdict: Due,
  known: ReadonlySet<string>,
): Mark => {
  for (let occasion = 1; ; occasion += 1) {
    const key = keyOf(facts.id, clause, [mode, verdict.actions], occasion);
    if (!known.has(key)) return { clause, key };
  }
};

const firstMark = (facts: TicketFacts, { clause, mode }: Judged, verdict: Due): Mark => ({
  clause,
  key: keyOf(facts.id, clause, [mode, verdict.actions], 1),
});

/**
 * The one write for `judged`. `marks`: keys of marks already on the ticket. Something wanted that is already so asks for
 * nothing; a warning, or a note that changes no field, is said once for the same finding; fields that have to be set
 * again are a new occasion and are said again.
 */
export const wishesOf = (
  facts: TicketFacts,
  judged: readonly Judged[],
  marks: ReadonlySet<string>,
): Wishes => {
  const fields: Record<string, Value> = {};
  const writer = new Map<string, string>();
  const acts: Act[] = [];
  const overruled: { field: string; clause: string; by: string }[] = [];
  for (const one of judged) {
    const { verdict, mode, clause } = one;
    if (verdict.status !== 'due' || mode === 'shadow') continue;
    const enforced = mode === 'enforce';
    let changes = false;
    for (const [field, value] of enforced ? wantedBy(verdict) : []) {
      const by = writer.get(field);
      if (by !== undefined) {
        overruled.push({ field, clause, by });
        continue;
      }
      writer.set(field, clause);
      if (isSo(facts, field, value)) continue;
      fields[field] = value;
      changes = true;
    }
    const first = firstMark(facts, one, verdict);
    if (!changes && marks.has(first.key)) continue;
    const html = htmlOf(verdict, enforced);
    if (!changes && html === null) continue;
    acts.push({ judged: one, mark: changes ? nextMark(facts, one, verdict, marks) : first, html });
  }
  return { fields, acts, overruled };
};
