/** How HTML looks: elements, their text, and whether it stands in bold, by tags or by a style sheet within the page. */
import { DomUtils, ElementType, type parseDocument } from 'htmlparser2';
import { collapsed } from './block.js';
import { withoutInvisible } from './wording.js';

export type Nodes = ReturnType<typeof parseDocument>['children'];
export type Node = Nodes[number];
export type Element = Extract<Node, { attribs: unknown }>;

export const isElement = (node: Node): node is Element => 'attribs' in node;
export const named = (node: Node, ...names: readonly string[]): node is Element =>
  isElement(node) && names.includes(node.name);
/** As {@link named}, of what is known to be an element. */
export const is = (node: Element, ...names: readonly string[]): boolean => names.includes(node.name);
export const textOf = (nodes: Node | readonly Node[]): string =>
  collapsed(withoutInvisible(DomUtils.textContent(nodes as Node)));

/** Class → what a style sheet inside the page says of it: Google Docs marks nothing otherwise. */
export const looksOf = (root: readonly Node[]): ReadonlyMap<string, string> => {
  const sheet = DomUtils.getElementsByTagName('style', [...root])
    .map((node) => DomUtils.textContent(node))
    .join('\n');
  return new Map(
    [...sheet.matchAll(/\.([\w-]{1,60})\s*\{([^{}]{0,2000})\}/g)].map(([, name = '', rule = '']) => [
      name,
      rule,
    ]),
  );
};

export interface Page {
  readonly looks: ReadonlyMap<string, string>;
  readonly where: string;
}

const rulesOf = (node: Node, { looks }: Page): string => {
  if (!isElement(node)) return '';
  const own = (node.attribs['class'] ?? '').split(/\s+/).map((name) => looks.get(name) ?? '');
  return [node.attribs['style'] ?? '', ...own].join(';');
};
export const isBold = (node: Node, page: Page): boolean =>
  named(node, 'b', 'strong') || /font-weight\s*:\s*(?:bold|[6-9]00)/i.test(rulesOf(node, page));

/** Whether all letters below a node stand in bold; marks at the end do not count. */
export const allBold = (nodes: readonly Node[], page: Page): boolean => {
  const plain = (node: Node): string => {
    if (isElement(node)) return isBold(node, page) ? '' : node.children.map(plain).join('');
    return node.type === ElementType.Text ? node.data : '';
  };
  return /^[\s.?!:…*_]*$/.test(withoutInvisible(nodes.map(plain).join('')));
};
export const lookOf = (node: Element, page: Page): string => {
  const rules = rulesOf(node, page);
  const inside = node.children.filter((child) => textOf(child) !== '');
  const all = (test: (child: Node) => boolean): boolean => inside.length > 0 && inside.every(test);
  return [
    allBold(isBold(node, page) ? [] : node.children, page) ? 'b' : '',
    all((child) => named(child, 'i', 'em') || /font-style\s*:\s*italic/.test(rulesOf(child, page)))
      ? 'i'
      : '',
    all((child) => named(child, 'u') || /text-decoration[^;]*underline/.test(rulesOf(child, page)))
      ? 'u'
      : '',
    /text-align\s*:\s*center/i.test(rules) ||
    node.attribs['align'] === 'center' ||
    (node.parent?.type === ElementType.Tag && node.parent.name === 'center')
      ? 'c'
      : '',
  ].join('');
};
