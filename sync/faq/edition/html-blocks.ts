/** HTML as blocks: what a browser, Word, Google Docs, LibreOffice, a site or a Markdown renderer wrote. */
import render from 'dom-serializer';
import { DomUtils, ElementType, parseDocument } from 'htmlparser2';
import { blockOf, collapsed, type Block, type Taken } from './block.js';
import { asks, likeQuestion } from './wording.js';
import {
  allBold,
  is,
  isBold,
  isElement,
  looksOf,
  lookOf,
  named,
  textOf,
  type Element,
  type Node,
  type Nodes,
  type Page,
} from './html-look.js';
import { gridOf, linesOf } from './html-parts.js';

const AROUND =
  'nav footer aside script style template noscript form head title meta link iframe svg select'.split(' ');
const BLOCKS =
  'address article blockquote center div dl figure fieldset h1 h2 h3 h4 h5 h6 header hr main ol p pre section table ul details dd dt li button'.split(
    ' ',
  );
const BOXES = 'html body div section main article header center fieldset font span o:p w:sdt button a'.split(
  ' ',
);

const hasBlocks = (node: Node): boolean =>
  isElement(node) && node.children.some((child) => named(child, ...BLOCKS) || hasBlocks(child));

const ITEM_QUESTION = /(?:question|accordion|faq|spoiler|toggle|collaps|expand)/i;
const ITEM_HEAD = /(?:question|header|head|title|summary|toggle|button|trigger|name)/i;
const classOf = (node: Node): string =>
  isElement(node)
    ? `${node.attribs['class'] ?? ''} ${node.attribs['itemprop'] ?? ''} ${node.attribs['data-role'] ?? ''}`
    : '';

/** A head with a body right after it, both called so. */
const togglesNext = (node: Element): boolean => {
  const next = DomUtils.nextElementSibling(node);
  const text = textOf(node);
  return (
    next !== null &&
    is(node, 'div', 'button', 'a', 'span', 'p', 'h2', 'h3', 'h4', 'h5') &&
    text.length > 3 &&
    text.length <= 300 &&
    /(?:question|header|title|summary|toggle|control|trigger)/i.test(classOf(node)) &&
    /(?:answer|body|content|panel|collaps|text)/i.test(classOf(next)) &&
    (ITEM_QUESTION.test(classOf(node)) ||
      (node.parent?.type === ElementType.Tag && ITEM_QUESTION.test(classOf(node.parent))))
  );
};

/** The line of an accordion that is clicked on: told by schema.org, else by what sites call it. */
const isToggle = (node: Element): boolean => {
  if (togglesNext(node)) return true;
  const own = classOf(node);
  if (
    node.attribs['itemprop'] === 'name' &&
    /Question/.test(node.parent?.type === ElementType.Tag ? (node.parent.attribs['itemtype'] ?? '') : '')
  )
    return true;
  if (is(node, 'summary')) return true;
  if (hasBlocks(node) && !is(node, 'button', 'a')) return false;
  const parent = node.parent?.type === ElementType.Tag ? classOf(node.parent) : '';
  if (/answer|body|content|text/i.test(own) && !/question/i.test(own)) return false;
  const head = ITEM_HEAD.test(own) || is(node, 'button');
  const item =
    ITEM_QUESTION.test(own) || ITEM_QUESTION.test(parent) || (is(node, 'button') && ITEM_HEAD.test(parent));
  return head && item && likeQuestion(textOf(node));
};

const heading = (node: Element): number | null => {
  const level =
    /^h([1-6])$/.exec(node.name)?.[1] ??
    (node.attribs['role'] === 'heading' ? (node.attribs['aria-level'] ?? '2') : undefined) ??
    // LibreOffice leaves headings outside the outline as paragraphs that carry their style's name.
    (is(node, 'p') ? /(?:^|\s)Heading_20_([1-6])(?:\s|$)/.exec(node.attribs['class'] ?? '')?.[1] : undefined);
  return level === undefined ? null : Number(level);
};

