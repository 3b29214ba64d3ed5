/** Fills a region's data into the patterns of `config/helpdesk`: one entry a region, or one list for all regions. */
import type { Federal } from './schema/federal.js';
import type { Region } from './schema/region.js';

/** Names of all regions, as people and sections of the knowledge base call them. */
export const regionNames = (regions: ReadonlyMap<string, Region>): ReadonlySet<string> =>
  new Set([...regions.values()].map(({ name }) => name));

/** Name of the region's own group: `СП РПГУ::Республика Башкортостан`. */
export const regionGroup = (region: Pick<Region, 'name'>): string => `СП РПГУ::${region.name}`;
/** Name of the region's organization: the portal's senders belong to it. */
export const regionOrganization = (region: Region): string => `СП РПГУ ${region.name}`;
/** Name of the role of the region's operators. */
const regionRole = (region: Region): string => `Оператор СП РПГУ: ${region.name}`;
/** Name of the region's calendar: federal days off, the region's own holidays, its time zone. */
export const regionCalendar = (region: Region): string => `Рабочие дни: ${region.name}`;

/**
 * What the portal's mail filter looks for in `From`: one of the domains, or one below it, where the address ends. Anybody can write
 * a domain into a name before the address, or make it the beginning of a longer one.
 */
const senderPattern = ({ mailDomains }: Region): string =>
  `[@.](${mailDomains.map((domain) => domain.replaceAll('.', '\\.')).join('|')})>?\\s*$`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How a number is read aloud: `+7 000 000-01-17`. */
const readable = (phone: string): string =>
  phone.replace(/^(\+7)(\d{3})(\d{3})(\d\d)(\d\d)$/, '$1 $2 $3-$4-$5');

const federalFields = {
  claimPhone: ({ claimContacts }: Federal) => readable(claimContacts.phone),
  claimEmail: ({ claimContacts }: Federal) => claimContacts.email,
  transferPhone: ({ transferPhone }: Federal) => readable(transferPhone),
} as const;
type FederalField = keyof typeof federalFields;
const isFederalField = (name: string): name is FederalField => Object.hasOwn(federalFields, name);

/** Entries with `{{federal.…}}` filled in, wherever it stands in them. */
export const fillFederal = <T>(value: T, federal: Federal): T => {
  const fill = (inner: unknown): unknown => {
    if (typeof inner === 'string')
      return inner.replaceAll(/\{\{\s*federal\.(\w+)\s*\}\}/g, (whole, name: string) =>
        isFederalField(name) ? federalFields[name](federal) : whole,
      );
    if (Array.isArray(inner)) return inner.map(fill);
    return isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, fill(one)]))
      : inner;
  };
  return fill(value) as T;
};

const fields = {
  id: (region: Region) => region.id,
  name: (region: Region) => region.name,
  group: regionGroup,
  organization: regionOrganization,
  role: regionRole,
  calendar: regionCalendar,
  timeZone: (region: Region) => region.timeZone,
  mailDomain: (region: Region) => region.mailDomains[0] ?? '',
  senderPattern,
  phone: (region: Region) => region.transferPhone ?? 'не предоставлен',
} as const;

type Field = keyof typeof fields;
const isField = (name: string): name is Field => Object.hasOwn(fields, name);

/** Names that may stand after `region.` and `regions.` in a placeholder. */
export const regionPlaceholders: readonly string[] = Object.keys(fields);

/**
 * Placeholders of the entry that nobody can fill: an unknown name, `region.` outside `forEachRegion`, or `regions.`
 * anywhere but alone in a string. Zammad's own `#{…}` placeholders are left alone.
 */
export const unknownPlaceholders = (text: string, forEachRegion: boolean): string[] =>
  [...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)]
    .filter(([whole, inner = '']) => {
      const [scope, name = ''] = inner.split('.');
      if (scope === 'federal') return !isFederalField(name);
      if (!isField(name)) return true;
      if (scope === 'region') return !forEachRegion;
      return scope !== 'regions' || whole !== text;
    })
    .map(([whole]) => whole);

/** A string with one region's data in place of `{{region.…}}`. */
export const fillRegion = (text: string, region: Region): string =>
  text.replaceAll(/\{\{\s*region\.(\w+)\s*\}\}/g, (whole, name: string) =>
    isField(name) ? fields[name](region) : whole,
  );

/** All values that a string stands for: itself, or with `{{regions.…}}` one a region. */
export const fillRegions = (text: string, regions: readonly Region[]): string[] => {
  const name = /^\{\{\s*regions\.(\w+)\s*\}\}$/.exec(text)?.[1];
  return name !== undefined && isField(name) ? regions.map(fields[name]) : [text];
};

const fillValue = (value: unknown, regions: readonly Region[], region: Region | null): unknown => {
  const fill = (text: string): string => (region ? fillRegion(text, region) : text);
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value))
    return value.flatMap((item: unknown) =>
      typeof item === 'string' ? fillRegions(fill(item), regions) : [fillValue(item, regions, region)],
    );
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) =>
        fillRegions(fill(key), regions).map((name) => [name, fillValue(inner, regions, region)] as const),
      ),
    );
  return value;
};

/** What an object of a renamed region was called, where its name says the region's. */
const formerly = (entry: { readonly [key: string]: unknown }, region: Region): { was?: string } => {
  const { name } = entry;
  if (region.was === undefined || typeof name !== 'string' || 'was' in entry) return {};
  const was = fillRegion(name, { ...region, name: region.was });
  return was === fillRegion(name, region) ? {} : { was };
};

/** The calendar day in a zone, as `YYYY-MM-DD`. */
export const dayIn = (now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);

/** The regions as they are on their own day of that moment: one that will be closed later is still open. */
export const regionsOn = (regions: ReadonlyMap<string, Region>, now: Date): ReadonlyMap<string, Region> =>
  new Map(
    [...regions].map(([id, region]) => {
      const { closed, ...open } = region;
      return [id, closed !== undefined && closed > dayIn(now, region.timeZone) ? open : region];
    }),
  );

/**
 * The entries that one pattern stands for: one a region with `forEachRegion`, else one. Lists and keys that name
 * `{{regions.…}}` are spread over all regions either way, so call it for every entry. The region's data are filled in
 * as they are: whoever writes HTML or a pattern escapes it there. Placeholders were checked when the file was loaded.
 */
export const expandForRegions = <Entry extends { readonly forEachRegion?: boolean | undefined }>(
  entry: Entry,
  regions: readonly Region[],
): Entry[] => {
  const { forEachRegion = false } = entry;
  const fill = (region: Region | null): Entry =>
    ({
      ...Object.fromEntries(
        Object.entries(entry)
          .filter(([key]) => key !== 'forEachRegion')
          .map(([key, value]: [string, unknown]) => [key, fillValue(value, regions, region)]),
      ),
      ...(region !== null && formerly(entry, region)),
      ...(region?.closed !== undefined && { active: false }),
    }) as Entry;
  return forEachRegion ? regions.map((region) => fill(region)) : [fill(null)];
};
