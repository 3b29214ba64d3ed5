/** What the region has made of the edition: answers of ours that are no longer as we left them. */
import picocolors from 'picocolors';
import { writtenHash } from '../body.js';
import type { FaqDesk } from '../desk.js';
import { readTree } from './make-plan.js';
import { writtenTexts } from './merge.js';
import { categoryPaths, treeOf } from '../tree.js';
import type { Tree, TreeAnswer } from '../tree.js';

export interface FaqDrift {
  readonly id: string;
  readonly category: readonly string[];
  readonly question: string;
  /** `unfinished`: our own write was cut off; the next apply ends it. */
  readonly what: readonly ('text' | 'category' | 'state' | 'unfinished')[];
  readonly declined: boolean;
}

const whatOf = (answer: TreeAnswer, bodies: ReadonlyMap<number, string>): FaqDrift['what'] => {
  const { note } = answer;
  if (note === null) return [];
  if (note.written === null || note.source === null) return ['unfinished'];
  return [
    ...(writtenHash(writtenTexts(answer, bodies)) === note.written ? [] : (['text'] as const)),
    ...(note.category === null || note.category === answer.category ? [] : (['category'] as const)),
    ...(note.state === null || note.state === answer.state ? [] : (['state'] as const)),
  ];
};

/** Pure: the tree and all bodies of ours. */
const faqDriftOf = (tree: Tree, bodies: ReadonlyMap<number, string>): FaqDrift[] => {
  const { paths } = categoryPaths(tree);
  return tree.answers.flatMap((answer) => {
    const what = whatOf(answer, bodies);
    if (answer.note === null || what.length === 0) return [];
    const { id, declined } = answer.note;
    const category = paths.get(answer.category) ?? [];
    return [{ id, category, question: answer.texts[0]?.title ?? '', what, declined: declined !== null }];
  });
};

/** Two calls, however many answers: the tree, and the tree again with the bodies of ours. */
export const readFaqDrift = async (desk: FaqDesk, now: Date): Promise<FaqDrift[]> => {
  const bare = await readTree(desk, now);
  const contentIds = bare.answers.flatMap(({ note, texts }) =>
    note === null ? [] : texts.map(({ content }) => content),
  );
  if (contentIds.length === 0) return [];
  const assets = await desk.kb.init({ contentIds });
  const contents = Object.values(assets.KnowledgeBaseAnswerTranslationContent ?? {});
  return faqDriftOf(treeOf(assets, now), new Map(contents.map(({ id, body }) => [id, body])));
};

const words: Readonly<Record<FaqDrift['what'][number], string>> = {
  text: 'текст изменён',
  category: 'перенесён',
  state: 'видимость изменена',
  unfinished: 'запись прервана, её закончит faq apply',
};

export const showFaqDrift = (
  drift: readonly FaqDrift[],
  { colour }: { readonly colour: boolean },
): string => {
  const colours = picocolors.createColors(colour);
  if (drift.length === 0) return 'Ответы в базе знаний такие, какими их записало издание.';
  return [
    'Изменено в базе знаний после загрузки издания:',
    ...drift.map(({ id, category, question, what, declined }) => {
      const said = what.map((each) => words[each]).join(', ');
      const kept = declined ? '; от издания отказались (--ours)' : '';
      return colours.yellow(`  ~ ${category.join(' › ')} › «${question}» [${id}]: ${said}${kept}`);
    }),
    `Всего: ${drift.length}`,
  ].join('\n');
};
