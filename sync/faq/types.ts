/** An edition of the federal FAQ (clause 2.1), however it was handed over: files are read into this, and only this is planned. */

export interface FaqFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly data: Uint8Array;
  /** SHA-256, hex. */
  readonly hash: string;
  /** Set: a picture inside the answer, whose HTML refers to it as `cid:<this>`. */
  readonly contentId: string | null;
}

/** `where` names file, sheet and row or line; `message` is Russian and says what to do. */
export interface FaqFault {
  readonly where: string;
  readonly message: string;
}

export interface FaqEntry {
  /** Stable: given, else derived from the question's wording so that a corrected comma keeps it. */
  readonly id: string;
  /** Outermost first; never empty. */
  readonly category: readonly string[];
  /** Plain text, at most 250 characters: the answer's title in Zammad. */
  readonly question: string;
  /** Sanitised to what Zammad keeps. */
  readonly html: string;
  readonly files: readonly FaqFile[];
  /** Null: as the settings of its category say. */
  readonly visibility: 'internal' | 'public' | null;
  /** Zammad locale, `ru`. */
  readonly locale: string;
  /** SHA-256 of question, html and files: what changed is told by it, never by Zammad's HTML. */
  readonly hash: string;
  /** Where it stands in the edition. */
  readonly where: string;
  /** Wordings the question had before, by the edition's own word, the latest first. */
  readonly former?: readonly string[];
}

/** A question that stands in the edition and is not published: hidden, or a draft. Its answer is not gone. */
export interface FaqWithheld {
  readonly id: string | null;
  readonly question: string;
  readonly where: string;
  readonly because: string;
}

export interface FaqEdition {
  readonly id: string;
  /** `YYYY-MM-DD`; null: nobody said. */
  readonly date: string | null;
  /** In the order of the edition: categories and answers are ordered by first appearance. */
  readonly entries: readonly FaqEntry[];
  readonly withheld: readonly FaqWithheld[];
  /** Wordings of questions that are new, by the edition's own word, however like a former one they are. */
  readonly different: readonly string[];
  readonly faults: readonly FaqFault[];
  /** What a person should know and nothing is wrong with: it forbids nothing. */
  readonly warnings: readonly FaqFault[];
}
