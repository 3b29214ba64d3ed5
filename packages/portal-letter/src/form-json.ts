/** JSON as a form: nested objects, lists of `{label, value}`, several levels of either. */
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { FormBuilder } from './form.js';
import { addAt, addPair, isContactType, isLabelStep, isOneField, isValueStep } from './form-tree.js';

const MAX_DEPTH = 20;
const MAX_NODES = 50_000;
/** An object that is one field has few keys. */
const MAX_BESIDE = 50;
/** A key given twice is looked for by a slower reader; what is larger cannot be a form. */
const MAX_SLOW = 100_000;

/** Puts what a JSON text says into `builder`. Never throws: a text that is no JSON is a fault. False: it was none. */
export const readJson = (text: string, where: string, builder: FormBuilder): boolean => {
  const source = text.replace(/^\ufeff/u, '').trim();
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    builder.say('JSON не читается: откройте файл сами, портал должен исправить его', where);
    return false;
  }
  const walker = new JsonWalker(builder, where);
  walker.walk(value, []);
  // JSON.parse keeps the last of two equal keys and says nothing; two different СНИЛС must not pass for one.
  if (walker.keys < keysIn(source)) {
    const doubles = source.length > MAX_SLOW ? null : allPairs(source);
    if (doubles === null) builder.say('В JSON повторяются ключи, взяты последние: сверьте данные', where);
    else for (const { path, value: each } of doubles) addAt(builder, 'json', path, each, where);
  }
  return true;
};

class JsonWalker {
  keys = 0;
  private readonly builder: FormBuilder;
  private readonly where: string;
  private nodes = 0;

  constructor(builder: FormBuilder, where: string) {
    this.builder = builder;
    this.where = where;
  }

  walk(value: unknown, path: readonly string[]): void {
    this.nodes += 1;
    if (this.nodes === MAX_NODES || path.length === MAX_DEPTH)
      this.builder.say('JSON слишком велик или глубок, прочитана только часть', this.where);
    if (this.nodes >= MAX_NODES || path.length >= MAX_DEPTH) return;
    if (Array.isArray(value)) this.list(value, path);
    else if (isRecord(value)) this.object(value, path);
    else {
      const said = scalar(value);
      if (said !== null) addAt(this.builder, 'json', path, said, this.where);
    }
  }

  private list(items: readonly unknown[], path: readonly string[]): void {
    const said = items.map(scalar);
    if (said.every((each) => each !== null)) addAt(this.builder, 'json', path, said.join(', '), this.where);
    else for (const item of items) this.walk(item, path);
  }

  private object(object: Readonly<Record<string, unknown>>, path: readonly string[]): void {
    const entries = Object.entries(object);
    this.keys += entries.length;
    const label = entries.find(
      ([key, each]) =>
        typeof each === 'string' && (isLabelStep(key) || isContactType(this.builder, key, each)),
    )?.[1];
    const value = entries.find(([key]) => isValueStep(key));
    const steps = entries.slice(0, MAX_BESIDE).map(([key]) => key);
    if (
      typeof label === 'string' &&
      value !== undefined &&
      isOneField(this.builder, 'json', path, label, steps)
    ) {
      const said = Array.isArray(value[1]) ? value[1].map(scalar).join(', ') : scalar(value[1]);
      if (said !== null) addPair(this.builder, 'json', path, { label, value: said }, this.where);
      else this.walk(value[1], [...path, label]);
      return;
    }
    for (const [key, each] of entries) this.walk(each, [...path, key]);
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scalar = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  return typeof value === 'number' ? String(value) : null;
};

/** How many keys the text has, doubles included; a string is one step, so this is linear. */
const keysIn = (source: string): number => {
  let count = 0;
  for (const match of source.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gsu)) if (match[1] !== undefined) count += 1;
  return count;
};

interface Leaf {
  readonly path: readonly string[];
  readonly value: string;
}

/** Every value with its path, those of equal keys too. Null: not to be read so. */
const allPairs = (source: string): Leaf[] | null => {
  try {
    const document = parseDocument(source, { uniqueKeys: false, schema: 'json', logLevel: 'silent' });
    const leaves: Leaf[] = [];
    gather(document.contents, [], leaves);
    return document.errors.length > 0 ? null : leaves;
  } catch {
    return null;
  }
};

const gather = (node: unknown, path: readonly string[], leaves: Leaf[]): void => {
  if (path.length >= MAX_DEPTH) return;
  if (isMap(node))
    for (const { key, value } of node.items)
      gather(value, [...path, isScalar(key) ? String(key.value) : ''], leaves);
  else if (isSeq(node)) for (const item of node.items) gather(item, path, leaves);
  else if (isScalar(node)) {
    const said = scalar(node.value);
    if (said !== null) leaves.push({ path, value: said });
  }
};
