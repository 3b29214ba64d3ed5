/**
 * Faults of the rules by which clauses are kept: kinds there are none of, parameters that do not fit, and names in them that no
 * file defines. Such a rule would be silent on every ticket, or refused by Zammad on the first.
 */
import { z } from 'zod';
import type { Path, SourceDocument } from './document.js';
import type { Fault } from './faults.js';
import { knownIn } from './known.js';
import { suggestion } from './nearest.js';
import { clause, type Clause } from './schema/clause.js';
import { checkPart } from './shape.js';
import type { Placed, Sources } from './sources.js';

/** Rule kinds by name, with what each takes. Handed in: kinds are code, and the configuration imports none. */
export type RuleParams = ReadonlyMap<string, z.ZodType>;

const listed = z.looseObject({ clauses: z.array(z.unknown()) });

/** The clauses of a file that are right by themselves, whatever its others are: a fault in one hides none of the next. */
export const readableClauses = (document: SourceDocument): Placed<Clause>[] =>
  (listed.safeParse(document.value).data?.clauses ?? []).flatMap((item, index) => {
    const { data: value } = clause.safeParse(item);
    return value === undefined ? [] : [{ value, document, path: ['clauses', index] }];
  });

const rulesOf = ({ clauses }: Pick<Sources, 'clauses'>) =>
  clauses.flatMap(({ value, document, path }) =>
    value.enforcer === 'companion' ? [{ rule: value.rule, document, path: [...path, 'rule'] }] : [],
  );

/** Each rule by itself: its kind, and its parameters against that kind. */
export const checkRules = (sources: Pick<Sources, 'clauses'>, kinds: RuleParams): Fault[] =>
  rulesOf(sources).flatMap(({ rule: { kind, params }, document, path }) => {
    const schema = kinds.get(kind);
    return schema === undefined
      ? [
          document.fault(
            [...path, 'kind'],
            `неизвестный вид правила «${kind}»${suggestion(kind, kinds.keys())}`,
          ),
        ]
      : checkPart(schema, params, document, [...path, 'params']);
  });

/** What parameters called so name, in every rule kind. Of a place, the two sides may be meant as well. */
const meanings: readonly (readonly [RegExp, 'groups' | 'places' | 'states' | 'attributes'])[] = [
  [/^(group|groups|\w+Groups?)$/, 'groups'],
  [/^(from|to|at|notAt|between|elsewhere)$/, 'places'],
  [/^(state|states|\w+States?)$/, 'states'],
  [/^attribute$/, 'attributes'],
];

/** Names in the parameters, against the files: to be asked when all files that define names are right. */
export const checkRuleNames = (sources: Sources): Fault[] => {
  const known = knownIn(sources);
  const groups = known.named('groups');
  const attributes = known.keys.flatMap((key) => /^ticket\.(.+)$/.exec(key)?.[1] ?? []);
  const allowed = {
    groups,
    places: { ...groups, names: new Set([...groups.names, 'federal', 'regions']) },
    states: known.named('ticket_states'),
    attributes: { what: 'неизвестное поле', names: new Set(attributes) },
  };
  const look = (
    value: unknown,
    key: string,
    path: Path,
    report: (path: Path, said: string) => void,
  ): void => {
    if (Array.isArray(value))
      value.forEach((item: unknown, index) => {
        look(item, key, [...path, index], report);
      });
    else if (typeof value === 'object' && value !== null)
      for (const [inner, part] of Object.entries(value)) look(part, inner, [...path, inner], report);
    else if (typeof value === 'string') {
      const meant = meanings.find(([pattern]) => pattern.test(key))?.[1];
      if (meant === undefined || allowed[meant].names.has(value)) return;
      const { what, names } = allowed[meant];
      report(path, `${what} «${value}»${suggestion(value, names)}`);
    }
  };
  return rulesOf(sources).flatMap(({ rule, document, path }) => {
    const faults: Fault[] = [];
    look(rule.params, '', [...path, 'params'], (at, said) => faults.push(document.fault(at, said)));
    return faults;
  });
};
