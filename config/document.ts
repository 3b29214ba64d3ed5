/** A YAML file that remembers where everything stands, so that a fault found anywhere later can point into it. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Fault } from './faults.js';

export type Path = readonly PropertyKey[];

export interface SourceFile {
  /** Below the configuration folder, with forward slashes: `helpdesk/macros.yaml`. */
  readonly path: string;
  readonly text: string;
  /** The line of the first byte that is no UTF-8; absent when all is. */
  readonly strangeLine?: number;
  /** What that encoding is, in words. */
  readonly looksLike?: string;
}

/** Windows calls it «Юникод»: a mark of two bytes, or every other byte of a latin key is nothing. */
const isUtf16 = (bytes: Uint8Array): boolean => {
  const [first, second] = bytes;
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === 0) !== (second === 0)
  );
};

/** Bytes as they were read. Windows-1251 or the like shows by its first letter. */
export const sourceOf = (path: string, bytes: Uint8Array): SourceFile => {
  if (bytes.length > 1 && isUtf16(bytes)) return { path, text: '', strangeLine: 1, looksLike: 'это UTF-16' };
  const text = new TextDecoder().decode(bytes);
  const strange = text.indexOf('\uFFFD');
  return strange < 0
    ? { path, text }
    : { path, text, strangeLine: text.slice(0, strange).split('\n').length };
};

export interface SourceDocument {
  readonly file: string;
  /** Of the product, under an admin's own folder: its samples need not hold for the admin's values. */
  readonly isProduct?: true;
  readonly value: unknown;
  /** Faults of YAML itself; the value is then not to be used. */
  readonly faults: readonly Fault[];
  /** A fault at the value under `path`; at its nearest ancestor that exists when the value is missing. */
  fault(path: Path, message: string): Fault;
  /** A fault at the key that `path` ends with. */
  faultAtKey(path: Path, message: string): Fault;
}

const yamlMessages: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'ключ повторяется',
  TAB_AS_INDENT: 'отступ табуляцией: нужны пробелы',
  BAD_INDENT: 'неверный отступ',
  MISSING_CHAR: 'не хватает закрывающей кавычки, скобки или двоеточия',
  BAD_ALIAS: 'ссылка на неизвестный якорь',
  BAD_DQ_ESCAPE: 'неизвестная последовательность с «\\»: возьмите значение в одинарные кавычки',
  BAD_SCALAR_START: 'значение не может начинаться с этого знака: возьмите его в кавычки',
  BLOCK_AS_IMPLICIT_KEY: 'второе «:» в строке: возьмите значение в кавычки или начните новую строку',
  BLOCK_IN_FLOW: 'строка списка или ключа внутри [ ] или { }: закройте скобку раньше',
  MULTILINE_IMPLICIT_KEY: 'ключ занимает несколько строк: не хватает «:» или закрывающей скобки',
  MULTIPLE_DOCS: 'второй документ в файле: уберите «---»',
  UNEXPECTED_TOKEN: 'лишний знак',
};

/** These stand for themselves; any other upsets the reading of what follows, and hundreds come of one missing bracket. */
const alone = new Set(['DUPLICATE_KEY', 'BAD_ALIAS']);

/** Never throws: syntax faults come back in `faults`. */
export const parseSource = ({
  path: file,
  text,
  strangeLine,
  looksLike = 'похоже на Windows-1251',
}: SourceFile): SourceDocument => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });

  const faultAt = (offset: number, path: Path, message: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, path: path.map(String).join('.'), message };
  };

  const nodeAt = (path: Path): unknown =>
    path.length === 0 ? document.contents : document.getIn(path, true);

  const offsetOf = (path: Path): number => {
    const node = nodeAt(path);
    if (isNode(node) && node.range) return node.range[0];
    return path.length === 0 ? 0 : offsetOf(path.slice(0, -1));
  };

  const keyOffset = (path: Path): number => {
    const parent = nodeAt(path.slice(0, -1));
    const key = String(path.at(-1));
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(path);
  };

  const first = document.errors.find(({ code }) => !alone.has(code));
  const telling = document.errors.filter((error) => error === first || alone.has(error.code));
  const faults = telling.map((error) =>
    faultAt(error.pos[0], [], `YAML: ${yamlMessages[error.code] ?? error.message}`),
  );
  if (strangeLine !== undefined)
    faults.unshift({
      file,
      line: strangeLine,
      column: 1,
      path: '',
      message: `файл не в UTF-8 (${looksLike}): сохраните его в редакторе как UTF-8`,
    });
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined)
        faults.push(
          faultAt(
            alias.range?.[0] ?? 0,
            [],
            `YAML: ссылка *${alias.source}, а якоря &${alias.source} выше нет`,
          ),
        );
    },
  });
  return {
    file,
    // The files are the admin's own; yaml's guard against alias bombs would refuse ours, without a place.
    value: faults.length > 0 ? null : document.toJS({ maxAliasCount: -1 }),
    faults,
    fault: (path, message) => faultAt(offsetOf(path), path, message),
    faultAtKey: (path, message) => faultAt(keyOffset(path), path, message),
  };
};
