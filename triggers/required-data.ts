/**
 * Rule kind `required-data`: a ticket does not stay with a federal group before the citizen's data are in it
 * (R-4.2.1, R-4.2.2, R-4.2.3 of the regulation; A-12 for the waiver). Presence is Zammad's own core workflow's business
 * before saving; this looks after the save, however the ticket came there, and knows check sums.
 */
import { z } from 'zod';
import { faultOfBirthDate } from './birth-date.js';
import { faultOfInn } from './inn.js';
import { faultOfSnils } from './snils.js';
import type { RuleContext, RuleKind, TicketFacts } from './types.js';

const params = z.strictObject({
  federalGroups: z.array(z.string()).min(1),
  fields: z
    .array(
      z.strictObject({
        attribute: z.string(),
        label: z.string(),
        check: z.enum(['present', 'snils', 'inn', 'birthDate']),
      }),
    )
    .min(1),
  waiver: z.strictObject({ attribute: z.string(), reason: z.string() }),
  sendBack: z.strictObject({ state: z.string(), reason: z.string(), waitSource: z.string() }),
});
type RequiredDataParams = z.infer<typeof params>;

type Field = RequiredDataParams['fields'][number];
/** One line of the note: a field by its label, and what is wrong with it. */
interface Fault {
  readonly label: string;
  readonly why: string;
}

const MISSING = 'не заполнено';

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

const faultOfValue = (field: Field, value: string, context: RuleContext, timeZone: string): string | null => {
  switch (field.check) {
    case 'present':
      return null;
    case 'snils':
      return faultOfSnils(value);
    case 'inn':
      return faultOfInn(value);
    case 'birthDate':
      return faultOfBirthDate(value, context.now, timeZone);
  }
};

/** The waiver speaks of papers a person may not have; a name, a contact and a question everybody has. */
const canBeWaived = (field: Field): boolean => field.check !== 'present';

const faultsOf = (
  facts: TicketFacts,
  { fields, waiver }: RequiredDataParams,
  context: RuleContext,
): Fault[] => {
  const timeZone = context.regions.get(facts.region ?? '')?.timeZone ?? 'Europe/Moscow';
  const claimed = facts.attributes[waiver.attribute] === true;
  const waived = claimed && !isBlank(facts.attributes[waiver.reason]);
  const faults = fields.flatMap((field): Fault[] => {
    const value = facts.attributes[field.attribute];
    if (isBlank(value)) return waived && canBeWaived(field) ? [] : [{ label: field.label, why: MISSING }];
    const why = faultOfValue(field, String(value), context, timeZone);
    return why === null ? [] : [{ label: field.label, why }];
  });
  const reasonMatters = claimed && !waived && faults.some(({ why }) => why === MISSING);
  return reasonMatters
    ? [
        ...faults,
        { label: 'Причина отсутствия данных', why: 'отметка об отсутствии данных стоит без причины' },
      ]
    : faults;
};

export const requiredData: RuleKind<RequiredDataParams> = {
  name: 'required-data',
  params,
  evaluate(facts, given, context) {
    const { clause } = context;
    const because = (text: string, faults: readonly Fault[] = []) => ({
      clause,
      text,
      facts: { Группа: facts.group, ...Object.fromEntries(faults.map(({ label, why }) => [label, why])) },
    });
    if (!given.federalGroups.includes(facts.group))
      return { status: 'notApplicable', because: because('тикет не в федеральной группе') };
    if (facts.closed) return { status: 'notApplicable', because: because('тикет закрыт') };
    const faults = faultsOf(facts, given, context);
    if (faults.length === 0) return { status: 'met', because: because('данные пользователя внесены') };
    const region = context.regions.get(facts.region ?? '');
    if (region === undefined)
      return {
        status: 'flagged',
        because: because('данных нет, а регион тикета неизвестен: вернуть некому', faults),
      };
    return {
      status: 'due',
      because: because('передан без данных пользователя, возвращается региону', faults),
      actions: [
        {
          do: 'set',
          fields: {
            group: region.group,
            owner: null,
            state: given.sendBack.state,
            state_reason: given.sendBack.reason,
            wait_source: given.sendBack.waitSource,
          },
        },
        {
          do: 'note',
          template: 'data-missing',
          view: {
            from: facts.group,
            region: region.name,
            state: given.sendBack.state,
            reason: given.sendBack.reason,
            faults,
          },
        },
      ],
    };
  },
};
