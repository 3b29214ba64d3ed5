/** Zammad takes any mail for an answer: what an automatic one did to a ticket is put right, where it is no wait. */
import { actsOf } from '../../ticket/past.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, TicketFacts, Verdict } from '../../types.js';

/** A mail and the reset it causes are stamped within moments of each other. */
const SAME_MOMENT_MS = 10_000;

/** Zammad takes any mail for an answer and resets the state: an automatic one, or a report of non-delivery, has said nothing. */
export const onAutomatic = (facts: TicketFacts, context: RuleContext): Verdict | null => {
  const act = actsOf(facts).at(-1);
  if (act === undefined || (act.by !== 'citizen' && act.by !== 'helpdesk')) return null;
  const { process, vocabulary } = context;
  const mails = facts.articles.filter(
    ({ from, createdAt }) =>
      from === 'citizen' && Math.abs(createdAt.getTime() - act.at.getTime()) <= SAME_MOMENT_MS,
  );
  const { termed, open, closed } = vocabulary.states;
  const from = act.before.state;
  const isReset =
    act.changes.every(({ field }) => field === 'state' || field === 'pending_time') &&
    from !== facts.state &&
    act.after.state === vocabulary.states.assigned;
  // Waits have rules of their own.
  if (
    !isReset ||
    from === termed ||
    from === open ||
    mails.length === 0 ||
    mails.some(({ automatic }) => !automatic)
  )
    return null;
  const place = from === closed ? null : process.placeOf(act.before);
  if (from !== closed && place === null) return null;
  const state = from === vocabulary.states.born ? vocabulary.states.assigned : from;
  return verdictsOn(facts, { clause: place?.clauses[0] ?? context.clause }).due(
    'состояние сменила автоматическая почта, оно прежнее',
    [{ do: 'set', fields: { group: facts.group, state } }],
  );
};
