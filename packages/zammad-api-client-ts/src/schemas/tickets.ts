/** Shapes of tickets and what hangs on them. Custom attributes stay in the object as `unknown`. */
import * as z from 'zod';
import { hash, ids, jsonObject, moment, stored } from './json.js';

const momentOrNull = moment.nullish();

export const ticketSchema = z.looseObject({
  ...stored,
  number: z.string(),
  title: z.string(),
  group_id: z.number(),
  state_id: z.number(),
  priority_id: z.number(),
  owner_id: z.number(),
  customer_id: z.number(),
  organization_id: z.number().nullable(),
  pending_time: momentOrNull,
  escalation_at: momentOrNull,
  close_at: momentOrNull,
  created_by_id: z.number(),
  updated_by_id: z.number(),
  article_ids: ids.optional(),
  /** Names, present with `expand` only. */
  group: z.string().optional(),
  state: z.string().optional(),
  priority: z.string().optional(),
  owner: z.string().optional(),
  customer: z.string().optional(),
  organization: z.string().nullish(),
});

export const attachmentSchema = z.looseObject({
  id: z.number(),
  filename: z.string(),
  /** Bytes; Zammad prints a string. */
  size: z.union([z.string(), z.number()]).nullish(),
  preferences: hash.nullish(),
});

export const articleSchema = z.looseObject({
  ...stored,
  ticket_id: z.number(),
  type_id: z.number(),
  sender_id: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  cc: z.string().nullable(),
  subject: z.string().nullable(),
  content_type: z.string(),
  body: z.string(),
  internal: z.boolean(),
  created_by_id: z.number(),
  updated_by_id: z.number(),
  origin_by_id: z.number().nullish(),
  preferences: hash.nullish(),
  attachments: z.array(attachmentSchema).optional(),
  /** Names: `email`, `note`, `phone`, `web`, …; absent in assets form. */
  type: z.string().optional(),
  sender: z.string().optional(),
});

export const historyEntrySchema = z.looseObject({
  id: z.number(),
  /** `Ticket`, `Ticket::Article`, … */
  object: z.string(),
  /** `created`, `updated`, `added`, `removed`, `notification`, … */
  type: z.string(),
  attribute: z.string().nullish(),
  value_from: z.string().nullish(),
  value_to: z.string().nullish(),
  id_from: z.number().nullish(),
  id_to: z.number().nullish(),
  created_by_id: z.number(),
  created_at: moment,
});

export const assetsSchema = z.record(z.string(), z.record(z.string(), jsonObject));
/** Model name → id → attributes: how Zammad hands out related objects (app/models/application_model/can_assets.rb). */
export type Assets = z.infer<typeof assetsSchema>;

export const historySchema = z.looseObject({
  history: z.array(historyEntrySchema),
  assets: jsonObject.nullish(),
});

export const linkSchema = z.looseObject({
  /** What the other object is to the asked one: `normal`, `parent`, `child`. */
  link_type: z.string(),
  link_object: z.string(),
  link_object_value: z.number(),
});

export const linkListSchema = z.looseObject({ links: z.array(linkSchema) });

/** `GET /tickets/:id?all=true`. */
export const ticketAllSchema = z.looseObject({
  ticket_id: z.number(),
  ticket_article_ids: ids,
  assets: assetsSchema,
  links: z.array(linkSchema),
  tags: z.array(z.string()),
  mentions: ids.optional(),
});

export const mergeSchema = z.looseObject({ result: z.string(), message: z.string().optional() });
export const massSchema = z.looseObject({ ticket_ids: ids });

/** At most six ids come (app/controllers/tickets_controller.rb, selector). */
export const selectorSchema = z
  .looseObject({ object_ids: ids, object_count: z.number() })
  .transform((answer) => ({ count: answer.object_count, sampleIds: answer.object_ids }));

/** With `expand` every version answers one plain list. */
export const ticketSearchSchema = z.array(ticketSchema);

/** A ticket: `GET /tickets/:id` (app/models/ticket.rb). Custom attributes are there, as `unknown` unless declared. */
export type Ticket = z.infer<typeof ticketSchema>;
/** An article: `GET /ticket_articles/:id` (app/models/ticket/article.rb). */
export type Article = z.infer<typeof articleSchema>;
/** A file of an article or an answer, without its bytes (app/models/store.rb). */
export type Attachment = z.infer<typeof attachmentSchema>;
/** One change: `GET /ticket_history/:id` (app/models/history.rb). */
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
/** A link as the asked object sees it: `GET /links` (app/models/link.rb). */
export type Link = z.infer<typeof linkSchema>;
