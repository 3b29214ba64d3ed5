/** Patterns over regions: one entry a region, lists and keys spread over all of them. */
import { expandForRegions, unknownPlaceholders } from '../../config/regions.js';
import { region as regionSchema } from '../../config/schema/region.js';

const region = (id: string, name: string, mailDomains: string[]) =>
  regionSchema.parse({ id, name, mailDomains, timeZone: 'Asia/Kamchatka', transferPhone: null });
const kamchatka = region('kamchatka', 'Камчатский край', ['portal.kamchatka.example', 'k.example']);
const tver = region('tver', 'Тверская область', ['portal.tver.example']);

it('makes one entry a region, with that region in every string, key and nested list', () => {
  const entry = {
    name: 'Портал: {{region.name}}',
    forEachRegion: true,
    match: { from: '{{region.senderPattern}}' },
    perform: { group: '{{ region.group }}', '{{region.id}}': ['{{region.role}}', '{{region.phone}}'] },
    body: '#{ticket.number} {{region.calendar}}',
  };
  expect(expandForRegions(entry, [kamchatka, tver])).toEqual([
    {
      name: 'Портал: Камчатский край',
      match: { from: '[@.](portal\\.kamchatka\\.example|k\\.example)>?\\s*$' },
      perform: {
        group: 'СП РПГУ::Камчатский край',
        kamchatka: ['Оператор СП РПГУ: Камчатский край', 'не предоставлен'],
      },
      body: '#{ticket.number} Рабочие дни: Камчатский край',
    },
    {
      name: 'Портал: Тверская область',
      match: { from: '[@.](portal\\.tver\\.example)>?\\s*$' },
      perform: {
        group: 'СП РПГУ::Тверская область',
        tver: ['Оператор СП РПГУ: Тверская область', 'не предоставлен'],
      },
      body: '#{ticket.number} Рабочие дни: Тверская область',
    },
  ]);
});

it('spreads {{regions.…}} over lists and keys of a single entry', () => {
  const entry = {
    forEachRegion: false,
    groups: { ГРП: ['read'], '{{regions.group}}': ['full'] },
    roles: ['Все', '{{regions.id}}'],
  };
  expect(expandForRegions(entry, [kamchatka, tver])).toEqual([
    {
      groups: { ГРП: ['read'], 'СП РПГУ::Камчатский край': ['full'], 'СП РПГУ::Тверская область': ['full'] },
      roles: ['Все', 'kamchatka', 'tver'],
    },
  ]);
});

it.each<[string, boolean, string[]]>([
  ['{{region.name}} и #{ticket.number}', true, []],
  ['{{region.name}}', false, ['{{region.name}}']],
  ['{{region.nmae}}', true, ['{{region.nmae}}']],
  ['{{regions.group}}', false, []],
  ['Группы: {{regions.group}}', false, ['{{regions.group}}']],
  ['{{ticket.number}}', true, ['{{ticket.number}}']],
])('%s (forEachRegion: %s): what cannot be filled is %j', (text, forEachRegion, unknown) => {
  expect(unknownPlaceholders(text, forEachRegion)).toEqual(unknown);
});
