/** Who may see a category: the roles the settings name, beside those somebody else has set. */
import type { FaqAccess, FaqPlanInput } from './plan-types.js';
import { pathKey } from '../tree.js';
import type { FaqFault } from '../types.js';

const known = (access: string): access is 'editor' | 'reader' | 'none' =>
  access === 'editor' || access === 'reader' || access === 'none';

/**
 * The outer category that withholds everything from a role, by the settings, or as it is where they do not say: what an inner one
 * would give Zammad leaves out without a word.
 */
const closedAbove = (
  path: readonly string[],
  [role, id]: readonly [string, number],
  { settings, tree }: FaqPlanInput,
  ids: ReadonlyMap<string, number>,
): readonly string[] | null => {
  let told = false;
  for (let depth = 1; depth < path.length; depth += 1) {
    const outer = path.slice(0, depth);
    const entry = settings.categories.find((each) => pathKey(each.path) === pathKey(outer));
    const wanted = entry?.access?.[role];
    const category = tree.categories.find((each) => each.id === ids.get(pathKey(outer)));
    told ||= wanted !== undefined;
    if ((told ? wanted : category?.access.get(id)) === 'none') return outer;
  }
  return null;
};

/** Where access is otherwise than wanted. A category the edition does not have and nobody has made is passed over. */
export const planAccess = (
  input: FaqPlanInput,
  ids: ReadonlyMap<string, number>,
): { readonly access: readonly FaqAccess[]; readonly faults: readonly FaqFault[] } => {
  const { settings, tree, desired, roles } = input;
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
      const where = `faq.yaml: ${path.join(' › ')}`;
      if (id === undefined) {
        faults.push({ where, message: `роли «${role}» нет или у неё нет права knowledge_base.reader` });
        return [];
      }
      const closed = level === 'none' ? null : closedAbove(path, [role, id], input, ids);
      if (closed === null) return [[String(id), level]];
      faults.push({
        where,
        message: `роли «${role}» закрыт внешний раздел «${closed.join(' › ')}»: внутри Zammad доступа не даст`,
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
