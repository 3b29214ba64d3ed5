/**
 * Rule kind `close-with-consent`: a solved ticket is closed when the citizen agrees, and not before.
 * What was closed without consent goes back to «Решен». Closes that the regulation itself makes come from other states
 * or carry their reason, and stay; a citizen who says nothing never closes a ticket (A-25: it is told instead).
 */
import { z } from 'zod';
import {
  attributeName,
  optionBeside,
  optionsByAttribute,
  stateName,
  tagName,
} from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { desks, isAt, lastMove, standsSince } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';
import { deadline } from '../../working-time/deadline.js';

const HOUR_MS = 3_600_000;

const params = z.strictObject({
  point: z.string().min(1),
  at: desks,
  solved: stateName,
  closed: stateName,
  consent: z.strictObject({ attribute: attributeName, agreed: optionBeside('attribute') }),
  /** Closes with one of these on the ticket are the regulation's own. */
  except: optionsByAttribute,
  /** A close by hand no longer ago than this is undone; an older one, also from before the companion came, stands. */
  withinHours: z.int().min(1).default(24),
  /** the solution was told and nobody answered for so many working days of the region. */
  silent: z.strictObject({ tag: tagName, workingDays: z.int().min(1) }).optional(),
  next: z.string().min(1),
});
type Params = z.infer<typeof params>;

const isExcepted = (facts: TicketFacts, except: Params['except']): boolean =>
  Object.entries(except).some(([field, allowed]) => allowed.includes(present(facts, field)));

const ofSilence = (facts: TicketFacts, { silent }: Params, context: RuleContext): Verdict => {
  const { met, flag, pending, counted } = verdictsOn(facts, context);
  if (silent === undefined || !facts.tags.includes(silent.tag)) return met('решённый тикет не закрыт');
  return counted(() => {
    const { instant: dueAt } = deadline({
      from: standsSince(facts, ['group', 'state']),
      workingDays: silent.workingDays,
      calendar: context.calendars.of(facts.region),
    });
    return context.now >= dueAt
      ? flag(`решение сообщено, ответа пользователя нет ${silent.workingDays} раб. дн.`)
      : pending('ждём, согласен ли пользователь', dueAt);
  });
};

export const closeWithConsent: RuleKind<Params> = {
  name: 'close-with-consent',
  params,
  needs: (facts, { at, closed, solved, consent, except, withinHours, silent }, context) => {
    if (!isAt(facts.group, at, context)) return [];
    if (present(facts, consent.attribute) === consent.agreed) return [];
    if (facts.state === solved)
      return silent !== undefined && facts.tags.includes(silent.tag) ? ['transitions'] : [];
    // A ticket that nobody has touched for long was not closed a moment ago.
    const recent =
      facts.closedAt === null || facts.updatedAt.getTime() - facts.closedAt.getTime() < withinHours * HOUR_MS;
    return facts.state === closed && recent && !isExcepted(facts, except) ? ['transitions'] : [];
  },
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    const { consent, solved, closed } = given;
    if (!isAt(facts.group, given.at, context)) return leave('тикет не у этой группы');
    const said = present(facts, consent.attribute);
    if (said === consent.agreed) return met('пользователь согласен');
    if (facts.state === solved)
      return said === null ? ofSilence(facts, given, context) : met('решённый тикет не закрыт');
    const move = lastMove(facts, 'state');
    const undone =
      facts.state === closed &&
      !isExcepted(facts, given.except) &&
      move?.from === solved &&
      move.by === 'operator' &&
      context.now.getTime() - move.at.getTime() <= given.withinHours * HOUR_MS;
    if (!undone) return leave('тикет не закрыт после решения без согласия');
    return due('закрыт без согласия пользователя с решением, открывается снова', [
      { do: 'set', fields: { state: solved } },
      {
        do: 'note',
        template: 'put-right',
        view: {
          point: given.point,
          found: 'Тикет закрыли, а согласия пользователя с решением в нём нет',
          group: facts.group,
          state: solved,
          next: given.next,
        },
      },
    ]);
  },
};
