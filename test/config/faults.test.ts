/** Every class of fault an admin can make, with the exact line they are shown: file, place, and what is allowed. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../config/load.js';
import { ruleParams } from '../../triggers/index.js';
import { faultsOf, small } from './small-config.js';

const macro = (perform: string, rest = ''): string =>
  `macros:\n  wanted:\n    - name: 4.2 Передать\n      clauses: [R-4.2]\n${rest}      perform:\n${perform}`;
const overview = (condition: string): string => `overviews:
  wanted:
    - name: Очередь
      clauses: [R-4.2]
      roles: [Оператор]
      condition: ${condition}
      order: { by: created_at, direction: ASC }
      view: [number]
      prio: 1
`;
const region = (change: (text: string) => string) => ({
  'regions/bashkortostan.yaml': change(small['regions/bashkortostan.yaml']!),
});
const year = (change: (text: string) => string) => ({
  'calendars/2026.yaml': change(small['calendars/2026.yaml']!),
});
const extra = (text: string) => ({ 'helpdesk/extra.yaml': text });

it('finds nothing wrong with the small configuration the cases start from', () => {
  expect(faultsOf({})).toEqual([]);
});

it.each<[string, Readonly<Record<string, string | null>>, string[]]>([
  // The shape of one file
  [
    'YAML that cannot be read',
    extra('groups:\n\twanted: []\n'),
    ['helpdesk/extra.yaml:2:1 YAML: отступ табуляцией: нужны пробелы'],
  ],
  [
    'a bracket left open, of which hundreds of faults would come',
    extra(`groups:\n  wanted: [\n${'    - { name: Новая, clauses: [R-4.2] }\n'.repeat(50)}`),
    ['helpdesk/extra.yaml:3:5 YAML: строка списка или ключа внутри [ ] или { }: закройте скобку раньше'],
  ],
  [
    'a key given twice',
    extra('groups:\n  wanted: []\n  wanted: []\n'),
    ['helpdesk/extra.yaml:3:3 YAML: ключ повторяется'],
  ],
  [
    'an alias without its anchor',
    extra('groups:\n  wanted: *nobody\n'),
    ['helpdesk/extra.yaml:2:11 YAML: ссылка *nobody, а якоря &nobody выше нет'],
  ],
  ['an empty file', extra('\n'), ['helpdesk/extra.yaml:1:1 ожидается набор ключей']],
  [
    'words that lack a place, have one too many, or begin with one',
    {
      'vocabulary.yaml': small['vocabulary.yaml']!.replace('м {number}{act}{point}', 'м {number}{act}')
        .replace('н {number}{tag}', 'н {number}{tag}{group}')
        .replace('о {number}{state}', '{number}{state}'),
    },
    [
      'vocabulary.yaml:49:182 nextTasks.earlierWaits: нужны места {number}, {act}, {point} и только они, и слова перед первым',
      'vocabulary.yaml:49:212 nextTasks.tellWaits: нужны места {number}, {tag} и только они, и слова перед первым',
      'vocabulary.yaml:49:250 nextTasks.tellStands: нужны места {number}, {state} и только они, и слова перед первым',
    ],
  ],
  [
    'an unknown key, near a known one',
    extra('groups:\n  wanted:\n    - { name: Новая, clauses: [R-4.2], activ: true }\n'),
    ['helpdesk/extra.yaml:3:40 groups.wanted.0.activ: неизвестный ключ «activ»; возможно, «active»'],
  ],
  [
    'a mail filter as Zammad understood it before 6.1, one by two operators, and one by no pattern',
    extra(
      'postmaster_filters:\n  wanted:\n' +
        ['{ contains: "regex:@a" }', '{ contains: "@a", matches regex: "@a" }', '{ matches regex: "(" }']
          .map(
            (match, number) =>
              `    - { name: Портал ${number}, clauses: [R-4.2], match: { from: ${match} }, perform: {} }\n`,
          )
          .join(''),
    ),
    [
      'helpdesk/extra.yaml:3:70 postmaster_filters.wanted.0.match.from.contains: с Zammad 6.1 «regex:» — такой же текст, как любой другой: напишите matches regex',
      'helpdesk/extra.yaml:4:58 postmaster_filters.wanted.1.match.from: ожидался ровно один оператор: contains или matches regex',
      'helpdesk/extra.yaml:5:75 postmaster_filters.wanted.2.match.from.matches regex: не регулярное выражение',
    ],
  ],
  [
    'a state that ends by itself and does not say in which state',
    extra(
      'ticket_states:\n  wanted:\n    - { name: Ждём долго, clauses: [R-4.2], state_type: pending action }\n',
    ),
    [
      'helpdesk/extra.yaml:3:7 ticket_states.wanted.0: у состояния вида pending action должно быть указано next_state',
    ],
  ],
  [
    'an unknown kind of object',
    extra('printers:\n  wanted: []\n'),
    [
      'helpdesk/extra.yaml:1:1 printers: неизвестный ключ «printers»; допустимо: «groups», «ticket_states», «object_manager_attributes», «calendars», «slas», «roles», «organizations», «macros», «overviews», «core_workflows», «text_modules», «templates» и ещё 3',
    ],
  ],
  [
    'a value outside its list',
    extra('groups:\n  wanted:\n    - { name: Новая, clauses: [R-4.2], follow_up_possible: maybe }\n'),
    [
      'helpdesk/extra.yaml:3:60 groups.wanted.0.follow_up_possible: недопустимое значение «maybe»; допустимо: «yes», «new_ticket»',
    ],
  ],
  [
    'a missing key',
    extra('groups:\n  wanted:\n    - name: Новая\n'),
    ['helpdesk/extra.yaml:3:7 groups.wanted.0.clauses: не указано; ожидается список'],
  ],
  [
    'a condition that is none',
    extra(overview('{ ticket.state: { is: [Назначен], is not: [Ждём] } }')),
    [
      'helpdesk/extra.yaml:6:34 overviews.wanted.0.condition.ticket.state: ожидался ровно один оператор, например { is: [Назначен] }',
    ],
  ],
  [
    'a trigger without its number of order',
    extra(
      'triggers:\n  wanted:\n    - { name: Новый, clauses: [R-4.2], condition: { ticket.action: { is: create } }, perform: { notification.webhook: reglament } }\n',
    ),
    [
      'helpdesk/extra.yaml:3:15 triggers.wanted.0.name: имя триггера начинается с трёх цифр порядка: Zammad исполняет их по алфавиту',
    ],
  ],
  [
    'a region without a time zone',
    region((text) => text.replace(/timeZone.*\n/, '')),
    ['regions/bashkortostan.yaml:1:1 timeZone: не указано; ожидается строка'],
  ],
  [
    'a time zone that does not exist',
    region((text) => text.replace('Yekaterinburg', 'Ufa')),
    ['regions/bashkortostan.yaml:3:11 timeZone: неизвестный часовой пояс IANA, пример: Asia/Yekaterinburg'],
  ],
  ['no federal.yaml', { 'federal.yaml': null }, ['federal.yaml:1:1 файл не найден']],
  // Production calendars
  [
    'a year that does not add up',
    year((text) => text.replace('260', '247')),
    [
      'calendars/2026.yaml:7:14 workingDays: календарь 2026 года не сходится: по списку дней 260 рабочих, указано 247',
    ],
  ],
  [
    'days in the wrong list',
    year((text) =>
      text
        .replace('[2026-01-01]', '[2026-01-03, 2025-12-31, 2026-01-01, 2026-01-01]')
        .replace('work: []', 'work: [2026-01-02]')
        .replace('short: []', 'short: [2026-01-01]'),
    ),
    [
      'calendars/2026.yaml:4:7 off.0: 2026-01-03 и так суббота или воскресенье',
      'calendars/2026.yaml:4:19 off.1: 2025-12-31 не относится к 2026 году',
      'calendars/2026.yaml:4:43 off.3: 2026-01-01 указано дважды',
      'calendars/2026.yaml:5:8 work.0: 2026-01-02 не суббота и не воскресенье',
      'calendars/2026.yaml:6:9 short.0: 2026-01-01 не рабочий день и сокращённым быть не может',
    ],
  ],
  [
    'a year given twice',
    { 'calendars/copy.yaml': small['calendars/2026.yaml']! },
    [
      'calendars/copy.yaml:1:7 year: год 2026 уже задан в calendars/2026.yaml',
      'calendars/copy.yaml:1:7 year: файл календаря должен называться 2026.yaml',
    ],
  ],
  // Names
  [
    'a name twice in one kind, in other letters and through a pattern',
    extra(
      'groups:\n  wanted:\n    - { name: вход, clauses: [R-4.2] }\n    - { name: СП РПГУ::Башкортостан, clauses: [R-4.2] }\n',
    ),
    [
      'helpdesk/extra.yaml:3:15 groups.wanted.0.name: имя «вход» в groups уже занято: helpdesk/base.yaml:4',
      'helpdesk/extra.yaml:4:15 groups.wanted.1.name: имя «СП РПГУ::Башкортостан» в groups уже занято: helpdesk/base.yaml:5',
    ],
  ],
  [
    'two objects that were the same one',
    extra(
      'ticket_states:\n  wanted:\n    - { name: В работе, was: open, clauses: [R-4.2], state_type: open }\n',
    ),
    ['helpdesk/extra.yaml:3:30 ticket_states.wanted.0.was: прежнее имя «open» уже указано у «Назначен»'],
  ],
  [
    'a former name that another object bears',
    extra('groups:\n  wanted:\n    - { name: Новая, was: Вход, clauses: [R-4.2] }\n'),
    [
      'helpdesk/extra.yaml:3:27 groups.wanted.0.was: «Вход» — имя другого объекта, прежним именем быть не может',
    ],
  ],
  [
    'one former name for all regions',
    extra(
      "organizations:\n  wanted:\n    - { name: '{{region.name}}', was: Старая, forEachRegion: true, clauses: [R-4.2] }\n",
    ),
    [
      'helpdesk/extra.yaml:3:39 organizations.wanted.0.was: прежнее имя одно на все регионы: добавьте {{region.name}}',
    ],
  ],
  [
    'wanted and removed at once',
    extra('groups:\n  removed: [Вход]\n'),
    ['helpdesk/extra.yaml:2:13 groups.removed.0: «Вход» указано и в wanted, и в removed'],
  ],
  [
    'a region twice, whose groups and mail then collide as well',
    { 'regions/copy.yaml': small['regions/bashkortostan.yaml']! },
    [
      'regions/copy.yaml:1:5 id: регион «bashkortostan» уже описан в regions/bashkortostan.yaml',
      'regions/copy.yaml:2:7 name: регион «Башкортостан» уже описан в regions/bashkortostan.yaml',
      'regions/copy.yaml:4:15 mailDomains.0: домен «portal.example» уже указан в regions/bashkortostan.yaml',
      'regions/copy.yaml:1:5 id: файл региона должен называться bashkortostan.yaml',
      'helpdesk/base.yaml:5:15 groups.wanted.2.name: имя «СП РПГУ::Башкортостан» в groups уже занято: helpdesk/base.yaml:5',
    ],
  ],
  [
    'a file in the wrong place',
    { 'macros.yml': 'macros: {}' },
    [
      'macros.yml:1:1 файл никуда не относится; допустимо: federal.yaml, vocabulary.yaml, stance.yaml, faq.yaml, intake.yaml, adopt.yaml, trust.yaml и папки helpdesk, regions, calendars, regulation',
    ],
  ],
  [
    'a calendar in no time zone',
    { 'helpdesk/base.yaml': small['helpdesk/base.yaml']!.replace('Europe/Moscow', 'Москва') },
    [
      'helpdesk/base.yaml:27:17 calendars.wanted.0.timezone: неизвестный часовой пояс IANA, пример: Asia/Yekaterinburg',
    ],
  ],
  // References
  [
    'an unknown group, state and webhook in a perform',
    extra(
      macro(
        '        ticket.group: Выход\n        ticket.state: Назначена\n        notification.webhook: reglement\n',
      ),
    ),
    [
      'helpdesk/extra.yaml:6:23 macros.wanted.0.perform.ticket.group: неизвестная группа «Выход»; возможно, «Вход»',
      'helpdesk/extra.yaml:7:23 macros.wanted.0.perform.ticket.state: неизвестное состояние «Назначена»; возможно, «Назначен»',
      'helpdesk/extra.yaml:8:31 macros.wanted.0.perform.notification.webhook: неизвестный вебхук «reglement»; возможно, «reglament»',
    ],
  ],
  [
    'an unknown attribute',
    extra(macro('        ticket.raeson: пользователь\n')),
    [
      'helpdesk/extra.yaml:6:9 macros.wanted.0.perform.ticket.raeson: неизвестное поле «ticket.raeson»; возможно, «ticket.reason», «ticket.region», «ticket.action»',
    ],
  ],
  [
    'an option the select does not have',
    extra(macro('        ticket.reason: гражданин\n        ticket.region: moscow\n')),
    [
      'helpdesk/extra.yaml:6:24 macros.wanted.0.perform.ticket.reason: у поля reason нет значения «гражданин»; допустимо: «пользователь», «ведомство»',
      'helpdesk/extra.yaml:7:24 macros.wanted.0.perform.ticket.region: у поля region нет значения «moscow»; допустимо: «bashkortostan»',
    ],
  ],
  [
    'a pending state without its time',
    extra(macro('        ticket.state: Ждём\n')),
    [
      'helpdesk/extra.yaml:6:23 macros.wanted.0.perform.ticket.state: состояние «Ждём» требует ticket.pending_time: без него Zammad откажет',
    ],
  ],
  [
    'a macro for a group that does not exist, of a clause that does not exist',
    extra(
      macro('        ticket.reason: ведомство\n', '      groups: [Архив]\n').replace('[R-4.2]', '[R-4.3]'),
    ),
    [
      'helpdesk/extra.yaml:4:17 macros.wanted.0.clauses.0: в регламенте нет обязанности «R-4.3»; возможно, «R-4.2»',
      'helpdesk/extra.yaml:5:16 macros.wanted.0.groups.0: неизвестная группа «Архив»; допустимо: «Регионы», «Вход», «СП РПГУ::Башкортостан», «Users»',
    ],
  ],
  [
    'names in nested conditions, operators of the wrong engine, columns and roles',
    extra(
      overview('{ all: [{ ticket.group: { is: [Въезд] } }, { any: [{ ticket.reason: { is set: true } }] }] }')
        .replace('[number]', '[number, citizen]')
        .replace('[Оператор]', '[Operator, Agent]'),
    ),
    [
      'helpdesk/extra.yaml:5:15 overviews.wanted.0.roles.0: неизвестная роль «Operator»; допустимо: «Оператор», «Admin», «Agent», «Customer»',
      'helpdesk/extra.yaml:6:49 overviews.wanted.0.condition.all.0.ticket.group.is.0: неизвестная группа «Въезд»; допустимо: «Регионы», «Вход», «СП РПГУ::Башкортостан», «Users»',
      'helpdesk/extra.yaml:6:88 overviews.wanted.0.condition.all.1.any.0.ticket.reason.is set: неизвестный оператор «is set»; возможно, «is not»',
      expect.stringContaining(
        'helpdesk/extra.yaml:8:22 overviews.wanted.0.view.1: неизвестное поле «ticket.citizen»',
      ),
    ],
  ],
  [
    'an SLA over an unknown calendar and attribute, which would stop all ticket creation',
    extra(
      'slas:\n  wanted:\n    - { name: Срок, clauses: [R-4.2], calendar: Рабочие часы, condition: { ticket.kind: { is: [x] } } }\n',
    ),
    [
      'helpdesk/extra.yaml:3:49 slas.wanted.0.calendar: неизвестный календарь «Рабочие часы»; возможно, «Рабочие дни»',
      expect.stringContaining(
        'helpdesk/extra.yaml:3:76 slas.wanted.0.condition.ticket.kind: неизвестное поле «ticket.kind»',
      ),
    ],
  ],
  [
    'effects of a core workflow',
    extra(`core_workflows:
  wanted:
    - name: Правило
      clauses: [R-4.2]
      screens: [edit]
      perform:
        ticket.reason: { set_fixed_to: [никто], set_required: true, hide: [ведомство] }
`),
    [
      'helpdesk/extra.yaml:7:41 core_workflows.wanted.0.perform.ticket.reason.set_fixed_to.0: у поля reason нет значения «никто»; допустимо: «пользователь», «ведомство»',
      expect.stringContaining(
        'helpdesk/extra.yaml:7:49 core_workflows.wanted.0.perform.ticket.reason.set_required: неизвестное действие «set_required»',
      ),
      'helpdesk/extra.yaml:7:75 core_workflows.wanted.0.perform.ticket.reason.hide: ожидается true',
    ],
  ],
  [
    'rights of a role on a group that does not exist',
    extra(
      'roles:\n  wanted:\n    - { name: Гость, clauses: [R-4.2], permissions: [ticket.agent], groups: { Вхот: [read] } }\n',
    ),
    ['helpdesk/extra.yaml:3:79 roles.wanted.0.groups.Вхот: неизвестная группа «Вхот»; возможно, «Вход»'],
  ],
  [
    'a person with a role that does not exist',
    region(
      (text) => `${text}accessRegister:
  application: { number: '1', date: 2026-01-12, signedBy: А. Образцов }
  persons:
    - { name: Б. Тестова, email: b@example.com, role: Аператор }
`,
    ),
    [
      'regions/bashkortostan.yaml:9:55 accessRegister.persons.0.role: неизвестная роль «Аператор»; возможно, «Оператор»',
    ],
  ],
  [
    'placeholders nobody can fill',
    extra(
      "groups:\n  wanted:\n    - { name: '{{region.name}} один', clauses: [R-4.2] }\n    - { name: 'Г {{region.nam}}', forEachRegion: true, clauses: [R-4.2] }\n",
    ),
    [
      expect.stringMatching(
        /^helpdesk\/extra\.yaml:3:15 groups\.wanted\.0\.name: подстановка \{\{region\.name\}\} здесь невозможна; допустимо: .*id, name, group, /,
      ),
      expect.stringContaining(
        'helpdesk/extra.yaml:4:15 groups.wanted.1.name: подстановка {{region.nam}} здесь невозможна',
      ),
    ],
  ],
  [
    'federal groups that no file defines',
    { 'federal.yaml': small['federal.yaml']!.replace('groups: [Вход]', 'groups: [Вход, ГРП]') },
    [
      'federal.yaml:2:16 groups.1: неизвестная группа «ГРП»; допустимо: «Регионы», «Вход», «СП РПГУ::Башкортостан», «Users»',
    ],
  ],
  [
    'a rule without its companion, an obligation that the regulation lacks',
    {
      'regulation/clauses.yaml': small['regulation/clauses.yaml']!.replace(
        'ids: [R-4.2.1]',
        'ids: [R-4.2.9]',
      ).concat('    rule: { kind: x, params: {} }\n'),
    },
    [
      'regulation/clauses.yaml:8:5 clauses.0.rule: неизвестный ключ «rule»; допустимо: «ids», «title», «text», «why», «enforcer», «objects», «examples»',
    ],
  ],
  [
    'an obligation that the regulation lacks',
    {
      'regulation/clauses.yaml': small['regulation/clauses.yaml']!.replace(
        'ids: [R-4.2.1]',
        'ids: [R-4.2.9]',
      ),
    },
    [
      'regulation/clauses.yaml:3:11 clauses.0.ids.0: в регламенте нет обязанности «R-4.2.9»; возможно, «R-4.2.1», «R-4.2»',
    ],
  ],
  [
    'a keeper that does not exist, one that is not there for the clause, an example that does not hold',
    {
      'regulation/more.yaml': `clauses:
  - ids: [R-4.2]
    title: Вход
    text: Назначить на группу.
    enforcer: zammad
    objects:
      - { kind: groups, name: Вхот }
      - { kind: groups, name: Регионы }
      - { kind: organizations, name: Портал }
    examples:
      - { name: открыт, object: { kind: groups, name: Вход }, holds: { active: false } }
      - { name: причины, object: { kind: object_manager_attributes, name: reason }, holds: { options: [регион] } }
      - { name: номер, register: 'region:tuva', holds: { transferPhone: null } }
`,
      'helpdesk/more.yaml': 'organizations:\n  wanted:\n    - { name: Портал, clauses: [R-4.2.1] }\n',
    },
    [
      'regulation/more.yaml:7:31 clauses.0.objects.0.name: в groups нет «Вхот»; возможно, «Вход»',
      'regulation/more.yaml:9:38 clauses.0.objects.2.name: у «Портал» в clauses нет R-4.2',
      'regulation/more.yaml:11:80 clauses.0.examples.0.holds.active: пример «открыт» не выполняется: groups «Вход» говорит иначе',
      'regulation/more.yaml:12:104 clauses.0.examples.1.holds.options.0: пример «причины» не выполняется: object_manager_attributes «reason» говорит иначе',
      'regulation/more.yaml:13:34 clauses.0.examples.2.register: нет файла для «region:tuva»',
    ],
  ],
  [
    'an obligation that two clauses keep, and one clause twice',
    {
      'regulation/more.yaml': `clauses:
  - { ids: [R-4.2, R-4.2.1, R-4.2], title: Вход, text: Назначить., enforcer: outside, why: Не видно. }
`,
    },
    [
      'regulation/more.yaml:2:20 clauses.0.ids.1: R-4.2.1 уже держит «Данные»',
      'regulation/more.yaml:2:29 clauses.0.ids.2: R-4.2 уже держит «Вход»',
    ],
  ],
  [
    'a clause without a word why nobody keeps it, and an unknown keeper',
    {
      'regulation/more.yaml': `clauses:
  - { ids: [R-4.2], title: Вход, text: Назначить., enforcer: outside }
  - { ids: [R-4.2], title: Вход, text: Назначить., enforcer: zamad }
`,
    },
    [
      'regulation/more.yaml:2:5 clauses.0.why: не указано; ожидается строка',
      'regulation/more.yaml:3:62 clauses.1.enforcer: неизвестный вид; допустимо: «companion», «zammad», «data», «outside»',
    ],
  ],
  [
    'an open question that says neither where it is answered nor why nowhere',
    { 'regulation/more.yaml': 'ambiguities:\n  - { id: A-02, question: Кто?, choice: Мы. }\n' },
    ['regulation/more.yaml:2:5 ambiguities.0: указывается либо set, либо fixed'],
  ],
  [
    'an open question whose setting is nowhere',
    {
      'regulation/more.yaml': `ambiguities:
  - id: A-01
    question: В какой пояс?
    choice: Московский.
    set:
      - { register: federal, at: [timeZone], value: Europe/Moscow }
      - { register: federal, at: [timezone], value: Europe/Moscow }
      - { clause: R-4.2.1, at: [workingDays], value: 3 }
`,
    },
    [
      'regulation/more.yaml:7:34 ambiguities.0.set.1.at: такой настройки нет: timezone',
      'regulation/more.yaml:8:32 ambiguities.0.set.2.at: такой настройки нет: workingDays',
    ],
  ],
])('shows %s', (_, changes, expected) => {
  expect(faultsOf(changes)).toEqual(expected);
});

it('shows the faults of all files at once', () => {
  const lines = faultsOf({
    ...extra('groups:\n  wanted:\n    - name: ""\n      clauses: [4.2]\n'),
    ...region((text) => text.replace('null', "'8 800'")),
    ...year((text) => text.replace('provisional', 'draft')),
  });
  expect(lines).toEqual([
    'helpdesk/extra.yaml:3:13 groups.wanted.0.name: не может быть пустым',
    'helpdesk/extra.yaml:4:17 groups.wanted.0.clauses.0: ожидается строка',
    'regions/bashkortostan.yaml:5:16 transferPhone: ожидался номер в виде +7XXXXXXXXXX',
    'calendars/2026.yaml:2:9 status: недопустимое значение «draft»; допустимо: «decree», «provisional»',
  ]);
});

describe('a clause file', () => {
  const clauseFile = (text: string) => ({ 'regulation/more.yaml': `clauses:\n${text}` });
  const rule = (kind: string, params: string): string =>
    `  - { ids: [R-4.2], title: Вход, text: Назначить., enforcer: companion, rule: { kind: ${kind}, params: ${params} } }\n`;
  const params = `{ federalGroups: [Вход], fields: [{ attribute: reason, label: Причина, check: present }],
      waiver: { attribute: region, reason: region }, sendBack: { state: Ждём, reason: ведомство, waitSource: ведомство } }`;

  it('is right when its rule and all it names are there', () => {
    expect(faultsOf(clauseFile(rule('required-data', params)), ruleParams)).toEqual([]);
  });

  it.each<[string, string, unknown[]]>([
    [
      'a kind of rule that there is not',
      rule('requred-data', '{}'),
      [
        'regulation/more.yaml:2:87 clauses.0.rule.kind: неизвестный вид правила «requred-data»; возможно, «required-data»',
      ],
    ],
    ...[
      ['shadow', 'observe'],
      ['warn', 'note'],
      ['enforce', 'act'],
    ].map(([former, now]): [string, string, unknown[]] => [
      `a mode by its former name, ${former}`,
      rule('required-data', params).replace('companion,', `companion, mode: ${former},`),
      [`regulation/more.yaml:2:79 clauses.0.mode: режим «${former}» теперь называется «${now}»`],
    ]),
    [
      'an unknown key, a wrong type, a missing key, a value outside its list',
      rule(
        'required-data',
        params
          .replace('federalGroups: [Вход]', 'federalGroups: Вход, federalGroup: [Вход]')
          .replace('reason: region', 'reson: region')
          .replace('present', 'presnt'),
      ),
      [
        'regulation/more.yaml:2:127 clauses.0.rule.params.federalGroups: ожидается список',
        expect.stringMatching(
          /^regulation\/more\.yaml:2:\d+ clauses\.0\.rule\.params\.fields\.0\.check: .*«presnt».*допустимо: «present»/,
        ),
        expect.stringMatching(
          /^regulation\/more\.yaml:3:\d+ clauses\.0\.rule\.params\.waiver\.reason: не указано; ожидается строка/,
        ),
        expect.stringMatching(/waiver\.reson: неизвестный ключ «reson»; возможно, «reason»/),
        expect.stringMatching(
          /params\.federalGroup: неизвестный ключ «federalGroup»; возможно, «federalGroups»/,
        ),
      ],
    ],
    [
      'an unknown group, attribute, state and value',
      rule(
        'required-data',
        params
          .replace('reason: ведомство', 'reason: ведомства')
          .replace('[Вход]', '[Вход, Вхот]')
          .replace('attribute: reason', 'attribute: raeson')
          .replace('Ждём', 'Ждем'),
      ),
      [
        'regulation/more.yaml:2:134 clauses.0.rule.params.federalGroups.1: неизвестная группа «Вхот»; возможно, «Вход»',
        expect.stringMatching(/params\.fields\.0\.attribute: неизвестное поле «raeson»; возможно, «reason»/),
        expect.stringMatching(/params\.sendBack\.state: неизвестное состояние «Ждем»; возможно, «Ждём»/),
        expect.stringMatching(
          /params\.sendBack\.reason: у поля reason нет значения «ведомства»; возможно, «ведомство»/,
        ),
      ],
    ],
  ])('shows %s', (_, text, expected) => {
    expect(faultsOf(clauseFile(text), ruleParams)).toEqual(expected);
  });

  it('shows the faults of all its clauses at once, those between other files beside them', () => {
    const lines = faultsOf(
      {
        ...clauseFile(
          [
            '  - { ids: [R-4.2], title: Вход, text: Назначить., enforcer: zamad }\n',
            rule('requred-data', '{}'),
            rule('required-data', params.replace('[Вход]', '7')),
          ].join(''),
        ),
        'regulation/broken.yaml': 'clauses:\n\t- {}\n',
        ...extra(macro('        ticket.group: Выход\n')),
        ...year((text) => text.replace('260', '247')),
      },
      ruleParams,
    );
    expect(lines).toEqual([
      expect.stringMatching(/^regulation\/more\.yaml:2:\d+ clauses\.0\.enforcer: неизвестный вид; допустимо/),
      expect.stringMatching(/^regulation\/broken\.yaml:\d+:\d+ YAML: /),
      expect.stringMatching(/^calendars\/2026\.yaml:7:14 workingDays: .* не сходится/),
      expect.stringMatching(/^regulation\/more\.yaml:3:\d+ clauses\.1\.rule\.kind: неизвестный вид правила/),
      expect.stringMatching(
        /^regulation\/more\.yaml:4:\d+ clauses\.2\.rule\.params\.federalGroups: ожидается список/,
      ),
      'helpdesk/extra.yaml:6:23 macros.wanted.0.perform.ticket.group: неизвестная группа «Выход»; возможно, «Вход»',
    ]);
  });
});

it('tells a stance by a former name of the scale what it is called now', () => {
  expect(faultsOf({ 'stance.yaml': 'stance: enforce\n' })).toEqual([
    'stance.yaml:1:9 stance: режим «enforce» теперь называется «act»',
  ]);
});

it.each<[string, string, string]>([
  ['a day there is not', 'closed: 2026-02-30', 'closed: ожидается день из календаря вида 2026-12-31'],
  ['a day as people write it', 'closed: 31.12.2026', 'closed: ожидается день из календаря вида 2026-12-31'],
])('says how a day is written: %s', (_, line, words) => {
  expect(faultsOf(region((text) => `${text}${line}\n`))).toEqual([
    expect.stringMatching(/^regions\/bashkortostan\.yaml:\d+:\d+ /),
  ]);
  expect(faultsOf(region((text) => `${text}${line}\n`)).join()).toContain(words);
});

it('names the kinds about which a word can be given', () => {
  expect(faultsOf({ 'adopt.yaml': 'adopt: { webhook: [a], grups: [b] }\n' })).toEqual([
    'adopt.yaml:1:10 adopt.webhook: неизвестный ключ «webhook»; возможно, «webhooks»',
    'adopt.yaml:1:24 adopt.grups: неизвестный ключ «grups»; возможно, «groups»',
  ]);
});

it.each<[string, string, (at: string) => Promise<unknown>, RegExp]>([
  [
    'UTF-16 with its mark',
    'regions/omsk.yaml',
    (at) => writeFile(at, Buffer.from('\uFEFFid: omsk\n', 'utf16le')),
    /^regions\/omsk\.yaml:1:1 файл не в UTF-8 \(это UTF-16\): сохраните его в редакторе как UTF-8$/m,
  ],
  [
    'UTF-16 without one',
    'regions/omsk.yaml',
    (at) => writeFile(at, Buffer.from('id: omsk\n', 'utf16le')),
    /^regions\/omsk\.yaml:1:1 файл не в UTF-8 \(это UTF-16\)/m,
  ],
  [
    'a folder in place of a file',
    'regions/omsk.yaml',
    (at) => mkdir(at),
    /«[^»]*regions\/omsk\.yaml» не читается: .*папка/,
  ],
  [
    'a link to nothing',
    'stance.yaml',
    (at) => symlink('/nowhere', at),
    /«[^»]*stance\.yaml» не читается: .*нет/,
  ],
  [
    'a folder whose name is misspelt',
    'region',
    async (at) => {
      await mkdir(at);
      await writeFile(`${at}/omsk.yaml`, 'id: omsk\n');
    },
    /^region\/omsk\.yaml:1:1 файл никуда не относится; допустимо: .* regions/m,
  ],
  [
    'a folder within a folder',
    'regions/ural',
    async (at) => {
      await mkdir(at);
      await writeFile(`${at}/omsk.yaml`, 'id: omsk\n');
    },
    /^regions\/ural\/omsk\.yaml:1:1 файл никуда не относится/m,
  ],
])('names what of an own folder it cannot read: %s', async (_, name, made, words) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'own-'));
  await mkdir(path.join(folder, 'regions'));
  await writeFile(path.join(folder, 'reglament.yaml'), 'madeBy: 0.1.0\n');
  await made(path.join(folder, name));
  const told = loadConfig(folder, ruleParams, 'config').then(
    () => '',
    (error: unknown) => String(error),
  );
  expect((await told).replace(/^[^:]*: /, '')).toMatch(words);
  await rm(folder, { recursive: true });
});

it('names the folder that cannot be read', async () => {
  await expect(loadConfig('/nowhere')).rejects.toThrow('Папка конфигурации «/nowhere» не читается');
});
