/** An imitation of Zammad with a client that counts, and loses calls or answers when told to; and editions made by hand. */
import { createHash } from 'node:crypto';
import { createZammadClient, type KbAnswer, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { faqFile, type FaqSettings } from '../../config/schema/faq.js';
import { applyFaq, type AppliedFaq } from '../../sync/faq/write/apply.js';
import { createFaqDesk, type FaqDesk } from '../../sync/faq/desk.js';
import { makeFaqPlan } from '../../sync/faq/plan/make-plan.js';
import { noChoices, type Choices, type FaqPlan } from '../../sync/faq/plan/plan-types.js';
import type { FaqEdition, FaqEntry, FaqFile } from '../../sync/faq/types.js';

const sha = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

export const fileOf = (name: string, text: string, contentId: string | null = null): FaqFile => {
  const data = new TextEncoder().encode(text);
  return { name, type: contentId === null ? 'text/plain' : 'image/png', data, hash: sha(data), contentId };
};

export const entryOf = (
  id: string,
  question: string,
  more: Partial<Omit<FaqEntry, 'hash' | 'id' | 'question'>> = {},
): FaqEntry => {
  const html = more.html ?? `<p>Ответ на «${question}»</p>`;
  const files = more.files ?? [];
  return {
    id,
    question,
    category: ['Вход'],
    visibility: null,
    locale: 'ru',
    where: `faq.csv:${id}`,
    ...more,
    html,
    files,
    hash: sha([question, html, ...files.map(({ hash }) => hash)].join('\n')),
  };
};

export const editionOf = (
  entries: readonly FaqEntry[],
  {
    id = '2026-11',
    date = '2026-11-01',
    faults = [],
    withheld = [],
    different = [],
  }: Partial<Omit<FaqEdition, 'entries' | 'date' | 'warnings'>> & { date?: string } = {},
): FaqEdition => ({ id, date, entries, faults, warnings: [], withheld, different });

export interface Exchange {
  readonly method: string;
  readonly path: string;
}

export interface FaqTestDesk {
  readonly sandbox: Sandbox;
  readonly client: ZammadClient;
  readonly desk: FaqDesk;
  /** All calls since `calls.length = 0`. */
  readonly calls: Exchange[];
  /** Lets so many calls through; of the next the request is lost, or only its answer; then all are let through again. */
  cutOff(after: number, what: 'request' | 'answer'): void;
  plan(edition: FaqEdition, choices?: Partial<Choices>, settings?: FaqSettings): Promise<FaqPlan>;
  load(
    edition: FaqEdition,
    more?: { choices?: Partial<Choices>; settings?: FaqSettings; yes?: boolean; strict?: boolean },
  ): Promise<AppliedFaq>;
  close(): Promise<void>;
}

export const settingsOf = (given: unknown = {}): FaqSettings => faqFile.parse(given);

export const now = new Date('2026-11-24T09:00:00Z');

/** @param running an imitation somebody else has started, entered with another token */
export const openFaqDesk = async (running?: Sandbox, token?: string): Promise<FaqTestDesk> => {
  const sandbox = running ?? (await startSandbox({ flavour: '6.6', clock: now }));
  const calls: Exchange[] = [];
  let cut: { after: number; what: 'request' | 'answer' } | null = null;
  const client = createZammadClient({
    url: sandbox.url,
    auth: { token: token ?? sandbox.token },
    retries: 0,
    fetch: async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      calls.push({ method: init?.method ?? 'GET', path: pathname.replace('/api/v1', '') });
      const struck = cut?.after === 0 ? cut.what : null;
      if (cut) cut = struck ? null : { ...cut, after: cut.after - 1 };
      if (struck === 'request') throw new TypeError('fetch failed');
      const answer = await fetch(input, init);
      if (struck !== 'answer') return answer;
      await answer.text();
      throw new TypeError('fetch failed');
    },
  });
  const desk = createFaqDesk(client);
  const planned = (edition: FaqEdition, choices: Partial<Choices> = {}, settings = settingsOf()) =>
    makeFaqPlan(desk, edition, settings, { now: sandbox.clock.now(), choices: { ...noChoices, ...choices } });
  return {
    sandbox,
    client,
    desk,
    calls,
    cutOff: (after, what) => {
      cut = { after, what };
    },
    plan: async (edition, choices, settings) => (await planned(edition, choices, settings)).plan,
    load: async (edition, { choices, settings = settingsOf(), yes = false, strict = false } = {}) =>
      applyFaq({
        desk,
        planned: await planned(edition, choices, settings),
        settings,
        now: sandbox.clock.now(),
        yes,
        strict,
        ...(choices?.accept && { accept: choices.accept }),
      }),
    close: () => sandbox.close(),
  };
};

