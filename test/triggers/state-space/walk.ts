/**
 * One path through the state space: the engine's own judging and deciding, round after round, on a helpdesk that answers
 * as Zammad does, until nothing is wanted, the ticket is as it was before, or the engine would give up.
 */
import { evaluate, missingFor, type BoundClause, type Judged } from '../../../plugin/engine/evaluate.js';
import { keyOf } from '../../../plugin/engine/act/mark.js';
import {
  actionsOf,
  plannedWrite,
  type AlreadyDone,
  type Wanted,
  type PlannedWrite,
} from '../../../plugin/engine/act/planned-write.js';
import type { Actor, Need, RuleContext, TicketFacts } from '../../../triggers/types.js';

type Value = string | number | boolean | null;

/** Who changed what of the ticket on the way. `facts`: the ticket as it was judged. */
export interface Write {
  readonly round: number;
  readonly clause: string;
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
  readonly facts: TicketFacts;
}

export interface Walk {
  readonly end: 'rest' | 'chase' | 'restless';
  readonly facts: TicketFacts;
  readonly rounds: number;
  readonly writes: readonly Write[];
  /** Clauses by the notes they left. */
  readonly notes: readonly string[];
  /** The texts of the articles they stand in. */
  readonly said: readonly string[];
  /** How often a mail went out to a citizen. */
  readonly mailed: number;
  /** What was judged last. */
  readonly judged: readonly Judged[];
  readonly created: readonly Wanted<'create'>[];
  readonly relayed: readonly Wanted<'relay'>[];
  /** Marks and relays that a later walk finds done. */
  readonly done: ReadonlySet<string>;
}

/** Judgements of one look: `plugin/engine/look.ts`. */
const ROUNDS = 8;

const valueOf = (facts: TicketFacts, field: string): Value => {
  if (field === 'pending_time') return facts.pendingUntil?.toISOString() ?? null;
  if (field === 'group' || field === 'state' || field === 'owner') return facts[field];
  return facts.attributes[field] ?? null;
};

const text = (value: Value): string | null => (value === null ? null : String(value));

const put = (facts: TicketFacts, field: string, to: Value, by: Actor, at: Date): TicketFacts => {
  const from = valueOf(facts, field);
  if (from === to) return facts;
  const change = { at, by, field, from: text(from), to: text(to) };
  const moved = { ...facts, transitions: [...facts.transitions, change], updatedAt: at, updatedBy: by };
  if (field === 'group') return { ...moved, group: String(to) };
  if (field === 'state') {
    const closed = to === 'Закрыт';
    return { ...moved, state: String(to), closed, closedAt: closed ? at : facts.closedAt };
  }
  if (field === 'owner') return { ...moved, owner: text(to) };
  if (field === 'pending_time') return { ...moved, pendingUntil: to === null ? null : new Date(String(to)) };
  return { ...moved, attributes: { ...facts.attributes, [field]: to } };
};

/** Zammad's time and triggers 120, 200 and 300 of the shipped configuration, after a write of ours. */
const reacted = (
  was: TicketFacts,
  now: TicketFacts,
  { federalGroups, entryGroup }: RuleContext,
): TicketFacts => {
  let facts = now;
  const at = now.updatedAt;
  if (facts.state !== 'В ожидании' && facts.pendingUntil !== null)
    facts = put(facts, 'pending_time', null, 'companion', at);
  if (facts.group !== was.group && federalGroups.includes(facts.group)) {
    if (facts.group === entryGroup && facts.attributes['regulation_act'] === 'Передать в СП ЕПГУ')
      facts = put(facts, 'regulation_act', null, 'helpdesk', at);
    facts = put(facts, 'last_federal_group', facts.group, 'helpdesk', at);
  }
  const asked = facts.attributes['state_reason'] === 'Запрошена информация (пользователь)';
  if (facts.closed && !was.closed && asked)
    facts = put(facts, 'state_reason', 'Нет ответа пользователя', 'helpdesk', at);
  return facts;
};

