/**
 * Rule kind `faq-found`: what FAQ answers is answered by the region, without СП ЕПГУ. A transfer is sent
 * back; which answer it was is recorded as a link; a ticket closed on FAQ without a word to the citizen is told.
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import { attributeName, optionBeside, stateName } from '../../../config/schema/names.js';
import { tellings } from '../../ticket/evidence.js';
import { present } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { arrivalAtFederal, heldAt, isRegional, movesOf } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind, TicketFacts, Transition } from '../../types.js';
import { recorded, recording } from './faq-record.js';

const params = z.strictObject({
  attribute: attributeName,
  found: optionBeside('attribute'),
  state: stateName,
  /** Counted disagreements and the mark of one: with it the ticket is there because the answer did not do. */
  unless: z.strictObject({
    count: attributeName,
    consent: attributeName,
    disagreed: optionBeside('consent'),
  }),
  /** An older transfer stands as it is. */
  withinMinutes: z.int().min(1).default(240),
  /** Closed no longer ago than this is worth a word. */
  closedWithinDays: z.int().min(0).default(7),
  next: z.string().min(1),
  /** Which of the answers shown it was. */
  record: recording,
});
type Params = z.infer<typeof params>;

const isRecent = ({ closedAt }: TicketFacts, days: number, now: Date): boolean =>
  closedAt !== null && closedAt.getTime() >= now.getTime() - days * 24 * 3_600_000;

/** Something went out, and nothing of it reached the citizen. */
const isLost = (facts: TicketFacts): boolean =>
  facts.articles.some(
    ({ from, internal, channel }) => from === 'operator' && !internal && channel === 'email',
  ) && tellings(facts, new Date(0)).length === 0;

/** The companion took back what had just led away from there. */
const isPutBack = (facts: TicketFacts, arrival: Transition): boolean => {
  const moves = movesOf(facts, 'group');
  const before = moves[moves.indexOf(arrival) - 1];
  return arrival.by === 'companion' && before?.from === arrival.to && before.to === arrival.from;
};

/** Rows of one save are stamped within moments. */
const ONE_SAVE_MS = 5_000;

export const faqFound: RuleKind<Params> = {
  name: 'faq-found',
  params,
  needs(facts, { attribute, found, closedWithinDays }, context) {
    if (present(facts, attribute) !== found) return [];
    if (isRegional(facts.group, context))
      return !facts.closed || isRecent(facts, closedWithinDays, context.now) ? ['suggestions'] : [];
    return !facts.closed && context.federalGroups.includes(facts.group) ? ['transitions'] : [];
  },
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const { unless, now } = { ...given, now: context.now.getTime() };
    if (present(facts, given.attribute) !== given.found) return leave('ответ в FAQ не найден');
    const record = isRegional(facts.group, context) ? recorded(facts, given, context) : null;
    if (record?.status === 'due') return record;
    if (facts.closed) {
      const silent = tellings(facts, new Date(0)).length === 0;
      if (!isRegional(facts.group, context) || !isRecent(facts, given.closedWithinDays, context.now))
        return met('закрыт с ответом из FAQ');
      return silent
        ? flag('закрыт с ответом из FAQ, а ответа пользователю в тикете нет')
        : (record ?? met('закрыт с ответом из FAQ'));
    }
    if (isRegional(facts.group, context) && isLost(facts))
      return flag('ответ ушёл не заявителю или не доставлен: сообщите его снова');
    if (record?.status === 'met') return record;
    if (!context.federalGroups.includes(facts.group)) return met('ответ из FAQ даёт регион');
    const arrival = arrivalAtFederal(facts, context);
    const disagreed =
      Number(present(facts, unless.count) ?? 0) > 0 || present(facts, unless.consent) === unless.disagreed;
    // What the companion put back stands where it was.
    if (
      disagreed ||
      arrival === null ||
      isPutBack(facts, arrival) ||
      // What is written there later says nothing of how the region passed it on, and ends no wait.
      heldAt(facts, given.attribute, new Date(arrival.at.getTime() + ONE_SAVE_MS)) !== given.found ||
      now - arrival.at.getTime() > given.withinMinutes * 60_000
    )
      return leave('тикет здесь не из-за вопроса с ответом в FAQ');
    const region = homeRegionOf(facts, context);
    if (region === null) return flag('ответ есть в FAQ, а регион неизвестен: вернуть некому');
    return due('ответ есть в FAQ, тикет возвращается региону', [
      {
        do: 'set',
        fields: {
          group: region.group,
          owner: null,
          state: given.state,
          [context.vocabulary.attributes.reason]: null,
        },
      },
      {
        do: 'note',
        template: 'put-right',
        view: {
          point: pointsOf([context.clause]),
          found: `Передан в СП ЕПГУ, хотя результат поиска в FAQ — «${given.found}»`,
          group: region.group,
          state: given.state,
          next: given.next,
        },
      },
    ]);
  },
};
