/** Style sheets and style attributes of a letter, as far as they can hide text; rules for other media are left out. */
import { HIDING, styled, type Look, type Style } from './html-look.js';

/** A letter needs no more; each rule may cost a comparison for every element. */
const MAX_RULES = 200;
const MAX_SHEET = 200_000;
/** Of a style attribute and of one rule. */
const MAX_STYLE = 2_000;
/** How far up a selector of several steps is looked for, and in how many rules. */
const MAX_UP = 30;
const MAX_LONG_RULES = 20;

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Compound {
  readonly name: string | null;
  readonly id: string | null;
  readonly classes: readonly string[];
}

interface Rule {
  /** Outermost first. */
  readonly steps: readonly Compound[];
  readonly weight: number;
  readonly style: Style;
}

/** The rules seen so far, and what they make of an element. */
export class StyleSheet {
  private text = '';
  private rules: Rule[] = [];
  private long = 0;

  add(text: string): void {
    if (this.text.length < MAX_SHEET) this.text += text.slice(0, MAX_SHEET);
  }

  end(): void {
    for (const { selectors, style } of rulesOf(this.text)) {
      if (style.size === 0) continue;
      for (const selector of selectors) this.keep(selector, style);
    }
    this.text = '';
    this.rules.sort((one, other) => one.weight - other.weight);
  }

  lookOf(element: Element, above: readonly Element[], around: Look): Look {
    const own = attributeStyle(element);
    const ruled = this.rules.filter((rule) => matches(rule, element, above));
    if (own.size === 0 && ruled.length === 0) return around;
    const style = new Map<string, string>();
    for (const each of [...ruled.map((rule) => rule.style), own])
      for (const [name, value] of each)
        if (!/!\s{0,3}important/u.test(style.get(name) ?? '') || /!\s{0,3}important/u.test(value))
          style.set(name, value);
    return styled(around, style);
  }

  private keep(selector: string, style: Style): void {
    const steps = stepsOf(selector);
    if (steps === null || this.rules.length >= MAX_RULES) return;
    if (steps.length > 1) this.long += 1;
    if (steps.length > 1 && this.long > MAX_LONG_RULES) return;
    const weight = steps.reduce(
      (sum, { name, id, classes }) =>
        sum + (id === null ? 0 : 10_000) + classes.length * 100 + (name === null ? 0 : 1),
      0,
    );
    this.rules.push({ steps, weight, style });
  }
}

const matches = ({ steps }: Rule, element: Element, above: readonly Element[]): boolean => {
  const last = steps.at(-1);
  if (last === undefined || !isOne(last, element)) return false;
  let step = steps.length - 2;
  for (let at = above.length - 1; at >= Math.max(0, above.length - MAX_UP) && step >= 0; at -= 1) {
    const each = above[at];
    const wanted = steps[step];
    if (each !== undefined && wanted !== undefined && isOne(wanted, each)) step -= 1;
  }
  return step < 0;
};

const isOne = ({ name, id, classes }: Compound, { name: tag, attributes }: Element): boolean => {
  if (name !== null && name !== tag) return false;
  if (id !== null && attributes['id'] !== id) return false;
  if (classes.length === 0) return true;
  const own = ` ${(attributes['class'] ?? '').slice(0, 400).replace(/\s/gu, ' ')} `;
  return classes.every((each) => own.includes(` ${each} `));
};

/** Null: of a kind that is not looked at, `:hover` or `[href]`. */
const stepsOf = (selector: string): readonly Compound[] | null => {
  const steps = selector
    .trim()
    .split(/[\s>]{1,20}/u)
    .map((step) => {
      const found = /^([a-z][\w-]{0,40}|\*)?((?:[.#][\p{L}\w-]{1,80}){0,6})$/iu.exec(step);
      if (found === null || step === '') return null;
      const parts = (found[2] ?? '').match(/[.#][^.#]+/gu) ?? [];
      return {
        name: found[1] === undefined || found[1] === '*' ? null : found[1].toLowerCase(),
        id: parts.find((part) => part.startsWith('#'))?.slice(1) ?? null,
        classes: parts.filter((part) => part.startsWith('.')).map((part) => part.slice(1)),
      };
    });
  return steps.includes(null) || steps.length > 6 ? null : steps.flatMap((step) => step ?? []);
};

interface Block {
  readonly selectors: readonly string[];
  readonly style: Style;
}

/** Rules that hold on a screen, in their order. Linear in the length of the sheet. */
const rulesOf = function* (sheet: string): Generator<Block> {
  const text = sheet.replace(/\/\*[^*]{0,5000}\*\/|<!--|-->/gu, ' ');
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open < 0) return;
    const before = text
      .slice(at, open)
      .replace(/^[\s}]{1,1000}/u, '')
      .trim();
    if (before.startsWith('@')) {
      const onScreen = /^@media\s{1,5}(?:only\s{1,5})?(?:all|screen)$/iu.test(before);
      at = onScreen ? open + 1 : closing(text, open);
      continue;
    }
    const close = text.indexOf('}', open);
    const end = close < 0 ? text.length : close;
    yield { selectors: before.slice(0, MAX_STYLE).split(','), style: styleOf(text.slice(open + 1, end)) };
    at = end + 1;
  }
};

/** Behind the block that opens at `open`, with the blocks in it. */
const closing = (text: string, open: number): number => {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
};

const styleOf = (text: string): Map<string, string> => {
  const style = new Map<string, string>();
  for (const declaration of text.slice(0, MAX_STYLE).toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, Math.max(0, colon)).trim();
    if (HIDING.has(name)) style.set(name, declaration.slice(colon + 1).trim());
  }
  return style;
};

/** The style attribute, and what older attributes say: `bgcolor`, `<font color>`, `hidden`. */
const attributeStyle = ({ name, attributes }: Element): Style => {
  const { style: written, bgcolor, background, color } = attributes;
  const hidden = 'hidden' in attributes;
  if (
    written === undefined &&
    bgcolor === undefined &&
    background === undefined &&
    color === undefined &&
    !hidden
  )
    return NONE;
  const style = new Map<string, string>();
  if (bgcolor !== undefined) style.set('background-color', bgcolor.trim().toLowerCase());
  if (background !== undefined) style.set('background-image', 'url()');
  if (name === 'font' && color !== undefined) style.set('color', color.trim().toLowerCase());
  for (const [property, value] of styleOf(written ?? '')) style.set(property, value);
  if (hidden) style.set('display', 'none');
  return style;
};

const NONE: Style = new Map();
