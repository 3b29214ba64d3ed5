/** The helpdesk objects the regulation asks for, one schema a kind. Field names are Zammad's; references are names. */
import { z } from 'zod';
import { condition, managed, perform, timeZone } from './common.js';

const weekday = z.strictObject({
  active: z.boolean(),
  timeframes: z.array(z.tuple([z.string(), z.string()])),
});

const group = z.strictObject({
  ...managed,
  note: z.string().max(250).optional(),
  active: z.boolean().default(true),
  follow_up_possible: z.enum(['yes', 'new_ticket']).default('yes'),
  follow_up_assignment: z.boolean().default(true),
  assignment_timeout: z.number().int().nullable().optional(),
  email_address: z.string().nullable().optional(),
  signature: z.string().nullable().optional(),
  attributes: z.record(z.string(), z.string()).optional().describe('Свои поля группы'),
});

const ticketState = z.strictObject({
  ...managed,
  state_type: z.enum(['new', 'open', 'pending reminder', 'pending action', 'closed', 'merged', 'removed']),
  next_state: z.string().optional(),
  ignore_escalation: z.boolean().default(false),
  default_create: z.boolean().default(false),
  default_follow_up: z.boolean().default(false),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

/** Who sees a field on which screen: `screens.edit.ticket.agent.required`. */
const screen = z.record(
  z.string(),
  z.strictObject({ shown: z.boolean(), required: z.boolean().default(false) }),
);

const objectAttribute = z.strictObject({
  ...managed,
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'строчные латинские буквы, цифры и «_»')
    .refine((name) => !/_ids?$/.test(name), 'имя не может кончаться на _id'),
  object: z.enum(['Ticket', 'User', 'Organization', 'Group']).default('Ticket'),
  display: z.string(),
  data_type: z.enum(['input', 'textarea', 'integer', 'select', 'multiselect', 'boolean', 'date', 'datetime']),
  data_option: z.record(z.string(), z.unknown()).default({}),
  /** For select: values in order, key = label unless a mapping is given. Regions and other lists may be named. */
  options: z
    .union([z.array(z.string()), z.record(z.string(), z.string()), z.literal(['regions', 'intentions'])])
    .optional()
    .describe('Значения списка; regions — все регионы, intentions — действия из карты процесса'),
  screens: z.record(z.string(), screen),
  position: z.number().int(),
  active: z.boolean().default(true),
});

const calendar = z.strictObject({
  ...managed,
  timezone: z.union([timeZone, z.literal('{{region.timeZone}}')]),
  business_hours: z.record(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), weekday),
  /** Which production calendar is compiled in: federal, or federal plus the holidays of the region. */
  holidays: z.enum(['federal', 'region']),
  default: z.boolean().optional(),
});

const sla = z.strictObject({
  ...managed,
  calendar: z.string(),
  condition,
  first_response_time: z.number().int().positive().nullable().default(null),
  response_time: z.number().int().positive().nullable().default(null),
  update_time: z.number().int().positive().nullable().default(null),
  solution_time: z.number().int().positive().nullable().default(null),
});

const accessLevel = z.enum(['read', 'create', 'change', 'overview', 'full']);

