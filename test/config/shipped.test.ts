/** The configuration as shipped: that it stands by itself, and that it says all that sections 3 and 4 ask of operators. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../../config/load.js';
import { expandForRegions } from '../../config/regions.js';
import { jsonSchemas } from '../../config/schema/json-schemas.js';

const folder = path.join(process.cwd(), 'config');
const config = await loadConfig(folder);
const { helpdesk, regions, federal, clauses } = config;
const regional = [...regions.values()];
const macros = helpdesk.macros.wanted.flatMap((macro) => expandForRegions(macro, regional));
const federalGroups = federal.groups;
const regionalGroups = regional.map(({ name }) => `СП РПГУ::${name}`);

/** Each act that sections 3 and 4 give an operator, the group it is legal in, and the intention that says it. */
const acts: [clause: string, group: string, intention: string][] = [
  ['R-3.1.b', 'регион', 'Взять в работу'],
  ['R-3.1.1', 'регион', 'Сообщено заявителю'],
  ['R-3.2', 'регион', 'Звонок переведён'],
  ['R-3.2.1', 'СП ЕПГУ', 'Не наша компетенция'],
  ['R-3.3', 'СП ЕПГУ', 'Взять в работу'],
  ['R-3.4.1', 'СП ЕПГУ', 'Ответ готов'],
  ['R-3.5', 'СП ЕПГУ', 'В СТП'],
  ['R-3.6', 'СТП ЕПГУ', 'Взять в работу'],
  ['R-3.7.1.b', 'СП ЕПГУ', 'Запросить у заявителя'],
  ['R-3.7.3', 'СП ЕПГУ', 'Взять в работу'],
  ['R-3.8.b', 'СП ЕПГУ', 'Запрос в ФОИВ'],
  ['R-3.8.1', 'СП ЕПГУ', 'Ответ готов'],
  ['R-3.8.3.1', 'регион', 'Спросил о статусе'],
  ['R-3.9', 'СП ЕПГУ', 'Ответ ФОИВ получен'],
  ['R-3.10', 'СТП ЕПГУ', 'Решено'],
  ['R-3.11', 'СП ЕПГУ', 'Ответ готов'],
  ['R-3.11.1', 'СП ЕПГУ', 'Согласен, закрыть'],
  ['R-3.11.2.a', 'СП ЕПГУ', 'Претензия'],
  ['R-3.11.2.b', 'ГРП', 'Взять в работу'],
  ['R-3.11.2.b', 'ГРП', 'Ответ дан, закрыть'],
  ['R-3.11.2.c', 'СП ЕПГУ', 'Ответ готов'],
  ['R-4.1.b', 'регион', 'Взять в работу'],
  ['R-4.1.1', 'регион', 'Сообщено заявителю'],
  ['R-4.2', 'регион', 'Передать в СП ЕПГУ'],
  ['R-4.2.2.b', 'регион', 'Данные запрошены'],
  ['R-4.3', 'Начальник смены ЦПП', 'Принять'],
  ['R-4.3.1.a', 'СП ЕПГУ', 'Не наша компетенция'],
  ['R-4.3.2.a', 'СП ЕПГУ', 'Претензия'],
  ['R-4.3.2.b', 'ГРП', 'Взять в работу'],
  ['R-4.3.3.d', 'СП ЕПГУ', 'Претензия'],
  ['R-4.3.4', 'регион', 'Сообщено заявителю'],
  ['R-4.4', 'СП ЕПГУ', 'Взять в работу'],
  ['R-4.5.1', 'СП ЕПГУ', 'Ответ готов'],
  ['R-4.5.2', 'регион', 'Сообщено заявителю'],
  ['R-4.5.4', 'СП ЕПГУ', 'В СТП'],
  ['R-4.6', 'СТП ЕПГУ', 'Взять в работу'],
  ['R-4.7.b', 'СП ЕПГУ', 'Запросить у заявителя'],
  ['R-4.7.1.b', 'регион', 'Данные запрошены'],
  ['R-4.7.3.c', 'регион', 'Передать в СП ЕПГУ'],
  ['R-4.8.1.a', 'СП ЕПГУ', 'Запрос в ФОИВ'],
  ['R-4.8.2.c', 'регион', 'Сообщено заявителю'],
  ['R-4.8.4.1', 'регион', 'Спросил о статусе'],
  ['R-4.9', 'СП ЕПГУ', 'Ответ ФОИВ получен'],
  ['R-4.10', 'СТП ЕПГУ', 'Решено'],
  ['R-4.11.b', 'СП ЕПГУ', 'Ответ готов'],
  ['R-4.12', 'регион', 'Сообщено заявителю'],
  ['R-4.12.1', 'регион', 'Согласен, закрыть'],
  ['R-4.12.2', 'регион', 'Не согласен'],
];

