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

/** Each act that sections 3 and 4 give an operator, the group it is legal in, and the macro that does it. */
const acts: [clause: string, group: string, macro: string][] = [
  ['R-3.1.b', 'регион', '3.1/4.1 Взять в работу, искать ответ в FAQ'],
  ['R-3.1.1', 'регион', '3.1.1/4.1.1 Ответ найден в FAQ и дан пользователю'],
  ['R-3.2', 'регион', '3.2 Звонок переведён в СП ЕПГУ'],
  ['R-3.2.1', 'СП ЕПГУ', '3.2.1 Вне компетенции, звонок переведён в СП РПГУ'],
  ['R-3.3', 'СП ЕПГУ', '3.3/4.3/4.4 Принять в работу, анализ'],
  ['R-3.4.1', 'СП ЕПГУ', '3.4.1 Ответ из БЗ ЕПГУ дан пользователю'],
  ['R-3.4.2.a', 'СП ЕПГУ', '3.4.2 Ответа в БЗ ЕПГУ нет, тикет зарегистрирован'],
  ['R-3.5', 'СП ЕПГУ', '3.5/4.5.4 Передать в СТП ЕПГУ'],
  ['R-3.6', 'СТП ЕПГУ', '3.6/4.6 Взять в работу СТП ЕПГУ'],
  ['R-3.7.1.b', 'СП ЕПГУ', '3.7.1 Информация запрошена, ждём пользователя'],
  ['R-3.7.3', 'СП ЕПГУ', '3.7.3 Информация получена, возобновить'],
  ['R-3.8.b', 'СП ЕПГУ', '3.8 Запрос направлен в ФОИВ, уведомить пользователя'],
  ['R-3.8.1', 'СП ЕПГУ', '3.8.1 Пользователь уведомлён о ФОИВ'],
  ['R-3.8.3.1', 'регион', '3.8.3/4.8.4 Повторное обращение, ждём ФОИВ'],
  ['R-3.9', 'СП ЕПГУ', '3.9/4.9 Ответ ФОИВ получен, в СТП ЕПГУ'],
  ['R-3.10', 'СТП ЕПГУ', '3.10/4.10 Решено, передать в СП ЕПГУ'],
  ['R-3.11', 'СП ЕПГУ', '3.11 Решение сообщено пользователю'],
  ['R-3.11.1', 'СП ЕПГУ', '3.11.1 Пользователь согласен, закрыть'],
  ['R-3.11.2.a', 'СП ЕПГУ', '3.11.2 Не согласен, зарегистрировать претензию'],
  ['R-3.11.2.a', 'СП ЕПГУ', '3.11.2 Не согласен, звонок переведён в ГРП'],
  ['R-3.11.2.b', 'ГРП', '3.11.2/4.3.2 Взять претензию в работу'],
  ['R-3.11.2.b', 'ГРП', '3.11.2/4.3.2 Претензия рассмотрена, закрыть'],
  ['R-3.11.2.c', 'СП ЕПГУ', '3.11.2 Номер претензии и контакты сообщены'],
  ['R-4.1.b', 'регион', '3.1/4.1 Взять в работу, искать ответ в FAQ'],
  ['R-4.1.1', 'регион', '3.1.1/4.1.1 Ответ найден в FAQ и дан пользователю'],
  ['R-4.2', 'регион', '4.2 Передать в СП ЕПГУ (Начальник смены ЦПП)'],
  ['R-4.2.2.b', 'регион', '4.2.2 Запрошены данные пользователя'],
  ['R-4.3', 'Начальник смены ЦПП', '3.3/4.3/4.4 Принять в работу, анализ'],
  ['R-4.3.1.a', 'СП ЕПГУ', '4.3.1 Вне компетенции, вернуть в СП РПГУ'],
  ['R-4.3.2.a', 'СП ЕПГУ', '4.3.2 Обращение претензионное, в ГРП'],
  ['R-4.3.2.b', 'ГРП', '3.11.2/4.3.2 Взять претензию в работу'],
  ['R-4.3.3.d', 'СП ЕПГУ', '4.3.3 Претензия зарегистрирована, в СП РПГУ'],
  ['R-4.3.4', 'регион', '4.3.4 Пользователь извещён о претензии, закрыть'],
  ['R-4.4', 'СП ЕПГУ', '3.3/4.3/4.4 Принять в работу, анализ'],
  ['R-4.5.1', 'СП ЕПГУ', '4.5.1 Ответ из БЗ ЕПГУ готов, в СП РПГУ'],
  ['R-4.5.2', 'регион', '4.5.2/4.12 Решение направлено пользователю'],
  ['R-4.5.4', 'СП ЕПГУ', '3.5/4.5.4 Передать в СТП ЕПГУ'],
  ['R-4.6', 'СТП ЕПГУ', '3.6/4.6 Взять в работу СТП ЕПГУ'],
  ['R-4.7.b', 'СП ЕПГУ', '4.7 Запросить информацию через СП РПГУ'],
  ['R-4.7.1.b', 'регион', '4.7.1 Информация запрошена, ждём пользователя'],
  ['R-4.7.3.c', 'регион', '4.7.3 Информация получена, передать в СП ЕПГУ'],
  ['R-4.8.1.a', 'СП ЕПГУ', '4.8/4.8.1 Запрос направлен в ФОИВ, в СП РПГУ'],
  ['R-4.8.2.c', 'регион', '4.8.2 Пользователь уведомлён о ФОИВ, вернуть в СП ЕПГУ'],
  ['R-4.8.4.1', 'регион', '3.8.3/4.8.4 Повторное обращение, ждём ФОИВ'],
  ['R-4.9', 'СП ЕПГУ', '3.9/4.9 Ответ ФОИВ получен, в СТП ЕПГУ'],
  ['R-4.10', 'СТП ЕПГУ', '3.10/4.10 Решено, передать в СП ЕПГУ'],
  ['R-4.11.b', 'СП ЕПГУ', '4.11 Ответ составлен, в СП РПГУ'],
  ['R-4.12', 'регион', '4.5.2/4.12 Решение направлено пользователю'],
  ['R-4.12.1', 'регион', '4.12.1 Пользователь согласен, закрыть'],
  ['R-4.12.2', 'регион', '4.12.2 Пользователь не согласен, в СП ЕПГУ'],
  ['R-4.1.a', 'регион', '4.1 Это заявитель'],
  ['R-4.1.a', 'регион', '4.1 Это не заявитель'],
];
/** A letter may come in wherever the ticket is. */
const anywhere = ['4.1 Это заявитель', '4.1 Это не заявитель'];

