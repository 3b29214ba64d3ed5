/** Which blocks of a document are sections, which questions, which answers: told by labels, headings, looks, in this order. */
import { namesDocument } from './wording.js';
import {
  headed,
  labelled,
  leaves,
  looked,
  lookOf,
  lost,
  shouts,
  text,
  topics,
  type Part,
  type Said,
} from './questions.js';
import type { Block } from './block.js';

export type { Part } from './questions.js';

export interface Outline {
  /** One for each block. */
  readonly parts: readonly Part[];
  /** Which reading was taken and what else it could be. */
  readonly doubts: readonly string[];
}

const body: Part = { is: 'body' };
const question: Part = { is: 'question', label: 0 };
/** A section's name is short. */
const NAME = 150;

/** Names of sections among what is neither question nor heading: they stand out, and a question or another name comes next. */
const namesOf = (
  blocks: readonly Block[],
  at: ReadonlySet<number>,
  table: Said,
): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks[index];
    if (block === undefined || at.has(index) || block.level !== null || table(index) || !text(block))
      continue;
    const look = `${lookOf(block)}${shouts(block.text) ? ' U' : ''}`;
    const nextIs = at.has(index + 1) || names.has(index + 1) || table(index + 1);
    const heads = blocks[index + 1]?.level != null && block.role === 'section';
    if (look === '' || (!nextIs && !heads) || block.text.length > NAME || /[.;:,?]$/.test(block.text))
      continue;
    if (at.has(index - 1)) continue;
    names.set(index, look);
  }
  return names;
};

/** @param table whether the block is a table of questions, read for itself */
export const outlineOf = (blocks: readonly Block[], table: Said): Outline => {
  const labels = labelled(blocks);
  const told = new Set(
    [...blocks.entries()].flatMap(([index, { role }]) => (role === 'question' ? [index] : [])),
  );
  const doubts: string[] = [];
  const questions = ((): ReadonlySet<number> => {
    if (labels !== null)
      return new Set([...labels].flatMap(([index, part]) => (part.is === 'question' ? [index] : [])));
    if (told.size > 0) return told;
    const tables = blocks.some((_, index) => table(index));
    const heads = headed(blocks, table);
    if (heads.at.size > 0) {
      const more = lost(blocks, heads.at);
      doubts.push(...heads.doubts, ...more.doubts);
      return new Set([...heads.at, ...more.at]);
    }
    const looks = looked(blocks, table);
    if (looks.at.size > 0 && !tables) {
      doubts.push(...looks.doubts);
      return looks.at;
    }
    if (tables) return new Set();
    const rest = leaves(blocks, table);
    const bold = topics(blocks);
    // Sections with topics in bold below them, and nothing between.
    const gathered = [...rest.at].every((index) => bold.at.has(index + 1));
    const found = rest.at.size > 0 && !(bold.at.size > 0 && gathered) ? rest : bold;
    doubts.push(...found.doubts);
    return found.at;
  })();
  const names = namesOf(blocks, questions, table);
  const looksOfNames = [
    ...new Set([...names].toSorted(([one], [other]) => one - other).map(([, look]) => look)),
  ];
  const inQuestion = (index: number): boolean => {
    for (let at = index - 1; at >= 0; at -= 1) {
      if (questions.has(at)) return (blocks[at]?.level ?? 99) < (blocks[index]?.level ?? 0);
      if (blocks[at]?.level != null && (blocks[at]?.level ?? 0) < (blocks[index]?.level ?? 0)) return false;
    }
    return false;
  };
  const parts = blocks.map((block, index): Part => {
    if (table(index)) return { is: 'table' };
    if (block.role === 'title') return { is: 'title' };
    const label = labels?.get(index);
    if (label !== undefined) return label;
    if (questions.has(index)) return question;
    if (block.level !== null && !(labels === null && inQuestion(index)))
      return { is: 'section', rank: block.level };
    const look = names.get(index);
    if (look !== undefined) return { is: 'section', rank: 20 + looksOfNames.indexOf(look) };
    if (block.role === 'section') return { is: 'section', rank: 10 };
    return body;
  });
  return { parts: withoutTitle(blocks, parts), doubts };
};

/** The name of the whole document is no section: it comes first, alone of its kind, and another section follows at once. */
const withoutTitle = (blocks: readonly Block[], parts: readonly Part[]): readonly Part[] => {
  const sections = [...parts.entries()].flatMap(([index, part]) =>
    part.is === 'section' ? [{ index, rank: part.rank }] : [],
  );
  const [first, second] = sections;
  if (first === undefined || second === undefined) return parts;
  const alone = sections.filter(({ rank }) => rank === first.rank).length === 1;
  const titled = namesDocument(blocks[first.index]?.text ?? '');
  const between = parts.slice(first.index + 1, second.index);
  const bare = between.every(({ is }) => is === 'body');
  const deeper = sections.every(({ index, rank }) => index === first.index || rank > first.rank);
  const questionsBetween = between.some(({ is }) => is === 'question' || is === 'table');
  if (questionsBetween || !bare) return parts;
  const heading = first.rank < 10;
  const drop =
    (alone && titled && deeper) ||
    (!heading && alone && second.index === first.index + 1) ||
    (titled && !heading && second.index === first.index + 1);
  return drop ? parts.map((part, index) => (index === first.index ? { is: 'title' } : part)) : parts;
};
