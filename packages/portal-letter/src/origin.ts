/** Who a letter is from, and from which region (R-4.1.a). */
import type { Form } from './form.js';
import { occasionOf } from './forwarded.js';
import { asciiDomain, type MailSettings } from './mail-settings.js';
import { isPerson, isSamePerson, namesIn } from './person-name.js';
import type { IntakeFault, Letter } from './types.js';

/**
 * Who a letter is from (R-4.1.a). Only the address of the sender counts, and of it only what stands behind the last `@`: a display
 * name, a forwarded header and a form can be written by anybody.
 */
export interface Origin {
  /** `portal`: a region's own sender. `citizen`: a person. `unknown`: a form of a sender that no region has. */
  readonly kind: 'portal' | 'citizen' | 'unknown';
  /** Id of the region; of an unknown sender only what the form says, to be checked by a person. */
  readonly region: string | null;
  /** What told the region: `given` by whoever asked, else the first of these that knew. Null: none did. */
  readonly toldBy: 'given' | 'sender' | 'domain' | 'organization' | 'code' | null;
}

export interface KnownRegions {
  /** Asked for by name: settles the region, not who the sender is. */
  readonly region?: string;
  /** Of the organization to which the helpdesk counts the sender. */
  readonly organizationRegion?: string;
}

/** Lines in which a citizen gives a name. */
const MAX_PROSE = 60;

type Told = Pick<Origin, 'region' | 'toldBy'>;

const NOT_TOLD: Told = { region: null, toldBy: null };

/** Pure; `form`: what the letter says, read with any region's spellings. */
export const originOf = (
  letter: Letter,
  form: Form,
  settings: MailSettings,
  known: KnownRegions = {},
): Origin => {
  const sender = senderOf(letter.from, settings);
  const code = codeIn(form, settings);
  const given: Told | null = isKnown(known.region, settings)
    ? { region: known.region, toldBy: 'given' }
    : null;
  const organization: Told | null = isKnown(known.organizationRegion, settings)
    ? { region: known.organizationRegion, toldBy: 'organization' }
    : null;
  if (sender.kind === 'portal')
    return { kind: 'portal', ...(given ?? among(sender, code) ?? organization ?? NOT_TOLD) };
  const isForm = hasForm(letter, form);
  if (sender.kind === 'free' || !isForm || isOwnForm(letter, form))
    return { kind: 'citizen', ...(given ?? organization ?? NOT_TOLD) };
  if (organization !== null) return { kind: 'portal', ...(given ?? organization) };
  return { kind: 'unknown', ...(given ?? (code === null ? NOT_TOLD : { region: code, toldBy: 'code' })) };
};

interface Sender {
  readonly kind: 'portal' | 'free' | 'other';
  readonly regions: readonly string[];
  readonly toldBy: 'sender' | 'domain';
}

const senderOf = (from: string | null, settings: MailSettings): Sender => {
  const address = from?.toLowerCase() ?? '';
  const domain = asciiDomain(address.slice(address.lastIndexOf('@') + 1));
  const robots = settings.regionsOfSender(address);
  if (robots.length > 0) return { kind: 'portal', regions: robots, toldBy: 'sender' };
  const regions = domain === '' || !address.includes('@') ? [] : settings.regionsOfDomain(domain);
  if (regions.length > 0) return { kind: 'portal', regions, toldBy: 'domain' };
  return {
    kind: domain !== '' && settings.isFreeMail(domain) ? 'free' : 'other',
    regions: [],
    toldBy: 'domain',
  };
};

/** Whether an address is one of a region's portal, by its domain or by name. */
export const isPortalSender = (from: string | null, settings: MailSettings): boolean =>
  senderOf(from, settings).kind === 'portal';

/** One robot may write for several regions: then the code in its form says for which, and for none beside them. */
const among = ({ regions, toldBy }: Sender, code: string | null): Told | null => {
  const [first] = regions;
  if (first !== undefined && regions.length === 1) return { region: first, toldBy };
  return code !== null && regions.includes(code) ? { region: code, toldBy: 'code' } : null;
};

/** The one region that the form names; null: none, an unknown one, or two. */
const codeIn = (form: Form, settings: MailSettings): string | null => {
  const named = new Set(
    form.entries.flatMap(({ field, value }) => (field === 'region' ? [settings.regionOfCode(value)] : [])),
  );
  return named.size === 1 ? ([...named][0] ?? null) : null;
};

/** People answer with a labelled line or two, or in the table they were sent; they begin no letter with one, nor name codes in it. */
const hasForm = (letter: Letter, form: Form): boolean => {
  if (isAnswer(letter)) return false;
  if (form.tabular) return true;
  const fields = new Set(form.entries.map(({ field }) => field).filter((field) => field !== 'postal'));
  return fields.has('region') || fields.has('portalRequest') || fields.size >= 3;
};

/** A form about the one who sends it: by the name in the header, or by the address it comes from. */
const isOwnForm = ({ from, fromName }: Letter, form: Form): boolean => {
  const said = (...fields: readonly string[]): string[] =>
    form.entries.flatMap(({ field, value }) => (fields.includes(field) ? [value] : []));
  if (form.tabular) return false;
  const names = [...said('name'), said('surname', 'givenName', 'patronymic').join(' ')];
  const told = form.prose
    .slice(0, MAX_PROSE)
    .flatMap((line) => namesIn(line.slice(0, 400)).map(({ name }) => name));
  return (
    (isPerson(fromName) && [...names, ...told].some((name) => isSamePerson(fromName, name))) ||
    (from !== null && said('email', 'contact').some((value) => value.trim().toLowerCase() === from))
  );
};

/** An answer to a letter, by its thread or its subject. */
export const isAnswer = ({ subject, references }: Letter): boolean =>
  occasionOf(subject, references.length > 0) === 'reply';

const isKnown = (id: string | undefined, settings: MailSettings): id is string =>
  id !== undefined && settings.hasRegion(id);

/** What a form says of its region that is not believed, or cannot be. */
export const regionFaults = (form: Form, origin: Origin, settings: MailSettings): IntakeFault[] => {
  const [named, ...others] = form.entries.filter(({ field }) => field === 'region');
  if (named === undefined) return [];
  const fault = (message: string): IntakeFault[] => [{ field: 'region', message, where: named.where }];
  if (origin.kind === 'citizen' && origin.toldBy !== 'given')
    return fault('Код региона в форме не принят: письмо пришло не с портала региона');
  const region = settings.regionOfCode(named.value);
  if (others.some(({ value }) => settings.regionOfCode(value) !== region))
    return fault('В форме указано несколько регионов');
  if (region === null)
    return fault('Код региона в форме не знаком: впишите его в config/regions, intake.codes');
  return region === origin.region
    ? []
    : fault('Регион в форме не тот, что у отправителя: взят регион отправителя');
};
