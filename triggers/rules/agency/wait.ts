/**
 * Rule kind `agency-wait`: while the answer of an agency is awaited, the ticket keeps its state and its reason (3.8, 3.8.2, 4.8,
 * 4.8.3). Zammad moves a ticket on as soon as its customer writes; that is put right and counted as a repeat contact.
 */
import { z } from 'zod';
import { optionOf, stateName } from '../../../config/schema/names.js';
import { isFailedDelivery } from '../../ticket/delivery.js';
import { pointOn } from '../../ticket/cited.js';
import { said } from '../../ticket/fields.js';
import { lastChange } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { deadline } from '../../working-time/deadline.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  state: stateName,
  reason: optionOf('reason'),
  /** Where Zammad moves a ticket when its customer writes. */
  followUpState: stateName,
  /** An agency silent for so many working days is shown to СП ЕПГУ: a reminder, no term. */
  remindAfterWorkingDays: z.int().min(1),
});
type AgencyWait = z.infer<typeof params>;

const isBroken = (facts: TicketFacts, { state, reason }: AgencyWait, context: Surroundings): boolean =>
  !facts.closed && said(facts, context.vocabulary.attributes.reason) === reason && facts.state !== state;

const silent = (facts: TicketFacts, given: AgencyWait, context: RuleContext): Verdict => {
  const { flag, pending, counted } = verdictsOn(facts, context);
  const { reason } = context.vocabulary.attributes;
  const began = lastChange(facts, reason, ({ to }) => to === given.reason)?.at ?? facts.createdAt;
  const [stays, answers] = pointOn(
    facts,
    [
      ['3.8.2', '3.9'],
      ['4.8.3', '4.9'],
    ],
    context,
  );
  // The answer may be among such letters, and ends nothing before СП ЕПГУ passes it on.
  if (said(facts, context.vocabulary.attributes.otherSender) === context.vocabulary.otherSenders.waits)
    return flag(
      `написали с адреса, который никто не подтвердил (п. ${stays}); если это ответ ФОИВ, передайте его (п. ${answers})`,
    );
  return counted(() => {
    const { instant: dueAt } = deadline({
      from: began,
      workingDays: given.remindAfterWorkingDays,
      calendar: context.calendars.federal,
    });
    return context.now >= dueAt
      ? flag(`ФОИВ молчит ${given.remindAfterWorkingDays} раб. дн.: напомните о запросе (п. ${stays})`)
      : pending('ждём ФОИВ: состояние и причина на месте', dueAt);
  });
};

export const agencyWait: RuleKind<AgencyWait> = {
  name: 'agency-wait',
  params,
  needs: (facts, given, context) =>
    !facts.closed && said(facts, context.vocabulary.attributes.reason) === given.reason
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, flag, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, context.vocabulary.attributes.reason) !== given.reason)
      return leave('ответа ФОИВ не ждём');
    if (!isBroken(facts, given, context)) return silent(facts, given, context);
    if (facts.state !== given.followUpState)
      return flag('причина говорит об ожидании ФОИВ, а состояние другое: исправьте пару');

    const began = lastChange(facts, 'state', ({ to }) => to === given.state)?.at ?? facts.createdAt;
    const wrote = facts.articles.filter(({ from, createdAt }) => from === 'citizen' && createdAt > began);
    const flip = lastChange(facts, 'state', ({ from }) => from === given.state);
    if (wrote.length === 0 && flip?.by === 'operator')
      return flag('оператор вывел тикет из ожидания ФОИВ, причина осталась: нужен макрос 3.9/4.9');

    const contacts = wrote.filter(({ automatic }) => !automatic).length;
    const repeats = Number(facts.attributes[context.vocabulary.attributes.repeats] ?? 0) + contacts;
    const undelivered = wrote.length === 0 && flip !== undefined && isFailedDelivery(facts, flip);
    // The note on the letter tells it.
    if (wrote.length === 0 && flip?.by === 'stranger')
      return due('написал не пользователь, ответа ФОИВ ещё нет: ожидание восстановлено', [
        {
          do: 'set',
          fields: { state: given.state, [context.vocabulary.attributes.reason]: given.reason },
        },
      ]);
    const found = undelivered ? 'письмо пользователю не доставлено' : 'пользователь написал';
    return due(`${found}, ответа ФОИВ ещё нет: ожидание восстановлено`, [
      {
        do: 'set',
        fields: {
          state: given.state,
          [context.vocabulary.attributes.reason]: given.reason,
          ...(contacts > 0 && { [context.vocabulary.attributes.repeats]: repeats }),
        },
      },
      {
        do: 'note',
        template: 'agency-wait-restored',
        view: {
          point: pointOn(facts, ['3.8.2', '4.8.3'], context),
          repeatPoint: pointOn(facts, ['3.8.3.1', '4.8.4.1'], context),
          state: given.state,
          reason: given.reason,
          contacts,
          repeats,
          undelivered,
        },
      },
    ]);
  },
};
