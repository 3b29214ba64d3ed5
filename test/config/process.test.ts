/** The map of the process, read as the regulation reads: where a ticket stands, who may do what with it, what ends it. */
import { readFile } from 'node:fs/promises';
import { loadConfig } from '../../config/load.js';
import { processOf, type Stands } from '../../config/process/process.js';
import { regionGroup } from '../../config/regions.js';
import type { ProcessMap } from '../../config/schema/process.js';
import { mermaidOf, processPage, svgOf } from '../../config/process/drawing.js';
import { objectsOf } from '../../config/process/objects.js';
import { faultsOf, small } from './small-config.js';

const config = await loadConfig('config');
const groups = [...config.regions.values()].map(regionGroup);
const ask = (map: ProcessMap = config.process) => processOf(map, groups, config.vocabulary);
const process = ask();
const HOME = 'СП РПГУ::Республика Башкортостан';
const AWAY = 'СП РПГУ::Камчатский край';

const at = (group: string, state: string, attributes: Stands['attributes'] = {}): Stands => ({
  group,
  state,
  attributes,
});
const asked = 'Запрошена информация (пользователь)';
const phone = { intake_channel: 'Телефонное' };
const before = { wait_source: 'до передачи' };
const forFederal = { wait_source: 'по запросу ЕПГУ', last_federal_group: 'СП ЕПГУ' };
const passed = { last_federal_group: 'СП ЕПГУ' };

it.each<[string, Stands, string | null]>([
  ['4.1 записано', at(HOME, 'Новый'), 'Новое'],
  ['4.1 «Назначен» без владельца — то же место', at(HOME, 'Назначен'), 'Новое'],
  ['4.1 поиск', at(HOME, 'В работе'), 'Поиск в FAQ'],
  ['3.1 звонок', at(HOME, 'В работе', phone), 'Звонок'],
  ['4.2.2', at(HOME, 'В ожидании (без срока)', { state_reason: asked, ...before }), 'Ждём данные'],
  ['4.2.2, ответ', at(HOME, 'Назначен', { state_reason: asked, ...before }), 'Данные получены'],
  ['4.2', at('Начальник смены ЦПП', 'Назначен'), 'Передано'],
  ['4.3', at('СП ЕПГУ', 'В работе'), 'Анализ'],
  ['4.3.1', at(HOME, 'Назначен', { state_reason: 'Вне компетенции', ...passed }), 'Вне компетенции'],
  ['4.3.3', at(HOME, 'В работе', { state_reason: 'Зарегистрирована претензия' }), 'Сообщить о претензии'],
  ['4.5.1', at(HOME, 'Решен', passed), 'Сообщить решение'],
  ['письмо заявителя в решённом', at(HOME, 'Назначен', passed), 'Сообщить решение'],
  ['4.5.4', at('СТП ЕПГУ', 'Назначен'), 'У СТП'],
  ['4.7', at(HOME, 'Назначен', forFederal), 'Запросить у заявителя'],
  ['4.7.1', at(HOME, 'В ожидании', { state_reason: asked, ...forFederal }), 'Ждём заявителя'],
  [
    '4.7.3',
    at(HOME, 'Назначен', { state_reason: 'Информация получена', ...forFederal }),
    'Информация получена',
  ],
  ['3.7.1', at('СП ЕПГУ', 'В ожидании', { state_reason: asked, ...phone }), 'Ждём заявителя (СП ЕПГУ)'],
  [
    '4.8.1',
    at(HOME, 'В ожидании (без срока)', { state_reason: 'Отклонено на ведомство' }),
    'Уведомить о ФОИВ',
  ],
  ['4.8.3', at('СП ЕПГУ', 'В ожидании (без срока)', { state_reason: 'Отклонено на ведомство' }), 'Ждём ФОИВ'],
  ['4.10', at('СП ЕПГУ', 'Решен'), 'Решено СТП'],
  ['4.3.2', at('ГРП', 'Новый'), 'Претензия'],
  ['решён, а никто не решал', at('СТП ЕПГУ', 'Решен'), null],
  ['закрыт', at(HOME, 'Закрыт'), null],
])('%s', (_, ticket, place) => {
  expect(process.placeOf(ticket)?.name ?? null).toBe(place);
});

