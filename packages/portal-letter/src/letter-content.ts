/** What a taken-apart letter says: its bodies, what is attached as data, letters inside it; each limited. */
import { occasionOf, type Forwarder, type Occasion } from './forwarded.js';
import { attachmentPlace, fileFault, kindOf, type FileKind } from './letter-files.js';
import { takeApart, type Leaf, type Parts, type Tree } from './letter-parts.js';
import { bodyOf, cutBody, textOf, type Body } from './letter-text.js';
import type { Envelope } from './quotes.js';
import { signedContent } from './signed.js';
import type { IntakeFault, Section } from './types.js';

/** Letters inside letters inside letters: what lies deeper was never the form that the portal sent. */
const MAX_LETTERS_DEEP = 4;
/** Letters read inside one letter, at any depth; each is taken apart anew. */
const MAX_LETTERS_INSIDE = 10;
/** More parts than these are a flood; the first ones are read. */
const MAX_SECTIONS = 40;
/** A person reads no more of them. */
const MAX_FAULTS = 40;
/** A mail program makes two versions of a text; more say nothing new. */
const MAX_UNSHOWN = 4;
/** A builder's words stand in the first lines, or the last. */
const EDGE = 2_000;
const MAX_EDGES = 20_000;
/** Data must be whole to be read; a form with its files inside stays below this. */
const MAX_DATA_BYTES = 1_000_000;

export interface Content {
  readonly sections: readonly Section[];
  readonly edges: string;
  /** The versions of a text that another was preferred to. */
  readonly unshown: readonly Section[];
  readonly forwardedFrom: string | null;
  readonly forwardedName: string | null;
  readonly deliveryStatus: boolean;
  readonly faults: readonly IntakeFault[];
}

/**
 * What a letter says, part by part: data first, then its text, then texts attached to it. `ours`: addresses whose quoted or forwarded
 * words are not the sender's.
 */
export const contentOf = (parts: Parts, ours: readonly string[]): Promise<Content> =>
  contentAt(parts, 0, { letters: MAX_LETTERS_INSIDE, ours });

/** What may still be spent on one letter. */
interface Budget {
  letters: number;
  readonly ours: readonly string[];
}

const contentAt = async (
  parts: Parts,
  depth: number,
  budget: Budget,
  signedOn: Occasion | null = null,
): Promise<Content> => {
  const { email } = parts;
  const occasion =
    signedOn ?? occasionOf(email.subject ?? '', (email.inReplyTo ?? email.references) !== undefined);
  const reader = new PartReader({ occasion, ours: budget.ours });
  const own = reader.read(parts.tree);
  const report = parts.mediaType === 'multipart/report' || reader.deliveryStatus;
  const inner: Content[] = [];
  if (!report) for (const each of reader.letters) inner.push(await letterInside(each, depth + 1, budget));
  const innermost = [...inner].reverse().find(({ forwardedFrom }) => forwardedFrom !== null) ?? {
    forwardedFrom: reader.forwarded?.address ?? null,
    forwardedName: reader.forwarded?.name ?? null,
  };
  const sections = [...own, ...inner.flatMap((each) => each.sections)];
  const faults = [...reader.faults, ...inner.flatMap((each) => each.faults)];
  if (sections.length === 0 && depth === 0) {
    faults.push(fault('В письме нет текста, который можно прочесть: посмотрите вложения', 'письмо'));
  }
  if (sections.length > MAX_SECTIONS) {
    faults.unshift(fault(`Частей больше ${MAX_SECTIONS}, прочитаны первые`, 'письмо'));
  }
  return {
    sections: surestFirst(sections).slice(0, MAX_SECTIONS),
    edges: [reader.edges, ...inner.map(({ edges }) => edges)].join('\n').slice(0, MAX_EDGES),
    unshown: [...reader.unshown(), ...inner.flatMap((each) => each.unshown)].slice(0, MAX_UNSHOWN),
    forwardedFrom: innermost.forwardedFrom,
    forwardedName: innermost.forwardedName,
    deliveryStatus: reader.deliveryStatus,
    faults: faults.slice(0, MAX_FAULTS),
  };
};

const letterInside = async (
  { bytes, where, signedOn }: Inside,
  depth: number,
  budget: Budget,
): Promise<Content> => {
  const lost = (message: string): Content => ({
    sections: [],
    edges: '',
    unshown: [],
    forwardedFrom: null,
    forwardedName: null,
    deliveryStatus: false,
    faults: [fault(message, where)],
  });
  if (depth > MAX_LETTERS_DEEP || budget.letters === 0) {
    return lost('Слишком много писем вложено друг в друга: откройте исходное письмо');
  }
  budget.letters -= 1;
  try {
    const parts = await takeApart(bytes);
    const content = await contentAt(parts, depth, budget, signedOn);
    const named = <T extends { readonly where: string }>(each: T): T => ({
      ...each,
      where: `${where}: ${each.where}`,
    });
    return {
      ...content,
      sections: content.sections.map(named),
      unshown: content.unshown.map(named),
      faults: content.faults.map(named),
      ...(content.forwardedFrom === null &&
        signedOn === null && {
          forwardedFrom: parts.email.from?.address?.toLowerCase() || null,
          forwardedName: parts.email.from?.name || null,
        }),
    };
  } catch {
    return lost('Вложенное письмо не читается: откройте его сами');
  }
};

