/**
 * Mail filters as they stand in Zammad, tried on a letter of each region's portal: does it come to that region's group? Compares as
 * Zammad does from 6.5 on (app/models/channel/filter/database.rb). Reads only.
 */
import type { ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Config } from '../../../config/load.js';
import { regionGroup } from '../../../config/regions.js';
import type { Region } from '../../../config/schema/region.js';
import { fail, ok, type Check } from './check.js';

const text = z.union([z.string(), z.array(z.string())]);
const mailFilter = z.looseObject({
  name: z.string(),
  active: z.boolean(),
  channel: z.string(),
  created_at: z.string(),
  match: z.record(z.string(), z.looseObject({ operator: z.string(), value: text.nullish() })),
  perform: z.record(z.string(), z.looseObject({ value: z.unknown() })),
});
type MailFilter = z.infer<typeof mailFilter>;

const found = (pattern: string, value: string): boolean => {
  try {
    return new RegExp(pattern, 'im').test(value);
  } catch {
    return false;
  }
};
/** Letter for letter, but for `*`. */
const contains = (piece: string, value: string): boolean =>
  found(piece.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*'), value);

const isMet = (operator: string, wanted: readonly string[], value: string): boolean => {
  const [first = ''] = wanted;
  const low = value.toLowerCase();
  switch (operator) {
    case 'contains':
      return value !== '' && contains(first, value);
    case 'contains not':
      return value === '' || !contains(first, value);
    case 'is any of':
      return wanted.includes(value);
    case 'is none of':
      return !wanted.includes(value);
    case 'starts with one of':
      return wanted.some((start) => low.startsWith(start.toLowerCase()));
    case 'ends with one of':
      return wanted.some((end) => low.endsWith(end.toLowerCase()));
    case 'matches regex':
      return value !== '' && found(first, value);
    case 'does not match regex':
      return value === '' || !found(first, value);
    default:
      return false;
  }
};

type Headers = Readonly<Record<string, string>>;

const matches = ({ match }: MailFilter, letter: Headers): boolean => {
  const rules = Object.entries(match).flatMap(([header, { operator, value }]) => {
    const wanted = [value ?? []].flat().filter((one) => one !== '');
    return wanted.length === 0 ? [] : [{ header: header.toLowerCase(), operator, wanted }];
  });
  return (
    rules.length > 0 &&
    rules.every(({ header, operator, wanted }) => isMet(operator, wanted, letter[header] ?? ''))
  );
};

const inOrder = (filters: readonly MailFilter[]): MailFilter[] =>
  filters
    .filter(({ active, channel }) => active && channel === 'email')
    .toSorted((one, other) =>
      one.name === other.name
        ? one.created_at.localeCompare(other.created_at)
        : one.name < other.name
          ? -1
          : 1,
    );

/** What the filters leave on a letter: later ones write over earlier ones. `by`: who said the group. */
const settled = (filters: readonly MailFilter[], letter: Headers) => {
  const left = { group: '', by: '' };
  for (const filter of filters) {
    if (!matches(filter, letter)) continue;
    for (const [key, { value }] of Object.entries(filter.perform)) {
      const header = key.toLowerCase();
      if (header === 'x-zammad-ticket-group_id' || header === 'x-zammad-ticket-group') {
        left.group = String(value);
        left.by = filter.name;
      }
    }
  }
  return left;
};

const lettersOf = ({ mailDomains }: Region): { readonly domain: string; readonly letter: Headers }[] =>
  mailDomains.map((domain) => ({
    domain,
    letter: { from: `Портал услуг <no-reply@${domain}>`, subject: 'Обращение', to: '', cc: '', body: '' },
  }));

/** A letter from each of a region's domains, through the filters that Zammad has now. Rejects with ZammadError. */
export const checkMailFilters = async (client: ZammadClient, config: Config): Promise<Check[]> => {
  const [rows, groups] = await Promise.all([
    client.resource('postmaster_filters').list(),
    client.groups.list(),
  ]);
  const filters = inOrder(rows.map((row) => mailFilter.parse(row)));
  const faults = [...config.regions.values()].flatMap((region) =>
    lettersOf(region).flatMap(({ domain, letter }): Check[] => {
      const { group, by } = settled(filters, letter);
      const name = groups.find(({ id, name: known }) => String(id) === group || known === group)?.name;
      if (name === regionGroup(region)) return [];
      const where = name === undefined ? 'не попадёт ни в одну группу фильтром' : `попадёт в «${name}»`;
      return [
        fail(
          `${region.name}: письмо с адреса @${domain} ${where}${by === '' ? '' : ` (фильтр «${by}»)`}`,
          'Почтовый фильтр портала не сработает: сверьте «Каналы → Email → Фильтры» с конфигурацией (reglament plan) и уберите фильтр, который спорит с ним.',
        ),
      ];
    }),
  );
  return faults.length > 0
    ? faults
    : [ok('письмо с каждого домена порталов попадёт в группу своего региона')];
};
