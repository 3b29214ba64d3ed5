/** What Word's styles and lists say of a paragraph: outline level, look, numbering; own styles by what they are based on. */
import { attr, child, childrenOf, inside, xmlOf, type XmlElement } from './xml.js';

export interface ParagraphLook {
  /** Outline level, 1 the outermost. */
  readonly level: number | null;
  readonly role: 'title' | 'contents' | null;
  readonly centred: boolean;
  readonly item: { readonly list: string; readonly depth: number; readonly ordered: boolean } | null;
  /** What the style gives all its runs. */
  readonly bold: boolean;
}

export interface Styles {
  readonly paragraph: (properties: XmlElement | null) => ParagraphLook;
  /** Whether a character style is bold. */
  readonly bold: (style: string | null) => boolean;
}

/** `w:b` without a value is on. */
export const isOn = (property: XmlElement | null): boolean =>
  property !== null && !['0', 'false', 'none', 'off'].includes(attr(property, 'w:val') ?? '1');

const HEADING = /^(?:heading|заголовок|überschrift|titre)\s*([1-9])$/i;
const value = (node: XmlElement | null, ...path: readonly string[]): string | null =>
  attr(inside(node, ...path), 'w:val');

/** Parts of the archive; null where it has none. */
export const stylesOf = (styles: string | null, numbering: string | null): Styles => {
  const byId = new Map(
    childrenOf(styles === null ? null : xmlOf(styles))
      .filter(({ name }) => name === 'w:style')
      .map((style) => [attr(style, 'w:styleId') ?? '', style]),
  );
  const lists = childrenOf(numbering === null ? null : xmlOf(numbering));
  const abstract = new Map(
    lists
      .filter(({ name }) => name === 'w:abstractNum')
      .map((list) => [attr(list, 'w:abstractNumId') ?? '', list]),
  );
  const numbers = new Map(
    lists
      .filter(({ name }) => name === 'w:num')
      .map((list) => [attr(list, 'w:numId') ?? '', value(list, 'w:abstractNumId') ?? '']),
  );
  const chain = (id: string | null): XmlElement[] => {
    const found: XmlElement[] = [];
    for (
      let style = byId.get(id ?? '');
      style !== undefined && !found.includes(style);
      style = byId.get(value(style, 'w:basedOn') ?? '')
    )
      found.push(style);
    return found;
  };
  const levelOf = (properties: XmlElement | null, all: readonly XmlElement[]): number | null => {
    const outline = [properties, ...all.map((style) => child(style, 'w:pPr'))].map((each) =>
      value(each, 'w:outlineLvl'),
    );
    const own = outline[0] ?? null;
    if (own !== null) return Number(own) < 9 ? Number(own) + 1 : null;
    for (const [index, style] of all.entries()) {
      const said = outline[index + 1] ?? null;
      if (said !== null) return Number(said) < 9 ? Number(said) + 1 : null;
      const level = HEADING.exec(value(style, 'w:name') ?? '')?.[1];
      if (level !== undefined) return Number(level);
    }
    return null;
  };
  const itemOf = (properties: XmlElement | null, all: readonly XmlElement[]): ParagraphLook['item'] => {
    const places = [properties, ...all.map((style) => child(style, 'w:pPr'))];
    const numbered = places.find((each) => value(each, 'w:numPr', 'w:numId') !== null) ?? null;
    const list = value(numbered, 'w:numPr', 'w:numId');
    if (list === null || list === '0') return null;
    const depth = Number(
      places.map((each) => value(each, 'w:numPr', 'w:ilvl')).find((each) => each !== null) ?? 0,
    );
    const kind = abstract.get(numbers.get(list) ?? '');
    const level =
      childrenOf(kind).find((each) => each.name === 'w:lvl' && attr(each, 'w:ilvl') === String(depth)) ??
      null;
    const format =
      value(level, 'w:numFmt') ??
      (kind === undefined && all.some((style) => /number|нумер/i.test(value(style, 'w:name') ?? ''))
        ? 'decimal'
        : 'bullet');
    // One list restarted in each section has many numbers and one definition.
    return { list: numbers.get(list) ?? list, depth, ordered: format !== 'bullet' && format !== 'none' };
  };
  return {
    bold: (style) => chain(style).some((each) => isOn(inside(each, 'w:rPr', 'w:b'))),
    paragraph: (properties) => {
      const all = chain(value(properties, 'w:pStyle'));
      const names = all.map((style) => value(style, 'w:name') ?? '');
      const level = levelOf(properties, all);
      const contents = names.some((name) =>
        /^(?:toc|оглавление|table of contents|содержание)(?:\s|$)/i.test(name),
      );
      const title = names.some((name) => /^(?:title|название)$/i.test(name));
      const centred = [properties, ...all.map((style) => child(style, 'w:pPr'))]
        .map((each) => value(each, 'w:jc'))
        .find((each) => each !== null);
      const boldStyle =
        all.map((style) => inside(style, 'w:rPr', 'w:b')).find((each) => each !== null) ?? null;
      return {
        level,
        role: contents ? 'contents' : title ? 'title' : null,
        centred: centred === 'center',
        item: level === null ? itemOf(properties, all) : null,
        bold: isOn(boldStyle),
      };
    },
  };
};
