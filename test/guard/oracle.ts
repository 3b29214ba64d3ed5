/**
 * The oracle as it stands in `oracle.yaml`, written from the regulation by another hand: which ends are lawful, and which are not.
 * It imports nothing of the map or of the rules.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const rule = z.looseObject({ id: z.string(), all: z.array(z.string()), none: z.array(z.string()) });
const { grounds, ends } = z
  .looseObject({ grounds: z.array(rule), ends: z.array(rule.extend({ kind: z.string() })) })
  .parse(parse(await readFile(new URL('oracle.yaml', import.meta.url), 'utf8')));

/** What is so of a ticket at rest: its place and the evidence, by the names of `oracle.yaml`. */
export type Atoms = ReadonlySet<string>;

const fires = ({ all, none }: z.infer<typeof rule>, atoms: Atoms): boolean =>
  all.every((atom) => atoms.has(atom)) && !none.some((atom) => atoms.has(atom));

/** Kinds of unlawful end, the most telling first; empty: open, or closed with a ground. */
export const unlawfulEnds = (atoms: Atoms): string[] =>
  !atoms.has('closed') || grounds.some((ground) => fires(ground, atoms))
    ? []
    : ends.flatMap((end) => (fires(end, atoms) ? [`${end.id} ${end.kind}`] : []));

const HOLDERS: Readonly<Record<string, string>> = {
  'Начальник смены ЦПП': 'ns',
  'СП ЕПГУ': 'epgu',
  'СТП ЕПГУ': 'stp',
  ГРП: 'grp',
  'Неразобранные обращения': 'unsorted',
};

export const holderOf = (group: string): string => HOLDERS[group] ?? 'region';

/** The atoms of a place. `origin`: the region's group that had a part in the request. */
export const placeAtoms = (
  path: string,
  { group, state, reason }: { readonly group: string; readonly state: string; readonly reason: string },
  origin: string,
): string[] => {
  const holder = holderOf(group);
  return [
    `path:${path}`,
    `holder:${holder}`,
    `state:${state}`,
    state === 'Закрыт' ? 'closed' : 'open',
    ...(holder === 'region' || holder === 'unsorted' ? [] : ['holder:federal']),
    ...(holder === 'region' && group !== origin ? ['foreign_region'] : []),
    ...(reason === '' ? [] : [`reason:${reason}`]),
  ];
};
