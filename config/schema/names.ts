/**
 * Strings that name something the configuration defines. Whoever takes such a name, a rule's parameter or the vocabulary, takes it by
 * one of these, and the loader checks it against the files: `config/name-checks.ts` walks the schema's meta.
 */
import { z } from 'zod';

/** What a string names, as its schema's meta says. */
export type Named =
  /** `places`: a group, or one of the two sides. `fields`: an attribute, or a column of Zammad's own. */
  | { readonly names: 'groups' | 'places' | 'ticket_states' | 'attributes' | 'fields' | 'tags' }
  /** A value of the attribute that plays this role in the vocabulary. */
  | { readonly names: 'option'; readonly of: string }
  /** A value of the attribute that the nearest key of that name beside or above it names. */
  | { readonly names: 'option'; readonly beside: string }
  /** Of a record: its values are values of the attribute its key names. */
  | { readonly names: 'options' };

const named = (meta: Named) =>
  z
    .string()
    .min(1)
    .meta({ ...meta });

export const groupName = named({ names: 'groups' });
export const placeName = named({ names: 'places' });
export const stateName = named({ names: 'ticket_states' });
export const attributeName = named({ names: 'attributes' });
export const fieldName = named({ names: 'fields' });
export const tagName = named({ names: 'tags' });

/** A value of the attribute that plays a role in the vocabulary: `optionOf('reason')`. */
export const optionOf = (role: string) => named({ names: 'option', of: role });

/** A value of the attribute named beside it: `{ attribute: faq_result, found: найдено }`. */
export const optionBeside = (key: string) => named({ names: 'option', beside: key });

/** Attribute → values it may have; null: empty. */
export const optionsByAttribute = z
  .record(fieldName, z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1))
  .meta({ names: 'options' } satisfies Named);
