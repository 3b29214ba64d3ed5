/** What a clause or an open question points at: an object by kind and name, a register by name. */
import { entriesOf } from './names.js';
import type { ObjectName } from './schema/example.js';
import type { Sources } from './sources.js';

/** Undefined when there is none of that name. A pattern over the regions is found by its pattern. */
export const objectOf = (sources: Sources, { kind, name }: ObjectName) =>
  entriesOf(sources, kind).find(({ value }) => value.name === name)?.value;

/** What a file the parties keep says, undefined when there is no such file. */
export const registerOf = (
  { federal, faq, trust, regions, calendars }: Sources,
  register: string,
): unknown => {
  const [kind, id] = register.split(':');
  if (kind === 'federal') return federal?.value;
  if (kind === 'faq') return faq?.value;
  if (kind === 'trust') return trust?.value;
  if (kind === 'region') return regions.find(({ value }) => value.id === id)?.value;
  return calendars.find(({ value }) => String(value.year) === id)?.value;
};