interface Inside {
  readonly bytes: Uint8Array;
  readonly where: string;
  /** Of what a signature wraps, the occasion of the letter around it: it is that letter's own text. Null: a letter of its own. */
  readonly signedOn: Occasion | null;
}

class PartReader {
  readonly letters: Inside[] = [];
  readonly faults: IntakeFault[] = [];
  deliveryStatus = false;
  edges = '';
  forwarded: Forwarder | null = null;
  private readonly found: Section[] = [];
  private readonly passedOver: Body[] = [];
  private readonly envelope: Envelope;
  private attachments = 0;

  constructor(envelope: Envelope) {
    this.envelope = envelope;
  }

  read(tree: Tree): readonly Section[] {
    const written = this.bodies(tree)
      .filter(isWritten)
      .slice(0, MAX_SECTIONS + 1)
      .map((body, index) => this.section(body, index));
    return [...written, ...this.found];
  }

  /** Texts of the letter itself; what is attached is taken up on the way. */
  private bodies(tree: Tree): Body[] {
    if (tree.kind === 'leaf') return this.leaf(tree.leaf);
    const bodies = tree.children.flatMap((child) => this.bodies(child));
    if (tree.kind !== 'alternative') return bodies;
    const shown = richest(bodies);
    this.passedOver.push(...bodies.filter((body) => isWritten(body) && !shown.includes(body)));
    return shown;
  }

  unshown(): Section[] {
    return this.passedOver.slice(0, MAX_UNSHOWN).map((body) => ({
      kind: body.kind,
      where: 'письмо в другом виде',
      text: cutBody(body, this.envelope).text,
    }));
  }

  private leaf(leaf: Leaf): Body[] {
    if (leaf.mediaType === 'message/delivery-status') this.deliveryStatus = true;
    const kind = kindOf(leaf);
    if ((kind === 'text' || kind === 'html') && !leaf.attached && leaf.name === null)
      return [bodyOf(leaf, kind)];
    this.attachments += 1;
    const place = attachmentPlace(leaf.name, this.attachments);
    this.attachment(
      leaf,
      kind,
      leaf.attached || leaf.name !== null ? place : `часть письма ${this.attachments}`,
    );
    return [];
  }

  private attachment(leaf: Leaf, kind: FileKind, where: string): void {
    const signed = signedContent(leaf);
    if (signed !== null) {
      this.letters.push({ bytes: signed, where: 'подписанное письмо', signedOn: this.envelope.occasion });
      return;
    }
    const foreign = fileFault(leaf, kind);
    if (foreign !== null) {
      this.faults.push(fault(foreign, where));
    } else if (kind === 'message') {
      this.letters.push({ bytes: leaf.bytes, where, signedOn: null });
    } else if (kind !== 'file' && this.found.length <= MAX_SECTIONS) {
      if (leaf.bytes.length > MAX_DATA_BYTES) {
        this.faults.push(fault('Файл больше 1 МБ: не прочитан и оставлен во вложениях', where));
        return;
      }
      const { text, faults } = textOf(leaf, kind);
      this.faults.push(...faults.map((message) => fault(message, where)));
      if (text.trim() !== '') this.found.push({ kind, where, text });
    }
  }

  private section(body: Body, index: number): Section {
    const where = index === 0 ? 'текст письма' : `текст письма, часть ${index + 1}`;
    this.faults.push(...body.faults.map((message) => fault(message, where)));
    this.edges += `${body.text.slice(0, EDGE)}\n${body.text.slice(-EDGE)}\n`;
    const cut = cutBody(body, this.envelope);
    this.forwarded = cut.forwarded ?? this.forwarded;
    return { kind: body.kind, where, text: cut.text };
  }
}

const isWritten = (body: Body): boolean =>
  body.html === null ? body.text.trim() !== '' : body.html.visible > 0;

/** Of an alternative: HTML where it shows a table or a list, or much more than the text does (a stub, or nothing); else the text. */
const richest = (bodies: readonly Body[]): Body[] => {
  const html = bodies.filter((body) => body.html !== null && isWritten(body));
  const plain = bodies.filter((body) => body.html === null && isWritten(body));
  const shown = html.reduce((sum, body) => sum + (body.html?.visible ?? 0), 0);
  const said = plain.reduce((sum, body) => sum + body.text.trim().length, 0);
  const richer = html.some((body) => body.html?.tabular === true) || said * 2 < shown;
  return richer || plain.length === 0 ? html : plain;
};

const DATA_KINDS: readonly string[] = ['json', 'xml', 'csv'];

const surestFirst = (sections: readonly Section[]): Section[] => {
  const data = (section: Section): boolean => DATA_KINDS.includes(section.kind);
  return [...sections.filter(data), ...sections.filter((section) => !data(section))];
};

const fault = (message: string, where: string): IntakeFault => ({ field: null, message, where });
