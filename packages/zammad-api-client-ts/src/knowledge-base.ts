/** The knowledge base: `init` is the listing call; categories, answers, publishing, permissions, set-up. */
import type { KbAnswers } from './kb-answers.js';
import { createKbAnswers } from './kb-answers.js';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import type {
  KbAssets,
  KbCategory,
  KbPermissions,
  KbSearchResult,
  KnowledgeBaseRecord,
} from './schemas/knowledge-base.js';
import * as schema from './schemas/knowledge-base.js';

/** What a knowledge base looks like and where it is found (app/controllers/knowledge_base/manage_controller.rb). */
export interface KbLook {
  iconset?: string;
  color_highlight?: string;
  color_header?: string;
  color_header_link?: string;
  homepage_layout?: string;
  category_layout?: string;
  kb_locales_attributes?: readonly { id?: number; system_locale_id: number; primary: boolean }[];
  custom_address?: string | null;
  show_feed_icon?: boolean;
  active?: boolean;
}

/** Role id → its access. Source: app/controllers/knowledge_base/permissions_controller.rb. */
export type KbRoleAccess = Readonly<Record<string, 'editor' | 'reader' | 'none'>>;

/** On update an entry needs its `id`, or Zammad tries to create it and refuses (422). Source: app/models/knowledge_base/category/translation.rb. */
export interface KbTitle {
  id?: number;
  title: string;
  kb_locale_id?: number;
}

/** Categories: `/knowledge_bases/:id/categories` (app/controllers/knowledge_base/categories_controller.rb). */
export interface KbCategories {
  get(kb: number, id: number, options?: CallOptions): Promise<KbCategory>;
  create(
    kb: number,
    body: {
      category_icon: string;
      parent_id?: number | null;
      translations_attributes: readonly KbTitle[];
    },
    options?: CallOptions,
  ): Promise<KbCategory>;
  update(
    kb: number,
    id: number,
    body: {
      category_icon?: string;
      parent_id?: number | null;
      translations_attributes?: readonly KbTitle[];
    },
    options?: CallOptions,
  ): Promise<KbCategory>;
  /** Only when empty; else `conflict`. */
  delete(kb: number, id: number, options?: CallOptions): Promise<void>;
  /** All root categories in their new order. */
  reorderRoot(kb: number, orderedIds: readonly number[], options?: CallOptions): Promise<void>;
  /** All sub-categories of one in their new order. */
  reorder(kb: number, id: number, orderedIds: readonly number[], options?: CallOptions): Promise<void>;
  /** All answers of one category in their new order. */
  reorderAnswers(kb: number, id: number, orderedIds: readonly number[], options?: CallOptions): Promise<void>;
  permissions(kb: number, id: number, options?: CallOptions): Promise<KbPermissions>;
  setPermissions(kb: number, id: number, access: KbRoleAccess, options?: CallOptions): Promise<void>;
}

/** Setting up needs `admin.knowledge_base`. Source: app/controllers/knowledge_base/manage_controller.rb. */
export interface KbManage {
  /** The knowledge bases as an administrator sees them; empty assets when there is none. */
  init(options?: CallOptions): Promise<KbAssets>;
  /** Locale ids are in the catalogue `locales`. */
  create(
    body: KbLook &
      Required<
        Pick<
          KbLook,
          | 'iconset'
          | 'color_highlight'
          | 'color_header'
          | 'homepage_layout'
          | 'category_layout'
          | 'kb_locales_attributes'
        >
      >,
    options?: CallOptions,
  ): Promise<KnowledgeBaseRecord>;
  update(kb: number, body: KbLook, options?: CallOptions): Promise<KnowledgeBaseRecord>;
}

/** The knowledge base: `/knowledge_bases` (app/controllers/knowledge_bases_controller.rb). */
export interface KnowledgeBase {
  /** The whole tree visible to the caller, empty without a permission; bodies only for the given content ids. */
  init(options?: CallOptions & { contentIds?: readonly number[] }): Promise<KbAssets>;
  visibleIds(options?: CallOptions): Promise<{ answerIds: number[]; categoryIds: number[] }>;
  search(
    search: { query: string; knowledgeBaseId?: number; locale?: string; flavor?: 'agent' | 'public' },
    options?: CallOptions,
  ): Promise<KbSearchResult>;
  permissions(kb: number, options?: CallOptions): Promise<KbPermissions>;
  setPermissions(kb: number, access: KbRoleAccess, options?: CallOptions): Promise<void>;
  categories: KbCategories;
  answers: KbAnswers;
  manage: KbManage;
}

