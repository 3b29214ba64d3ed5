/**
 * Faults of the rules by which clauses are kept: kinds there are none of, parameters that do not fit, and names in them that no
 * file defines. Such a rule would be silent on every ticket, or refused by Zammad on the first.
 */
import { z } from 'zod';
import type { SourceDocument } from './document.js';
import type { Fault } from './faults.js';
import { nameChecks } from './name-checks.js';
import { suggestion } from './nearest.js';
import { clause, type Clause } from './schema/clause.js';
import { vocabularyFile } from './schema/vocabulary.js';
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

/** Names in the parameters, as their kind declares them, against the files: to be asked when all files that define names are right. */
export const checkRuleNames = (sources: Sources, kinds: RuleParams): Fault[] => {
  const check = nameChecks(sources);
  return rulesOf(sources).flatMap(({ rule: { kind, params }, document, path }) => {
    const schema = kinds.get(kind);
    return schema === undefined ? [] : check(schema, params, document, [...path, 'params']);
  });
};

/** Names in the vocabulary itself. */
export const checkVocabulary = (sources: Sources): Fault[] => {
  const { vocabulary } = sources;
  return vocabulary === undefined
    ? []
    : nameChecks(sources)(vocabularyFile, vocabulary.value, vocabulary.document, []);
};
