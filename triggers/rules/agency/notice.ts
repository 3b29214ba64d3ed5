/**
 * Rule kind `agency-notice`: the citizen is told once that an agency was asked. In writing the ticket goes to its region
 * for that and comes back as it was (4.8.1, 4.8.2); by phone СП ЕПГУ tells itself (3.8.1). A-19: the attribute `foiv_notice`
 * says how far it is.
 */
import { z } from 'zod';
import { optionOf } from '../../../config/schema/names.js';
import { isReasoned, tellings } from '../../ticket/evidence.js';
import { said } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { isCommented, isRegional, lastChange } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { noticeAgeing } from './notice-ageing.js';
import type { RuleContext, RuleKind, TicketFacts, Transition, Verdict } from '../../types.js';

const params = z.strictObject({
  reason: optionOf('reason'),
  /** Values of `foiv_notice`. */
  notice: z.strictObject({
    needed: optionOf('agencyNotice'),
    done: optionOf('agencyNotice'),
    notNeeded: optionOf('agencyNotice'),
  }),
  /** Value of `intake_channel` that makes it a written contact. */
  written: optionOf('channel'),
  path: z.enum(['written', 'phone']),
  /** A protocol's term for the notice, in working days of the region; null: none, as the regulation has it. */
  noticeWithin: z.number().int().positive().nullable(),
  /** Where no protocol gives a term, a region that has told nothing for so many of its working days is shown. */
  shownAfter: z.number().int().positive().default(1),
  nextTask: z.string().max(250),
});
type AgencyNotice = z.infer<typeof params>;

const beganAt = (facts: TicketFacts, { reason }: AgencyNotice, { vocabulary }: RuleContext): Date =>
  lastChange(facts, vocabulary.attributes.reason, ({ to, by }) => to === reason && by !== 'companion')?.at ??
  facts.createdAt;

/** Where it is said that the citizen was told, a letter or a call shows it. */
const noticed = (facts: TicketFacts, given: AgencyNotice, context: RuleContext): Verdict => {
  const { met, flag } = verdictsOn(facts, context);
  const isSaid = said(facts, context.vocabulary.attributes.agencyNotice) === given.notice.done;
  return !isSaid || tellings(facts, beganAt(facts, given, context)).length > 0
    ? met('уведомление не требуется или выполнено')
    : flag('уведомления заявителя о запросе в ФОИВ не видно: письма или записи о звонке нет (п. 4.8.2)');
};

/** The act of a head that took the ticket from the region that is to tell: it is not sent there again. */
const takenBy = (facts: TicketFacts, since: Date, context: RuleContext): Transition | null =>
  lastChange(
    facts,
    'group',
    ({ at, head, from, to }) =>
      head === true && at > since && isRegional(from, context) && !isRegional(to, context),
  ) ?? null;

const toRegion = (facts: TicketFacts, given: AgencyNotice, context: RuleContext): Verdict => {
  const { leave, flag, due } = verdictsOn(facts, context);
  if (said(facts, context.vocabulary.attributes.agencyNotice) !== given.notice.needed)
    // Zammad's own trigger may have brought the ticket back, and leaves the task behind.
    return said(facts, context.vocabulary.attributes.nextTask) === given.nextTask
      ? due('пользователь уведомлён: следующий шаг сделан', [
          { do: 'set', fields: { [context.vocabulary.attributes.nextTask]: null } },
        ])
      : noticed(facts, given, context);
  const head = takenBy(facts, beganAt(facts, given, context), context);
  if (head !== null)
    return isReasoned(facts, head, context)
      ? leave('руководитель забрал тикет у региона и записал причину')
      : flag(
          'руководитель забрал тикет у региона, а пользователь о запросе в ФОИВ не уведомлён: назовите причину',
        );
  const region = homeRegionOf(facts, context);
  if (region === null)
    return flag('пользователя надо уведомить о запросе в ФОИВ, а регион тикета неизвестен');
  return due('запрос в ФОИВ направлен: тикет переводится региону, чтобы тот уведомил пользователя', [
    {
      do: 'set',
      fields: { group: region.group, owner: null, [context.vocabulary.attributes.nextTask]: given.nextTask },
    },
    { do: 'note', template: 'agency-notice', view: { region: region.name } },
  ]);
};

const atRegion = (facts: TicketFacts, given: AgencyNotice, context: RuleContext): Verdict => {
  const { flag, due } = verdictsOn(facts, context);
  const notice = said(facts, context.vocabulary.attributes.agencyNotice);
  if (notice !== given.notice.done && notice !== given.notice.notNeeded) {
    if (said(facts, context.vocabulary.attributes.nextTask) === null)
      return due('региону предстоит уведомить пользователя о запросе в ФОИВ', [
        { do: 'set', fields: { [context.vocabulary.attributes.nextTask]: given.nextTask } },
      ]);
    return noticeAgeing(facts, given, context);
  }
  const came = lastChange(facts, 'group', ({ to }) => to === facts.group)?.at ?? facts.createdAt;
  if (
    notice === given.notice.done &&
    !isCommented(facts, came, (group) => group === facts.group, context.vocabulary)
  )
    return flag('пользователь уведомлён о запросе в ФОИВ, а комментария об этом нет');
  const back = said(facts, context.vocabulary.attributes.holder) ?? context.entryGroup;
  return due('пользователь уведомлён: тикет возвращается в СП ЕПГУ, состояние и причина прежние', [
    { do: 'set', fields: { group: back, owner: null, [context.vocabulary.attributes.nextTask]: null } },
  ]);
};

export const agencyNotice: RuleKind<AgencyNotice> = {
  name: 'agency-notice',
  params,
  needs: (facts, { reason, notice, noticeWithin }, context) =>
    !facts.closed &&
    said(facts, context.vocabulary.attributes.reason) === reason &&
    (said(facts, context.vocabulary.attributes.agencyNotice) !== notice.notNeeded || noticeWithin !== null)
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, context.vocabulary.attributes.reason) !== given.reason)
      return leave('ответа ФОИВ не ждём');
    const isWritten = said(facts, context.vocabulary.attributes.channel) === given.written;
    if (given.path === 'written') {
      if (isRegional(facts.group, context)) return atRegion(facts, given, context);
      return isWritten
        ? toRegion(facts, given, context)
        : leave('обращение не письменное: уведомляет СП ЕПГУ');
    }
    if (isWritten || isRegional(facts.group, context)) return leave('уведомляет СП РПГУ');
    const notice = said(facts, context.vocabulary.attributes.agencyNotice);
    return notice === given.notice.notNeeded || tellings(facts, beganAt(facts, given, context)).length > 0
      ? met('пользователь уведомлён об ожидании')
      : flag('запрос в ФОИВ направлен, а пользователь об ожидании не уведомлён');
  },
};
