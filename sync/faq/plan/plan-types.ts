/** The plan of an edition: a value that is shown, refused or carried out. */
import type { FaqSettings, Visibility } from '../../../config/schema/faq.js';
import type { Bodies } from '../body.js';
import type { DesiredAnswer, DesiredFaq } from './desired.js';
import type { Tree, TreeAnswer, TreeState } from '../tree.js';
import type { FaqFault } from '../types.js';

/** One answer that becomes otherwise. */
export interface FaqChange {
  readonly desired: DesiredAnswer;
  /** Null: to be created. */
  readonly answer: TreeAnswer | null;
  /** Title, body or files. */
  readonly text: boolean;
  /** Former path; null: stays. */
  readonly movedFrom: readonly string[] | null;
  readonly state: { readonly from: TreeState; readonly to: Visibility } | null;
  /** The question's title so far; null: new, or unchanged. */
  readonly titleFrom: string | null;
}

/** An answer whose question is gone from the edition. */
export interface FaqArchiving {
  readonly answer: TreeAnswer;
  readonly id: string;
  readonly category: readonly string[];
  readonly question: string;
}

/** A new question that may be a former one in other words: neither is touched until a person has said. */
export interface FaqRename {
  readonly id: string;
  readonly category: readonly string[];
  readonly question: string;
  readonly formerId: string;
  readonly formerQuestion: string;
}

/** The edition and the region want different things, or somebody else's answer stands in the way: left as it is. */
export interface FaqConflict {
  readonly id: string;
  readonly category: readonly string[];
  readonly question: string;
  /** `title`: an answer that is not ours has this title. The others can be settled by `--theirs` and `--ours`. */
  readonly kind: 'text' | 'category' | 'state' | 'archive' | 'title';
  readonly message: string;
  /** What the region has and what the edition brings, as plain text; null where there is nothing to compare. */
  readonly local: string | null;
  readonly edition: string | null;
}

/** `--ours`: the region's version stays, and the note says that this one of the edition was turned down. */
export interface FaqDecline {
  readonly answer: TreeAnswer;
  readonly id: string;
  readonly question: string;
  readonly declined: string;
  /** As the edition has it: from now on it is the region that differs. Null: unknown. */
  readonly category: number | null;
  readonly state: Visibility | null;
}

export interface FaqAccess {
  readonly path: readonly string[];
  /** Role id → access, of all roles that take effect there, as it should be. */
  readonly roles: Readonly<Record<string, 'editor' | 'reader' | 'none'>>;
}

export interface FaqPlan {
  readonly edition: string;
  readonly date: string | null;
  /** The helpdesk has no knowledge base: one is made. */
  readonly createBase: boolean;
  /** Paths to be made, outer ones first. */
  readonly categories: readonly (readonly string[])[];
  readonly access: readonly FaqAccess[];
  readonly changes: readonly FaqChange[];
  readonly archive: readonly FaqArchiving[];
  readonly declines: readonly FaqDecline[];
  readonly renames: readonly FaqRename[];
  /** Renames a person has confirmed with this plan. */
  readonly confirmed: readonly FaqRename[];
  /** Sections that hold nothing once all of theirs has moved; deeper ones first. */
  readonly emptied: readonly (readonly string[])[];
  /** Answers whose id now stands beside another answer's question: an id column that slipped. */
  readonly slipped: readonly FaqSlip[];
  /** Paths whose answers or categories (`[]`: the outermost) change their order. */
  readonly reorder: readonly (readonly string[])[];
  /** The answer that is to carry the edition's name although nothing else changes; null: some answer carries it. */
  readonly bearer: TreeAnswer | null;
  /** The edition in force, where it is of a later day than this one. */
  readonly later: { readonly edition: string; readonly date: string } | null;
  readonly unchanged: number;
  readonly conflicts: readonly FaqConflict[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly string[];
  /** Answers of ours that are not archived: what `refuseFaq` weighs. */
  readonly managed: number;
}

/** An id that came to stand beside another question. */
export interface FaqSlip {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** What a person lets pass: `archive` much of the base, `later` an older edition, `ids` that changed their questions, `unread` parts. */
export const acceptable = ['archive', 'later', 'ids', 'unread', 'renames'] as const;
export type Accepted = (typeof acceptable)[number];

export interface Choices {
  /** Ids whose conflicts the edition wins. */
  readonly theirs: ReadonlySet<string>;
  /** Ids whose conflicts the region wins. */
  readonly ours: ReadonlySet<string>;
  /** Ids of new questions that are former ones in other words, and of those that are not. */
  readonly same: ReadonlySet<string>;
  readonly different: ReadonlySet<string>;
  readonly accept: ReadonlySet<Accepted>;
}

export const noChoices: Choices = {
  theirs: new Set(),
  ours: new Set(),
  same: new Set(),
  different: new Set(),
  accept: new Set(),
};

export interface FaqPlanInput {
  readonly desired: DesiredFaq;
  readonly tree: Tree;
  readonly settings: FaqSettings;
  readonly choices: Choices;
  /** Bodies of the answers that `needsBody` names. */
  readonly bodies: Bodies;
  /** Zammad's languages by code → language of the base; null: not looked up, each answer has the base's own. */
  readonly locales: ReadonlyMap<string, number> | null;
  /** Roles that may be given access, by name; empty where the settings name none. */
  readonly roles: ReadonlyMap<string, number>;
}
