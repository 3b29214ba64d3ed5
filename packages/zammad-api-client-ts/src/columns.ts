/**
 * What may be written to each kind. Zammad drops a key it does not know without a word (app/models/application_model/can_cleanup_param.rb),
 * so a misspelt column must not compile: the types are closed, and custom attributes are declared by whoever has them.
 */
import type { JsonObject } from './schemas/json.js';

/**
 * Attributes that an administrator added (`/object_manager_attributes`), by the object that has them:
 * `createZammadClient<{ ticket: { room: string | null } }>(…)`.
 */
export interface CustomAttributes {
  ticket?: object;
  user?: object;
  group?: object;
  organization?: object;
}

type Any = Record<string, unknown>;
/** Every key passes, for who takes attributes out of a configuration. */
export interface AnyAttributes {
  ticket: Any;
  user: Any;
  group: Any;
  organization: Any;
}

/** The declared attributes of one object, none of them required; adds nothing where none are declared. */
export type CustomOf<C extends CustomAttributes, O extends keyof CustomAttributes> =
  C extends Readonly<Record<O, infer Attributes>> ? Partial<Attributes> : unknown;

type Managed = 'id' | 'created_at' | 'updated_at' | 'created_by_id' | 'updated_by_id';

/** The typed columns of what is read, without those that Zammad keeps itself; none is required. */
export type WriteOf<T, Skipped extends PropertyKey = never> = {
  [K in keyof T as string extends K ? never : K extends Managed | Skipped ? never : K]?: T[K] | undefined;
};

/** What a new object needs: the columns Zammad insists on, the rest as in {@link WriteOf}. */
export type CreateOf<T, Needed extends PropertyKey> = WriteOf<T, Needed> & {
  [K in keyof T as K extends Needed ? (string extends K ? never : K) : never]: T[K];
};

type Access = Readonly<Record<string, readonly string[] | string>>;

/** Columns of groups beside those read (app/models/group.rb). */
export interface GroupColumns {
  /** The last part of the path `Parent::Child`; with `parent_id` in place of `name`. */
  name_last?: string | undefined;
  parent_id?: number | null | undefined;
  reopen_time_in_days?: number | null | undefined;
  shared_drafts?: boolean | undefined;
  email_address?: string | undefined;
  signature?: string | undefined;
  user_ids?: readonly number[] | undefined;
  users?: readonly string[] | undefined;
}

/** Columns of states beside those read (app/models/ticket/state.rb). */
export interface StateColumns {
  /** Name for `state_type_id`: `open`, `pending reminder`, … */
  state_type?: string | undefined;
  /** Name for `next_state_id`. */
  next_state?: string | null | undefined;
  /** Since 7.2. */
  default_close?: boolean | undefined;
}

/** Columns of SLAs beside those read (app/models/sla.rb). */
export interface SlaColumns {
  /** Name for `calendar_id`. */
  calendar?: string | undefined;
}

/** Columns of roles beside those read (app/models/role.rb). */
export interface RoleColumns {
  /** Names for `permission_ids`. */
  permissions?: readonly string[] | undefined;
  /** Group name → access, for `group_ids`. */
  groups?: Access | undefined;
  preferences?: JsonObject | undefined;
  knowledge_base_permission_ids?: readonly number[] | undefined;
}

/** Columns of macros beside those read (app/models/macro.rb). */
export interface MacroColumns {
  /** Names for `group_ids`. */
  groups?: readonly string[] | undefined;
}

/** Columns of triggers beside those read (app/models/trigger.rb). */
export interface TriggerColumns {
  /** `action`, or `time` for reminders and escalations. */
  activator?: string | undefined;
  /** `selective`: an attribute that the condition names must have changed; `always`. */
  execution_condition_mode?: string | undefined;
  localization?: string | null | undefined;
  timezone?: string | null | undefined;
}

/** Columns of webhooks beside those read (app/models/webhook.rb). */
export interface WebhookColumns {
  customized_payload?: boolean | undefined;
  /** JSON with placeholders, as text. */
  custom_payload?: string | null | undefined;
  pre_defined_webhook_type?: string | null | undefined;
  preferences?: JsonObject | undefined;
  basic_auth_username?: string | null | undefined;
  basic_auth_password?: string | null | undefined;
  /** Since 7.0. */
  bearer_token?: string | null | undefined;
  /** `post`, `put`, `patch`, `delete`; since 7.0. */
  http_method?: string | undefined;
}

/** Columns of jobs beside those read (app/models/job.rb). */
export interface JobColumns {
  /** `Ticket`, `User` or `Organization`. */
  object?: string | undefined;
  localization?: string | null | undefined;
  timezone?: string | null | undefined;
}

/** Columns of text modules beside those read (app/models/text_module.rb). */
export interface TextModuleColumns {
  /** Names for `group_ids`. */
  groups?: readonly string[] | undefined;
}

/** Columns of addresses beside those read (app/models/email_address.rb). */
export interface EmailAddressColumns {
  note?: string | null | undefined;
  preferences?: JsonObject | undefined;
}

/** Columns of mail filters beside those read (app/models/postmaster_filter.rb). */
export interface NotedColumns {
  note?: string | null | undefined;
}

/** Columns of organizations beside those read (app/models/organization.rb). */
export interface OrganizationColumns {
  vip?: boolean | undefined;
  member_ids?: readonly number[] | undefined;
  members?: readonly string[] | undefined;
}

/** Columns of overviews beside those read (app/models/overview.rb). */
export interface OverviewColumns {
  /** Made of the name when left out. */
  link?: string | undefined;
  group_direction?: string | null | undefined;
  organization_shared?: boolean | undefined;
  out_of_office?: boolean | undefined;
  /** Names for `role_ids`. */
  roles?: readonly string[] | undefined;
  /** Logins for `user_ids`. */
  users?: readonly string[] | undefined;
}

/** Columns of users beside those read (app/models/user.rb). */
export interface UserColumns {
  password?: string | undefined;
  phone?: string | null | undefined;
  mobile?: string | null | undefined;
  fax?: string | null | undefined;
  web?: string | null | undefined;
  department?: string | null | undefined;
  address?: string | null | undefined;
  street?: string | null | undefined;
  zip?: string | null | undefined;
  city?: string | null | undefined;
  country?: string | null | undefined;
  note?: string | null | undefined;
  vip?: boolean | undefined;
  verified?: boolean | undefined;
  preferences?: JsonObject | undefined;
  out_of_office?: boolean | undefined;
  out_of_office_start_at?: string | null | undefined;
  out_of_office_end_at?: string | null | undefined;
  out_of_office_replacement_id?: number | null | undefined;
  /** Name for `organization_id`. */
  organization?: string | null | undefined;
  organization_ids?: readonly number[] | undefined;
  organizations?: readonly string[] | undefined;
  /** Names for `role_ids`. */
  roles?: readonly string[] | undefined;
  /** Group id → access. */
  group_ids?: Access | undefined;
  /** Group name → access. */
  groups?: Access | undefined;
}

/** Columns of tickets beside those read (app/models/ticket.rb). */
export interface TicketColumns {
  note?: string | null | undefined;
  preferences?: JsonObject | undefined;
  type?: string | null | undefined;
  time_unit?: number | string | null | undefined;
  /** In import mode only. */
  created_at?: string | undefined;
  updated_at?: string | undefined;
}
