/** XML of office files as trees: entities of their own are never expanded, and a file that brings some is refused. */
import { parseDocument } from 'htmlparser2';
import { ArchiveError } from './archive.js';
import { crowded, NODES_LIMIT, tooMany } from './bounds.js';

type Node = ReturnType<typeof parseDocument>['children'][number];
export type XmlElement = Extract<Node, { attribs: unknown }>;

/** Letters of XML that are taken apart into a tree, many times their size in memory. */
const TREE_LIMIT = 16 * 1024 * 1024;

/** A file that was cut off reads on without a word: its end must be the end of what its beginning opened. @throws ArchiveError */
export const insistWhole = (source: string): void => {
  const root = /<(?![?!])([^\s/>]+)/.exec(source)?.[1];
  const end = source.trimEnd();
  if (root === undefined || !(end.endsWith(`</${root}>`) || end.endsWith('/>')))
    throw new ArchiveError('файл повреждён: его содержимое обрывается');
};

/**
 * The root of a part; null for one that is not there.
 * @throws ArchiveError for what is cut off, and for a document type of its own: office programs write none, entities that grow
 * without end need one
 */
export const xmlOf = (source: string): XmlElement | null => {
  if (source === '') return null;
  if (/<!DOCTYPE/i.test(source))
    throw new ArchiveError(
      'в XML файла объявлен DOCTYPE с сущностями: офисные программы так не пишут, файл не читается',
    );
  if (source.length > TREE_LIMIT)
    throw new ArchiveError(
      `документ слишком велик (больше ${TREE_LIMIT / 1024 / 1024} МБ текста): разделите его на части`,
    );
  if (crowded(source, '<', NODES_LIMIT)) throw new ArchiveError(tooMany(NODES_LIMIT));
  insistWhole(source);
  return elements(parseDocument(source, { xmlMode: true }).children)[0] ?? null;
};

const elements = (nodes: readonly Node[]): XmlElement[] =>
  nodes.filter((node): node is XmlElement => 'attribs' in node);

export const childrenOf = (node: XmlElement | null | undefined): XmlElement[] =>
  node == null ? [] : elements(node.children);
export const child = (node: XmlElement | null | undefined, name: string): XmlElement | null =>
  childrenOf(node).find((each) => each.name === name) ?? null;
/** The element at the end of a path of names. */
export const inside = (node: XmlElement | null, ...names: readonly string[]): XmlElement | null =>
  names.reduce<XmlElement | null>((at, name) => child(at, name), node);
/** All elements of a name, however deep. */
export const allOf = (node: XmlElement | null | undefined, name: string): XmlElement[] =>
  childrenOf(node).flatMap((each) => [...(each.name === name ? [each] : []), ...allOf(each, name)]);
export const attr = (node: XmlElement | null | undefined, name: string): string | null =>
  node?.attribs[name] ?? null;
/** Character data below a node, as it stands. */
export const textIn = (node: XmlElement | null | undefined): string =>
  node == null
    ? ''
    : node.children
        .map((each) => ('data' in each ? each.data : 'children' in each ? textIn(each as XmlElement) : ''))
        .join('');
