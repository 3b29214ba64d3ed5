/**
 * Faults of the regulation's files: obligations that do not exist, objects that are said to keep one and do not, examples
 * that the configuration no longer bears out.
 */
import type { Path } from './document.js';
import type { Fault } from './faults.js';
import { departure } from './held.js';
import { entriesOf } from './names.js';
import { suggestion } from './nearest.js';
import type { Clause } from './schema/clause.js';
import type { HeldExample, ObjectName } from './schema/example.js';
import type { Placed, Sources } from './sources.js';

/** What a register says, or undefined when there is none of that name. */
const registerOf = ({ federal, regions }: Sources, name: string): unknown =>
  name === 'federal' ? federal?.value : regions.find(({ value }) => `region:${value.id}` === name)?.value;

const checkClause = (sources: Sources, { value: clause, document, path }: Placed<Clause>): Fault[] => {
  const faults: Fault[] = [];
  const report = (at: Path, message: string): void => {
    faults.push(document.fault([...path, ...at], message));
  };
  clause.ids.forEach((id, index) => {
    if (!sources.obligations.has(id))
      report(['ids', index], `в регламенте нет обязанности «${id}»${suggestion(id, sources.obligations)}`);
  });
  if (clause.enforcer === 'companion' || faults.length > 0) return faults;

  const entry = ({ kind, name }: ObjectName, at: Path) => {
    const entries = entriesOf(sources, kind).map(({ value }) => value);
    const found = entries.find((candidate) => candidate.name === name);
    if (!found) {
      const names = entries.map((candidate) => candidate.name);
      report([...at, 'name'], `в ${kind} нет «${name}»${suggestion(name, names)}`);
    }
    return found;
  };
  const kept = new Set<string>();
  clause.objects.forEach((object, index) => {
    const found = entry(object, ['objects', index]);
    if (found && clause.enforcer === 'zammad' && !clause.ids.some((id) => found.clauses.includes(id)))
      report(['objects', index, 'name'], `у «${object.name}» в clauses нет ${clause.ids.join(', ')}`);
    for (const id of found?.clauses ?? []) kept.add(id);
  });
  clause.ids.forEach((id, index) => {
    if (clause.enforcer === 'zammad' && !kept.has(id))
      report(['ids', index], `ни у одного из objects в clauses нет ${id}`);
  });
  const checkExample = ({ name, object, register, holds }: HeldExample, index: number): void => {
    const at = ['examples', index];
    const whole = object ? entry(object, [...at, 'object']) : registerOf(sources, register ?? '');
    if (whole === undefined) {
      if (!object) report([...at, 'register'], `нет файла «${register ?? ''}»`);
      return;
    }
    const departs = departure(holds, whole);
    if (departs !== null)
      report(
        [...at, 'holds', ...departs],
        `пример «${name}» не выполняется: ${object ? `${object.kind} «${object.name}»` : (register ?? '')} говорит иначе`,
      );
  };
  clause.examples.forEach(checkExample);
  return faults;
};

/** All faults of the clauses, each at its place. */
export const checkClauses = (sources: Sources): Fault[] =>
  sources.clauses.flatMap((clause) => checkClause(sources, clause));
