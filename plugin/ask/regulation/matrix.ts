/** Every obligation of the regulation with who keeps it and how: the answer to «where is clause 4.7.2?». */
import type { Config } from '../../../config/load.js';
import type { Clause } from '../../../config/schema/clause.js';
import type { Mode } from '../../../config/schema/mode.js';

export interface MatrixRow {
  readonly id: string;
  readonly title: string;
  readonly enforcer: Clause['enforcer'];
  /** The kind of the rule, or the objects of the helpdesk and the registers that show it. */
  readonly by: readonly string[];
  /** Of a rule. */
  readonly mode: Mode | null;
  /** Of a rule, by its examples: whether it ever puts something right, or can only show what is not as it should be. */
  readonly effect: 'acts' | 'shows' | null;
  readonly examples: number;
  /** Why the helpdesk or the companion does not keep it. */
  readonly why: string | null;
}

export interface Matrix {
  readonly rows: readonly MatrixRow[];
  /** Ids that no clause speaks for. */
  readonly uncovered: readonly string[];
  /** Ids that more than one clause speaks for. */
  readonly doubled: readonly string[];
  readonly withoutExamples: readonly string[];
}

const registerFile = (register: string): string => {
  const [kind, id = ''] = register.split(':');
  return kind === 'federal' || kind === 'faq'
    ? `${kind}.yaml`
    : `${kind === 'region' ? 'regions' : 'calendars'}/${id}.yaml`;
};

const keepers = (clause: Clause): string[] => {
  if (clause.enforcer === 'companion') return [clause.rule.kind];
  const shown = clause.examples.flatMap(({ object, register }) =>
    object ? [`${object.kind}: ${object.name}`] : register === undefined ? [] : [registerFile(register)],
  );
  return [...new Set([...clause.objects.map(({ kind, name }) => `${kind}: ${name}`), ...shown])];
};

const effectOf = (clause: Clause): MatrixRow['effect'] => {
  if (clause.enforcer !== 'companion') return null;
  return clause.examples.some(({ expect }) => expect.status === 'due') ? 'acts' : 'shows';
};

const rowsOf = (clause: Clause): MatrixRow[] =>
  clause.ids.map((id) => ({
    id,
    title: clause.title,
    enforcer: clause.enforcer,
    by: keepers(clause),
    mode: clause.enforcer === 'companion' ? clause.mode : null,
    effect: effectOf(clause),
    examples: clause.examples.length,
    why: clause.why ?? null,
  }));

/** Rows in the order of the regulation. */
export const matrixOf = ({ clauses, obligations }: Pick<Config, 'clauses' | 'obligations'>): Matrix => {
  const all = clauses.flatMap(rowsOf);
  const rows = obligations.flatMap((id) => all.filter((row) => row.id === id));
  const count = (id: string): number => rows.filter((row) => row.id === id).length;
  return {
    rows,
    uncovered: obligations.filter((id) => count(id) === 0),
    doubled: obligations.filter((id) => count(id) > 1),
    withoutExamples: rows.filter(({ examples }) => examples === 0).map(({ id }) => id),
  };
};