/** Reading and writing, told by what Zammad does: `init` and `search` are asked by POST and change nothing. */
export const isWrite = ({ method, path }: Exchange): boolean =>
  method !== 'GET' && !/\/(init|search)$/.test(path);

export interface SeenAnswer {
  readonly id: number;
  readonly title: string;
  readonly category: string;
  readonly state: 'draft' | 'internal' | 'public' | 'archived';
  readonly body: string;
  readonly note: string | null;
  readonly files: readonly string[];
}

const stateOf = ({ archived_at, published_at, internal_at }: KbAnswer): SeenAnswer['state'] => {
  if (archived_at !== null) return 'archived';
  if (published_at !== null) return 'public';
  return internal_at === null ? 'draft' : 'internal';
};

/** The knowledge base as it stands, category by category, in its order. */
export const seen = async ({ client }: Pick<FaqTestDesk, 'client'>): Promise<SeenAnswer[]> => {
  const bare = await client.knowledgeBase.init();
  const contentIds = Object.values(bare.KnowledgeBaseAnswerTranslation ?? {}).map((row) => row.content_id);
  const tree = await client.knowledgeBase.init({ contentIds });
  const categories = Object.values(tree.KnowledgeBaseCategory ?? {});
  const titles = Object.values(tree.KnowledgeBaseCategoryTranslation ?? {});
  const pathOf = (id: number | null): string => {
    const row = categories.find((category) => category.id === id);
    if (!row) return '';
    const title = titles.find(({ category_id }) => category_id === row.id)?.title ?? '';
    return row.parent_id === null ? title : `${pathOf(row.parent_id)} › ${title}`;
  };
  const orderOf = (id: number | null): number[] => {
    const row = categories.find((category) => category.id === id);
    return row ? [...orderOf(row.parent_id), row.position] : [];
  };
  return Object.values(tree.KnowledgeBaseAnswer ?? {})
    .map((answer) => {
      const [text] = Object.values(tree.KnowledgeBaseAnswerTranslation ?? {}).filter(
        ({ answer_id }) => answer_id === answer.id,
      );
      const body = tree.KnowledgeBaseAnswerTranslationContent?.[String(text?.content_id)]?.body ?? '';
      return {
        order: [
          orderOf(answer.category_id)
            .map((at) => 1000 + at)
            .join('/'),
          1000 + answer.position,
        ],
        answer: {
          id: answer.id,
          title: text?.title ?? '',
          category: pathOf(answer.category_id),
          state: stateOf(answer),
          body,
          note: answer.internal_note ?? null,
          files: (answer.attachments ?? []).map(({ filename }) => filename),
        },
      };
    })
    .sort((one, other) => (one.order.join(' ') < other.order.join(' ') ? -1 : 1))
    .map(({ answer }) => answer);
};

/** Somebody of the region edits an answer in Zammad. */
export const editAs = async (
  { client }: Pick<FaqTestDesk, 'client'>,
  id: number,
  body: string,
): Promise<void> => {
  const { answer, assets } = await client.knowledgeBase.answers.get(1, id);
  const [text] = Object.values(assets.KnowledgeBaseAnswerTranslation ?? {});
  await client.knowledgeBase.answers.update(1, id, {
    category_id: answer.category_id,
    translations_attributes: [{ id: text?.id ?? 0, content_attributes: { body } }],
  });
};
