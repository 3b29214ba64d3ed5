/** Who may see a category: the roles the settings name, beside those somebody else has set. */
import type { FaqAccess, FaqPlanInput } from './plan-types.js';
import { pathKey } from './tree.js';
import type { FaqFault } from './types.js';

const known = (access: string): access is 'editor' | 'reader' | 'none' =>
  access === 'editor' || access === 'reader' || access === 'none';

/** Where access is otherwise than wanted. A category the edition does not have and nobody has made is passed over. */
export const planAccess = (
  { settings, tree, desired, roles }: FaqPlanInput,
  ids: ReadonlyMap<string, number>,
): { readonly access: readonly FaqAccess[]; readonly faults: readonly FaqFault[] } => {
  const faults: FaqFault[] = [];
  // Roles are read from the base: of one that is still to be made nothing is known yet.
  if (tree.base === null) return { access: [], faults: [] };
  const access = settings.categories.flatMap(({ path, access: wanted = {} }): FaqAccess[] => {
    const category = tree.categories.find(({ id }) => id === ids.get(pathKey(path)));
    const comes = desired.answers.some((answer) =>
      path.every((title, index) => answer.category[index] === title),
    );
    if (!category && !comes) return [];
    const named = Object.entries(wanted).flatMap(([role, level]): [string, typeof level][] => {
      const id = roles.get(role);
      if (id !== undefined) return [[String(id), level]];
      faults.push({
        where: `faq.yaml: ${path.join(' › ')}`,
        message: `роли «${role}» нет или у неё нет права knowledge_base.reader`,
      });
      return [];
    });
    const current = new Map([...(category?.access ?? [])].map(([id, level]) => [String(id), level]));
    if (named.every(([id, level]) => current.get(id) === level)) return [];
    const others = [...current].filter((entry): entry is [string, 'editor' | 'reader' | 'none'] =>
      known(entry[1]),
    );
    return [{ path, roles: { ...Object.fromEntries(others), ...Object.fromEntries(named) } }];
  });
  return { access, faults };
};
