/** The names that the files define, region by region, and faults of naming: doubles and contradicting `was`. */
import type { Fault } from './faults.js';
import { objectKinds } from './kinds.js';
import { fillRegion, fillRegions } from './regions.js';
import type { HelpdeskFile, ObjectKind } from './schema/helpdesk.js';
import type { Region } from './schema/region.js';
import type { Placed, Sources } from './sources.js';

/** An entry of any kind, with its place. */
export type PlacedEntry<K extends ObjectKind = ObjectKind> = Placed<
  NonNullable<HelpdeskFile[K]>['wanted'][number]
>;

/** All entries of one kind, from all files. */
export const entriesOf = <K extends ObjectKind>(sources: Sources, kind: K): PlacedEntry<K>[] =>
  sources.helpdesk.flatMap(({ value, document }) =>
    (value[kind]?.wanted ?? []).map((entry, index) => ({
      value: entry,
      document,
      path: [kind, 'wanted', index],
    })),
  );

/** Every name a text of an entry stands for, over all regions where it is a pattern. */
export const namesMeant = (text: string, forEachRegion: boolean, regions: readonly Region[]): string[] =>
  (forEachRegion ? regions.map((region) => fillRegion(text, region)) : [text]).flatMap((name) =>
    fillRegions(name, regions),
  );

/** Names that the files define for one kind. */
export const definedNames = (sources: Sources, kind: ObjectKind): Set<string> => {
  const regions = sources.regions.map(({ value }) => value);
  return new Set(
    entriesOf(sources, kind).flatMap(({ value }) =>
      namesMeant(value.name, value.forEachRegion ?? false, regions),
    ),
  );
};

/** Zammad compares most names without regard to case, so the check does too. */
const same = (name: string): string => name.toLocaleLowerCase('ru');

const namingOf = (sources: Sources, kind: ObjectKind, regions: readonly Region[]): Fault[] => {
  const faults: Fault[] = [];
  const names = new Map<string, string>();
  const former = new Map<string, string>();
  for (const { value, document, path } of entriesOf(sources, kind)) {
    const forEachRegion = value.forEachRegion ?? false;
    for (const name of namesMeant(value.name, forEachRegion, regions)) {
      const first = names.get(same(name));
      if (first !== undefined)
        faults.push(document.fault([...path, 'name'], `имя «${name}» в ${kind} уже занято: ${first}`));
      else {
        const { file, line } = document.fault([...path, 'name'], '');
        names.set(same(name), `${file}:${line}`);
      }
    }
    if (value.was === undefined) continue;
    if (forEachRegion && !value.was.includes('{{region.'))
      faults.push(
        document.fault([...path, 'was'], 'прежнее имя одно на все регионы: добавьте {{region.name}}'),
      );
    const heir = former.get(same(value.was));
    if (heir !== undefined)
      faults.push(document.fault([...path, 'was'], `прежнее имя «${value.was}» уже указано у «${heir}»`));
    former.set(same(value.was), value.name);
  }
  for (const { value, document, path } of entriesOf(sources, kind))
    if (value.was !== undefined && same(value.was) !== same(value.name) && names.has(same(value.was)))
      faults.push(
        document.fault(
          [...path, 'was'],
          `«${value.was}» — имя другого объекта, прежним именем быть не может`,
        ),
      );
  for (const { value, document } of sources.helpdesk)
    value[kind]?.removed.forEach((name, index) => {
      if (names.has(same(name)))
        faults.push(document.fault([kind, 'removed', index], `«${name}» указано и в wanted, и в removed`));
    });
  return faults;
};

const isNamed = (file: string, name: string): boolean => /([^/]+)\.ya?ml$/.exec(file)?.[1] === name;

/** Regions by id, name and mail domain; a region's file bears its id, a calendar's its year. */
const checkFiles = ({ regions, calendars }: Sources): Fault[] => {
  const seen = new Map<string, string>();
  const once = (key: string, file: string): string | undefined => {
    const first = seen.get(key);
    seen.set(key, first ?? file);
    return first;
  };
  const fileOf = new Map(regions.map(({ value, document }) => [same(value.name), document.file]));
  return [
    ...regions.flatMap(({ value, document }) => {
      const { file } = document;
      const faults: Fault[] = [];
      // Whose tickets the group holds cannot be told from two names that change places.
      const bearer = value.was === undefined ? undefined : fileOf.get(same(value.was));
      if (bearer !== undefined && bearer !== file)
        faults.push(
          document.fault(
            ['was'],
            `«${value.was ?? ''}» теперь называется регион из ${bearer}: переименуйте в два шага, через временное имя, с apply после каждого`,
          ),
        );
      for (const key of ['id', 'name'] as const) {
        const first = once(`${key} ${same(value[key])}`, file);
        if (first !== undefined)
          faults.push(document.fault([key], `регион «${value[key]}» уже описан в ${first}`));
      }
      value.mailDomains.forEach((domain, index) => {
        const first = once(`domain ${same(domain)}`, file);
        if (first !== undefined)
          faults.push(document.fault(['mailDomains', index], `домен «${domain}» уже указан в ${first}`));
      });
      if (!isNamed(file, value.id))
        faults.push(document.fault(['id'], `файл региона должен называться ${value.id}.yaml`));
      return faults;
    }),
    ...calendars
      .filter(({ value, document }) => !isNamed(document.file, String(value.year)))
      .map(({ value, document }) =>
        document.fault(['year'], `файл календаря должен называться ${value.year}.yaml`),
      ),
  ];
};

/** Doubles within a kind, doubles and contradictions of `was`, regions given twice, files misnamed. */
export const checkNames = (sources: Sources): Fault[] => {
  const regions = sources.regions.map(({ value }) => value);
  return [...checkFiles(sources), ...objectKinds.flatMap((kind) => namingOf(sources, kind, regions))];
};
