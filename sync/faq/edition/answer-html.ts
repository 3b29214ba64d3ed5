/** One form of an answer's HTML, whatever format it came from: what Zammad keeps, and white space that means nothing gone. */
import sanitize from 'sanitize-html';

const TAG =
  /<\/?(?:p|br|div|ul|ol|li|table|tr|td|b|i|strong|em|a|h[1-6]|img|span|blockquote|pre|code)\b[^>]{0,2000}>/i;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Plain text with its paragraphs and line breaks. */
const fromText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br />')}</p>`)
    .join('');

/** A cell as HTML, whether it was typed as text or with tags. */
export const htmlOfCell = (answer: string): string => (TAG.test(answer) ? answer : fromText(answer));

const blocks =
  'p|div|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|blockquote|pre|hr|dl|dt|dd|figure|figcaption|caption|br';
const aroundBlocks = new RegExp(`\\s*(</?(?:${blocks})(?:\\s[^>]*)?/?>)\\s*`, 'g');

/** White space that a page does not show is taken away; inside `pre` all of it stays. */
const tidy = (html: string): string =>
  html
    .split(/(<pre[\s>][\s\S]*?<\/pre>)/)
    .map((part) =>
      part.startsWith('<pre') ? part : part.replace(/[ \t\r\n]+/g, ' ').replace(aroundBlocks, '$1'),
    )
    .join('')
    .trim();

/** Google's documents send every link by way of Google. */
const direct = (href: string): string => {
  if (!/^https?:\/\/www\.google\.[a-z.]+\/url\?/i.test(href)) return href;
  const target = new URL(href).searchParams.get('q');
  return target === null || !/^https?:/i.test(target) ? href : target;
};

/** Elements within elements: more is an attack on whoever parses it, Zammad included. */
const NESTING = 60;

/**
 * Sanitised to what Zammad keeps: its list of tags, links to the web, mail and phone, pictures by `cid:`. `picture` is given
 * each source of a picture and returns what stands there instead; null: the picture is left out.
 */
export const answerHtml = (
  answer: string,
  kind: 'html' | 'either',
  picture: (source: string) => string | null,
): string => {
  const source = kind === 'html' ? answer : htmlOfCell(answer);
  return tidy(
    sanitize(source, {
      allowedTags: [
        'a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6',
        'hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr u ul var',
      ].flatMap((tags) => tags.split(' ')),
      allowedAttributes: {
        a: ['href', 'title'],
        img: ['src', 'alt', 'width', 'height'],
        td: ['colspan', 'rowspan', 'align'],
        th: ['colspan', 'rowspan', 'align'],
        ol: ['start', 'type'],
      },
      allowedSchemes: ['http', 'https', 'mailto', 'tel'],
      allowedSchemesByTag: { img: ['cid'] },
      allowProtocolRelative: false,
      nestingLimit: NESTING,
      exclusiveFilter: ({ tag, attribs }) => tag === 'img' && (attribs['src'] ?? '') === '',
      transformTags: {
        b: 'strong',
        i: 'em',
        a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, href: direct(attribs['href'] ?? '') } }),
        img: (tagName, attribs) => {
          const { src = '', ...rest } = attribs;
          return { tagName, attribs: { ...rest, src: picture(src) ?? '' } };
        },
      },
    }),
  );
};
