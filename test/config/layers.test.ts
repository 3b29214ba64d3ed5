/** An admin's own folder over the product's files: what holds, and where a fault is told. */
import { configOf } from '../../config/load.js';
import type { Config } from '../../config/load.js';
import { parseSource } from '../../config/document.js';
import { ConfigFaults, formatFault } from '../../config/faults.js';
import { layered } from '../../config/layers.js';
import { leftSamples } from '../../config/left-samples.js';
import { small } from './small-config.js';

const region = `id: omsk
name: Омская область
timeZone: Asia/Omsk
mailDomains: [portal.omsk.ru]
transferPhone: null
`;

const over = (own: Readonly<Record<string, string>>): Config =>
  configOf(
    layered(
      Object.entries(small).map(([path, text]) => parseSource({ path, text })),
      Object.entries({ 'regions/omsk.yaml': region, ...own }).map(([path, text]) =>
        parseSource({ path, text }),
      ),
    ),
  );
const faultsOver = (own: Readonly<Record<string, string>>): string[] => {
  try {
    over(own);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults.map(formatFault);
    throw error;
  }
};

test('regions are the admin’s alone', () => {
  expect([...over({}).regions.keys()]).toEqual(['omsk']);
});

test('a key of a file stands in place of the product’s, the others stay', () => {
  const { federal } = over({ 'federal.yaml': "transferPhone: '+74951234567'\n" });
  expect([federal.transferPhone, federal.entryGroup]).toEqual(['+74951234567', 'Вход']);
});

test('an entry of the same name adds its keys, another is added, a removed one is gone', () => {
  const { helpdesk } = over({
    'helpdesk/own.yaml': `groups:
  wanted:
    - { name: Вход, note: Наш вход }
    - { name: Второй вход, clauses: [R-4.2] }
roles: { removed: [Оператор] }
`,
  });
  expect(helpdesk.groups.wanted.map(({ name, note }) => [name, note])).toEqual([
    ['Регионы', undefined],
    ['Вход', 'Наш вход'],
    [expect.stringContaining('region.group'), undefined],
    ['Второй вход', undefined],
  ]);
  expect([helpdesk.roles.wanted, helpdesk.roles.removed]).toEqual([[], ['Оператор']]);
});

test('a clause is overridden by its ids', () => {
  const { clauses } = over({
    'regulation/own.yaml': 'clauses:\n  - { ids: [R-4.2.1], title: Данные и ещё раз данные }\n',
  });
  expect(clauses.map(({ title }) => title)).toEqual(['Данные и ещё раз данные']);
});

test.each([
  ['a key', { 'federal.yaml': '# своё\ntransferPhone: 8-800\n' }, /^federal\.yaml:2:16 transferPhone/],
  [
    'a key of an overridden entry',
    { 'helpdesk/own.yaml': 'groups:\n  wanted:\n    - { name: Вход, active: может быть }\n' },
    /^\S+:3:29 groups\.wanted\.\d\.active/,
  ],
  [
    'an entry of its own',
    { 'helpdesk/own.yaml': 'groups:\n  wanted:\n    - { name: Вход, note: х }\n    - { name: Новая }\n' },
    /^\S+:4:7 groups\.wanted\.\d\.clauses/,
  ],
  ['YAML', { 'faq.yaml': 'a: [\n' }, /^faq\.yaml:\d+:\d+.*YAML/],
  [
    'a text where keys are',
    { 'federal.yaml': '# наш\nтелефон\n' },
    /^federal\.yaml:2:1 ожидается набор ключей/,
  ],
  ['a list where keys are', { 'stance.yaml': '- act\n' }, /^stance\.yaml:1:1 ожидается набор ключей/],
])('a fault of %s is told where the admin wrote it', (_, own, place) => {
  expect(faultsOver(own)).toEqual([expect.stringMatching(place)]);
});

test('what is left of the samples is named', () => {
  expect(leftSamples(over({}))).toEqual([
    expect.stringMatching(/transferPhone: номер \+70000000100/),
    expect.stringMatching(/claimContacts\.phone/),
    expect.stringMatching(/claims@epgu\.example/),
  ]);
});
