/** Where the questions of a document are: by labels, by headings, by looks; each way says what is doubtful about it. */
import type { Block } from './block.js';
import {
  answerLabel,
  asks,
  countedDepth,
  likeQuestion,
  opensQuestion,
  questionLabel,
  uncounted,
} from './wording.js';

export type Part =
  | { readonly is: 'section'; readonly rank: number }
  | { readonly is: 'question'; readonly label: number }
  | { readonly is: 'answer'; readonly label: number }
  | { readonly is: 'body' }
  | { readonly is: 'table' }
  | { readonly is: 'title' };

export const text = (block: Block): boolean => block.kind === 'text' || block.kind === 'item';
/** What a block looks like: its style, its depth in a numbered list, or in numbers that were typed. */
export const lookOf = ({ look, item, text: said }: Block): string => {
  if (item?.ordered === true) return `${look} ${item.list} ${item.depth}`;
  const typed = countedDepth(said);
  return typed === 0 ? look : `${look} # ${typed}`;
};
export const shouts = (value: string): boolean => /\p{Lu}{3}/u.test(value) && !/\p{Ll}/u.test(value);
const quoted = (value: string): string => `«${value.length > 60 ? `${value.slice(0, 57)}…` : value}»`;

/** Positions of questions, and what was doubtful about them. */
export interface Found {
  readonly at: ReadonlySet<number>;
  readonly doubts: readonly string[];
}

export type Said = (index: number) => boolean;

/** A block between this heading and the next one that is not above it. */
const within = (blocks: readonly Block[], index: number): readonly number[] => {
  const level = blocks[index]?.level ?? 0;
  const rest = blocks.map((_, at) => at).slice(index + 1);
  const end = rest.find((at) => (blocks[at]?.level ?? 99) <= level);
  return end === undefined ? rest : rest.filter((at) => at < end);
};

const hasText = (blocks: readonly Block[], index: number, table: Said): boolean => {
  const next = blocks[index + 1];
  return next !== undefined && next.level === null && next.role !== 'question' && !table(index + 1);
};

/** Headings that ask: of the levels most of whose headings do. A heading that only gathers deeper questions is a section. */
export const headed = (blocks: readonly Block[], table: Said): Found => {
  const heads = [...blocks.entries()].filter(([, { level }]) => level !== null);
  const levels = Map.groupBy(heads, ([, { level }]) => level ?? 0);
  const asking = [...levels]
    .filter(([, all]) => all.filter(([, block]) => likeQuestion(block.text)).length >= all.length / 2)
    .map(([level]) => level);
  const single = heads.filter(([, block]) => asks(block.text));
  const chosen = asking.length > 0 ? asking : single.map(([, { level }]) => level ?? 0);
  const at = new Set<number>();
  const doubts: string[] = [];
  for (const [index, block] of heads) {
    if (!chosen.includes(block.level ?? 0)) {
      const answers = heads.some(([other]) => at.has(other) && within(blocks, other).includes(index));
      if (asks(block.text) && !answers && hasText(blocks, index, table)) at.add(index);
      continue;
    }
    const inside = within(blocks, index);
    const deeper = inside.some(
      (each) => chosen.includes(blocks[each]?.level ?? 0) && likeQuestion(blocks[each]?.text ?? ''),
    );
    if (deeper && !hasText(blocks, index, table)) continue;
    if (deeper && !likeQuestion(block.text)) continue;
    const above = heads.some(([other]) => at.has(other) && within(blocks, other).includes(index));
    if (above && !likeQuestion(block.text)) continue;
    if (inside.some(table) && !hasText(blocks, index, table)) continue;
    at.add(index);
  }
  return { at, doubts };
};

/** Without a heading that asks: those with text right below them, as in an FAQ of topics. */
export const leaves = (blocks: readonly Block[], table: Said): Found => {
  const at = new Set(
    [...blocks.entries()].flatMap(([index, { level }]) => {
      if (level === null || !hasText(blocks, index, table)) return [];
      return within(blocks, index).some(table) ? [] : [index];
    }),
  );
  return { at, doubts: [] };
};

/** What stands out itself is the next section or question and no answer. */
const isAnswerTo = (look: string, next: Block | undefined): boolean =>
  next !== undefined && lookOf(next) !== look && !next.look.includes('b');

