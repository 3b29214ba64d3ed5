/** Which answer of the knowledge base is which question of the edition: surely, or only proposed for a person to say. */
import { wordingOf } from '../edition/identity.js';
import { textOf, type Bodies } from '../body.js';
import type { DesiredAnswer, DesiredFaq } from './desired.js';
import { ENOUGH, likeness } from './likeness.js';
import { categoryPaths, pathKey } from '../tree.js';
import type { Tree, TreeAnswer } from '../tree.js';

export interface FaqMatch {
  readonly desired: DesiredAnswer;
  /** Null: there is none yet. */
  readonly answer: TreeAnswer | null;
}

/** A new question that may be one that is gone, in other words. */
export interface FaqProposal {
  readonly desired: DesiredAnswer;
  readonly answer: TreeAnswer;
}

export interface FaqMatching {
  readonly matches: readonly FaqMatch[];
  /** Ours, and no longer in the edition. */
  readonly gone: readonly TreeAnswer[];
  /** Neither new nor gone until a person has said what they are. */
  readonly proposals: readonly FaqProposal[];
  /** Proposals a person has said yes to; among the matches. */
  readonly confirmed: readonly FaqProposal[];
}

/** What a person has said of proposals, by the new question's id. */
export interface SaidOfProposals {
  readonly same: ReadonlySet<string>;
  readonly different: ReadonlySet<string>;
}

const questionOf = ({ texts }: DesiredAnswer): string => texts[0]?.question ?? '';
const titlesOf = ({ texts }: TreeAnswer): string[] => texts.map(({ title }) => wordingOf(title));
/** An id of the wording alone: a new one says nothing but that the words are new. */
const isDerived = (id: string): boolean => /^q-[0-9a-f]{12}$/.test(id);

/** Keys that stand once on each side are the same question; of answers of one key one in force comes before an archived one. */
const pairUp = (
  open: Set<DesiredAnswer>,
  gone: Set<TreeAnswer>,
  keysOfDesired: (desired: DesiredAnswer) => readonly string[],
  keysOfAnswer: (answer: TreeAnswer) => readonly string[],
): FaqMatch[] => {
  const group = <Each>(
    all: Iterable<Each>,
    keysOf: (each: Each) => readonly string[],
  ): Map<string, Each[]> => {
    const found = new Map<string, Each[]>();
    for (const each of all)
      for (const key of new Set(keysOf(each))) found.set(key, [...(found.get(key) ?? []), each]);
    return found;
  };
  const answers = group(gone, keysOfAnswer);
  return [...group(open, keysOfDesired)].flatMap(([key, wanted]): FaqMatch[] => {
    const all = (answers.get(key) ?? []).filter((answer) => gone.has(answer));
    const live = all.filter(({ state }) => state !== 'archived');
    const [desired, other] = wanted.filter((each) => open.has(each));
    const answer = live.length > 1 ? undefined : (live[0] ?? all.at(-1));
    if (desired === undefined || other !== undefined || answer === undefined) return [];
    open.delete(desired);
    gone.delete(answer);
    return [{ desired, answer }];
  });
};

const proposed = (
  open: Set<DesiredAnswer>,
  gone: Set<TreeAnswer>,
  bodies: Bodies,
  different: ReadonlySet<string>,
): FaqProposal[] => {
  const bodyOf = ({ texts }: TreeAnswer): string =>
    texts.map(({ content }) => textOf(bodies.get(content) ?? '')).join('\n');
  const candidates = [...open]
    .filter((each) => isDerived(each.id) && !different.has(wordingOf(questionOf(each))))
    .flatMap((desired) => {
      const said = { question: questionOf(desired), answer: textOf(desired.texts[0]?.html ?? '') };
      return [...gone]
        .filter(({ state }) => state !== 'archived')
        .map((answer) => ({
          desired,
          answer,
          like: likeness(said, { question: answer.texts[0]?.title ?? '', answer: bodyOf(answer) }),
        }));
    })
    .filter(({ like }) => like >= ENOUGH)
    .toSorted((one, other) => other.like - one.like);
  return candidates.flatMap(({ desired, answer }) => {
    if (!open.has(desired) || !gone.has(answer)) return [];
    open.delete(desired);
    gone.delete(answer);
    return [{ desired, answer }];
  });
};

/**
 * By the id in the note; else, of our answers that the edition no longer names, by section and wording, then by wording alone
 * where it stands once among the gone and once among the new; then by what the edition itself calls a rename. What is only alike is
 * proposed. Answers without our note are never matched.
 * @param bodies of the answers that are gone; without them likeness goes by titles
 */
export const matchFaq = (
  desired: DesiredFaq,
  tree: Tree,
  { bodies, same, different }: SaidOfProposals & { readonly bodies: Bodies },
): FaqMatching => {
  const { paths } = categoryPaths(tree);
  const byId = new Map<string, TreeAnswer>();
  for (const answer of tree.answers.toSorted((one, other) => one.id - other.id))
    if (answer.note !== null && !byId.has(answer.note.id)) byId.set(answer.note.id, answer);
  const open = new Set(desired.answers);
  const gone = new Set(byId.values());
  const found = new Map<DesiredAnswer, TreeAnswer>();
  for (const each of desired.answers) {
    const known = byId.get(each.id);
    if (known === undefined) continue;
    found.set(each, known);
    open.delete(each);
    gone.delete(known);
  }
  const layers: readonly [(each: DesiredAnswer) => string[], (answer: TreeAnswer) => string[]][] = [
    [
      (each) => [pathKey([...each.category, wordingOf(questionOf(each))])],
      (answer) => titlesOf(answer).map((title) => pathKey([...(paths.get(answer.category) ?? []), title])),
    ],
    [(each) => [wordingOf(questionOf(each))], titlesOf],
    [({ former }) => [...former], titlesOf],
  ];
  for (const [ofDesired, ofAnswer] of layers)
    for (const { desired: each, answer } of pairUp(open, gone, ofDesired, ofAnswer))
      if (answer !== null) found.set(each, answer);
  const said = new Set([
    ...desired.different,
    ...desired.answers.filter(({ id }) => different.has(id)).map((each) => wordingOf(questionOf(each))),
  ]);
  const alike = proposed(open, gone, bodies, said);
  const taken = alike.filter(({ desired: { id } }) => same.has(id) || same.has('*'));
  for (const { desired: each, answer } of taken) found.set(each, answer);
  const proposals = alike.filter((each) => !taken.includes(each));
  const pending = new Set(proposals.map((each) => each.desired));
  return {
    matches: desired.answers
      .filter((each) => !pending.has(each))
      .map((each) => ({ desired: each, answer: found.get(each) ?? null })),
    gone: [...gone],
    proposals,
    confirmed: taken,
  };
};
