/** The configuration as helpdesk objects: patterns spread over the regions, calendars compiled, addresses filled in. */
import { compileCalendar } from '../../../config/calendar.js';
import { mapKinds, objectKinds } from '../../../config/kinds.js';
import type { Config } from '../../../config/load.js';
import { intentionsOf } from '../../../config/process/objects.js';
import { expandForRegions, fillRegion, regionsOn } from '../../../config/regions.js';
import type { HelpdeskFile, ObjectKind, Wanted } from '../../../config/schema/helpdesk.js';
import type { Region } from '../../../config/schema/region.js';
import { toJson } from '../canonical.js';
import { protocolSlas } from './protocol-slas.js';
import type { ProtocolSlas } from './protocol-slas.js';
import { resources } from '../resources/index.js';
import type { DesiredContext } from '../resources/resource.js';
import type { DesiredState } from '../types.js';

/** What the companion is told by its environment. */
export interface CompanionSettings {
  /** Where the helpdesk reaches the companion; a slash at the end is ignored. */
  readonly publicUrl: string;
  /** Shared secret of the webhook. Goes to the helpdesk and nowhere else. */
  readonly webhookSecret: string;
}

const spread = <K extends ObjectKind>(config: Config, kind: K, regions: readonly Region[]) => ({
  wanted: config.helpdesk[kind].wanted.flatMap((entry: Wanted<K>) => expandForRegions(entry, regions)),
  removed: config.helpdesk[kind].removed.flatMap((name) =>
    name.includes('{{region.') ? regions.map((region) => fillRegion(name, region)) : [name],
  ),
});

type Attribute = Wanted<'object_manager_attributes'>;
const withOptions = (attribute: Attribute, { regions, process }: Config): Attribute => {
  if (attribute.options === 'intentions') return { ...attribute, options: intentionsOf(process) };
  return attribute.options === 'regions'
    ? {
        ...attribute,
        options: Object.fromEntries([...regions.values()].map(({ id, name }) => [id, name])),
      }
    : attribute;
};

/** Every entry of the configuration by itself: no patterns left. */
const expandHelpdesk = (config: Config, protocols: ProtocolSlas): HelpdeskFile => {
  const regions = [...config.regions.values()];
  const slas = spread(config, 'slas', regions);
  const attributes = spread(config, 'object_manager_attributes', regions);
  return {
    ...mapKinds((kind) => spread(config, kind, regions)),
    object_manager_attributes: {
      ...attributes,
      wanted: attributes.wanted.map((attribute) => withOptions(attribute, config)),
    },
    slas: {
      wanted: [...slas.wanted, ...protocols.wanted],
      removed: [...slas.removed, ...protocols.removed],
    },
  };
};

const compiler = (config: Config): DesiredContext['compileCalendar'] => {
  const compiled = new Map<string, { business_hours: unknown; public_holidays: unknown }>();
  const regions = [...config.regions.values()];
  for (const entry of config.helpdesk.calendars.wanted) {
    for (const region of entry.forEachRegion === true ? regions : [undefined]) {
      for (const calendar of expandForRegions(entry, region === undefined ? regions : [region])) {
        compiled.set(calendar.name, compileCalendar(config.calendars, calendar, region));
      }
    }
  }
  return (name) => {
    const calendar = compiled.get(name);
    return {
      business_hours: toJson(calendar?.business_hours ?? {}),
      public_holidays: toJson(calendar?.public_holidays ?? {}),
    };
  };
};

/** What the kinds need to turn entries into objects. */
export const desiredContext = (config: Config, settings: CompanionSettings): DesiredContext => ({
  publicUrl: settings.publicUrl.replace(/\/+$/, ''),
  webhookSecret: settings.webhookSecret,
  compileCalendar: compiler(config),
});

/**
 * All wanted objects. A kind with nothing wanted and nothing removed is left out: nobody looks at it.
 * @param now decides which protocols are in force and which regions are closed
 */
export const desiredState = (given: Config, settings: CompanionSettings, now: Date): DesiredState => {
  const config = { ...given, regions: regionsOn(given.regions, now) };
  const protocols = protocolSlas(config, now);
  const file = expandHelpdesk(config, protocols);
  const context = desiredContext(config, settings);
  const objects = objectKinds.flatMap((kind) => resources[kind].desired(file, context));
  const removed = objectKinds.flatMap((kind) =>
    (file[kind]?.removed ?? []).map((name) => ({
      kind,
      name: kind === 'object_manager_attributes' && !name.includes('.') ? `Ticket.${name}` : name,
    })),
  );
  return {
    kinds: objectKinds.filter((kind) => [...objects, ...removed].some((object) => object.kind === kind)),
    objects,
    removed,
    adopt: objectKinds.flatMap((kind) =>
      (config.adopt[kind] ?? []).map((name) => ({
        kind,
        name: kind === 'object_manager_attributes' && !name.includes('.') ? `Ticket.${name}` : name,
      })),
    ),
    warnings: protocols.warnings,
  };
};
