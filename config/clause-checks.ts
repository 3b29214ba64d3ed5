/**
 * Faults of the regulation's files: obligations that do not exist, objects that are said to keep one and do not, examples
 * that the configuration no longer bears out, settings of open questions that are nowhere.
 */
import type { Path } from './document.js';
import type { Fault } from './faults.js';
import { departure, valueAt } from './held.js';
import { objectOf, registerOf } from './named.js';
import { entriesOf } from './names.js';
import { suggestion } from './nearest.js';
import type { Ambiguity, Setting } from './schema/ambiguity.js';
import type { Clause } from './schema/clause.js';
import type { ObjectName } from './schema/example.js';
import type { Placed, Sources } from './sources.js';

type Report = (at: Path, message: string) => void;

const noObject = (sources: Sources, { kind, name }: ObjectName): string =>
  `в ${kind} нет «${name}»${suggestion(
    name,
    entriesOf(sources, kind).map(({ value }) => value.name),
  )}`;

const noRegister = (register: string): string => `нет файла для «${register}»`;

/** Each object must stand in the files and say itself that it is there for the clause. */
const checkObjects = (sources: Sources, { ids, objects, enforcer }: HeldClause, report: Report): void => {
  const kept = new Set<string>();
  objects.forEach((object, index) => {
    const found = objectOf(sources, object);
    if (!found) report(['objects', index, 'name'], noObject(sources, object));
    else if (enforcer === 'zammad' && !ids.some((id) => found.clauses.includes(id)))
      report(['objects', index, 'name'], `у «${object.name}» в clauses нет ${ids.join(', ')}`);
    for (const id of found?.clauses ?? []) kept.add(id);
  });
  ids.forEach((id, index) => {
    if (enforcer === 'zammad' && !kept.has(id))
      report(['ids', index], `ни у одного из objects в clauses нет ${id}`);
  });
};

type HeldClause = Exclude<Clause, { enforcer: 'companion' }>;

const checkExamples = (sources: Sources, { examples }: HeldClause, report: Report): void => {
  examples.forEach(({ name, object, register = '', holds }, index) => {
    const at = ['examples', index];
    const whole = object ? objectOf(sources, object) : registerOf(sources, register);
    if (whole === undefined) {
      if (object) report([...at, 'object', 'name'], noObject(sources, object));
      else report([...at, 'register'], noRegister(register));
      return;
    }
    const departs = departure(holds, whole);
    const said = object ? `${object.kind} «${object.name}»` : register;
    if (departs !== null)
      report([...at, 'holds', ...departs], `пример «${name}» не выполняется: ${said} говорит иначе`);
  });
};

const checkClause = (sources: Sources, { value: clause, document }: Placed<Clause>, report: Report): void => {
  const unknown = clause.ids.filter((id) => !sources.obligations.has(id));
  for (const id of unknown)
    report(
      ['ids', clause.ids.indexOf(id)],
      `в регламенте нет обязанности «${id}»${suggestion(id, sources.obligations)}`,
    );
  if (clause.enforcer === 'companion' || unknown.length > 0) return;
  checkObjects(sources, clause, report);
  // The product's examples hold for its own sample values; there they are checked.
  if (document.isProduct !== true) checkExamples(sources, clause, report);
};

/** What a setting says now, undefined when the place it names does not exist. */
const settingOf = (sources: Sources, { clause: id, object, register, move, place, at }: Setting): unknown => {
  const { moves = [], endings = [], places = [] } = sources.process?.value ?? {};
  if (move !== undefined)
    return valueAt(
      [...moves, ...endings].find((one) => one.id === move),
      at,
    );
  if (place !== undefined)
    return valueAt(
      places.find(({ name }) => name === place),
      at,
    );
  if (object) return valueAt(objectOf(sources, object), at);
  if (id === undefined) return valueAt(registerOf(sources, register ?? ''), at);
  const clause = sources.clauses.map(({ value }) => value).find(({ ids }) => ids.includes(id));
  return clause?.enforcer === 'companion' ? valueAt(clause.rule.params, at) : undefined;
};

const checkAmbiguity = (sources: Sources, { set = [] }: Ambiguity, report: Report): void => {
  set.forEach((setting, index) => {
    const { object } = setting;
    if (object !== undefined && objectOf(sources, object) === undefined)
      report(['set', index, 'object', 'name'], noObject(sources, object));
    else if (settingOf(sources, setting) === undefined)
      report(['set', index, 'at'], `такой настройки нет: ${setting.at.join(' › ')}`);
  });
};

/** An obligation kept twice would be acted on twice, each time by other parameters. */
const checkDoubles = ({ clauses }: Sources, reportAt: (placed: Placed<unknown>) => Report): void => {
  const first = new Map<string, string>();
  for (const placed of clauses)
    placed.value.ids.forEach((id, index) => {
      const earlier = first.get(id);
      if (earlier !== undefined) reportAt(placed)(['ids', index], `${id} уже держит «${earlier}»`);
      else first.set(id, placed.value.title);
    });
};

/** All faults of the regulation's files, each at its place. */
export const checkClauses = (sources: Sources): Fault[] => {
  const faults: Fault[] = [];
  const reportAt =
    ({ document, path }: Placed<unknown>): Report =>
    (at, message) => {
      faults.push(document.fault([...path, ...at], message));
    };
  checkDoubles(sources, reportAt);
  for (const placed of sources.clauses) checkClause(sources, placed, reportAt(placed));
  for (const placed of sources.ambiguities.filter(({ document }) => document.isProduct !== true))
    checkAmbiguity(sources, placed.value, reportAt(placed));
  return faults;
};
