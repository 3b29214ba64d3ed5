/** Checks the names that one entry says of other objects, wherever they stand in it. */
import type { Path } from './document.js';
import type { Fault } from './faults.js';
import type { Allowed, Known } from './known.js';
import { namesMeant, type PlacedEntry } from './names.js';
import { suggestion } from './nearest.js';
import { regionPlaceholders, unknownPlaceholders } from './regions.js';
import type { Comparison, Condition, Perform } from './schema/common.js';
import type { Sources } from './sources.js';

type Report = (path: Path, message: string) => void;

/** Values said instead of a name: of users, and the empty value of an attribute. */
const spoken = new Set(['current_user', 'not_set']);

/** Looks at one entry; what it finds gathers in `faults`, each at its place in the file. */
export const entryCheck = (sources: Sources, known: Known, entry: PlacedEntry) => {
  const regions = sources.regions.map(({ value }) => value);
  const forEachRegion = entry.value.forEachRegion ?? false;
  const faults: Fault[] = [];
  const report: Report = (path, message) =>
    faults.push(entry.document.fault([...entry.path, ...path], message));
  const reportKey: Report = (path, message) =>
    faults.push(entry.document.faultAtKey([...entry.path, ...path], message));

  const name = (text: string, allowed: Allowed, path: Path, say: Report = report): void => {
    // What Zammad fills in itself is known to no file.
    if (!allowed || spoken.has(text) || text.startsWith('#{')) return;
    const unknown = namesMeant(text, forEachRegion, regions).find((meant) => !allowed.names.has(meant));
    if (unknown !== undefined)
      say(
        path,
        `${allowed.what} «${unknown}»${suggestion(
          unknown,
          [...allowed.names].filter((candidate) => candidate !== ''),
        )}`,
      );
  };
  const key = (text: string, path: Path): Allowed | undefined => {
    const allowed = known.valuesOf(text);
    if (allowed === undefined) reportKey(path, `неизвестное поле «${text}»${suggestion(text, known.keys)}`);
    return allowed;
  };
  const values = (value: unknown, allowed: Allowed, path: Path): void => {
    if (Array.isArray(value))
      value.forEach((item: unknown, index) => {
        values(item, allowed, [...path, index]);
      });
    else if (typeof value === 'string' || typeof value === 'boolean') name(String(value), allowed, path);
  };

  const comparison = (text: string, compared: Comparison, operators: readonly string[], path: Path): void => {
    const allowed = key(text, path);
    for (const [operator, value] of Object.entries(compared)) {
      if (!operators.includes(operator))
        reportKey(
          [...path, operator],
          `неизвестный оператор «${operator}»${suggestion(operator, operators)}`,
        );
      else if (allowed && (text === 'ticket.tags' || ['is', 'is not', 'changed to'].includes(operator)))
        values(value, allowed, [...path, operator]);
    }
  };
  const condition = (wanted: Condition, operators: readonly string[], path: Path): void => {
    for (const [part, value] of Object.entries(wanted)) {
      if (Array.isArray(value))
        value.forEach((inner: Condition, index) => {
          condition(inner, operators, [...path, part, index]);
        });
      else comparison(part, value as Comparison, operators, [...path, part]);
    }
  };
  const perform = (wanted: Perform, path: Path): void => {
    for (const [part, value] of Object.entries(wanted)) {
      if (part === 'notification.webhook') values(value, known.named('webhooks'), [...path, part]);
      else if (part !== 'article.note' && part !== 'notification.email') {
        const allowed = key(part, [...path, part]);
        if (allowed && part === 'ticket.tags' && typeof value === 'object')
          for (const [how, tags] of Object.entries(value ?? {})) values(tags, allowed, [...path, part, how]);
        else if (allowed) values(value, allowed, [...path, part]);
      }
    }
    const state = wanted['ticket.state'];
    if (typeof state === 'string' && known.pending.has(state) && wanted['ticket.pending_time'] === undefined)
      report(
        [...path, 'ticket.state'],
        `состояние «${state}» требует ticket.pending_time: без него Zammad откажет`,
      );
  };
  const placeholders = (value: unknown, path: Path): void => {
    if (typeof value === 'string')
      for (const placeholder of unknownPlaceholders(value, forEachRegion))
        report(
          path,
          `подстановка ${placeholder} здесь невозможна; допустимо: {{region.…}} при forEachRegion или ` +
            `{{regions.…}} отдельным значением, где … — ${regionPlaceholders.join(', ')}`,
        );
    else if (typeof value === 'object' && value !== null)
      for (const [part, inner] of Object.entries(value)) {
        placeholders(part, [...path, part]);
        placeholders(inner, [...path, part]);
      }
  };
  return { faults, name, key, values, condition, perform, placeholders, report, reportKey };
};
