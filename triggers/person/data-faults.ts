/** The citizen's data of 4.2.1 on a ticket: what is missing, and what cannot be right (A-12 for the waiver). */
import { z } from 'zod';
import { attributeName } from '../../config/schema/names.js';
import { faultOfBirthDate, faultOfInn, faultOfSnils } from 'portal-letter/person';
import type { Surroundings, TicketFacts } from '../types.js';

const check = z.enum(['present', 'snils', 'inn', 'birthDate']);

/** Parameters of every rule kind that looks at the data, to be spread into its own. */
export const dataParams = {
  fields: z.array(z.strictObject({ attribute: attributeName, label: z.string(), check })).min(1),
  waiver: z.strictObject({ attribute: attributeName, reason: attributeName }),
};
export type DataField = z.infer<(typeof dataParams)['fields']>[number];
type DataParams = {
  readonly fields: readonly DataField[];
  /** Left out: nobody is excused. */
  readonly waiver?: z.infer<(typeof dataParams)['waiver']> | undefined;
};

/** One line of a note: a field by its label, and what is wrong with it. */
export interface DataFault {
  readonly label: string;
  readonly why: string;
}

/** Why of a field that is empty. */
export const MISSING = 'не заполнено';

/** Whole values that say there is none: «не работает» is a matter, «нет» is none. */
const NO_DATA = new Set([
  '-',
  '--',
  '—',
  '–',
  'нет',
  'нет данных',
  'н/д',
  'неизвестно',
  'отсутствует',
  'позвоните',
]);

const saysNothing = (value: unknown): boolean =>
  typeof value === 'string' &&
  NO_DATA.has(
    value
      .trim()
      .toLowerCase()
      .replace(/[.!]+$/, ''),
  );

export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

/** Why a value that is there cannot be right (Russian, without the value); null: it can. Days end in the ticket's region. */
export const faultOfValue = (
  field: DataField,
  value: string,
  region: string | null,
  context: Surroundings,
): string | null => {
  const timeZone = context.regions.get(region ?? '')?.timeZone ?? 'Europe/Moscow';
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
const canBeWaived = (field: DataField): boolean => field.check !== 'present';

/** Faults in the order of `fields`; none: the data are as the regulation wants them. */
export const dataFaults = (
  facts: TicketFacts,
  { fields, waiver }: DataParams,
  context: Surroundings,
): DataFault[] => {
  const claimed = waiver !== undefined && facts.attributes[waiver.attribute] === true;
  const waived = claimed && !isBlank(facts.attributes[waiver.reason]);
  const faults = fields.flatMap((field): DataFault[] => {
    const value = facts.attributes[field.attribute];
    if (isBlank(value) || saysNothing(value))
      return waived && canBeWaived(field) ? [] : [{ label: field.label, why: MISSING }];
    const why = faultOfValue(field, String(value), facts.region, context);
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

/** Their fields as an operator reads them, without the values: «СНИЛС», «ИНН». */
export const labelsOf = (faults: readonly DataFault[]): string =>
  faults.map(({ label }) => `«${label}»`).join(', ');
