/** Where a letter that made a ticket belongs (4.1). Pure. */
import type { LetterFacts, RuleContext, TicketFacts } from '../../types.js';

/**
 * Where the letter belongs: its region, or the desk for what nobody knows; nothing once somebody else has it. What a stranger's form
 * says of its region is written down for a person to check, and moves nothing. `carried`: of the closed request that it answers.
 */
export const homeOf = (
  facts: TicketFacts,
  first: LetterFacts | null,
  carried: string | null,
  { federalGroups }: { readonly federalGroups: readonly string[] },
  { regions, intake: { unknownGroup }, vocabulary: { attributes } }: RuleContext,
): Readonly<Record<string, string>> => {
  if (first === null || facts.region !== null || federalGroups.includes(facts.group)) return {};
  const id = first.region ?? carried;
  const region = regions.get(id ?? '');
  const told = region === undefined ? {} : { [attributes.region]: region.name };
  if (first.sender === 'unknown') return { ...told, ...(unknownGroup !== null && { group: unknownGroup }) };
  return { ...told, ...(region !== undefined && { group: region.group }) };
};

/** Id of the region that a ticket says by its name; null: none is called so. */
export const idIn = (name: string | undefined, { regions }: RuleContext): string | null =>
  [...regions].find(([id, region]) => region.name === name || id === name)?.[0] ?? null;
