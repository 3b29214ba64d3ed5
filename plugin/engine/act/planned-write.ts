/**
 * What the verdicts on one ticket come to: one set of fields and one note for one write, and the steps beside it. Pure.
 *
 * Conflicts between clauses are settled here: in the order of the clause list, the first writer of a field (or a tag) wins.
 * A clause that wanted the ticket elsewhere than the first says and does nothing this time: the next reading judges it again.
 */
import { render } from '../../../templates/render.js';
import type { Action, TicketFacts, Verdict } from '../../../triggers/types.js';
import type { Judged } from '../evaluate.js';
import { keyOf, type Mark } from './mark.js';
import { isSo, type Fields } from '../../../triggers/verdict/actions-to.js';

type Value = Fields[string];
type Due = Extract<Verdict, { status: 'due' }>;
export type Wanted<D extends Action['do']> = Extract<Action, { do: D }>;
export type Link = Omit<Wanted<'link'>, 'do'>;

/** What is not written with the ticket's own fields, in the order it is done: before them. */
export interface Steps {
  /** `found`: made in an earlier life, but not linked. */
  readonly creates: readonly {
    readonly action: Wanted<'create'>;
    readonly tag: string;
    readonly found: number | null;
  }[];
  readonly links: readonly Link[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly relays: readonly { readonly action: Wanted<'relay'>; readonly key: string }[];
  readonly mails: readonly Wanted<'mail'>[];
  readonly customers: readonly Wanted<'customer'>[];
  /** Last of all, and then nothing else is written. */
  readonly merges: readonly Wanted<'merge'>[];
  /** Texts of answers to be linked. */
  readonly answers: readonly number[];
  /** Notes of ours to be taken away. */
  readonly erase: readonly number[];
}

/** One clause's part of the write. */
export interface Act {
  readonly judged: Judged;
  readonly mark: Mark;
  /** HTML of its notes; null: it says nothing. */
  readonly html: string | null;
  readonly steps: Steps;
}

export interface PlannedWrite {
  /** Only fields that are not yet so. */
  readonly fields: Fields;
  readonly acts: readonly Act[];
  /** It merges the ticket, or puts an act back: nothing else goes with it. */
  readonly alone: boolean;
  /** Clauses that wanted a field another clause had set before them. */
  readonly overruled: readonly { readonly field: string; readonly clause: string; readonly by: string }[];
}

/** What is known of the helpdesk beside the facts, to tell what was done already. */
export interface AlreadyDone {
  /** Keys of our marks on the ticket. */
  readonly marks: ReadonlySet<string>;
  /** Clauses whose act was cut off: their note was not said, whatever else was done. */
  readonly openClauses: ReadonlySet<string>;
  readonly links: readonly Link[];
  /** Tickets still to be made, or to be linked; one that is missing here is there. */
  readonly creates: ReadonlyMap<Wanted<'create'>, Omit<Steps['creates'][number], 'action'>>;
  /** Keys of what is still to be said elsewhere; one that is missing here was said. */
  readonly relays: ReadonlyMap<Wanted<'relay'>, string>;
}

/** The actions of one kind, in order. */
export const actionsOf = <D extends Action['do']>(verdict: Due, kind: D): Wanted<D>[] =>
  verdict.actions.filter((action): action is Wanted<D> => action.do === kind);

const htmlOf = (verdict: Due, enforced: boolean): string | null => {
  const notes = actionsOf(verdict, 'note').map(({ template, view }) =>
    render(template, { ...view, enforced }),
  );
  return notes.length === 0 ? null : notes.join('\n');
};

/** In keys of marks modes go by the words they had when the first marks were made: a note said then is not said again. */
const markWords = { observe: 'shadow', note: 'warn', act: 'enforce' } as const;

/** Where a ticket is and how it stands there. */
const ROUTE: ReadonlySet<string> = new Set(['group', 'state']);

const noSteps: Steps = {
  creates: [],
  links: [],
  add: [],
  remove: [],
  relays: [],
  mails: [],
  customers: [],
  merges: [],
  answers: [],
  erase: [],
};
const isEmpty = (steps: Steps): boolean =>
  Object.values(steps).every(({ length }: readonly unknown[]) => length === 0);

/** Whatever else is due, a ticket that goes into another is not written any more: that would bring it back. */
const mergesOf = (judged: readonly Judged[]): readonly Judged[] =>
  judged.filter(
    ({ verdict, mode }) =>
      mode === 'act' && verdict.status === 'due' && actionsOf(verdict, 'merge').length > 0,
  );

/** Whoever puts an act back is alone with it: what the others say of the ticket, they say of an act that is none. */
const soleOf = (judged: readonly Judged[]): readonly Judged[] =>
  judged.filter(({ verdict, mode }) => mode === 'act' && verdict.status === 'due' && verdict.sole === true);

/** One that needs an article of its own waits for the next judgement while others have something to say. */
const isAlone = ({ judged: { verdict } }: Act): boolean =>
  verdict.status === 'due' && actionsOf(verdict, 'note').some(({ alone }) => alone === true);

/** Hands out what several clauses may want to decide; the first has the say. */
const claims = () => {
  const taken = new Map<string, { clause: string; value: Value }>();
  const overruled: { field: string; clause: string; by: string }[] = [];
  const isOverruled = (field: string, value: Value): boolean => {
    const first = taken.get(field);
    return first !== undefined && first.value !== value;
  };
  return {
    overruled,
    isOverruled,
    grant: (field: string, clause: string, value: Value): boolean => {
      const first = taken.get(field);
      if (first === undefined) taken.set(field, { clause, value });
      if (first === undefined || !isOverruled(field, value)) return true;
      overruled.push({ field, clause, by: first.clause });
      return false;
    },
  };
};

/**
 * The one write for `judged`. Something wanted that is already so asks for nothing; a warning, or a note that changes
 * nothing, is said once for the same finding; what has to be changed again is a new occasion and is said again.
 */
export const plannedWrite = (
  facts: TicketFacts,
  judged: readonly Judged[],
  done: AlreadyDone,
): PlannedWrite => {
  const fields: Record<string, Value> = {};
  const acts: Act[] = [];
  const { grant, isOverruled, overruled } = claims();

  const wantedFields = (verdict: Due): [string, Value][] =>
    actionsOf(verdict, 'set').flatMap((action) => Object.entries(action.fields));

  /** Its note would tell of a move that another clause has decided otherwise. */
  const isElsewhere = (verdict: Due, clause: string): boolean => {
    const lost = wantedFields(verdict).filter(
      ([field, value]) => ROUTE.has(field) && isOverruled(field, value),
    );
    for (const [field, value] of lost) grant(field, clause, value);
    return lost.length > 0;
  };

  const setFields = (verdict: Due, clause: string): boolean => {
    const wanted = wantedFields(verdict);
    const granted = wanted.filter(([field, value]) => grant(field, clause, value));
    const missing = granted.filter(([field, value]) => !isSo(facts, field, value));
    Object.assign(fields, Object.fromEntries(missing));
    // Zammad forgets the time when the state changes.
    const time = granted.find(([field]) => field === 'pending_time');
    if (time !== undefined && 'state' in fields) fields['pending_time'] = time[1];
    return missing.length > 0;
  };

  const stepsOf = (verdict: Due, clause: string): Steps => {
    const tagged = (kind: 'add' | 'remove', is: boolean) =>
      actionsOf(verdict, 'tag')
        .flatMap((action) => action[kind])
        .filter((tag) => grant(`#${tag}`, clause, kind) && facts.tags.includes(tag) === is);
    return {
      creates: actionsOf(verdict, 'create').flatMap((action) => {
        const open = done.creates.get(action);
        return open === undefined ? [] : [{ action, ...open }];
      }),
      links: actionsOf(verdict, 'link')
        .map(({ to, relation }) => ({ to, relation }))
        .filter(
          (link) => !done.links.some(({ to, relation }) => to === link.to && relation === link.relation),
        ),
      add: tagged('add', false),
      remove: tagged('remove', true),
      relays: actionsOf(verdict, 'relay').flatMap((action) => {
        const key = done.relays.get(action);
        return key === undefined ? [] : [{ action, key }];
      }),
      mails: actionsOf(verdict, 'mail'),
      customers: actionsOf(verdict, 'customer'),
      merges: actionsOf(verdict, 'merge'),
      answers: actionsOf(verdict, 'link-answer')
        .map(({ translation }) => translation)
        .filter((wanted) => facts.faq?.linked.some(({ translation }) => translation === wanted) !== true),
      erase: actionsOf(verdict, 'erase').map(({ article }) => article),
    };
  };

  const [alone] = [...mergesOf(judged), ...soleOf(judged)];
  for (const one of alone === undefined ? judged : [alone]) {
    const { verdict, mode, clause } = one;
    if (verdict.status !== 'due' || mode === 'observe') continue;
    const enforced = mode === 'act';
    if (enforced && isElsewhere(verdict, clause)) continue;
    const changed = enforced && setFields(verdict, clause);
    const steps = enforced ? stepsOf(verdict, clause) : noSteps;
    const key = (occasion: number) => keyOf(facts.id, clause, [markWords[mode], verdict.actions], occasion);
    const anew = changed || !isEmpty(steps) || done.openClauses.has(clause);
    if (!anew && done.marks.has(key(1))) continue;
    const html = htmlOf(verdict, enforced);
    if (html === null && !changed && isEmpty(steps)) continue;
    let occasion = 1;
    while (anew && done.marks.has(key(occasion))) occasion += 1;
    // What leaves no mark on the ticket is told apart by the ticket's last change.
    const silent = keyOf(facts.id, clause, [markWords[mode], verdict.actions, facts.updatedAt], 1);
    acts.push({
      judged: one,
      mark: { clause: one.cited, key: html === null ? silent : key(occasion) },
      html,
      steps,
    });
  }
  const shared = acts.filter((one) => !isAlone(one));
  return { fields, acts: shared.length > 0 ? shared : acts, alone: alone !== undefined, overruled };
};
