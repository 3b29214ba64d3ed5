/** The settings, compiled into what the reading of mail asks of them. */
import { domainToASCII } from 'node:url';
import { formKey } from './form-key.js';
import { formKeysOf, type FormKeys } from './form-keys.js';
import type { LetterSettings } from './settings.js';

/** The configuration made ready for reading mail; made once, used for every letter. */
export interface MailSettings {
  /** Our own mailboxes, in lower case. */
  readonly ownAddresses: readonly string[];
  /** Spellings of one region's portal; null: the general ones. `form`: id of a form that the letter is. */
  readonly keysOf: (region: string | null, form?: string | null) => FormKeys;
  /** Id of the form whose words stand in a text, among those that are looked for in the region; null: none. */
  readonly formIn: (text: string, region: string | null) => string | null;
  readonly timeZoneOf: (region: string | null) => string;
  /** Ids of the regions whose portal an address is a robot of. Several: one robot writes for all of them. */
  readonly regionsOfSender: (address: string) => readonly string[];
  /** Ids of the regions in whose domain, or below it, a domain lies. */
  readonly regionsOfDomain: (domain: string) => readonly string[];
  readonly isFreeMail: (domain: string) => boolean;
  /** Id of the region that a form calls so: by code, name or id. */
  readonly regionOfCode: (code: string) => string | null;
  readonly hasRegion: (id: string) => boolean;
}

const NONE: readonly string[] = [];

/** Never throws: the configuration was checked when it was loaded. */
export const mailSettings = ({ intake, regions, federal }: LetterSettings): MailSettings => {
  const keys = new Map<string, FormKeys>();
  const marks = Object.entries(intake.forms).map(
    ([id, form]) => [id, form.marks.map((mark) => mark.toLowerCase())] as const,
  );
  const senders = new Map<string, string[]>();
  const domains = new Map<string, string[]>();
  const codes = new Map<string, string>();
  const put = (map: Map<string, string[]>, key: string, id: string): void => {
    map.set(key, [...(map.get(key) ?? []), id]);
  };
  for (const [id, region] of regions) {
    for (const address of region.intake.senders) put(senders, address.toLowerCase(), id);
    for (const domain of region.mailDomains) put(domains, asciiDomain(domain), id);
    for (const code of [region.name, id, ...region.intake.codes]) codes.set(formKey(code), id);
  }
  const free = new Set(intake.freeMail.map(asciiDomain));
  return {
    ownAddresses: intake.ownAddresses.map((address) => address.toLowerCase()),
    keysOf: (region, form = null) => {
      const own = regions.get(region ?? '')?.intake ?? null;
      const id = `${own === null ? '' : (region ?? '')}|${form ?? ''}`;
      const known = keys.get(id) ?? formKeysOf(intake, own, intake.forms[form ?? ''] ?? null);
      keys.set(id, known);
      return known;
    },
    formIn: (text, region) => {
      const small = text.toLowerCase();
      const looked = regions.get(region ?? '')?.intake.forms ?? null;
      return (
        marks.find(
          ([id, words]) => looked?.includes(id) !== false && words.some((mark) => small.includes(mark)),
        )?.[0] ?? null
      );
    },
    timeZoneOf: (region) => regions.get(region ?? '')?.timeZone ?? federal.timeZone,
    regionsOfSender: (address) => senders.get(address) ?? NONE,
    regionsOfDomain: (domain) => upwards(domain).flatMap((each) => domains.get(each) ?? NONE),
    isFreeMail: (domain) => upwards(domain).some((each) => free.has(each)),
    regionOfCode: (code) => (code.length > 100 ? null : (codes.get(formKey(code)) ?? null)),
    hasRegion: (id) => regions.has(id),
  };
};

/**
 * A domain as mail servers compare it: lower case, Punycode. A lookalike of other letters becomes another name.
 * Empty: it is no domain.
 */
export const asciiDomain = (domain: string): string =>
  domain.length > 255 ? '' : domainToASCII(domain.trim().replace(/\.$/u, ''));

/** `a.b.c` → itself, `b.c`, `c`: a domain lies below its ends only where a dot stands. */
const upwards = (domain: string): string[] => {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
};
