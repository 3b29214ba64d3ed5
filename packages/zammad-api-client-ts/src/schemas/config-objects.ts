/** Shapes of the objects an administrator configures: the columns read by tools are typed, everything else is kept. */
import * as z from 'zod';
import { hash, ids, jsonObject, stored } from './json.js';

const named = { ...stored, name: z.string() };
const note = z.string().nullish();

/** The least every kind has; users have no `name`. */
export const configObjectSchema = z.looseObject({ ...stored, name: z.string().nullish() });

export const groupSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  assignment_timeout: z.number().nullable(),
  follow_up_possible: z.string(),
  follow_up_assignment: z.boolean(),
  email_address_id: z.number().nullable(),
  signature_id: z.number().nullable(),
});

export const ticketStateSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  state_type_id: z.number(),
  next_state_id: z.number().nullable(),
  ignore_escalation: z.boolean(),
  default_create: z.boolean(),
  default_follow_up: z.boolean(),
});

export const ticketPrioritySchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  default_create: z.boolean(),
  ui_icon: z.string().nullish(),
  ui_color: z.string().nullish(),
});

export const calendarSchema = z.looseObject({
  ...named,
  timezone: z.string(),
  business_hours: jsonObject,
  public_holidays: hash.nullable(),
  default: z.boolean(),
  ical_url: z.string().nullish(),
});

export const slaSchema = z.looseObject({
  ...named,
  calendar_id: z.number(),
  condition: hash,
  first_response_time: z.number().nullable(),
  response_time: z.number().nullish(),
  update_time: z.number().nullable(),
  solution_time: z.number().nullable(),
});

export const roleSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  default_at_signup: z.boolean().nullable(),
  permission_ids: ids,
  group_ids: hash,
});

export const organizationSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  shared: z.boolean(),
  domain: z.string().nullish(),
  domain_assignment: z.boolean(),
});

export const macroSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  perform: hash,
  ux_flow_next_up: z.string(),
  group_ids: ids,
});

export const overviewSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  prio: z.number(),
  condition: hash,
  order: hash,
  view: hash,
  group_by: z.string().nullish(),
  role_ids: ids,
  user_ids: ids,
});

export const triggerSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  condition: hash,
  perform: hash,
  disable_notification: z.boolean(),
});

export const webhookSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  endpoint: z.string(),
  /** In clear up to 6.x, a mask from 7.0: see {@link Capabilities.maskedSecrets}. */
  signature_token: z.string().nullish(),
  ssl_verify: z.boolean(),
});

export const jobSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  timeplan: hash,
  condition: hash,
  perform: hash,
  disable_notification: z.boolean(),
});

export const textModuleSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  content: z.string(),
  keywords: z.string().nullish(),
  group_ids: ids,
});

export const templateSchema = z.looseObject({ ...named, active: z.boolean(), options: hash });

export const coreWorkflowSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  object: z.string().nullable(),
  preferences: hash.nullable(),
  condition_saved: hash.nullable(),
  condition_selected: hash.nullable(),
  perform: hash.nullable(),
  priority: z.number(),
  stop_after_match: z.boolean(),
  changeable: z.boolean(),
});

export const signatureSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  note,
  body: z.string().nullable(),
});

export const emailAddressSchema = z.looseObject({
  ...named,
  email: z.string(),
  active: z.boolean(),
  channel_id: z.number().nullable(),
});

export const postmasterFilterSchema = z.looseObject({
  ...named,
  active: z.boolean(),
  channel: z.string(),
  match: hash,
  perform: hash,
});

export const userSchema = z.looseObject({
  ...stored,
  login: z.string(),
  firstname: z.string().nullable(),
  lastname: z.string().nullable(),
  email: z.string().nullable(),
  active: z.boolean(),
  organization_id: z.number().nullable(),
  role_ids: ids,
});
