/** The way in for a running helpdesk: its objects as configuration files, only what differs from the defaults. */
import { stringify } from 'yaml';
import { compileCalendar } from '../../config/calendar.js';
import type { Config } from '../../config/load.js';
import { helpdeskFile } from '../../config/schema/helpdesk.js';
import type { HelpdeskFile, ObjectKind } from '../../config/schema/helpdesk.js';
import { canonicalJson, isRecord, sameJson, toJson } from './canonical.js';
import { createCatalogue, rowName } from './catalogue.js';
import { noClause, readNote } from './clause-note.js';
import { desiredContext } from './desired/desired-state.js';
import type { CompanionSettings } from './desired/desired-state.js';

import type { ObjectStore } from './object-store.js';
import { kindsToRead, readSnapshot, readVersion } from './read.js';
import { resources } from './resources/index.js';
import type { DesiredContext } from './resources/resource.js';
import { objectKinds } from '../../config/kinds.js';
import type { Fields, Json, Row } from './types.js';

interface Imported {
  /** Text of one file for `config/helpdesk`. */
  readonly yaml: string;
  /** What the configuration has no words for; such objects stay in the helpdesk as they are. */
  readonly skipped: readonly { readonly kind: ObjectKind; readonly name: string; readonly reason: string }[];
}

type Entry = Record<string, Json>;
type Verdict = { readonly entry: Entry } | { readonly reason: string };

const parse = (kind: ObjectKind, entry: Entry): HelpdeskFile | string => {
  const parsed = helpdeskFile.safeParse({ [kind]: { wanted: [entry] } });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return issue ? `${issue.path.slice(3).join('.')}: ${issue.message}` : 'не подходит под схему';
};

/** How an entry becomes an object again; a calendar is compiled from the entry itself. */
const contextFor = (config: Config, context: DesiredContext, file: HelpdeskFile): DesiredContext => {
  const calendar = file.calendars?.wanted[0];
  if (calendar === undefined) return context;
  const compiled = compileCalendar(config.calendars, calendar);
  return {
    ...context,
    compileCalendar: () => ({
      business_hours: toJson(compiled.business_hours),
      public_holidays: toJson(compiled.public_holidays),
    }),
  };
};

/**
 * @param config its production calendars say which days off can be expressed; nothing else of it is used
 * @throws PermissionMissing, ZammadError
 */
export const importConfig = async (
  helpdesk: ObjectStore,
  config: Config,
  settings: CompanionSettings,
): Promise<Imported> => {
  const version = await readVersion(helpdesk);
  const snapshot = await readSnapshot(
    helpdesk,
    version,
    kindsToRead(objectKinds, () => true),
  );
  const catalogue = createCatalogue(snapshot);
  const context = desiredContext(config, settings);

  /** Fields that would change if the entry were planned: none, if it says all. A text when the schema refuses it. */
  const wouldChange = (kind: ObjectKind, entry: Entry, fields: Fields): string[] | string => {
    const file = parse(kind, entry);
    if (typeof file === 'string') return file;
    const [desired] = resources[kind].desired(file, contextFor(config, context, file));
    return Object.entries(desired?.fields ?? {})
      .filter(([field, value]) => !sameJson(value, fields[field] ?? null))
      .map(([field]) => field);
  };

  const importRow = (kind: ObjectKind, row: Row): Verdict => {
    const fields = resources[kind].normalise(row, catalogue);
    let reason = 'в файлах конфигурации такого не описать';
    for (const whole of entriesOf(kind, fields, context)) {
      if (/"#\d*"/.test(canonicalJson(whole)))
        return { reason: 'ссылается на пользователя или удалённый объект' };
      const rest = wouldChange(kind, whole, fields);
      if (rest.length === 0) {
        return { entry: withoutDefaults(whole, (entry) => sameAs(parse(kind, whole), parse(kind, entry))) };
      }
      reason = typeof rest === 'string' ? rest : `не описать в конфигурации: ${rest.join(', ')}`;
    }
    return { reason };
  };

  const skipped: Imported['skipped'][number][] = [];
  const file = objectKinds.flatMap((kind): [string, { wanted: Entry[] }][] => {
    const rows = (snapshot.rows[kind] ?? []).filter((row) => isOffered(kind, row));
    const names = rows.map((row) => rowName(kind, row));
    const wanted = rows.flatMap((row) => {
      const name = rowName(kind, row);
      const verdict: Verdict =
        names.filter((other) => other === name).length > 1
          ? { reason: 'несколько объектов с этим именем' }
          : importRow(kind, row);
      if ('entry' in verdict) return [verdict.entry];
      skipped.push({ kind, name, reason: verdict.reason });
      return [];
    });
    return wanted.length === 0 ? [] : [[kind, { wanted }]];
  });
  return { yaml: written(Object.fromEntries(file), skipped), skipped };
};

/** Fields that Zammad itself owns cannot be managed. */
const isOffered = (kind: ObjectKind, row: Row): boolean =>
  kind !== 'object_manager_attributes' || (row['editable'] === true && row['to_create'] !== true);

/** The note's mark becomes `clauses` again; without one the entry belongs to no clause yet. */
const entriesOf = (kind: ObjectKind, fields: Fields, context: DesiredContext): Entry[] =>
  resources[kind].entries(fields, context).map((entry) => {
    if (typeof entry['note'] !== 'string') return { ...entry, clauses: [noClause] };
    const { text, clauses } = readNote(entry['note']);
    return clauses.length > 0 ? { ...entry, note: text, clauses } : { ...entry, clauses: [noClause] };
  });

const sameAs = (left: HelpdeskFile | string, right: HelpdeskFile | string): boolean =>
  typeof right !== 'string' && sameJson(toJson(left), toJson(right));

const isEmpty = (value: Json | undefined): boolean =>
  value === null || value === '' || (isRecord(value) && Object.keys(value).length === 0);

/** Leaves out what the schema fills in by itself, and empty values of fields that need not be said. */
const withoutDefaults = (entry: Entry, same: (shorter: Entry) => boolean): Entry =>
  Object.keys(entry).reduce<Entry>((kept, key) => {
    const { [key]: value, ...shorter } = kept;
    const optional = isEmpty(value) && !['condition', 'perform', 'options', 'content'].includes(key);
    return optional || same({ ...shorter }) ? shorter : kept;
  }, entry);

const written = (file: Record<string, { wanted: Entry[] }>, skipped: Imported['skipped']): string => {
  const head = [
    'Перенесено из работающего Zammad. R-0 значит «пункт регламента ещё не указан»: замените его номером обязанности.',
    ...skipped.map(({ kind, name, reason }) => `не перенесено: ${kind} «${name}» — ${reason}`),
  ].map((line) => `# ${line.replaceAll('\n', ' ')}`);
  return `${head.join('\n')}\n${Object.keys(file).length === 0 ? '{}\n' : stringify(file, { lineWidth: 0 })}`;
};