const standingAt = (
  facts: TicketFacts,
  judged: readonly Judged[],
  done: ReadonlySet<string>,
): AlreadyDone => {
  const creates = new Map<Wanted<'create'>, { tag: string; found: null }>();
  const relays = new Map<Wanted<'relay'>, string>();
  for (const { clause, verdict } of judged) {
    if (verdict.status !== 'due') continue;
    for (const action of actionsOf(verdict, 'create')) {
      const tag = keyOf(facts.id, clause, ['create', action.relation, action.title], 1);
      if (!done.has(tag)) creates.set(action, { tag, found: null });
    }
    for (const action of actionsOf(verdict, 'relay')) {
      const key = keyOf(facts.id, clause, ['relay', action.to, action.occasion], 1);
      if (!done.has(key)) relays.set(action, key);
    }
  }
  return {
    marks: done,
    openClauses: new Set(),
    links: facts.linked.map(({ id: to, relation }) => ({ to, relation })),
    creates,
    relays,
  };
};

/** What the engine would have read of it: no more than the clauses need. */
const asRead = (facts: TicketFacts, clauses: readonly BoundClause[], context: RuleContext): TicketFacts => {
  const known = new Set<Need>();
  for (;;) {
    const read = {
      ...facts,
      transitions: known.has('transitions') ? facts.transitions : [],
      linked: known.has('linked') ? facts.linked : [],
      earlier: known.has('earlier') ? facts.earlier : [],
    };
    const missing = missingFor(read, clauses, context, known);
    if (missing.size === 0) return read;
    for (const need of missing) known.add(need);
  }
};

/** What a reading after the write finds of answers: those linked, and the note that shows the likely ones. */
const answered = (
  facts: TicketFacts,
  { answers, erase }: PlannedWrite['acts'][number]['steps'],
  verdict: Judged['verdict'],
  clause: string,
): TicketFacts => {
  const { faq } = facts;
  if (faq === undefined) return facts;
  const known = [
    ...(faq.likely ?? []),
    ...faq.shown.flatMap((note) => note.answers.filter((one) => one !== null)),
  ];
  const shows =
    verdict.status === 'due' &&
    actionsOf(verdict, 'note').some(({ template }) => template === 'faq-suggestion');
  const note = { article: 100 + facts.articles.length, clauses: [clause], answers: faq.likely ?? [] };
  const linked = known.filter(({ translation }, place) => {
    const first = known.findIndex((one) => one.translation === translation) === place;
    return first && answers.includes(translation);
  });
  const shown = [...faq.shown.filter(({ article }) => !erase.includes(article)), ...(shows ? [note] : [])];
  return { ...facts, faq: { ...faq, shown, linked: [...faq.linked, ...linked] } };
};

const carriedOut = (
  facts: TicketFacts,
  { fields, acts }: PlannedWrite,
  done: Set<string>,
  at: Date,
  context: RuleContext,
): TicketFacts => {
  let after = facts;
  for (const {
    mark,
    html,
    steps,
    judged: { verdict },
  } of acts) {
    done.add(mark.key);
    const tags = after.tags.filter((tag) => !steps.remove.includes(tag));
    after = { ...after, tags: [...new Set([...tags, ...steps.add])] };
    for (const { to, relation } of steps.links) {
      const there = after.earlier.find(({ id }) => id === to);
      if (there !== undefined) after = { ...after, linked: [...after.linked, { ...there, relation }] };
    }
    for (const { action, tag } of steps.creates) {
      done.add(tag);
      const id = 900 + done.size;
      const made = { id, number: String(90_000 + id), closed: false, createdAt: at, closedAt: null };
      const { fields: attributes, relation } = action;
      const [group, state] = [String(attributes['group']), String(attributes['state'])];
      after = { ...after, linked: [...after.linked, { ...made, group, state, attributes, relation }] };
    }
    for (const { key } of steps.relays) done.add(key);
    if (steps.merges.length > 0) after = { ...after, closed: true };
    after = answered(after, steps, verdict, mark.clause);
    for (const { template: letter } of steps.mails) {
      const mail = { from: 'companion', channel: 'email', internal: false, automatic: false } as const;
      const id = 100 + after.articles.length;
      after = { ...after, articles: [...after.articles, { ...mail, id, letter, createdAt: at }] };
    }
    if (html !== null) {
      const note = { from: 'companion', channel: 'note', internal: true, automatic: false } as const;
      after = {
        ...after,
        articles: [...after.articles, { ...note, id: 100 + after.articles.length, createdAt: at }],
      };
    }
  }
  for (const [field, value] of Object.entries(fields)) after = put(after, field, value, 'companion', at);
  return reacted(facts, { ...after, updatedAt: at, updatedBy: 'companion' }, context);
};