describe('macros', () => {
  it.each(acts)('%s in %s: «%s»', (clause, group, name) => {
    const macro = macros.find((candidate) => candidate.name === name);
    expect(macro?.clauses).toContain(clause);
    expect(macro?.groups).toEqual(expect.arrayContaining(group === 'регион' ? regionalGroups : [group]));
  });

  it('are no more than the acts, and each stays on its side', () => {
    expect(new Set(macros.map(({ name }) => name))).toEqual(new Set(acts.map(([, , name]) => name)));
    for (const { name, groups } of macros)
      expect([
        name,
        anywhere.includes(name) ||
          [regionalGroups, federalGroups].some((side) => groups.every((group) => side.includes(group))),
      ]).toEqual([name, true]);
  });

  it.each(macros.map((macro) => [macro.name, macro] as const))(
    '«%s» is named, safe and whole',
    (name, macro) => {
      expect(name).toMatch(/^[34](\.\d+)+(\/[34](\.\d+)+)* \p{Lu}/u);
      expect(name.length).toBeLessThanOrEqual(60);
      const named = name.split(' ')[0]!.split('/');
      const covered = macro.clauses.map((clause) => clause.replace(/^R-/, '').replace(/\.[a-z]$/, ''));
      expect(
        named.every((number) =>
          covered.some((clause) => clause === number || clause.startsWith(`${number}.`)),
        ),
      ).toBe(true);
      // A macro that says the state says the reason too: the old one would stay and contradict it.
      expect('ticket.state' in macro.perform).toBe('ticket.state_reason' in macro.perform);
      // Zammad lets no owner be kept who has no rights on the new group.
      if ('ticket.group' in macro.perform) expect(macro.perform).toHaveProperty(['ticket.owner']);
      // Zammad alone, with the companion down, never closes before three working days, whatever holidays fall in.
      if (macro.perform['ticket.state'] === 'В ожидании')
        expect(macro.perform['ticket.pending_time']).toEqual({ in: 1, unit: 'month' });
    },
  );
});

describe('acts whose target depends on the ticket', () => {
  const triggers = helpdesk.triggers.wanted.flatMap((trigger) => expandForRegions(trigger, regional));
  const reaching = (act: string) =>
    triggers.filter(({ condition }) =>
      JSON.stringify(condition).includes(`"ticket.regulation_act":{"is":["${act}"]}`),
    );

  it('reach every region, every holder, and clear the act behind them', () => {
    expect(reaching('Вернуть в СП РПГУ').map(({ perform }) => perform['ticket.group'])).toEqual(
      regionalGroups,
    );
    expect(reaching('Вернуть в СП ЕПГУ').map(({ perform }) => perform['ticket.group'])).toEqual(
      federalGroups,
    );
    for (const act of ['Вернуть в СП РПГУ', 'Вернуть в СП ЕПГУ', 'Передать в СП ЕПГУ'])
      for (const { perform } of reaching(act)) expect(perform['ticket.regulation_act']).toBe('');
  });
});

describe('the data gate', () => {
  const gate = clauses.find(({ ids }) => ids.includes('R-4.2.3'));
  const params = (gate?.enforcer === 'companion' ? gate.rule.params : {}) as {
    federalGroups: string[];
    fields: { attribute: string; label: string }[];
  };

  it('asks in the form for what the companion checks, under the same labels', () => {
    const form = helpdesk.core_workflows.wanted.find(({ name }) => name.includes('4.2.1'))!;
    const asked = params.fields.map(({ attribute }) => `ticket.${attribute}`);
    expect(Object.keys(form.perform)).toEqual(expect.arrayContaining(asked));
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
      ({ condition_selected }) => !JSON.stringify(condition_selected).includes('Компаньон регламента'),
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
    '"ticket.state":{"is":["В ожидании"]}',
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
