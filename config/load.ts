/** Reads the configuration folder: all files, all faults at once, or a Config that later code may trust. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { checkCalendars } from './calendar-checks.js';
import { checkClauses } from './clause-checks.js';
import { parseSource, type SourceDocument, type SourceFile } from './document.js';
import { ConfigFaults, type Fault } from './faults.js';
import { filesOf, folders, ownMark } from './files.js';
import { mapKinds, type Helpdesk } from './kinds.js';
import { layered } from './layers.js';
import { checkIntake } from './intake-checks.js';
import { checkProcess } from './process/checks.js';
import { checkReferences } from './references.js';
import { derivedObjects } from './process/derived.js';
import { fillFederal } from './regions.js';
import {
  checkRuleNames,
  checkRules,
  checkVocabulary,
  readableClauses,
  type RuleParams,
} from './rule-checks.js';
import { adoptFile, type Adopt } from './schema/adopt.js';
import type { Ambiguity } from './schema/ambiguity.js';
import { regulationFile, type Clause } from './schema/clause.js';
import { faqFile, type FaqSettings } from './schema/faq.js';
import { federal, type Federal } from './schema/federal.js';
import { helpdeskFile, type HelpdeskFile, type ObjectKind, type Wanted } from './schema/helpdesk.js';
import { intakeFile, type IntakeSettings } from './schema/intake.js';
import type { Mode } from './schema/mode.js';
import { processFile, type ProcessMap } from './schema/process.js';
import { productionCalendar, type ProductionCalendar } from './schema/production-calendar.js';
import { region, type Region } from './schema/region.js';
import { stanceFile } from './schema/stance.js';
import { trustFile, type Trust } from './schema/trust.js';
import { vocabularyFile, type Vocabulary } from './schema/vocabulary.js';
import { checkShape } from './shape.js';
import type { Placed, Sources } from './sources.js';
import { checkTrust } from './trust-checks.js';

export interface Config {
  /** Patterns are not yet spread over the regions: `expandForRegions` does that. */
  readonly helpdesk: Helpdesk;
  /** By id. */
  readonly regions: ReadonlyMap<string, Region>;
  /** By year. */
  readonly calendars: ReadonlyMap<number, ProductionCalendar>;
  /** In the order of the files' names, then of their lists. */
  readonly clauses: readonly Clause[];
  /** Ids of all obligations in the order of the regulation. */
  readonly obligations: readonly string[];
  readonly ambiguities: readonly Ambiguity[];
  /** Empty where there is no `regulation/process.yaml`. */
  readonly process: ProcessMap;
  readonly federal: Federal;
  /** What the regulation's things are called in this helpdesk. */
  readonly vocabulary: Vocabulary;
  /** `observe` where no `stance.yaml` says otherwise. */
  readonly stance: Mode;
  /** The admin's word for each foreign object that may become ours; empty where there is no `adopt.yaml`. */
  readonly adopt: Adopt;
  /** Defaults where there is no `faq.yaml`. */
  readonly faq: FaqSettings;
  /** Defaults where there is no `intake.yaml`: then no form is understood. */
  readonly intake: IntakeSettings;
  /** Who writes × what the letter may do. */
  readonly trust: Trust;
}

const merge = (files: readonly Placed<HelpdeskFile>[]): Helpdesk =>
  mapKinds(<K extends ObjectKind>(kind: K) => {
    const parts = files.map(({ value }) => value[kind]).filter((part) => part !== undefined);
    return {
      wanted: parts.flatMap((part): Wanted<K>[] => part.wanted),
      removed: parts.flatMap((part) => part.removed),
    };
  });

const topFiles = [
  'federal.yaml',
  'vocabulary.yaml',
  'stance.yaml',
  'faq.yaml',
  'intake.yaml',
  'adopt.yaml',
  'trust.yaml',
];
const needed = ['federal.yaml', 'vocabulary.yaml', 'trust.yaml'];
/** The map of the process, the one file of `regulation/` that holds no clauses. */
const processPath = 'regulation/process.yaml';

/** The configuration out of its files: see {@link configOf}. */
export const parseConfig = (files: readonly SourceFile[], rules?: RuleParams): Config =>
  configOf(files.map(parseSource), rules);

/**
 * The configuration out of its files, whose paths stand below the configuration folder with forward slashes.
 * Pure. Throws ConfigFaults with every fault of every file; a fault between files is looked for when all files that could
 * have the missing piece are right by themselves. `rules`: rule kinds to check clauses against; left out: none is checked.
 */
