/** Renders a page of the companion: Handlebars, strict, everything escaped; one layout, one stylesheet, nothing inline. */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { PageName, PageViews } from './views.js';

/** What stands around every page. */
export interface Frame {
  readonly base: string;
  /** Null: nobody is signed in. */
  readonly login: string | null;
  readonly role: string;
  /** The word that a form of this session carries. */
  readonly formWord: string;
  /** It is told when to look again. */
  readonly live: boolean;
  readonly sections: readonly {
    readonly label: string;
    readonly href: string;
    readonly current: 'page' | 'false';
  }[];
}

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** Served as a file: no page has a style of its own. */
export const STYLESHEET = read('page.css');

/** Served as a file: what keeps a page fresh. */
export const SCRIPT = read('page.js');

/** `layout`: what stands around the others. */
type FileName = PageName | 'layout';

const compiled = new Map<FileName, HandlebarsTemplateDelegate>();

const templateOf = (name: FileName): HandlebarsTemplateDelegate => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const fresh = Handlebars.compile(read(`${name}.hbs`), { strict: true });
  compiled.set(name, fresh);
  return fresh;
};

/** The whole HTML document. Throws Handlebars' error for what the view lacks. */
export const renderPage = <Name extends PageName>(
  name: Name,
  view: PageViews[Name],
  title: string,
  frame: Frame,
): string => {
  const body = templateOf(name)({ view, title, frame });
  return templateOf('layout')({ body, title, frame });
};