it.each<[string, Stands, string, string[]]>([
  ['новое: ответ или передача', at(HOME, 'Новый'), 'Передать в СП ЕПГУ', ['4.2']],
  [
    'информация пришла: та же кнопка — другой пункт',
    at(HOME, 'Назначен', { state_reason: 'Информация получена', ...forFederal }),
    'Передать в СП ЕПГУ',
    ['4.7.3'],
  ],
  ['решение у региона', at(HOME, 'Решен'), 'Сообщено заявителю', ['4.12']],
  [
    'о претензии сообщено',
    at(HOME, 'Назначен', { state_reason: 'Зарегистрирована претензия' }),
    'Сообщено заявителю',
    ['4.3.4'],
  ],
  ['повтор или ответ из FAQ', at(HOME, 'В работе'), 'Сообщено заявителю', ['4.8.4 конец', '4.1.1']],
  ['ответ готов, письменное', at('СП ЕПГУ', 'В работе'), 'Ответ готов', ['4.5.1']],
  ['ответ готов, телефон', at('СП ЕПГУ', 'В работе', phone), 'Ответ готов', ['3.11.2 конец', '3.4.1']],
  ['звонок письменному обращению не годится', at(HOME, 'В работе'), 'Звонок переведён', []],
  ['согласие до решения', at(HOME, 'В работе'), 'Согласен, закрыть', []],
  [
    'ФОИВ ответил, пока регион уведомляет (A-54)',
    at(HOME, 'В ожидании (без срока)', { state_reason: 'Отклонено на ведомство' }),
    'Ответ ФОИВ получен',
    ['4.9'],
  ],
])('%s', (_, ticket, intention, ids) => {
  expect(process.meantBy(ticket, intention).map(({ id }) => id)).toEqual(ids);
});

const region = 'СП РПГУ';
it.each<[string, Stands, Stands, string, string[] | 'none' | 'unlawful']>([
  ['4.2 руками', at(HOME, 'В работе'), at('Начальник смены ЦПП', 'Назначен'), region, ['4.2']],
  ['сразу в СТП', at(HOME, 'В работе'), at('СТП ЕПГУ', 'Назначен'), region, 'unlawful'],
  ['другому региону', at(HOME, 'В работе'), at(AWAY, 'В работе'), region, 'unlawful'],
  [
    'новое закрыто: только законным окончанием',
    at(HOME, 'Новый'),
    at(HOME, 'Закрыт'),
    region,
    ['4.8.4 конец', '4.1.1', 'не по Проекту'],
  ],
  ['письменное закрыто в СП ЕПГУ', at('СП ЕПГУ', 'В работе'), at('СП ЕПГУ', 'Закрыт'), 'СП ЕПГУ', 'unlawful'],
  [
    'по телефону ответ дан',
    at('СП ЕПГУ', 'В работе', phone),
    at('СП ЕПГУ', 'Закрыт', phone),
    'СП ЕПГУ',
    ['3.2.1', '3.11.2 конец', '3.4.1'],
  ],
  [
    'закрыто, пока ждём ФОИВ',
    at('СП ЕПГУ', 'В ожидании (без срока)', { state_reason: 'Отклонено на ведомство' }),
    at('СП ЕПГУ', 'Закрыт', { state_reason: 'Отклонено на ведомство' }),
    'СП ЕПГУ',
    'unlawful',
  ],
  [
    'срок вышел',
    at(HOME, 'В ожидании', { state_reason: asked, ...forFederal }),
    at(HOME, 'Закрыт', { state_reason: asked, ...forFederal }),
    'Zammad',
    ['4.7.2'],
  ],
  [
    'оператор закрыл раньше срока',
    at(HOME, 'В ожидании', { state_reason: asked, ...forFederal }),
    at(HOME, 'Закрыт', { state_reason: asked, ...forFederal }),
    region,
    'unlawful',
  ],
  [
    'заявитель закрыл в портале',
    at(HOME, 'Решен', passed),
    at(HOME, 'Закрыт', passed),
    'заявитель',
    'unlawful',
  ],
  ['взято в работу', at(HOME, 'Назначен', forFederal), at(HOME, 'В работе', forFederal), region, 'none'],
  [
    'закрыт и закрыт',
    at(HOME, 'Закрыт'),
    at(HOME, 'Закрыт', { state_reason: 'Вне компетенции' }),
    region,
    'none',
  ],
  ['открыт снова', at(HOME, 'Закрыт'), at(HOME, 'Назначен'), region, 'unlawful'],
])('%s', (_, from, to, by, expected) => {
  const change = process.changeOf(from, to, by);
  expect(change.kind === 'move' ? change.moves.map(({ id }) => id) : change.kind).toEqual(expected);
});

