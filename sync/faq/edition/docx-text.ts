/** Runs of a Word paragraph as HTML, with its links, pictures and notes; what is deleted or hidden left out. */
import { createHash } from 'node:crypto';
import { escaped } from './block.js';
import { isOn, type Styles } from './docx-styles.js';
import { mediaType } from './media-type.js';
import type { InlinePicture } from './raw.js';
import { allOf, attr, child, childrenOf, textIn, type XmlElement } from './xml.js';

export interface DocxParts {
  readonly styles: Styles;
  /** Relation id → target, of the main document or of its notes. */
  readonly relations: ReadonlyMap<string, string>;
  readonly media: (target: string) => Uint8Array | null;
  readonly footnotes: ReadonlyMap<string, XmlElement>;
  readonly endnotes: ReadonlyMap<string, XmlElement>;
  readonly pictures: InlinePicture[];
  /** What was not taken over. */
  readonly left: Set<string>;
}

export interface Inline {
  readonly html: string;
  readonly text: string;
  /** Letters that stand out, by how: `b` bold, `i` italic, `u` underlined, `k` coloured or larger. */
  readonly marks: readonly { readonly text: string; readonly look: string }[];
  /** Of the notes that were referred to, as paragraphs. */
  readonly notes: readonly string[];
  /** Paragraphs of text boxes. */
  readonly boxes: readonly XmlElement[];
}

const DELETED = ['w:del', 'w:moveFrom'];
const THROUGH = 'w:ins w:moveTo w:smartTag w:sdt w:sdtContent w:customXml w:dir w:bdo w:fldSimple'.split(' ');

