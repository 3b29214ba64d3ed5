/** Raw bytes of a letter → its tree of parts, by postal-mime. */
import PostalMime, { decodeWords, type Email } from 'postal-mime';
import { z } from 'zod';

/** One letter taken apart: its headers, and its leaves as bytes, in order, with what each of them says of itself. */
export interface Leaf {
  readonly mediaType: string;
  readonly charset: string | null;
  readonly flowed: boolean;
  /** Spaces of wrapped lines are to be dropped. */
  readonly delSp: boolean;
  readonly attached: boolean;
  /** As the sender wrote it, decoded; null: none. */
  readonly name: string | null;
  readonly bytes: Uint8Array;
}

export type Tree =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'alternative' | 'other'; readonly children: readonly Tree[] };

export interface Parts {
  readonly email: Email;
  readonly tree: Tree;
  readonly mediaType: string;
  readonly reportType: string;
}

/** Forwards of forwards reach five or six levels; each costs a comparison for every line of the letter. */
const MAX_NESTING = 30;
/** A thousand addressees fit; what is longer is a flood. */
const MAX_HEADER_BYTES = 1_000_000;
/** Names of files are cut here: the longest a file system takes. */
const MAX_NAME = 255;

const field = z.object({ value: z.string(), params: z.record(z.string(), z.string()) });
const mimeNode = z.object({
  contentType: z.object({ parsed: field, multipart: z.union([z.string(), z.literal(false)]) }),
  contentDisposition: z.object({ parsed: field }),
  content: z
    .custom<ArrayBuffer>((value) => Object.prototype.toString.call(value) === '[object ArrayBuffer]')
    .nullable(),
  get childNodes() {
    return z.array(mimeNode);
  },
});
type MimeNode = z.infer<typeof mimeNode>;

/**
 * Takes a raw letter apart. What postal-mime returns has forgotten charsets and alternatives, so its tree is read as well; the
 * schema stops a version that builds another one.
 * @throws Error when a limit is passed; the caller makes it a fault.
 */
export const takeApart = async (raw: Uint8Array): Promise<Parts> => {
  const parser = new PostalMime({
    maxNestingDepth: MAX_NESTING,
    maxHeadersSize: MAX_HEADER_BYTES,
    forceRfc822Attachments: true,
  });
  const email = await parser.parse(raw);
  const root = mimeNode.parse('root' in parser ? parser.root : null);
  const { value, params } = root.contentType.parsed;
  return {
    email,
    tree: treeOf(root),
    mediaType: value,
    reportType: (params['report-type'] ?? '').toLowerCase(),
  };
};

const treeOf = (node: MimeNode): Tree => {
  const { parsed, multipart } = node.contentType;
  if (multipart !== false) {
    return {
      kind: multipart.startsWith('alternative') ? 'alternative' : 'other',
      children: node.childNodes.map(treeOf),
    };
  }
  const disposition = node.contentDisposition.parsed;
  const name = disposition.params['filename'] ?? parsed.params['name'];
  return {
    kind: 'leaf',
    leaf: {
      mediaType: parsed.value,
      charset: parsed.params['charset'] ?? null,
      flowed: parsed.params['format']?.toLowerCase() === 'flowed',
      delSp: parsed.params['delsp']?.toLowerCase() === 'yes',
      attached: disposition.value === 'attachment',
      name:
        name === undefined || name === ''
          ? null
          : decodeWords(name.slice(0, 4 * MAX_NAME)).slice(0, MAX_NAME),
      bytes: new Uint8Array(node.content ?? new ArrayBuffer(0)),
    },
  };
};