const groupsOf = (desk: string) => (desk === 'регион' ? regionalGroups : [desk]);

describe('macros', () => {
  it.each(acts)('%s in %s: «%s»', (clause, desk, intention) => {
    const macro = macros.find(
      ({ name, groups }) =>
        name.slice(2) === intention && groupsOf(desk).every((group) => groups.includes(group)),
    );
    expect(macro?.clauses).toContain(clause);
  });

  it('are no more than the acts and what the regulation leaves unsaid', () => {
    const unsaid = [
      'Не по Проекту',
      'Закрыть как исключение',
      'Отменить переход',
      'Нужны сведения',
      'Не претензия',
    ];
    expect(new Set(macros.map(({ name }) => name.slice(2)))).toEqual(
      new Set([...acts.map(([, , intention]) => intention), ...unsaid]),
    );
  });

  it.each([...federalGroups, ...regionalGroups, 'Неразобранные обращения'])(
    'of «%s» are at most nine, in the order of their digits',
    (group) => {
      const own = macros.filter(({ groups }) => groups.includes(group)).map(({ name }) => name);
      expect([...own].sort().map(([digit]) => digit)).toEqual(own.map((_, index) => String(index + 1)));
      expect(own.length).toBeLessThanOrEqual(9);
    },
  );

  it.each(macros.map((macro) => [macro.name, macro] as const))(
    '«%s» states an intention and moves nothing itself',
    (name, { clauses: covered, perform, ux_flow_next_up: next }) => {
      expect(name).toMatch(/^[1-9] \p{Lu}/u);
      expect(name.length).toBeLessThanOrEqual(30);
      expect(covered.length).toBeGreaterThan(0);
      expect(Object.keys(perform).filter((key) => key !== 'ticket.owner')).toEqual(['ticket.regulation_act']);
      expect([undefined, 'current_user']).toContain(perform['ticket.owner']);
      // «Запрещено» would stand where a ticket has left the desk.
      expect(['next_task', 'none']).toContain(next);
    },
  );
});

describe('triggers that carry an intention out', () => {
  const moving = helpdesk.triggers.wanted.filter(({ perform }) => 'ticket.regulation_act' in perform);

  it('are one for all regions, and go home by what the ticket keeps', () => {
    for (const { name, forEachRegion, perform } of moving) {
      expect([name, forEachRegion ?? false]).toEqual([name, false]);
      expect([undefined, '#{ticket.home_group}', ...federalGroups]).toContain(perform['ticket.group']);
    }
    expect(moving.some(({ perform }) => perform['ticket.group'] === '#{ticket.home_group}')).toBe(true);
  });

  it('clear the intention, say the reason with the state, and the owner with the group', () => {
    for (const { name, perform } of moving) {
      expect([name, perform['ticket.regulation_act']]).toEqual([name, '']);
      if (!('ticket.group' in perform)) continue;
      // Zammad lets no owner be kept who has no rights on the new group.
      expect([name, 'ticket.owner' in perform]).toEqual([
        name,
        // «Принять» makes the operator the owner himself.
        !name.includes('Принято в работу'),
      ]);
    }
  });

  it('never let Zammad alone wait for a citizen: what was asked is for the companion to see', () => {
    expect(moving.filter(({ perform }) => perform['ticket.state'] === 'В ожидании')).toEqual([]);
  });
});

