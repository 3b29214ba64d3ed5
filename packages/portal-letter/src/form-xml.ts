/** XML as a form: elements, attributes, `<field name="ФИО">…</field>`. Entities of its own are never filled in. */
import { Parser } from 'htmlparser2';
import type { FormBuilder } from './form.js';
import { addAt, addPair, isContactType, isLabelStep, isValueStep, isOneField } from './form-tree.js';

const MAX_DEPTH = 60;
const MAX_NODES = 50_000;
/** An element that is one field has few attributes. */
const MAX_BESIDE = 50;
const CHUNK = 8_192;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string[];
  readonly children: { readonly name: string; readonly text: string }[];
}

/** Puts what an XML text says into `builder`. Never throws: a text that is broken off is a fault. */
export const readXml = (text: string, where: string, builder: FormBuilder): void => {
  if (/<!ENTITY/iu.test(text)) {
    builder.say('В XML объявлены свои сущности: он не прочитан и оставлен как есть', where);
    return;
  }
  const reader = new XmlReader(builder, where);
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        reader.opened(name, attributes);
      },
      onclosetag: (_, implied) => {
        // `<a/>` is closed as if by implication; nothing is missing from it.
        reader.closed(implied && text[parser.endIndex - 1] !== '/');
      },
      ontext: (piece) => {
        reader.text(piece);
      },
    },
    { xmlMode: true },
  );
  for (let at = 0; at < text.length && !reader.tooMuch; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  if (reader.tooMuch) builder.say('XML слишком велик или глубок, прочитана только часть', where);
  else parser.end();
  if (reader.broken) builder.say('XML обрывается или нарушен: сверьте данные с исходным файлом', where);
};

class XmlReader {
  broken = false;
  tooMuch = false;
  private readonly builder: FormBuilder;
  private readonly where: string;
  private readonly open: Element[] = [];
  private nodes = 0;

  constructor(builder: FormBuilder, where: string) {
    this.builder = builder;
    this.where = where;
  }

  opened(name: string, attributes: Readonly<Record<string, string>>): void {
    this.nodes += 1 + Object.keys(attributes).length;
    this.open.push({ name: local(name), attributes, text: [], children: [] });
    this.tooMuch ||= this.nodes > MAX_NODES || this.open.length > MAX_DEPTH;
  }

  text(piece: string): void {
    this.open.at(-1)?.text.push(piece);
  }

  /** `<contact type="phone">+7…</contact>` */
  private contactOf({ attributes }: Element, value: string): Pair | null {
    const label = Object.entries(attributes)
      .slice(0, MAX_BESIDE)
      .find(([name, said]) => isContactType(this.builder, local(name), said))?.[1];
    return label === undefined || value === '' ? null : { label, value };
  }

  /** `cut`: the end of the element is missing, and with it perhaps the end of its value. */
  closed(cut: boolean): void {
    this.broken ||= cut;
    const path = this.open.map(({ name }) => name);
    const element = this.open.pop();
    if (element === undefined || cut) return;
    const text = element.text.join('').trim();
    this.open.at(-1)?.children.push({ name: element.name, text });
    const pair = pairOf(element, text) ?? this.contactOf(element, text);
    const steps = Object.keys(element.attributes).slice(0, MAX_BESIDE).map(local);
    if (pair !== null && isOneField(this.builder, 'xml', path, pair.label, steps)) {
      addPair(this.builder, 'xml', path.slice(0, -1), pair, this.where);
      return;
    }
    for (const [name, value] of Object.entries(element.attributes))
      addAt(this.builder, 'xml', [...path, local(name)], value, this.where);
    // `<label>ФИО</label>` beside its `<value>` is one field, told when their element ends.
    const half = isLabelStep(element.name) || isValueStep(element.name);
    if (text !== '' && !(half && this.builder.keys.fieldAt('xml', path) === null))
      addAt(this.builder, 'xml', path, text, this.where);
  }
}

/** `ns:name` → `name`. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

interface Pair {
  readonly label: string;
  readonly value: string;
}

const pairOf = (element: Element, text: string): Pair | null => {
  const attributes = Object.entries(element.attributes).map(([name, value]) => ({
    name: local(name),
    text: value,
  }));
  const parts = [...attributes, ...element.children];
  const label = parts.find(({ name, text: said }) => isLabelStep(name) && said.trim() !== '')?.text;
  if (label === undefined) return null;
  const value =
    parts.find(({ name }) => isValueStep(name))?.text ?? (element.children.length === 0 ? text : '');
  return value.trim() === '' ? null : { label, value };
};