const writesOf = (facts: TicketFacts, { fields, acts }: PlannedWrite, round: number): Write[] =>
  Object.entries(fields).map(([field, to]) => {
    const writer = acts.find(
      ({ judged: { verdict } }) =>
        verdict.status === 'due' && actionsOf(verdict, 'set').some((action) => action.fields[field] === to),
    );
    return { round, clause: writer?.judged.clause ?? '?', field, from: valueOf(facts, field), to, facts };
  });

/** Everything of a ticket that an act can change and take back. */
const imprintOf = ({ group, state, owner, attributes, tags, pendingUntil, linked }: TicketFacts): string =>
  JSON.stringify([
    ...[group, state, owner, pendingUntil, linked.map(({ id }) => id), tags.toSorted()],
    Object.entries(attributes)
      .filter(([, value]) => value !== null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/**
 * Walks from `start` until the rules are quiet. `done`: marks that stand on the ticket already. `reread`: what a new reading of the
 * ticket tells otherwise, because of what was written to it.
 */
export const walk = (
  start: TicketFacts,
  clauses: readonly BoundClause[],
  context: RuleContext,
  found: ReadonlySet<string> = new Set(),
  reread: (facts: TicketFacts) => TicketFacts = (facts) => facts,
): Walk => {
  let facts = reread(start);
  const done = new Set(found);
  const seen = new Set([imprintOf(start)]);
  const writes: Write[] = [];
  const notes: string[] = [];
  const said: string[] = [];
  const created: Wanted<'create'>[] = [];
  const relayed: Wanted<'relay'>[] = [];
  let mailed = 0;
  for (let round = 0; ; round += 1) {
    const at = new Date(context.now.getTime() + round * 1000);
    const read = asRead(facts, clauses, { ...context, now: at });
    const judged = evaluate(read, clauses, { ...context, now: at });
    const planned = plannedWrite(read, judged, standingAt(facts, judged, done));
    const told = { facts, rounds: round, writes, notes, said, judged, created, relayed, mailed, done };
    if (planned.acts.length === 0) return { end: 'rest', ...told };
    if (round === ROUNDS) return { end: 'restless', ...told };
    writes.push(...writesOf(facts, planned, round));
    // What is said in one write stands in one article.
    const article = planned.acts.flatMap(({ html }) => html ?? []);
    if (article.length > 0) said.push(article.join('\n'));
    for (const { html, mark, steps } of planned.acts) {
      if (html !== null) notes.push(mark.clause);
      created.push(...steps.creates.map(({ action }) => action));
      relayed.push(...steps.relays.map(({ action }) => action));
      mailed += steps.mails.length;
    }
    const after = reread(carriedOut(facts, planned, done, at, context));
    const [was, is] = [imprintOf(facts), imprintOf(after)];
    if (is !== was && seen.has(is)) return { end: 'chase', ...told, facts: after, rounds: round + 1 };
    seen.add(is);
    facts = after;
  }
};

/** As `walk`, for rules that have to come to rest. @throws Error with what was said on the way when they do not */
export const settle = (...[start, clauses, context]: Parameters<typeof walk>): Walk => {
  const walked = walk(start, clauses, context);
  if (walked.end !== 'rest') throw new Error(`not at rest (${walked.end}):\n${walked.said.join('\n')}`);
  return walked;
};