describe('the data gate', () => {
  const gate = clauses.find(({ ids }) => ids.includes('R-4.2.3'));
  const params = (gate?.enforcer === 'companion' ? gate.rule.params : {}) as {
    federalGroups: string[];
    fields: { attribute: string; label: string }[];
  };

  it('is the same in the map, in the trigger that passes a request on and in the rule, under the same labels', () => {
    const trigger = helpdesk.triggers.wanted.find(
      ({ condition, perform }) =>
        JSON.stringify(condition).includes('Передать в СП ЕПГУ') &&
        perform['ticket.group'] === federal.entryGroup,
    );
    for (const { attribute } of params.fields)
      expect(JSON.stringify(trigger?.condition)).toContain(`"ticket.${attribute}"`);
    expect(config.process.data).toEqual(params.fields);
    expect(params.federalGroups).toEqual(federalGroups);
    for (const { attribute, label } of params.fields)
      expect(helpdesk.object_manager_attributes.wanted.find(({ name }) => name === attribute)?.display).toBe(
        label,
      );
  });

  it('never binds the companion itself: it must be able to send an unfinished ticket back', () => {
    const binding = helpdesk.core_workflows.wanted.filter(({ perform }) =>
      Object.values(perform).some((effects) =>
        ['set_mandatory', 'set_fixed_to', 'remove_option', 'set_readonly'].some(
          (effect) => effect in effects,
        ),
      ),
    );
    const bound = binding.filter(
      ({ condition_selected }) =>
        !JSON.stringify(condition_selected).includes('Компаньон регламента') &&
        // Of citizens alone: the companion is an agent.
        !JSON.stringify(condition_selected).includes('"session.permission":{"is not":["ticket.agent"]}'),
    );
    expect(bound.map(({ name }) => name)).toEqual([]);
  });
});

it('hides every field from citizens and names none in the words of Zammad', () => {
  for (const { name, screens, display } of helpdesk.object_manager_attributes.wanted) {
    for (const screen of Object.values(screens))
      expect([name, screen['ticket.customer']]).toEqual([name, { shown: false, required: false }]);
    expect(display).toMatch(/^\p{Script=Cyrillic}/u);
  }
});

it('gives each way of waiting and each return its queue', () => {
  const conditions = helpdesk.overviews.wanted.map(({ condition }) => JSON.stringify(condition));
  for (const part of [
    '"ticket.state":{"is":["В ожидании","В ожидании (без срока)"]}',
    '"ticket.state_reason":{"is":["Отклонено на ведомство"]}',
    '"ticket.state_reason":{"is":["Вне компетенции"]}',
    '"ticket.wait_source":{"is":["до передачи"]}',
    '"ticket.wait_source":{"is":["по запросу ЕПГУ"]}',
    '"ticket.foiv_notice":{"is":["требуется"]}',
    '"ticket.state":{"is":["Решен"]}',
    '"ticket.group":{"is":["ГРП"]}',
  ])
    expect([part, conditions.some((condition) => condition.includes(part))]).toEqual([part, true]);
});

it('tells citizens the contacts that federal.yaml holds', () => {
  const digits = (text: string) => text.replaceAll(/\D/g, '');
  const content = (clause: string) =>
    helpdesk.text_modules.wanted
      .filter(({ clauses: own }) => own.includes(clause))
      .map((module) => module.content);
  for (const text of [...content('R-4.3.4'), ...content('R-3.11.2.c')]) {
    expect(digits(text)).toContain(digits(federal.claimContacts.phone));
    expect(text).toContain(federal.claimContacts.email);
  }
  expect(content('R-3.2').every((text) => digits(text).includes(digits(federal.transferPhone)))).toBe(true);
});

it('covers three time zones, a region with its own holidays and one without a number', () => {
  expect(new Set(regional.map(({ timeZone }) => timeZone)).size).toBe(3);
  expect(regional.filter(({ transferPhone }) => transferPhone === null).map(({ id }) => id)).toEqual([
    'kamchatka',
  ]);
  expect(regional.filter(({ holidays }) => holidays.length > 0).map(({ id }) => id)).toEqual([
    'bashkortostan',
  ]);
  expect(regional.map(({ protocol }) => protocol?.normative)).toEqual([false, undefined, undefined]);
});

describe('editors', () => {
  it('are given the schemas as they are: npm run schema', async () => {
    for (const [name, schema] of Object.entries(jsonSchemas()))
      expect(JSON.parse(await readFile(path.join(folder, 'schema', name), 'utf8'))).toEqual(
        JSON.parse(JSON.stringify(schema)),
      );
  });

  it('find the schema named in the first line of each file', async () => {
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const [first = ''] = (await readFile(path.join(folder, file), 'utf8')).split('\n');
      const schema = /^# yaml-language-server: \$schema=(.+)$/.exec(first)?.[1] ?? 'missing';
      const target = path.relative(
        path.join(folder, 'schema'),
        path.resolve(folder, path.dirname(file), schema),
      );
      expect([file, target in jsonSchemas()]).toEqual([file, true]);
    }
  });
});
