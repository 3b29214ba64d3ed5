/** Shapes of the knowledge base: everything is handed out as assets, model → id → attributes. */
import * as z from 'zod';
import { attachmentSchema } from './tickets.js';
import { ids, jsonObject, moment, stored } from './json.js';

const momentOrNull = moment.nullable();

export const knowledgeBaseSchema = z.looseObject({
  ...stored,
  active: z.boolean(),
  iconset: z.string(),
  kb_locale_ids: ids,
  category_ids: ids,
  answer_ids: ids,
  translation_ids: ids,
});

const localeSchema = z.looseObject({
  id: z.number(),
  knowledge_base_id: z.number(),
  system_locale_id: z.number(),
  primary: z.boolean(),
});

export const categorySchema = z.looseObject({
  ...stored,
  knowledge_base_id: z.number(),
  parent_id: z.number().nullable(),
  category_icon: z.string(),
  position: z.number(),
  translation_ids: ids,
  answer_ids: ids,
  child_ids: ids,
});

export const answerSchema = z.looseObject({
  ...stored,
  category_id: z.number(),
  promoted: z.boolean().nullish(),
  internal_note: z.string().nullish(),
  position: z.number(),
  internal_at: momentOrNull,
  published_at: momentOrNull,
  archived_at: momentOrNull,
  translation_ids: ids,
  attachments: z.array(attachmentSchema).optional(),
  tags: z.array(z.string()).optional(),
});

const answerTranslationSchema = z.looseObject({
  id: z.number(),
  title: z.string(),
  kb_locale_id: z.number(),
  answer_id: z.number(),
  content_id: z.number(),
});

const table = <S extends z.ZodType>(schema: S) => z.record(z.string(), schema).optional();

export const kbAssetsSchema = z.looseObject({
  KnowledgeBase: table(knowledgeBaseSchema),
  KnowledgeBaseTranslation: table(
    z.looseObject({ id: z.number(), title: z.string(), kb_locale_id: z.number() }),
  ),
  KnowledgeBaseLocale: table(localeSchema),
  KnowledgeBaseCategory: table(categorySchema),
  KnowledgeBaseCategoryTranslation: table(
    z.looseObject({ id: z.number(), title: z.string(), kb_locale_id: z.number(), category_id: z.number() }),
  ),
  KnowledgeBaseAnswer: table(answerSchema),
  KnowledgeBaseAnswerTranslation: table(answerTranslationSchema),
  KnowledgeBaseAnswerTranslationContent: table(z.looseObject({ id: z.number(), body: z.string() })),
});

/** Whoever may not see the knowledge base gets an empty list instead of assets. */
export const kbInitSchema = z.union([kbAssetsSchema, z.tuple([]).transform(() => kbAssetsSchema.parse({}))]);

export const answerAnswerSchema = z.looseObject({ id: z.number(), assets: kbAssetsSchema });

export const permissionsSchema = z.looseObject({
  roles_reader: z.array(z.looseObject({ id: z.number(), name: z.string() })),
  roles_editor: z.array(z.looseObject({ id: z.number(), name: z.string() })),
  permissions: z.array(jsonObject),
  inherited: z.array(jsonObject),
});

export const kbSearchSchema = z.looseObject({
  result: z.array(z.looseObject({ id: z.number(), type: z.string() })),
  details: z.array(
    z.looseObject({ id: z.number(), type: z.string(), title: z.string(), url: z.string().nullish() }),
  ),
});

export const visibleIdsSchema = z.looseObject({ answer_ids: ids, category_ids: ids });

/** A knowledge base (app/models/knowledge_base.rb). */
export type KnowledgeBaseRecord = z.infer<typeof knowledgeBaseSchema>;
/** A category (app/models/knowledge_base/category.rb). */
export type KbCategory = z.infer<typeof categorySchema>;
/** An answer without its text (app/models/knowledge_base/answer.rb). */
export type KbAnswer = z.infer<typeof answerSchema>;
/** Objects of the knowledge base, model → id → attributes: `POST /knowledge_bases/init` (app/controllers/knowledge_bases_controller.rb). */
export type KbAssets = z.infer<typeof kbAssetsSchema>;
/** Who reads and edits: `GET /knowledge_bases/:id/permissions` (app/controllers/knowledge_base/permissions_controller.rb). */
export type KbPermissions = z.infer<typeof permissionsSchema>;
/** `POST /knowledge_bases/search` (app/controllers/knowledge_base/search_controller.rb). */
export type KbSearchResult = z.infer<typeof kbSearchSchema>;