export const configOf = (documents: readonly SourceDocument[], rules?: RuleParams): Config => {
  const faults: Fault[] = [];
  const read = <T extends z.ZodType>(schema: T, wanted: (file: string) => boolean): Placed<z.output<T>>[] =>
    documents
      .filter(({ file }) => wanted(file))
      .flatMap((document) => {
        const { value, faults: found } = checkShape(schema, document);
        faults.push(...found);
        return value === null ? [] : [{ value, document, path: [] }];
      });
  const under = (folder: (typeof folders)[number]) => (file: string) => file.startsWith(`${folder}/`);

  const regulation = read(regulationFile, (file) => under('regulation')(file) && file !== processPath);
  const told: Sources = {
    helpdesk: read(helpdeskFile, under('helpdesk')),
    regions: read(region, under('regions')),
    calendars: read(productionCalendar, under('calendars')),
    clauses: regulation.flatMap(({ value, document }) =>
      value.clauses.map((clause, index) => ({ value: clause, document, path: ['clauses', index] })),
    ),
    ambiguities: regulation.flatMap(({ value, document }) =>
      (value.ambiguities ?? []).map((question, index) => ({
        value: question,
        document,
        path: ['ambiguities', index],
      })),
    ),
    federal: read(federal, (file) => file === 'federal.yaml')[0],
    vocabulary: read(vocabularyFile, (file) => file === 'vocabulary.yaml')[0],
    faq: read(faqFile, (file) => file === 'faq.yaml')[0],
    intake: read(intakeFile, (file) => file === 'intake.yaml')[0],
    trust: read(trustFile, (file) => file === 'trust.yaml')[0],
    process: read(processFile, (file) => file === processPath)[0],
    obligations: new Set(regulation.flatMap(({ value }) => value.obligations ?? [])),
  };
  const sources: Sources = { ...told, helpdesk: [...told.helpdesk, ...derivedObjects(told)] };
  const stance = read(stanceFile, (file) => file === 'stance.yaml')[0]?.value.stance ?? 'observe';
  const adopt = read(adoptFile, (file) => file === 'adopt.yaml')[0]?.value.adopt ?? {};
  const atTop = (file: string, message: string): Fault => ({ file, line: 1, column: 1, path: '', message });
  for (const path of needed)
    if (!documents.some(({ file }) => file === path)) faults.push(atTop(path, 'файл не найден'));
  for (const { file } of documents)
    if (!topFiles.includes(file) && !folders.some((folder) => path.posix.dirname(file) === folder))
      faults.push(
        atTop(
          file,
          `файл никуда не относится; допустимо: ${topFiles.join(', ')} и папки ${folders.join(', ')}`,
        ),
      );

  const broken = new Set(faults.map(({ file }) => file));
  /** Nothing is missing from these, and no file strayed that might belong to them. */
  const areWhole = (...parts: readonly string[]): boolean =>
    [...broken].every(
      (file) =>
        (topFiles.includes(file) || folders.some((folder) => under(folder)(file))) &&
        !parts.some((part) => file === part || file.startsWith(`${part}/`)),
    );
  faults.push(...checkCalendars(sources));
  if (rules !== undefined) {
    const clauses = documents.filter(({ file }) => under('regulation')(file)).flatMap(readableClauses);
    faults.push(...checkRules({ clauses }, rules));
  }
  if (areWhole('helpdesk', 'regions')) {
    const ofMap = areWhole(processPath, 'vocabulary.yaml')
      ? checkProcess(sources, areWhole('regulation'))
      : [];
    faults.push(...ofMap);
    // What is wrong with the map is told where it stands, and not once more for every object made of it.
    faults.push(...checkReferences(ofMap.length > 0 ? told : sources, areWhole('regulation')));
    if (areWhole('vocabulary.yaml')) {
      faults.push(...checkVocabulary(sources));
      if (rules !== undefined) faults.push(...checkRuleNames(sources, rules));
    }
    if (areWhole('intake.yaml', 'vocabulary.yaml')) faults.push(...checkIntake(sources));
    if (areWhole('regulation', 'calendars', 'federal.yaml', 'faq.yaml', 'trust.yaml', 'vocabulary.yaml'))
      faults.push(...checkClauses(sources));
  }
  if (areWhole('regulation', 'trust.yaml')) faults.push(...checkTrust(sources));
  const { trust } = sources;
  if (faults.length > 0 || !sources.federal || !sources.vocabulary || !trust) throw new ConfigFaults(faults);
  return {
    helpdesk: fillFederal(merge(sources.helpdesk), sources.federal.value),
    regions: new Map(sources.regions.map(({ value }) => [value.id, value])),
    calendars: new Map(sources.calendars.map(({ value }) => [value.year, value])),
    clauses: sources.clauses.map(({ value }) => value),
    obligations: [...sources.obligations],
    ambiguities: sources.ambiguities.map(({ value }) => value),
    process: sources.process?.value ?? processFile.parse({}),
    federal: sources.federal.value,
    vocabulary: sources.vocabulary.value,
    stance,
    adopt,
    faq: sources.faq?.value ?? faqFile.parse({}),
    intake: sources.intake?.value ?? intakeFile.parse({}),
    trust: trust.value,
  };
};

/**
 * Reads `federal.yaml`, `vocabulary.yaml`, `stance.yaml`, `faq.yaml`, `intake.yaml`, `adopt.yaml`, `trust.yaml` and the `*.yaml` or `*.yml` files of `helpdesk/`, `regions/`, `calendars/` and `regulation/` below `folder`.
 * A folder with `reglament.yaml` in it is an own folder: it is laid over the configuration in `product`.
 * Throws ConfigFaults; an Error that names the folder when it cannot be read. `rules` as for `parseConfig`.
 */
export const loadConfig = async (folder: string, rules?: RuleParams, product?: string): Promise<Config> => {
  if (product === undefined || !existsSync(path.join(folder, ownMark)))
    return parseConfig(await filesOf(folder), rules);
  const [given, own] = await Promise.all([filesOf(product), filesOf(folder, true)]);
  return configOf(layered(given.map(parseSource), own.map(parseSource)), rules);
};
