/**
 * Rule kind `agency-silence`: while an agency is awaited, СП ЕПГУ does not write to the citizen about terms (3.8.2, 4.8.3).
 * exactly one notice, by whom the path says; a region may answer the citizen's own question.
 */
import { z } from 'zod';
import { groupName, optionOf } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { deskWriting, lastChange } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  reason: optionOf('reason'),
  federalGroups: z.array(groupName).min(1),
  /** Value of `intake_channel` of a contact that a region notifies of; of any other СП ЕПГУ notifies once. */
  written: optionOf('channel'),
  /** Notices of СП ЕПГУ itself, by path. */
  allowed: z.strictObject({
    written: z.number().int().nonnegative(),
    phone: z.number().int().nonnegative(),
  }),
});

const sentOut = ({ articles }: TicketFacts) =>
  articles.filter(({ internal, from }) => !internal && (from === 'operator' || from === 'helpdesk'));

export const agencySilence: RuleKind<z.infer<typeof params>> = {
  name: 'agency-silence',
  params,
  needs: (facts, { reason }, context) =>
    !facts.closed && said(facts, context.vocabulary.attributes.reason) === reason && sentOut(facts).length > 0
      ? ['transitions']
      : [],
  evaluate(facts, { reason, federalGroups, written, allowed }, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, context.vocabulary.attributes.reason) !== reason) return leave('ответа ФОИВ не ждём');
    const began =
      lastChange(
        facts,
        context.vocabulary.attributes.reason,
        ({ to, by }) => to === reason && by !== 'companion',
      )?.at ?? facts.createdAt;
    const notices = sentOut(facts).filter(
      (notice) => notice.createdAt >= began && federalGroups.includes(deskWriting(facts, notice)),
    ).length;
    const most =
      said(facts, context.vocabulary.attributes.channel) === written ? allowed.written : allowed.phone;
    return notices <= most
      ? met('лишних уведомлений СП ЕПГУ в ожидании ФОИВ нет')
      : flag('СП ЕПГУ пишет пользователю, пока ждёт ФОИВ: дополнительных уведомлений быть не должно', {
          'Уведомлений СП ЕПГУ': String(notices),
          Допустимо: String(most),
        });
  },
};