/** Text that stands out by its look; plain text is told by its question mark alone. */
export const looked = (blocks: readonly Block[], table: Said): Found => {
  const follows = (index: number): boolean => {
    const next = blocks[index + 1];
    return next !== undefined && next.level === null && !table(index + 1) && !asks(next.text);
  };
  const groups = Map.groupBy(
    [...blocks.entries()].filter(([, block]) => text(block) && block.level === null),
    ([, block]) => lookOf(block),
  );
  const at = new Set<number>();
  const doubts: string[] = [];
  for (const [look, all] of groups) {
    const asking = all.filter(
      ([index, block]) => asks(block.text) && block.text.length <= 400 && follows(index),
    );
    if (asking.length === 0) continue;
    const most = all.filter(([, block]) => likeQuestion(block.text)).length >= all.length / 2;
    for (const [index] of asking) at.add(index);
    // Who looks as those that ask and has an answer below is asked too: many titles have no question mark.
    if (look.trim() !== '' && most && asking.length > 1)
      for (const [index, block] of all)
        if (follows(index) && block.text.length <= 250 && isAnswerTo(look, blocks[index + 1])) at.add(index);
  }
  const plain = [...at].filter(
    (index) => lookOf(blocks[index] ?? ({ look: '', item: null } as Block)) === '',
  );
  const first = blocks[plain[0] ?? -1];
  if (first !== undefined)
    doubts.push(
      `вопросов без оформления: ${plain.length} (первый — ${quoted(first.text)}): узнаны по вопросительному знаку; ` +
        'если это часть ответа, уберите знак, если вопрос — дайте ему стиль заголовка',
    );
  return { at, doubts };
};

/** Looks that go with text below them again and again, though nothing asks: topics in bold. */
export const topics = (blocks: readonly Block[]): Found => {
  const groups = Map.groupBy(
    [...blocks.entries()].filter(
      ([, block]) => text(block) && block.level === null && lookOf(block) !== '' && block.text.length <= 250,
    ),
    ([, block]) => lookOf(block),
  );
  const plainNext = (index: number): boolean => {
    const next = blocks[index + 1];
    return next !== undefined && lookOf(next) === '' && next.level === null;
  };
  const best = [...groups.values()]
    .filter((all) => all.length > 1 && all.filter(([index]) => plainNext(index)).length >= all.length * 0.7)
    .toSorted((one, other) => other.length - one.length)[0];
  if (best === undefined) return { at: new Set(), doubts: [] };
  return {
    at: new Set(best.map(([index]) => index).filter(plainNext)),
    doubts: [
      `стилей заголовков нет: вопросами сочтены ${best.length} выделенных абзацев (первый — ${quoted(best[0]?.[1].text ?? '')}); ` +
        'если это не так, дайте вопросам стиль «Заголовок 2»',
    ],
  };
};

/** Bold paragraphs, most of which ask: another editor's way of setting questions. */
const boldAlike = (blocks: readonly Block[]): ReadonlySet<number> => {
  const groups = Map.groupBy(
    [...blocks.entries()].filter(
      ([, block]) => text(block) && block.level === null && block.look.includes('b'),
    ),
    ([, block]) => lookOf(block),
  );
  const alike = [...groups.values()].filter(
    (all) => all.length > 1 && all.filter(([, block]) => likeQuestion(block.text)).length >= all.length / 2,
  );
  return new Set(alike.flatMap((all) => all.map(([index]) => index)));
};

/** Questions that lost their style among headings: standing out and asking, or opening as a question does. */
export const lost = (blocks: readonly Block[], at: ReadonlySet<number>): Found => {
  const found = new Set<number>();
  const doubts: string[] = [];
  let below = false;
  const alike = boldAlike(blocks);
  for (const [index, block] of blocks.entries()) {
    if (block.level !== null) below = at.has(index);
    else if (
      !at.has(index) &&
      text(block) &&
      (asks(block.text) || alike.has(index)) &&
      block.text.length <= 250
    ) {
      const next = blocks[index + 1];
      const answered =
        next !== undefined &&
        next.level === null &&
        !asks(next.text) &&
        text(next) &&
        (asks(block.text) || isAnswerTo(lookOf(block), next));
      const bold = block.look.includes('b');
      const clear =
        block.kind === 'text' &&
        (bold || (opensQuestion(uncounted(block.text)) && block.text.split(' ').length > 2));
      if (!answered || (!clear && below)) continue;
      if (!clear && !bold) continue;
      found.add(index);
      doubts.push(
        `${quoted(block.text)} — без стиля заголовка; прочитано как вопрос: если это часть ответа, уберите вопросительный знак`,
      );
    }
  }
  return { at: found, doubts };
};

/** «Вопрос: … Ответ: …», wherever they stand. */
export const labelled = (blocks: readonly Block[]): ReadonlyMap<number, Part> | null => {
  const found = new Map<number, Part>();
  for (const [index, block] of blocks.entries()) {
    if (!text(block)) continue;
    const asked = questionLabel(block.text);
    const told = answerLabel(block.text);
    if (asked !== null) found.set(index, { is: 'question', label: asked });
    else if (told !== null) found.set(index, { is: 'answer', label: told });
  }
  const of = (is: Part['is']): number => [...found.values()].filter((part) => part.is === is).length;
  const questions = of('question');
  if (questions === 0 || (of('answer') === 0 && questions < 2)) return null;
  return of('answer') >= questions / 2 || questions > 1 ? found : null;
};
