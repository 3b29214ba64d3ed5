/** Zammad quotes what it was sent; error texts end up in logs. What could name a person is masked here. */

const longest = 500;
/** Attributes whose quoted value is a reference or a fixed word, never a person's data. */
const harmlessAttribute = /(^|_)(id|ids|state|group|priority|type|calendar|role|permission|name)s?$/;

/**
 * Masks mail addresses, digit runs of nine or more (phones, СНИЛС, ИНН, with their usual separators), values quoted for
 * free-text attributes and for references to people, and cuts the text at 500 characters.
 */
export const maskPersonalData = (text: string): string =>
  text
    .replace(/(Invalid value )'([^']*)'( for field '([^']*)')/g, (all: string, ...parts: string[]) =>
      harmlessAttribute.test(parts[3] ?? '') ? all : `${parts[0] ?? ''}'<value>'${parts[2] ?? ''}`,
    )
    .replace(
      /('(?:customer|owner|user|origin_by|created_by|updated_by|email|login)'): ".*?"/g,
      '$1: "<person>"',
    )
    .replace(/[^\s@<>"'(]+@[^\s@<>"'),;]+/g, '<mail>')
    .replace(/\+?\d(?:[\s().-]{0,2}\d){8,}/g, '<number>')
    .slice(0, longest);