const wrap = (html: string, tags: readonly string[]): string =>
  html === '' ? '' : tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag}>`, html);

interface Walk {
  html: string[];
  marks: { text: string; look: string }[];
  notes: string[];
  boxes: XmlElement[];
  /** An address begun by a field; null: none is open. */
  field: { code: string; shown: boolean; from: number } | null;
  bold: boolean;
}

const pictureOf = (node: XmlElement, parts: DocxParts): string => {
  const found = [...allOf(node, 'a:blip'), ...allOf(node, 'v:imagedata')];
  return found
    .map((each) => {
      const link = attr(each, 'r:link');
      const target = parts.relations.get(attr(each, 'r:embed') ?? attr(each, 'r:id') ?? '') ?? null;
      const data = target === null ? null : parts.media(target);
      if (data === null || target === null) {
        if (link !== null || target !== null)
          parts.left.add('картинка по внешней ссылке не перенесена: вставьте её в документ');
        return '';
      }
      if (/\.(?:emf|wmf|tiff?)$/i.test(target)) {
        parts.left.add('картинка вида EMF, WMF или TIFF не перенесена: браузер её не покажет, вставьте PNG');
        return '';
      }
      const contentId = createHash('sha256').update(data).digest('hex').slice(0, 16);
      parts.pictures.push({ contentId, type: mediaType(target), data });
      return `<img src="cid:${contentId}" />`;
    })
    .join('');
};

const runTo = (run: XmlElement, walk: Walk, parts: DocxParts): void => {
  const look = child(run, 'w:rPr');
  if (isOn(child(look, 'w:vanish'))) {
    if (textIn(run).trim() !== '') parts.left.add('скрытый текст не перенесён: покажите его или удалите');
    return;
  }
  const boldSaid = child(look, 'w:b');
  const bold =
    boldSaid === null
      ? walk.bold || parts.styles.bold(attr(child(look, 'w:rStyle'), 'w:val'))
      : isOn(boldSaid);
  const italic = isOn(child(look, 'w:i'));
  const line = isOn(child(look, 'w:u'));
  const colour = attr(child(look, 'w:color'), 'w:val');
  const large = Number(attr(child(look, 'w:sz'), 'w:val') ?? 0) > 24;
  const raised = attr(child(look, 'w:vertAlign'), 'w:val');
  const tags = [
    ...(bold ? ['strong'] : []),
    ...(italic ? ['em'] : []),
    ...(isOn(child(look, 'w:strike')) ? ['s'] : []),
    ...(raised === 'superscript' ? ['sup'] : raised === 'subscript' ? ['sub'] : []),
  ];
  const coloured =
    (colour !== null && colour !== 'auto' && !/^0+$/.test(colour)) || child(look, 'w:highlight') !== null;
  const mark = `${bold ? 'b' : ''}${italic ? 'i' : ''}${line ? 'u' : ''}${coloured || large ? 'k' : ''}`;
  let html = '';
  let text = '';
  const note = (node: XmlElement, notes: ReadonlyMap<string, XmlElement>): void => {
    const found = notes.get(attr(node, 'w:id') ?? '');
    if (found === undefined) return;
    const sign = `<sup>[${walk.notes.length + 1}]</sup>`;
    html += sign;
    const said = childrenOf(found)
      .map((each) => inlineOf(each, parts, false).html.trim())
      .join('<br />');
    walk.notes.push(`<p>${sign} ${said}</p>`);
  };
  for (const node of childrenOf(run)) {
    if (node.name === 'w:t') {
      html += escaped(textIn(node));
      text += textIn(node);
    } else if (node.name === 'w:tab') [html, text] = [`${html} `, `${text} `];
    else if (node.name === 'w:br' || node.name === 'w:cr') {
      if (attr(node, 'w:type') !== 'page') [html, text] = [`${html}<br />`, `${text} `];
    } else if (node.name === 'w:noBreakHyphen') [html, text] = [`${html}-`, `${text}-`];
    else if (node.name === 'w:sym') parts.left.add('знаки шрифта Symbol не перенесены: замените их обычными');
    else if (node.name === 'w:footnoteReference') note(node, parts.footnotes);
    else if (node.name === 'w:endnoteReference') note(node, parts.endnotes);
    else if (['w:drawing', 'w:pict', 'w:object', 'mc:AlternateContent'].includes(node.name)) {
      const drawn =
        node.name === 'mc:AlternateContent'
          ? (child(node, 'mc:Choice') ?? child(node, 'mc:Fallback') ?? node)
          : node;
      const boxed = allOf(drawn, 'w:txbxContent');
      walk.boxes.push(...boxed.flatMap(childrenOf));
      if (boxed.length === 0) html += pictureOf(drawn, parts);
      if (node.name === 'w:object')
        parts.left.add(
          'вложенный объект (таблица, диаграмма) не перенесён: вставьте его картинкой или текстом',
        );
    } else if (node.name === 'w:fldChar') fieldTo(attr(node, 'w:fldCharType'), walk);
    else if (node.name === 'w:instrText' && walk.field !== null && !walk.field.shown)
      walk.field.code += textIn(node);
  }
  if (html !== '') walk.html.push(wrap(html, tags));
  if (text !== '') walk.marks.push({ text, look: mark });
};

const linked = (address: string | null, inner: string): string =>
  address === null || inner === '' ? inner : `<a href="${escaped(address)}">${inner}</a>`;

const fieldTo = (type: string | null, walk: Walk): void => {
  if (type === 'begin') walk.field = { code: '', shown: false, from: walk.html.length };
  else if (type === 'separate' && walk.field !== null)
    walk.field = { ...walk.field, shown: true, from: walk.html.length };
  else if (type === 'end' && walk.field !== null) {
    const address = /HYPERLINK\s+"([^"]+)"/.exec(walk.field.code)?.[1] ?? null;
    const inner = walk.html.splice(walk.field.from).join('');
    walk.html.push(linked(address, inner));
    walk.field = null;
  }
};

const walkTo = (node: XmlElement, walk: Walk, parts: DocxParts): void => {
  for (const each of childrenOf(node)) {
    if (DELETED.includes(each.name))
      parts.left.add('в документе непринятые исправления: взято так, будто они приняты');
    else if (each.name === 'w:r') runTo(each, walk, parts);
    else if (each.name === 'w:hyperlink') {
      const from = walk.html.length;
      walkTo(each, walk, parts);
      const address = parts.relations.get(attr(each, 'r:id') ?? '') ?? null;
      walk.html.push(linked(address, walk.html.splice(from).join('')));
    } else if (THROUGH.includes(each.name)) {
      if (each.name === 'w:ins')
        parts.left.add('в документе непринятые исправления: взято так, будто они приняты');
      walkTo(each, walk, parts);
    } else if (each.name === 'm:oMath' || each.name === 'm:oMathPara')
      parts.left.add('формула Word не перенесена: вставьте её картинкой');
  }
};

/** @param bold whether the paragraph's style is bold */
export const inlineOf = (paragraph: XmlElement, parts: DocxParts, bold: boolean): Inline => {
  const walk: Walk = { html: [], marks: [], notes: [], boxes: [], field: null, bold };
  walkTo(paragraph, walk, parts);
  return {
    html: walk.html.join('').replaceAll('</strong><strong>', '').replaceAll('</em><em>', ''),
    text: walk.marks.map(({ text }) => text).join(''),
    marks: walk.marks,
    notes: walk.notes,
    boxes: walk.boxes,
  };
};

/** The look that all letters share; marks at the end of a question are often left out of it. */
export const commonLook = (marks: Inline['marks']): string => {
  const lettered = marks.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const [first] = lettered;
  return first === undefined
    ? ''
    : Array.from(first.look)
        .filter((sign) => lettered.every(({ look }) => look.includes(sign)))
        .join('');
};
