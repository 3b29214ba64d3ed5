/** Answers of the knowledge base: writing, publishing, files. */
import type * as z from 'zod';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer, assetOf } from './request.js';
import type { KbAnswer, KbAssets } from './schemas/knowledge-base.js';
import { answerAnswerSchema, answerSchema, kbAssetsSchema } from './schemas/knowledge-base.js';
import type { Call } from './transport.js';

/** An answer with what Zammad sent beside it: its category, translations and, where asked for, bodies. Source: app/controllers/knowledge_base/answers_controller.rb. */
export interface KbAnswerWithAssets {
  answer: KbAnswer;
  assets: KbAssets;
}

/** On update the entry needs its `id`; the content needs none. The body is HTML and comes back sanitised. Source: app/models/knowledge_base/answer/translation.rb. */
export interface KbAnswerTranslation {
  id?: number;
  title?: string;
  kb_locale_id?: number;
  content_attributes?: { body: string };
}

/** An answer to write: `/knowledge_bases/:id/answers` (app/controllers/knowledge_base/answers_controller.rb). */
export interface KbAnswerBody {
  /** Required on every write: without it Zammad answers 404. */
  category_id: number;
  translations_attributes?: readonly KbAnswerTranslation[];
  /** Large text for editors; a place to keep an external key. */
  internal_note?: string | null;
  promoted?: boolean;
  /** On update only: a step of publishing in the same call. */
  additional_action?: KbTransition;
}

/**
 * A step of publishing, dated with its seconds cut off. One that does not fit the present state, or whose date would come before
 * another date of the answer, is not taken, and Zammad answers 200 all the same. Carried by an update, it then even shows dates
 * that it has not saved, until the answer is next written: archived before published, published before internal.
 * Source: app/models/concerns/can_be_published.rb.
 */
export type KbTransition = 'internal' | 'publish' | 'archive' | 'unarchive';

/**
 * Points in time (ISO 8601), `--now--`, or null; a future one schedules. Internal, published, archived: in this order, or Zammad
 * refuses (`invalid`).
 * Source: app/models/concerns/can_be_published.rb.
 */
export interface KbPublishing {
  internal_at?: string | null;
  published_at?: string | null;
  archived_at?: string | null;
}

/** Answers: `/knowledge_bases/:id/answers` (app/controllers/knowledge_base/answers_controller.rb). */
export interface KbAnswers {
  /** Bodies come only for the content ids asked for (`content_id` of a translation). */
  get(
    kb: number,
    id: number,
    options?: CallOptions & { contentIds?: readonly number[] },
  ): Promise<KbAnswerWithAssets>;
  create(kb: number, body: KbAnswerBody, options?: CallOptions): Promise<KbAnswerWithAssets>;
  update(kb: number, id: number, body: KbAnswerBody, options?: CallOptions): Promise<KbAnswerWithAssets>;
  delete(kb: number, id: number, options?: CallOptions): Promise<void>;
  transition(kb: number, id: number, event: KbTransition, options?: CallOptions): Promise<KbAnswerWithAssets>;
  /** Sets the times themselves: the same call twice gives the same state. */
  setPublishing(kb: number, id: number, times: KbPublishing, options?: CallOptions): Promise<KbAnswer>;
  addAttachment(
    kb: number,
    id: number,
    file: { filename: string; data: Blob },
    options?: CallOptions,
  ): Promise<KbAnswer>;
  removeAttachment(kb: number, id: number, attachmentId: number, options?: CallOptions): Promise<void>;
}

export const createKbAnswers = (request: Request): KbAnswers => {
  const at = (kb: number, id: number): string => `/knowledge_bases/${kb}/answers/${id}`;
  const ask = async (call: Call): Promise<KbAnswerWithAssets> => {
    const { id, assets } = await request(call, answerAnswerSchema);
    return { answer: among(call, id, assets), assets };
  };
  return {
    get: (kb, id, { signal, contentIds } = {}) =>
      ask({ method: 'GET', path: at(kb, id), query: { include_contents: contentIds?.join(',') }, signal }),
    create: (kb, body, { signal } = {}) =>
      ask({ method: 'POST', path: `/knowledge_bases/${kb}/answers`, body, signal }),
    update: (kb, id, body, { signal } = {}) => ask({ method: 'PATCH', path: at(kb, id), body, signal }),
    delete: async (kb, id, { signal } = {}) => {
      await request({ method: 'DELETE', path: at(kb, id), signal }, anyAnswer);
    },
    transition: (kb, id, event, { signal } = {}) =>
      ask({ method: 'POST', path: `${at(kb, id)}/${event}`, signal }),
    setPublishing: (kb, id, times, { signal } = {}) =>
      request(
        { method: 'POST', path: `${at(kb, id)}/has_publishing_update`, body: times, signal },
        answerSchema,
      ),
    addAttachment: async (kb, id, { filename, data }, { signal } = {}) => {
      const body = new FormData();
      body.append('file', data, filename);
      const call = { method: 'POST', path: `${at(kb, id)}/attachments`, body, signal } as const;
      return among(call, id, await request(call, kbAssetsSchema));
    },
    removeAttachment: async (kb, id, attachmentId, { signal } = {}) => {
      await request(
        { method: 'DELETE', path: `${at(kb, id)}/attachments/${attachmentId}`, signal },
        anyAnswer,
      );
    },
  };
};

const among = (call: Call, id: number, assets: z.infer<typeof kbAssetsSchema>): KbAnswer =>
  assetOf(call, assets, 'KnowledgeBaseAnswer', id, answerSchema);