const role = z.strictObject({
  ...managed,
  permissions: z.array(z.string()).min(1),
  groups: z.record(z.string(), z.array(accessLevel)).default({}),
  default_at_signup: z.boolean().default(false),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

const organization = z.strictObject({
  ...managed,
  shared: z.boolean().default(false),
  domain: z.string().default(''),
  domain_assignment: z.boolean().default(false),
  region_group: z.string().optional().describe('Группа, в которую идут обращения организации'),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

const macro = z.strictObject({
  ...managed,
  perform,
  ux_flow_next_up: z.enum(['none', 'next_task', 'next_task_on_close', 'next_from_overview']).default('none'),
  groups: z
    .array(z.string())
    .default([])
    .describe('Группы, в тикетах которых макрос предлагается; пусто — все'),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

const overview = z.strictObject({
  ...managed,
  roles: z.array(z.string()).min(1),
  condition,
  order: z.strictObject({ by: z.string(), direction: z.enum(['ASC', 'DESC']) }),
  view: z.array(z.string()).min(1),
  group_by: z.string().optional(),
  prio: z.number().int(),
  active: z.boolean().default(true),
});

const coreWorkflow = z.strictObject({
  ...managed,
  object: z.literal('Ticket').default('Ticket'),
  screens: z.array(z.enum(['create_middle', 'edit'])).min(1),
  condition_saved: condition.optional(),
  condition_selected: condition.optional(),
  /** `{ ticket.snils: { set_mandatory: true } }`; `set_fixed_to`, `add_option`, `remove_option` take lists of names. */
  perform: z.record(
    z.string(),
    z.record(z.string(), z.union([z.literal(true), z.string(), z.array(z.string())])),
  ),
  priority: z.number().int().default(500),
  stop_after_match: z.boolean().default(false),
  active: z.boolean().default(true),
});

const textModule = z.strictObject({
  ...managed,
  keywords: z.string().default(''),
  content: z.string(),
  groups: z.array(z.string()).default([]),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

const ticketTemplate = z.strictObject({
  ...managed,
  options: perform,
  active: z.boolean().default(true),
});

const webhook = z.strictObject({
  ...managed,
  /** Path under REGLAMENT_PUBLIC_URL. */
  path: z.string().startsWith('/').describe('Путь после REGLAMENT_PUBLIC_URL'),
  ssl_verify: z.boolean().default(true),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

const trigger = z.strictObject({
  ...managed,
  name: z
    .string()
    .regex(/^\d{3} /, 'имя триггера начинается с трёх цифр порядка: Zammad исполняет их по алфавиту'),
  condition,
  perform,
  active: z.boolean().default(true),
  disable_notification: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

const isPattern = (text: string): boolean => {
  try {
    return RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

/** What a header is compared with: a piece of it, letter for letter, or a regular expression. */
const headerMatch = z
  .strictObject({
    contains: z
      .string()
      .refine(
        (text) => !text.startsWith('regex:'),
        'с Zammad 6.1 «regex:» — такой же текст, как любой другой: напишите matches regex',
      )
      .optional(),
    'matches regex': z.string().refine(isPattern, 'не регулярное выражение').optional(),
  })
  .refine(
    (match) => Object.keys(match).length === 1,
    'ожидался ровно один оператор: contains или matches regex',
  );

const postmasterFilter = z.strictObject({
  ...managed,
  match: z.record(z.string(), headerMatch),
  perform: z.record(z.string(), z.string()),
  active: z.boolean().default(true),
  note: z.string().max(250).optional(),
});

/**
 * One file of `config/helpdesk`: any of the kinds, each with what is wanted and, said aloud, what is to be gone.
 * A kind that no file mentions is left alone; so is every object whose name stands nowhere.
 */
const kindOf = <T extends z.ZodType>(item: T) =>
  z
    .strictObject({
      wanted: z.array(item).default([]).describe('Что должно быть. Чего здесь нет, то не трогается'),
      removed: z.array(z.string()).default([]).describe('Имена того, чего больше быть не должно'),
    })
    .optional();

export const helpdeskFile = z.strictObject({
  groups: kindOf(group),
  ticket_states: kindOf(ticketState),
  object_manager_attributes: kindOf(objectAttribute),
  calendars: kindOf(calendar),
  slas: kindOf(sla),
  roles: kindOf(role),
  organizations: kindOf(organization),
  macros: kindOf(macro),
  overviews: kindOf(overview),
  core_workflows: kindOf(coreWorkflow),
  text_modules: kindOf(textModule),
  templates: kindOf(ticketTemplate),
  webhooks: kindOf(webhook),
  triggers: kindOf(trigger),
  postmaster_filters: kindOf(postmasterFilter),
});
export type HelpdeskFile = z.infer<typeof helpdeskFile>;
export type ObjectKind = keyof HelpdeskFile;
export type Wanted<K extends ObjectKind> = NonNullable<HelpdeskFile[K]>['wanted'][number];
