/** Makes categories of the knowledge base. */
import type { FaqDesk } from '../desk.js';
import { pathKey } from '../tree.js';

interface CategoryWriting {
  readonly desk: FaqDesk;
  readonly base: number;
  /** Language of the titles, as the base counts it. */
  readonly locale: number;
  readonly icon: string;
}

/** Makes the last category of a path; those above it are there. Returns its id. */
export const makeCategories = async (
  path: readonly string[],
  ids: ReadonlyMap<string, number>,
  { desk, base, locale, icon }: CategoryWriting,
): Promise<number> => {
  const parent = path.length === 1 ? null : ids.get(pathKey(path.slice(0, -1)));
  if (parent === undefined) throw new Error(`раздела «${path.slice(0, -1).join(' › ')}» нет`);
  const { id } = await desk.kb.categories.create(base, {
    category_icon: icon,
    parent_id: parent,
    translations_attributes: [{ title: path.at(-1) ?? '', kb_locale_id: locale }],
  });
  return id;
};
