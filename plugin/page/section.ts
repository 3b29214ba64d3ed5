/** What a section of the page is: who may see it, what it answers. Sections know nothing of HTTP. */
import type { PageName, PageViews } from '../../templates/page/views.js';
import type { PageRole, Visitor } from '../store/sessions.js';

/** What was asked, and by whom. Values are strings, whatever was sent. */
export interface Asked {
  readonly who: Visitor;
  readonly now: Date;
  /** Address of the page as its visitors see it, without a slash at its end. */
  readonly base: string;
  /** Of the path: `/ticket/:ticket`. */
  readonly path: Readonly<Record<string, string>>;
  /** Of the query, or of the form. The first of several. */
  readonly given: Readonly<Record<string, string>>;
}

export type Shown = {
  readonly [Name in PageName]: {
    readonly page: Name;
    readonly title: string;
    readonly view: PageViews[Name];
    readonly status?: number;
  };
}[PageName];

export type Answer =
  | Shown
  /** Where to look next, below the page's address. */
  | { readonly to: string }
  /** A file to save. */
  | { readonly file: string | Buffer; readonly name: string; readonly type: string };

export interface Section {
  /** As express has it. */
  readonly path: string;
  readonly verb: 'get' | 'post';
  readonly roles: readonly PageRole[];
  /** In the list of sections; left out: reached from elsewhere. */
  readonly label?: string;
  /** It is told when to look again. Left out: it is not. */
  readonly live?: true;
  readonly answer: (asked: Asked) => Answer | Promise<Answer>;
}

/** Something a visitor can mend or has to know; its words are for them. */
export class PageFault extends Error {
  override readonly name = 'PageFault';

  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

export const everybody: readonly PageRole[] = ['head', 'admin'];
export const admins: readonly PageRole[] = ['admin'];
