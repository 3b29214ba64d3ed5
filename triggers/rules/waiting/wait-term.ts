/**
 * Rule kind `wait-term`: a ticket that waits for the citizen stands in a legal pair of state and reason, and its deadline
 * is in `pending_time`, where Zammad closes by itself (R-3.7.1.b, R-4.7.1.b; ). An undelivered request
 * moves it to «В ожидании (без срока)» with a mark until another goes out: without a term nothing can be closed early.
 */
import type { Because, RuleKind, TicketFacts, Verdict } from '../../types.js';
import { historyOf } from './history.js';
import { actionsTo, becauseOf, countOf, differing, noteOf, unlessUncounted } from './say.js';
import { standingOf, termParams, type TermParams } from './term.js';
import { CLOSING, isWaiting, REASON, STATE } from './words.js';

const MINUTE_MS = 60_000;

const waitsForCitizen = ({ state, attributes: { state_reason: reason } }: TicketFacts): boolean =>
  isWaiting(state) && (state === STATE.termed ? reason !== REASON.agency : reason === REASON.asked);

/** Status and reason that do not go together, where nobody waits for the citizen (3.7.1, 4.7.1). */
const pairOf = (facts: TicketFacts, because: (text: string) => Because): Verdict => {
  const reason = facts.attributes['state_reason'] ?? '';
  const isClosing = CLOSING.includes(reason);
  if (facts.state === STATE.open && (reason === '' || isClosing))
    return {
      status: 'flagged',
      because: because(
        isClosing
          ? 'тикет ждёт без срока, а причина — от закрытого: чего ждём, не сказано'
          : 'тикет ждёт без срока, а причина не указана',
      ),
    };
  if (isClosing && !facts.closed)
    return {
      status: 'due',
      because: because('тикет открыт, причина закрытия больше не действует'),
      actions: actionsTo(facts, { fields: { state_reason: null } }),
    };
  return { status: 'notApplicable', because: because('тикет не ждёт пользователя') };
};

export const waitTerm: RuleKind<TermParams> = {
  name: 'wait-term',
  params: termParams,
  needs: (facts) => (waitsForCitizen(facts) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    const reason = facts.attributes['state_reason'];
    if (facts.state === STATE.termed && reason === REASON.agency)
      return {
        status: 'due',
        because: because('ожидание ведомства не имеет срока, а в этом состоянии тикет закрылся бы сам'),
        actions: actionsTo(facts, { fields: { state: STATE.open } }),
      };
    if (!waitsForCitizen(facts)) return pairOf(facts, because);
    return unlessUncounted(because, () => {
      const history = historyOf(facts, given.sameActMinutes);
      if (history.answer !== null)
        return { status: 'notApplicable', because: because('пользователь ответил, срок больше не идёт') };
      const standing = standingOf(facts, history, given, context);
      const { term } = standing;
      const told = because(
        term === null ? 'ждём пользователя без срока' : `ждём пользователя до ${term.untilText}`,
        term === null ? {} : { Запрос: history.request.toISOString(), Календарь: term.found.calendar },
      );
      const actions = actionsTo(facts, standing);
      const changed = differing(facts, standing.fields);
      if (actions.length > 0) {
        const speaks = 'state' in changed || 'pending_time' in changed;
        const view = {
          points: given.points,
          undelivered: history.undelivered,
          open: term === null,
          count: countOf(facts, standing, context),
        };
        const note = speaks ? [noteOf('wait-term', view)] : [];
        return { status: 'due', because: told, actions: [...actions, ...note] };
      }
      if (term === null)
        return history.undelivered
          ? { status: 'flagged', because: because('запрос пользователю не доставлен, срок не идёт') }
          : { status: 'met', because: told };
      const graceEnds = new Date(term.until.getTime() + given.graceMinutes * MINUTE_MS);
      const next = [term.warnFrom, term.until, graceEnds].find((at) => at !== null && at > context.now);
      return next == null
        ? { status: 'flagged', because: because('срок ответа истёк, а Zammad не закрыл тикет') }
        : { status: 'pending', because: told, dueAt: next };
    });
  },
};
