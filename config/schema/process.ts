/**
 * The map of the process: the places a request may stand at, the moves between them, the lawful ends, the terms. Words are the
 * regulation's; what a need or a ground means is a closed list, for the companion must know how to see it on a ticket.
 */
import { z } from 'zod';
import { clauseId } from './common.js';

/** Who moves a ticket: a desk by the name of its group (`СП РПГУ`: a region's own), or one of these. */
export const outsiders = ['заявитель', 'Zammad', 'Компаньон', 'Руководитель СП'] as const;

/** What must stand on the ticket before a move: `triggers` can tell each from the ticket and its history. */
export const needs = [
  'данные п. 4.2.1',
  'ответа в FAQ нет',
  'ответ в FAQ найден',
  'комментарий',
  'запрос отправлен',
  'запрос отправлен или записан',
  'сообщено заявителю',
  'согласие заявителя',
  'несогласие заявителя',
  'слова заявителя',
  'звонок записан',
  'ответ ФОИВ',
  'ведомство и дата запроса',
  'номер претензии',
  'повтор отмечен',
  'номер телефона региона',
  'ответ по претензии',
  'основание',
  'срок вышел',
] as const;

const paths = ['письменное', 'телефонное'] as const;
const path = z.enum(paths).optional().describe('Только для таких обращений; не указано — для любых');

/** Attribute → its values at the place; `''`: empty, `заполнено`: anything. */
const marks = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.array(z.string()).min(1));

const standing = z.strictObject({
  states: z.array(z.string()).min(1).describe('Состояния; первое ставит переход'),
  reasons: z.array(z.string()).min(1).default(['']).describe('Причины состояния; первую ставит переход'),
  marks: marks.default({}).describe('Чем отличается от места с теми же состоянием и причиной'),
});

const place = z.strictObject({
  name: z.string().min(1),
  clauses: z.array(clauseId).min(1),
  path,
  holder: z.string().min(1).describe('Группа; СП РПГУ — группа любого региона'),
  ...standing.shape,
  also: z.array(standing).default([]).describe('То же место, каким его оставляют сам Zammad или руки'),
  what: z.string().min(1).describe('Что здесь с обращением'),
  next: z.string().min(1).optional().describe('Что делать держателю'),
});

const moveShape = {
  id: z.string().min(1).describe('Номер пункта; в кавычках, иначе 4.10 станет числом'),
  name: z.string().min(1),
  clauses: z.array(clauseId).default([]).describe('Пусто: регламент молчит, ответ дан в reading'),
  reading: z.string().min(1).optional().describe('Как прочитано то, о чём текст молчит или спорит с собой'),
  path,
  by: z
    .array(z.string())
    .min(1)
    .describe('Чьё право: группы или ' + outsiders.join(', ')),
  from: z.array(z.string()).min(1).describe('Места'),
  intention: z.string().min(1).optional().describe('Действие оператора, которым это делается'),
  needs: z.array(z.enum(needs)).default([]).describe('Без чего перехода нет'),
  expects: z.array(z.enum(needs)).default([]).describe('Чего ждут; если нет — показывается'),
  leaves: z
    .record(z.string(), z.union([z.string(), z.null()]))
    .default({})
    .describe('Что остаётся в полях сверх того, что говорит место'),
  tags: z.array(z.string()).default([]),
  untags: z.array(z.string()).default([]),
};

const move = z.strictObject({
  ...moveShape,
  to: z.string().min(1).optional().describe('Место; не указано — остаётся, где стоит'),
  state: z.string().min(1).optional().describe('Состояние, если не первое у места'),
  take: z.boolean().default(false).describe('Владельцем становится тот, кто действует'),
  runs: z
    .enum(['Zammad', 'Компаньон'])
    .default('Компаньон')
    .describe('Zammad: делает триггер, и без программы тоже'),
});

const ending = z.strictObject({
  ...moveShape,
  reason: z.string().default('').describe('Причина состояния «Закрыт»'),
  exception: z.boolean().default(false).describe('Считается и выборочно проверяется начальником смены'),
});

const term = z.strictObject({
  name: z.string().min(1),
  clauses: z.array(clauseId).default([]),
  reading: z.string().min(1).optional(),
  at: z.array(z.string()).min(1).describe('Места, где он идёт'),
  workingDays: z.int().positive().nullable().describe('null: регламент срока не даёт'),
  starts: z.string().min(1),
  restarts: z.string().min(1),
  suspended: z.string().min(1).optional(),
  ends: z.string().min(1),
  calendar: z.enum(['регион', 'федеральный']),
});

const queue = z.strictObject({
  name: z.string().min(1).max(40, 'длиннее 40 знаков в списке обзоров не видно'),
  roles: z.array(z.string()).min(1),
  places: z.array(z.string()).min(1),
  states: z.array(z.string()).min(1).optional().describe('Только в этих состояниях'),
  without: z.string().optional().describe('Только без этого тега'),
  with: z.string().optional().describe('Только с этим тегом'),
  marks: marks.default({}).describe('Только с этими значениями полей'),
  view: z.array(z.string()).min(1),
  order: z.string().default('updated_at').describe('Поле, по которому идут обращения, старшие сверху'),
});

const datum = z.strictObject({
  attribute: z.string(),
  label: z.string(),
  check: z.enum(['present', 'snils', 'inn', 'birthDate']),
});

const desk = z.strictObject({
  desk: z.string().min(1).describe('Группа; СП РПГУ — группы всех регионов'),
  offers: z
    .array(z.string())
    .min(1)
    .max(9, 'не больше девяти: десятый макрос Zammad поставил бы после первого')
    .describe('Действия в порядке, в котором они нужны'),
});

export const processFile = z.strictObject({
  closed: z.string().default('Закрыт').describe('Состояние, в котором кончаются обращения'),
  phone: z
    .strictObject({ attribute: z.string(), value: z.string() })
    .default({ attribute: 'intake_channel', value: 'Телефонное' })
    .describe('По чему видно телефонное обращение; остальные — письменные'),
  regions: z.string().default('СП РПГУ').describe('Как названа группа любого региона'),
  unbound: z.array(z.string()).default([]).describe('Роли, которых правила формы не связывают'),
  data: z.array(datum).default([]).describe('Данные п. 4.2.1'),
  places: z.array(place).default([]),
  moves: z.array(move).default([]),
  endings: z.array(ending).default([]),
  terms: z.array(term).default([]),
  desks: z.array(desk).default([]),
  queues: z.array(queue).default([]),
});
export type ProcessMap = z.infer<typeof processFile>;
export type Place = z.infer<typeof place>;
export type Need = (typeof needs)[number];
export type Path = (typeof paths)[number];
export type Standing = z.infer<typeof standing>;