it('says what a move leaves behind', () => {
  const [move] = process.meantBy(at('СП ЕПГУ', 'В работе'), 'Запросить у заявителя');
  expect(move).toMatchObject({
    desk: 'СП РПГУ',
    needs: ['комментарий'],
    fields: { state: 'Назначен', state_reason: null, wait_source: 'по запросу ЕПГУ' },
  });
});

it('leaves every move the way its own place is read', () => {
  for (const move of process.moves.filter(({ to }) => to !== null)) {
    const { state, ...attributes } = move.fields;
    const path = move.path ?? config.process.places.find(({ name }) => name === move.to)?.path;
    const ticket = at(move.desk === region ? HOME : (move.desk ?? ''), state ?? '', {
      ...attributes,
      ...(path === 'телефонное' && phone),
    });
    expect([move.id, process.placeOf(ticket)?.name]).toEqual([move.id, move.to]);
  }
});

it('no longer lets happen what was dropped from the map', () => {
  const without = (id: string): ProcessMap => ({
    ...config.process,
    moves: config.process.moves.filter((move) => move.id !== id),
  });
  const from = at(HOME, 'В работе');
  const to = at('Начальник смены ЦПП', 'Назначен');
  expect(ask(without('4.2')).changeOf(from, to, region).kind).toBe('unlawful');
  expect(ask(without('4.2')).meantBy(from, 'Передать в СП ЕПГУ')).toEqual([]);
  expect(ask(without('4.3.1')).changeOf(from, to, region).kind).toBe('move');
});

it('is drawn as it stands: npm run docs', async () => {
  expect(await readFile('docs/process.svg', 'utf8')).toBe(svgOf(config.process));
  expect(await readFile('docs/process.md', 'utf8')).toBe(processPage(config.process));
});

/** The map without a move, and what the helpdesk would be made of it. */
it('loses macro, trigger, way in a note and arrow with a move that is dropped', () => {
  const around = {
    otherGroups: ['Начальник смены ЦПП'],
    federalGroups: ['Начальник смены ЦПП'],
    vocabulary: config.vocabulary,
  };
  const without: ProcessMap = {
    ...config.process,
    moves: config.process.moves.filter(({ id }) => id !== '4.12.2'),
  };
  const said = (map: ProcessMap) => JSON.stringify(objectsOf(map, around).triggers);
  expect(said(config.process)).toContain('Не согласен');
  expect(said(without)).not.toContain('Не согласен');
  expect(mermaidOf(config.process)).toContain('4.12.2');
  expect(mermaidOf(without)).not.toContain('4.12.2');
  const macros = (map: ProcessMap) => objectsOf(map, around).macros?.wanted.map(({ name }) => name);
  expect(macros(config.process)).toContain('8 Не согласен');
  expect(macros(without)).not.toContain('8 Не согласен');
});

it('takes states, queue, arrow and way on with the moves of a place that is dropped', () => {
  const around = { otherGroups: [], federalGroups: config.federal.groups, vocabulary: config.vocabulary };
  const without: ProcessMap = {
    ...config.process,
    moves: config.process.moves.filter(({ id }) => id !== '4.7.1'),
    places: config.process.places.filter(({ name }) => name !== 'Ждём заявителя'),
  };
  const statesAt = (map: ProcessMap) =>
    objectsOf(map, around).core_workflows?.wanted.find(({ name }) => name.endsWith(' Запросить у заявителя'))
      ?.perform['ticket.state'];
  const waiting = (map: ProcessMap) =>
    JSON.stringify(objectsOf(map, around).overviews?.wanted.find(({ name }) => name === 'Ждём заявителя'));
  const asked = at(HOME, 'Назначен', forFederal);
  const ways = (map: ProcessMap) =>
    ask(map)
      .movesAt(asked, region)
      .map(({ intention }) => intention);
  expect(JSON.stringify(statesAt(config.process))).toContain('В ожидании');
  expect(JSON.stringify(statesAt(without))).not.toContain('В ожидании');
  expect(waiting(config.process)).toContain('по запросу ЕПГУ');
  expect(waiting(without)).not.toContain('по запросу ЕПГУ');
  expect(ways(config.process)).toContain('Данные запрошены');
  expect(ways(without)).not.toContain('Данные запрошены');
  expect(svgOf(config.process)).toContain('>4.7.1<');
  expect(svgOf(without)).not.toContain('>4.7.1<');
});