const root = '/knowledge_bases';

export const createKnowledgeBase = (request: Request): KnowledgeBase => ({
  init: ({ signal, contentIds = [] } = {}) => {
    const body = { answer_translation_content_ids: contentIds };
    return request(
      { method: 'POST', path: `${root}/init`, body, repeatability: 'read', signal },
      schema.kbInitSchema,
    );
  },
  visibleIds: async ({ signal } = {}) => {
    const answer = await request(
      { method: 'GET', path: `${root}/visible_ids`, signal },
      schema.visibleIdsSchema,
    );
    return { answerIds: answer.answer_ids, categoryIds: answer.category_ids };
  },
  search: ({ query, knowledgeBaseId, locale, flavor = 'agent' }, { signal } = {}) => {
    const body = { query, knowledge_base_id: knowledgeBaseId, locale, flavor };
    return request(
      { method: 'POST', path: `${root}/search`, body, repeatability: 'read', signal },
      schema.kbSearchSchema,
    );
  },
  ...permissionsAt(request),
  categories: createCategories(request),
  answers: createKbAnswers(request),
  manage: createManage(request),
});

const permissionsAt = (request: Request): Pick<KnowledgeBase, 'permissions' | 'setPermissions'> => ({
  permissions: (kb, { signal } = {}) =>
    request({ method: 'GET', path: `${root}/${kb}/permissions`, signal }, schema.permissionsSchema),
  setPermissions: async (kb, access, { signal } = {}) => {
    await request(
      { method: 'PUT', path: `${root}/${kb}/permissions`, body: dialog(access), signal },
      anyAnswer,
    );
  },
});

const createCategories = (request: Request): KbCategories => {
  const at = (kb: number, id: number): string => `${root}/${kb}/categories/${id}`;
  const order = async (path: string, ids: readonly number[], { signal }: CallOptions = {}): Promise<void> => {
    await request({ method: 'PATCH', path, body: { ordered_ids: ids }, signal }, anyAnswer);
  };
  return {
    get: (kb, id, { signal } = {}) =>
      request({ method: 'GET', path: at(kb, id), signal }, schema.categorySchema),
    create: (kb, body, { signal } = {}) =>
      request({ method: 'POST', path: `${root}/${kb}/categories`, body, signal }, schema.categorySchema),
    update: (kb, id, body, { signal } = {}) =>
      request({ method: 'PATCH', path: at(kb, id), body, signal }, schema.categorySchema),
    delete: async (kb, id, { signal } = {}) => {
      await request({ method: 'DELETE', path: at(kb, id), signal }, anyAnswer);
    },
    reorderRoot: (kb, ids, options) =>
      order(`${root}/${kb}/categories/reorder_root_categories`, ids, options),
    reorder: (kb, id, ids, options) => order(`${at(kb, id)}/reorder_categories`, ids, options),
    reorderAnswers: (kb, id, ids, options) => order(`${at(kb, id)}/reorder_answers`, ids, options),
    permissions: (kb, id, { signal } = {}) =>
      request({ method: 'GET', path: `${at(kb, id)}/permissions`, signal }, schema.permissionsSchema),
    setPermissions: async (kb, id, access, { signal } = {}) => {
      await request(
        { method: 'PUT', path: `${at(kb, id)}/permissions`, body: dialog(access), signal },
        anyAnswer,
      );
    },
  };
};

const createManage = (request: Request): KbManage => ({
  init: ({ signal } = {}) =>
    request({ method: 'GET', path: `${root}/manage/init`, signal }, schema.kbAssetsSchema),
  create: (body, { signal } = {}) =>
    request({ method: 'POST', path: `${root}/manage`, body, signal }, schema.knowledgeBaseSchema),
  update: (kb, body, { signal } = {}) =>
    request({ method: 'PATCH', path: `${root}/manage/${kb}`, body, signal }, schema.knowledgeBaseSchema),
});

const dialog = (access: KbRoleAccess) => ({ permissions_dialog: { permissions: access } });
