/** Links between objects, tags on them, and the administrator's list of tags. None of these fires a webhook. */
import * as z from 'zod';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import type { Link } from './schemas/tickets.js';
import { linkListSchema } from './schemas/tickets.js';

/** `Ticket` (the default) or `KnowledgeBase::Answer::Translation`, and others newer versions know. Source: app/models/link.rb. */
export type LinkObject = 'Ticket' | 'KnowledgeBase::Answer::Translation' | (string & {});
/** What one object is to the other (db/seeds/links.rb). */
export type LinkType = 'normal' | 'parent' | 'child';

/** Links between objects: `/links` (app/controllers/links_controller.rb). */
export interface Links {
  /** Links of an object; `link_type` says what the *other* one is to it. */
  list(id: number, options?: CallOptions & { object?: LinkObject }): Promise<Link[]>;
  /**
   * Makes the source the `type` of the target (`child`: source is a child of target). Zammad wants the source ticket's
   * **number** but the target's **id**; for knowledge base answers both are translation ids. A second time: `conflict`.
   */
  add(
    link: {
      type: LinkType;
      sourceNumber: string;
      targetId: number;
      source?: LinkObject;
      target?: LinkObject;
    },
    options?: CallOptions,
  ): Promise<void>;
  /** Both ends by id. */
  remove(
    link: { type: LinkType; sourceId: number; targetId: number; source?: LinkObject; target?: LinkObject },
    options?: CallOptions,
  ): Promise<void>;
}

export const createLinks = (request: Request): Links => ({
  list: async (id, { signal, object = 'Ticket' } = {}) => {
    const query = { link_object: object, link_object_value: id };
    return (await request({ method: 'GET', path: '/links', query, signal }, linkListSchema)).links;
  },
  add: async ({ type, sourceNumber, targetId, source = 'Ticket', target = 'Ticket' }, { signal } = {}) => {
    const body = {
      link_type: type,
      link_object_source: source,
      link_object_source_number: sourceNumber,
      link_object_target: target,
      link_object_target_value: targetId,
    };
    await request({ method: 'POST', path: '/links/add', body, signal }, anyAnswer);
  },
  remove: async ({ type, sourceId, targetId, source = 'Ticket', target = 'Ticket' }, { signal } = {}) => {
    const body = {
      link_type: type,
      link_object_source: source,
      link_object_source_value: sourceId,
      link_object_target: target,
      link_object_target_value: targetId,
    };
    await request({ method: 'DELETE', path: '/links/remove', body, signal }, anyAnswer);
  },
});

/** What carries tags. Source: app/models/tag.rb. */
export type TagObject = 'Ticket' | 'KnowledgeBase::Answer' | (string & {});
const adminTag = z.looseObject({ id: z.number(), name: z.string(), count: z.number() });
/** A tag as the administrator sees it: `GET /tag_list` (app/controllers/tags_controller.rb). */
export type AdminTag = z.infer<typeof adminTag>;

/** Tags on objects, and the list of them: `/tags`, `/tag_list` (app/controllers/tags_controller.rb). */
export interface Tags {
  list(id: number, options?: CallOptions & { object?: TagObject }): Promise<string[]>;
  /** Adding twice is harmless. From 6.x an unknown tag is refused when the setting `tag_new` is off. */
  add(id: number, tag: string, options?: CallOptions & { object?: TagObject }): Promise<void>;
  remove(id: number, tag: string, options?: CallOptions & { object?: TagObject }): Promise<void>;
  /** Tags in use or listed that contain the term. */
  search(term: string, options?: CallOptions): Promise<string[]>;
  /** All tags with how often they are used; needs `admin.tag`, as the three below. */
  adminList(options?: CallOptions): Promise<AdminTag[]>;
  adminCreate(name: string, options?: CallOptions): Promise<void>;
  adminRename(id: number, name: string, options?: CallOptions): Promise<void>;
  adminDelete(id: number, options?: CallOptions): Promise<void>;
}

export const createTags = (request: Request): Tags => ({
  list: async (id, { signal, object = 'Ticket' } = {}) => {
    const answer = await request(
      { method: 'GET', path: '/tags', query: { object, o_id: id }, signal },
      z.looseObject({ tags: z.array(z.string()) }),
    );
    return answer.tags;
  },
  add: async (id, tag, { signal, object = 'Ticket' } = {}) => {
    const body = { object, o_id: id, item: tag };
    await request({ method: 'POST', path: '/tags/add', body, signal }, anyAnswer);
  },
  remove: async (id, tag, { signal, object = 'Ticket' } = {}) => {
    const body = { object, o_id: id, item: tag };
    await request({ method: 'DELETE', path: '/tags/remove', body, signal }, anyAnswer);
  },
  search: async (term, { signal } = {}) => {
    const found = await request(
      { method: 'GET', path: '/tag_search', query: { term }, signal },
      z.array(z.looseObject({ value: z.string() })),
    );
    return found.map((tag) => tag.value);
  },
  adminList: ({ signal } = {}) =>
    request({ method: 'GET', path: '/tag_list', query: { full: true }, signal }, z.array(adminTag)),
  adminCreate: async (name, { signal } = {}) => {
    await request({ method: 'POST', path: '/tag_list', body: { name }, signal }, anyAnswer);
  },
  adminRename: async (id, name, { signal } = {}) => {
    await request({ method: 'PUT', path: `/tag_list/${id}`, body: { id, name }, signal }, anyAnswer);
  },
  adminDelete: async (id, { signal } = {}) => {
    await request({ method: 'DELETE', path: `/tag_list/${id}`, signal }, anyAnswer);
  },
});