/** The small configuration's words, with fields of its own for the reason and the intention. */
const words = small['vocabulary.yaml']!.replace('  reason: reason', '  reason: state_reason').replace(
  '  act: reason',
  '  act: regulation_act',
);
const reason = `object_manager_attributes:
  wanted:
    - { name: state_reason, display: Причина, clauses: [R-4.2], data_type: select, options: [Спам, пользователь, ведомство], position: 9, screens: {} }
    - { name: regulation_act, display: Действие, clauses: [R-4.2], data_type: select, options: intentions, position: 10, screens: {} }
`;
const map = `closed: Ждём
places:
  - { name: Здесь, clauses: [R-4.2], holder: Вход, states: [Назначен], what: Стоит }
moves:
  - { id: '4.2', name: Взято, clauses: [R-4.2], by: [Вход], from: [Здесь], intention: Взять }
endings:
  - { id: конец, name: Конец, reading: молчит, by: [Вход], from: [Здесь], reason: Спам }
desks:
  - { desk: Вход, offers: [Взять] }
`;
const faultsOfMap = (from: string, to: string): string[] =>
  faultsOf({
    'vocabulary.yaml': words,
    'helpdesk/reason.yaml': reason,
    'regulation/process.yaml': map.replace(from, to),
  });

it('finds nothing wrong with the small map the faults start from', () => {
  expect(faultsOfMap('', '')).toEqual([]);
});

it.each<[string, string, string, RegExp]>([
  [
    'a move from nowhere',
    'from: [Здесь], intention',
    'from: [Сдесь], intention',
    /yaml:5:.*неизвестное место «Сдесь»; возможно, «Здесь»/,
  ],
  [
    'a state there is none of',
    'states: [Назначен]',
    'states: [Назначено]',
    /yaml:3:.*неизвестное состояние «Назначено»; возможно, «Назначен»/,
  ],
  [
    'an intention nobody is offered',
    'offers: [Взять]',
    'offers: [Брать]',
    /yaml:5:.*действия «Взять» никому не предложено/,
  ],
  [
    'a macro that leads nowhere',
    'offers: [Взять]',
    'offers: [Взять, Бросить]',
    /yaml:9:.*«Бросить» у «Вход» нигде не ведёт/,
  ],
  [
    'an obligation there is none of',
    'clauses: [R-4.2], by',
    'clauses: [R-9.9], by',
    /yaml:5:.*нет обязанности «R-9.9»/,
  ],
  ['a reason there is none of', 'reason: Спам', 'reason: Срам', /yaml:7:.*нет значения «Срам»/],
  [
    'silence of the regulation passed over in silence',
    'reading: молчит, ',
    '',
    /yaml:7:.*нужен пункт регламента/,
  ],
  [
    'a place nobody leaves',
    'moves:',
    '  - { name: Там, clauses: [R-4.2], holder: Вход, states: [Ждём], what: Стоит }\nmoves:',
    /yaml:4:.*из места «Там» нет ни перехода/,
  ],
  [
    'two places that look the same',
    'moves:',
    '  - { name: Там, clauses: [R-4.2], holder: Вход, states: [Назначен], what: Стоит }\nmoves:',
    /yaml:4:.*«Здесь» и «Там» не различить/,
  ],
  [
    'a need nobody knows how to see',
    'from: [Здесь], intention',
    'from: [Здесь], needs: [печать], intention',
    /yaml:5:.*недопустимое значение «печать»/,
  ],
])('%s', (_, from, to, fault) => {
  expect(faultsOfMap(from, to)).toContainEqual(expect.stringMatching(fault));
});