const onlyLinksWithin = (node: Element): boolean => {
  const links = DomUtils.getElementsByTagName('a', node.children);
  return (
    links.length > 0 &&
    links.every(({ attribs }) => /^#/.test(attribs['href'] ?? '')) &&
    collapsed(links.map((link) => textOf(link)).join('')).length >=
      textOf(node).replace(/[\d.\s]/g, '').length * 0.8
  );
};

const html = (nodes: readonly Node[]): string => render([...nodes]).trim();

/** Items that each hold a question and what is answered: the first line stands out or asks, and more comes after it. */
const questionItems = (list: Element, page: Page): Block[] | null => {
  const items = list.children.filter((node) => named(node, 'li'));
  const parted = items.map((item): { head: Nodes; rest: Nodes } | null => {
    const nodes = item.children.filter((node) => textOf(node) !== '' || named(node, 'br', 'img'));
    const at = nodes.findIndex((node) => named(node, ...BLOCKS) || named(node, 'br'));
    const first = nodes[0];
    if (first !== undefined && isElement(first) && BLOCKS.includes(first.name) && first.name !== 'p')
      return { head: [first], rest: nodes.slice(1) };
    if (first !== undefined && named(first, 'p')) {
      const lines = linesOf(first.children, page);
      return lines === null
        ? { head: [first], rest: nodes.slice(1) }
        : { head: lines[0] ?? [], rest: [...lines.slice(1).flat(), ...nodes.slice(1)] };
    }
    if (first !== undefined && nodes.length > 1 && isBold(first, page) && asks(textOf(first)))
      return { head: [first], rest: nodes.slice(1) };
    if (at > 0)
      return { head: nodes.slice(0, at), rest: nodes.slice(named(nodes[at] as Node, 'br') ? at + 1 : at) };
    return { head: nodes, rest: [] };
  });
  const good = parted.filter(
    (part) =>
      part !== null &&
      (likeQuestion(textOf(part.head)) || allBold(part.head, page)) &&
      textOf(part.rest) !== '',
  );
  if (items.length === 0 || good.length < items.length * 0.6) return null;
  return parted.flatMap((part) => {
    if (part === null) return [];
    const question = blockOf({ text: textOf(part.head), html: html(part.head), role: 'question' });
    return part.rest.length === 0 ? [question] : [question, ...blocksOf(part.rest, page, true)];
  });
};

/** @param within inside an answer: nothing there is a question */
const listBlocks = (list: Element, page: Page, within: boolean): Block[] => {
  if (onlyLinksWithin(list)) return [blockOf({ text: textOf(list), html: '', role: 'contents' })];
  const questions = within ? null : questionItems(list, page);
  if (questions !== null) return questions;
  const items = list.children.filter((node) => named(node, 'li'));
  const single = items[0];
  if (
    !within &&
    items.length === 1 &&
    single !== undefined &&
    !hasBlocks(single) &&
    list.name === 'ol' &&
    likeQuestion(textOf(single))
  )
    return [
      blockOf({
        text: textOf(single),
        html: html(single.children),
        look: allBold(single.children, page) ? 'bn' : 'n',
      }),
    ];
  return [blockOf({ kind: 'other', text: textOf(list), html: html([list]) })];
};

/** Menus, crumbs, notices about cookies: a page has them around its text. */
const isAround = (node: Element): boolean =>
  /^(?:navigation|contentinfo|banner|search|dialog)$/.test(node.attribs['role'] ?? '') ||
  /(?:^|[\s_-])(?:breadcrumbs?|footer|sidebar|cookies?|navbar|menu|pagination|share|feedback)(?:$|[\s_-])/i.test(
    node.attribs['class'] ?? '',
  );

const blockFrom = (node: Element, page: Page, within: boolean): Block[] => {
  const level = heading(node);
  const own = classOf(node);
  if (is(node, ...AROUND) || node.attribs['hidden'] !== undefined || isAround(node)) return [];
  if (/(?:^|[\s_-])toc|MsoToc|contents_|table-of-contents/i.test(own))
    return [blockOf({ text: textOf(node), html: '', role: 'contents' })];
  if (level !== null && !within) {
    const inner = node.children.filter((child) => isElement(child) && isToggle(child));
    return [
      blockOf({
        text: textOf(node),
        html: html([node]),
        level,
        ...(inner.length > 0 && likeQuestion(textOf(node)) && { level: null, role: 'question' as const }),
      }),
    ];
  }
  if (!within && isToggle(node))
    return [blockOf({ text: textOf(node), html: html(node.children), role: 'question' })];
  if (is(node, 'details') && !within) {
    const summary = node.children.find((child) => named(child, 'summary'));
    const rest = node.children.filter((child) => child !== summary);
    const told = rest.filter((child) => textOf(child) !== '');
    const inner = told.length > 0 && told.every((child) => named(child, 'details'));
    const head = blockOf({
      text: summary === undefined ? '' : textOf(summary),
      html: '',
      role: inner ? 'section' : 'question',
    });
    return [head, ...blocksOf(rest, page, !inner)];
  }
  if (is(node, 'dl') && !within)
    return node.children.flatMap((child) => {
      if (!isElement(child)) return [];
      if (is(child, 'dt'))
        return [blockOf({ text: textOf(child), html: html(child.children), role: 'question' })];
      return is(child, 'dd', 'div') ? blocksOf(child.children, page, is(child, 'dd')) : [];
    });
  if (is(node, 'table'))
    return within
      ? [blockOf({ kind: 'other', text: textOf(node), html: html([node]) })]
      : [blockOf({ kind: 'table', text: textOf(node), html: '', rows: gridOf(node, page) })];
  if (is(node, 'ul', 'ol')) return listBlocks(node, page, within);
  if (is(node, 'p', 'center') || (is(node, 'div') && !hasBlocks(node))) {
    const title = /\btitle\b|MsoTitle/i.test(own) ? { role: 'title' as const } : {};
    const lines = within ? null : linesOf(node.children, page);
    if (lines === null)
      return [blockOf({ text: textOf(node), html: html([node]), look: lookOf(node, page), ...title })];
    return lines.map((line) =>
      blockOf({ text: textOf(line), html: `<p>${html(line)}</p>`, look: allBold(line, page) ? 'b' : '' }),
    );
  }
  if (is(node, ...BOXES) || hasBlocks(node)) return blocksOf(node.children, page, within);
  return [blockOf({ kind: 'other', text: textOf(node), html: html([node]) })];
};

/** Inline nodes between blocks are a paragraph of their own. */
const blocksOf = (nodes: readonly Node[], page: Page, within: boolean): Block[] => {
  const blocks: Block[] = [];
  let loose: Node[] = [];
  const flush = (): void => {
    const lines = within ? null : linesOf(loose, page);
    if (lines !== null)
      blocks.push(
        ...lines.map((line) =>
          blockOf({ text: textOf(line), html: `<p>${html(line)}</p>`, look: allBold(line, page) ? 'b' : '' }),
        ),
      );
    else if (textOf(loose) !== '' || loose.some((node) => named(node, 'img')))
      blocks.push(
        blockOf({
          text: textOf(loose),
          html: `<p>${html(loose)}</p>`,
          look: allBold(loose, page) ? 'b' : '',
        }),
      );
    loose = [];
  };
  for (const node of nodes) {
    const isBlock =
      isElement(node) &&
      (BLOCKS.includes(node.name) || AROUND.includes(node.name) || hasBlocks(node) || isToggle(node));
    if (isBlock) {
      flush();
      blocks.push(...blockFrom(node, page, within));
    } else if (node.type === ElementType.Text || isElement(node)) loose.push(node);
  }
  flush();
  return blocks;
};

/** @param where names the file in what is said of its tables */
export const htmlBlocks = (source: string, where: string): Taken => {
  // XHTML ends what it opens in one tag; read as HTML it would stay open.
  const closed = source.replace(/<(a|span|p|div|td|b|i|em|strong)\b([^<>]*)\/>/gi, '<$1$2></$1>');
  const root = parseDocument(closed).children;
  const body =
    DomUtils.getElementsByTagName('main', root, true, 1)[0] ??
    DomUtils.getElementsByTagName('body', root, true, 1)[0];
  const nodes = body === undefined ? root : body.children;
  return { blocks: blocksOf(nodes, { looks: looksOf(root), where }, false), pictures: [], left: [] };
};
