/** What the styles of an OpenDocument file say of a paragraph or of letters. */
import { attr, child, childrenOf, inside, xmlOf, type XmlElement } from './xml.js';

export interface OdfStyles {
  readonly level: (style: string | null) => number | null;
  readonly role: (style: string | null) => 'title' | 'contents' | null;
  readonly look: (style: string | null) => string;
  readonly hidden: (style: string | null) => boolean;
  readonly ordered: (list: string | null, depth: number) => boolean;
  /** Of a table, a row or a column: shown at all. */
  readonly displayed: (style: string | null) => boolean;
  readonly list: (style: string | null) => string | null;
}

/** @param sources the parts that hold styles; null: the file has none */
export const odfStyles = (sources: readonly (XmlElement | string | null)[]): OdfStyles => {
  const roots = sources.flatMap((source) => {
    const root = typeof source === 'string' ? xmlOf(source) : source;
    return ['office:styles', 'office:automatic-styles'].map((name) => child(root, name));
  });
  const all = roots.flatMap(childrenOf);
  const byName = new Map(
    all.filter(({ name }) => name === 'style:style').map((style) => [attr(style, 'style:name') ?? '', style]),
  );
  const lists = new Map(
    all
      .filter(({ name }) => name === 'text:list-style')
      .map((style) => [attr(style, 'style:name') ?? '', style]),
  );
  const chain = (name: string | null): XmlElement[] => {
    const found: XmlElement[] = [];
    for (
      let style = byName.get(name ?? '');
      style !== undefined && !found.includes(style);
      style = byName.get(attr(style, 'style:parent-style-name') ?? '')
    )
      found.push(style);
    return found;
  };
  const said = (name: string | null, kind: string, attribute: string): string | null =>
    chain(name)
      .map((style) => attr(inside(style, kind), attribute))
      .find((value) => value !== null) ?? null;
  const namesOf = (name: string | null): string[] => [
    name ?? '',
    ...chain(name).flatMap((style) => [
      attr(style, 'style:display-name') ?? attr(style, 'style:name') ?? '',
      attr(style, 'style:parent-style-name') ?? '',
    ]),
  ];
  return {
    level: (name) => {
      const outline = chain(name)
        .map((style) => attr(style, 'style:default-outline-level'))
        .find((value) => value !== null && value !== '');
      const named = namesOf(name)
        .map((each) => /^Heading(?:_20_| )(\d)$/.exec(each)?.[1])
        .find((each) => each !== undefined);
      const level = Number(outline ?? named ?? 0);
      return level > 0 ? level : null;
    },
    role: (name) => {
      if (namesOf(name).some((each) => /^(?:Contents(?:_20_| )|Оглавление)/i.test(each))) return 'contents';
      return namesOf(name).some((each) => /^(?:Title|Заглавие|Название)$/i.test(each)) ? 'title' : null;
    },
    look: (name) => {
      const weight = said(name, 'style:text-properties', 'fo:font-weight') ?? '';
      return [
        /^(?:bold|[6-9]00)$/.test(weight) ? 'b' : '',
        said(name, 'style:text-properties', 'fo:font-style') === 'italic' ? 'i' : '',
        (said(name, 'style:text-properties', 'style:text-underline-style') ?? 'none') === 'none' ? '' : 'u',
        said(name, 'style:paragraph-properties', 'fo:text-align') === 'center' ? 'c' : '',
      ].join('');
    },
    hidden: (name) => said(name, 'style:text-properties', 'text:display') === 'none',
    ordered: (list, depth) =>
      childrenOf(lists.get(list ?? '')).some(
        (level) =>
          level.name === 'text:list-level-style-number' &&
          attr(level, 'text:level') === String(depth + 1) &&
          attr(level, 'style:num-format') !== '',
      ),
    displayed: (name) => said(name, 'style:table-properties', 'table:display') !== 'false',
    list: (name) =>
      chain(name)
        .map((style) => attr(style, 'style:list-style-name'))
        .find((value) => value !== null && value !== '') ?? null,
  };
};
