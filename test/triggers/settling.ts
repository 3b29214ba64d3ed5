/**
 * The helpdesk and the engine in small: does what rules want on the facts themselves, the first writer of a field winning, until
 * nothing is wanted any more.
 */
import type { BoundClause } from '../../plugin/engine/evaluate.js';
import type { Action, OtherTicket, RuleContext, TicketFacts } from '../../triggers/types.js';

interface Settled {
  readonly facts: TicketFacts;
  /** Rounds in which something was written. */
  readonly rounds: number;
  readonly created: readonly Extract<Action, { do: 'create' }>[];
  readonly relayed: readonly Extract<Action, { do: 'relay' }>[];
}

const valueOf = (facts: TicketFacts, field: string) => {
  if (field === 'pending_time') return facts.pendingUntil?.toISOString() ?? null;
  return field === 'group' || field === 'state' || field === 'owner'
    ? facts[field]
    : (facts.attributes[field] ?? null);
};

const text = (value: string | number | boolean | null): string | null =>
  value === null ? null : String(value);

const withField = (
  facts: TicketFacts,
  field: string,
  value: string | number | boolean | null,
  at: Date,
): TicketFacts => {
  const moved: TicketFacts = {
    ...facts,
    transitions: [
      ...facts.transitions,
      { at, by: 'companion', field, from: text(valueOf(facts, field)), to: text(value) },
    ],
  };
  if (field === 'group') return { ...moved, group: String(value) };
  if (field === 'state') return { ...moved, state: String(value), closed: value === 'Закрыт' };
  if (field === 'owner') return { ...moved, owner: text(value) };
  if (field === 'pending_time')
    return { ...moved, pendingUntil: value === null ? null : new Date(String(value)) };
  return { ...moved, attributes: { ...facts.attributes, [field]: value } };
};

const named = (value: string | number | boolean | null | undefined): string => String(value ?? '');

/** Throws when the rules are not at rest after `most` rounds. */
export const settle = (
  start: TicketFacts,
  clauses: readonly BoundClause[],
  context: Omit<RuleContext, 'clause'>,
  most = 6,
): Settled => {
  let facts = start;
  const created: Extract<Action, { do: 'create' }>[] = [];
  const relayed: Extract<Action, { do: 'relay' }>[] = [];
  const said: string[] = [];
  for (let rounds = 0; rounds <= most; rounds += 1) {
    const at = new Date(context.now.getTime() + rounds * 1000);
    const written = new Set<string>();
    const seen = facts;
    let changed = false;
    const judged = clauses.map(({ id, judge }) => ({ id, verdict: judge(seen, { ...context, clause: id }) }));
    const sole = judged.find(({ verdict }) => verdict.status === 'due' && verdict.sole === true);
    for (const { id, verdict } of sole === undefined ? judged : [sole]) {
      if (verdict.status !== 'due') continue;
      for (const action of verdict.actions) {
        if (action.do === 'set')
          for (const [field, value] of Object.entries(action.fields)) {
            if (written.has(field)) continue;
            written.add(field);
            if (valueOf(seen, field) === value) continue;
            facts = withField(facts, field, value, at);
            changed = true;
          }
        if (action.do === 'tag') {
          const tags = [
            ...facts.tags.filter((tag) => !action.remove.includes(tag)),
            ...action.add.filter((tag) => !facts.tags.includes(tag)),
          ];
          changed ||= tags.join() !== facts.tags.join();
          facts = { ...facts, tags };
        }
        if (action.do === 'link' && !facts.linked.some((one) => one.id === action.to)) {
          const other = facts.earlier.find((one) => one.id === action.to);
          if (other !== undefined)
            facts = { ...facts, linked: [...facts.linked, { ...other, relation: action.relation }] };
          changed = true;
        }
        if (action.do === 'relay' && !relayed.some(({ occasion }) => occasion === action.occasion)) {
          relayed.push(action);
          changed = true;
        }
        if (action.do === 'create') {
          created.push(action);
          const other: OtherTicket = {
            id: 900 + created.length,
            number: `9190${created.length}`,
            group: named(action.fields['group']),
            state: named(action.fields['state']),
            closed: false,
            createdAt: at,
            closedAt: null,
            attributes: action.fields,
          };
          facts = { ...facts, linked: [...facts.linked, { ...other, relation: action.relation }] };
          changed = true;
        }
      }
      said.push(`${id}: ${verdict.because.text}`);
    }
    if (!changed) return { facts, rounds, created, relayed };
  }
  throw new Error(`not at rest:\n${said.join('\n')}`);
};
