/**
 * Rule kind `wait-term`: a ticket that waits for the citizen stands in a legal pair of state and reason, and its deadline
 * is in `pending_time`, where Zammad closes by itself (R-3.7.1.b, R-4.7.1.b; ). An undelivered request
 * moves it to «В ожидании (без срока)» with a mark until another goes out: without a term nothing can be closed early.
 */
import { strangersSince } from '../../ticket/evidence.js';
import { actionsTo, differing } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { Action, RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';
import { historyOf } from './history.js';
import { countOf } from './count.js';
import { pointsOn, requestClause, waitTarget, termParams, type TermParams, type WaitTarget } from './term.js';
import { undoneNote } from '../guard/undone.js';
import { isWaiting } from './words.js';

const MINUTE_MS = 60_000;

const waitsForCitizen = ({ state, attributes }: TicketFacts, context: Surroundings): boolean => {
  const reason = attributes[context.vocabulary.attributes.reason];
  return (
    isWaiting(state, context.vocabulary) &&
    (state === context.vocabulary.states.termed
      ? reason !== context.vocabulary.reasons.agency
      : reason === context.vocabulary.reasons.asked)
  );
};

/** Status and reason that do not go together, where nobody waits for the citizen (3.7.1, 4.7.1). */
const pairOf = (facts: TicketFacts, context: RuleContext): Verdict => {
  const { leave, flag, due } = verdictsOn(facts, context);
  const reason = facts.attributes[context.vocabulary.attributes.reason] ?? '';
  const { noAnswer, claim } = context.vocabulary.reasons;
  // Reasons for which a ticket is closed say nothing of one that is open.
  const isClosing = reason === noAnswer || reason === claim;
  if (facts.state === context.vocabulary.states.open && (reason === '' || isClosing))
    return flag(
      isClosing
        ? 'тикет ждёт без срока, а причина — от закрытого: чего ждём, не сказано'
        : 'тикет ждёт без срока, а причина не указана',
    );
  if (reason === noAnswer && !facts.closed)
    return due(
      'тикет открыт, причина закрытия больше не действует',
      actionsTo(facts, { fields: { [context.vocabulary.attributes.reason]: null } }),
    );
  return leave('тикет не ждёт пользователя');
};

/** How often a hand changed the time, or the state that has one, since the wait began: each is put right, and told once. */
const editsOf = ({ transitions }: TicketFacts, since: Date): number =>
  transitions.filter(
    ({ by, field, at }) => by === 'operator' && at > since && (field === 'pending_time' || field === 'state'),
  ).length;

const putRight = (facts: TicketFacts, { fields }: WaitTarget, context: RuleContext): readonly Action[] => {
  const stood = { ...facts, ...fields, group: facts.group, state: fields['state'] ?? facts.state };
  const place = context.process.placeOf({ ...stood, attributes: { ...facts.attributes, ...fields } });
  return place === null
    ? []
    : [
        undoneNote(context, {
          stood: { ...stood, attributes: { ...facts.attributes, ...fields } },
          place,
          found: 'Срок изменили руками, а его задаёт регламент',
          points: pointsOn(facts, context),
          lacks: [],
        }),
      ];
};

/** No calendar counts, and Zammad waits for as long as somebody's words are undecided. */
const isSuspended = ({ term, fields }: WaitTarget): boolean =>
  term === null && fields['pending_time'] !== undefined;

const OTHER_WROTE =
  'написали с адреса, который никто не подтвердил: заявитель это или нет, решает оператор (п. 4.7.3)';

export const waitTerm: RuleKind<TermParams> = {
  name: 'wait-term',
  params: termParams,
  needs: (facts, _given, context) => (waitsForCitizen(facts, context) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const { leave, met, flag, pending, due, counted } = verdictsOn(facts, context);
    const reason = facts.attributes[context.vocabulary.attributes.reason];
    if (facts.state === context.vocabulary.states.termed && reason === context.vocabulary.reasons.agency)
      return due(
        'ожидание ведомства не имеет срока, а в этом состоянии тикет закрылся бы сам',
        actionsTo(facts, { fields: { state: context.vocabulary.states.open } }),
      );
    if (!waitsForCitizen(facts, context)) return pairOf(facts, context);
    return counted(() => {
      const history = historyOf(facts, given.sameActMinutes, context);
      if (history.answer !== null) return leave('пользователь ответил, срок больше не идёт');
      const target = waitTarget(facts, history, given, context);
      const { term } = target;
      const text = term === null ? 'ждём пользователя без срока' : `ждём пользователя до ${term.untilText}`;
      const how = { Запрос: history.request.toISOString(), Календарь: term?.found.calendar ?? '' };
      const actions = actionsTo(facts, target);
      const changed = differing(facts, target.fields);
      if (actions.length > 0) {
        const speaks = !isSuspended(target) && ('state' in changed || 'pending_time' in changed);
        const view = {
          points: pointsOn(facts, context),
          undelivered: history.undelivered,
          open: term === null,
          count: countOf(target),
        };
        const edits = history.promised === null || history.undelivered ? 0 : editsOf(facts, history.since);
        const note: readonly Action[] =
          edits > 0
            ? edits === 1
              ? putRight(facts, target, context)
              : []
            : speaks
              ? [{ do: 'note', template: 'wait-term', view }]
              : [];
        return due(text, [...actions, ...note], term === null ? {} : how);
      }
      if (term === null)
        return history.undelivered
          ? verdictsOn(facts, { clause: requestClause(facts, context) }).flag(
              'запрос пользователю не доставлен, срок не идёт: запросите снова или иначе',
            )
          : isSuspended(target)
            ? flag(OTHER_WROTE)
            : met(text);
      if (strangersSince(facts, history.request).length > 0) return flag(OTHER_WROTE);
      const graceEnds = new Date(term.until.getTime() + given.graceMinutes * MINUTE_MS);
      const next = [term.warnFrom, term.until, graceEnds].find((at) => at !== null && at > context.now);
      return next == null ? flag('срок ответа истёк, а Zammad не закрыл тикет') : pending(text, next, how);
    });
  },
};
