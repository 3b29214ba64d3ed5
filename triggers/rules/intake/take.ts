/** What a letter adds to what the ticket knows: gaps are filled, a contradiction is named, nothing is overwritten. Pure. */
import { faultOfValue, isBlank, type DataField } from '../../person/data-faults.js';
import type { LetterFacts, RuleContext, TicketFacts } from '../../types.js';

type Attributes = TicketFacts['attributes'];

/** How two spellings of one thing are told from two things. */
const sameness = (value: string): string => {
  const plain = value.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ');
  const digits = plain.replace(/\D/gu, '');
  return /^[\d\s()+.–-]+$/u.test(plain) ? digits.replace(/^[78](?=\d{10}$)/u, '') : plain;
};

export interface Taken {
  readonly fields: Readonly<Record<string, string>>;
  /** Labels of what was taken, in the order of `known`. */
  readonly labels: readonly string[];
  /** Labels of what the letter says otherwise than the ticket. */
  readonly contradictions: readonly string[];
}

/**
 * What of `letter` goes into the ticket.
 * @param known fields with a check, by which a value that cannot be right is a gap too
 * @param free attributes in which another wording is no contradiction (the request in the citizen's own words)
 * @param first it made the ticket: what it says wrong stands as it was written; of an answer it is only named
 */
export const takenFrom = (
  letter: Pick<LetterFacts, 'fields'>,
  before: Attributes,
  {
    known,
    free,
    first,
  }: { readonly known: readonly DataField[]; readonly free: readonly string[]; readonly first: boolean },
  region: string | null,
  context: RuleContext,
): Taken => {
  const fields: Record<string, string> = {};
  const labels: string[] = [];
  const contradictions: string[] = [];
  const checked = known.map(({ attribute }) => attribute);
  const others = Object.keys(letter.fields).filter((attribute) => !checked.includes(attribute));
  for (const field of [...known, ...others.map((attribute) => ({ attribute, label: null }) as const)]) {
    const { attribute, label } = field;
    const said = letter.fields[attribute];
    if (said === undefined || isBlank(said)) continue;
    const had = before[attribute];
    const isWrong = (value: string): boolean =>
      label !== null && faultOfValue(field, value, region, context) !== null;
    if (isBlank(had) ? first || !isWrong(said) : isWrong(String(had)) && !isWrong(said)) {
      fields[attribute] = said;
      if (label !== null) labels.push(label);
    } else if (
      !isBlank(had) &&
      label !== null &&
      !free.includes(attribute) &&
      !isWrong(said) &&
      sameness(String(had)) !== sameness(said)
    )
      contradictions.push(label);
  }
  return { fields, labels, contradictions };
};
