/** Checks a document against its zod schema and words every deviation in Russian, saying what is allowed. */
import { z } from 'zod';
import type { Path, SourceDocument } from './document.js';
import type { Fault } from './faults.js';
import { suggestion } from './nearest.js';

const typeNames: Readonly<Record<string, string>> = {
  string: 'строка',
  number: 'число',
  int: 'целое число',
  boolean: 'true или false',
  object: 'набор ключей',
  record: 'набор ключей',
  array: 'список',
  tuple: 'список',
  null: 'null',
};

const russian = z.locales.ru().localeError;

const words = (values: readonly unknown[]): string => values.map((value) => `«${String(value)}»`).join(', ');

/** The keys that a mapping may have, where they are a few known ones. */
const keysOf = (inst: unknown): readonly string[] => {
  if (inst instanceof z.ZodObject) return Object.keys(inst.shape);
  return inst instanceof z.ZodRecord && inst.keyType instanceof z.ZodEnum
    ? inst.keyType.options.map(String)
    : [];
};

/** One line a key for `unrecognized_keys`: zod reports all keys of a mapping in one issue. */
const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysOf(issue.inst);
      return issue.keys.map((key) => `неизвестный ключ «${key}»${suggestion(key, known)}`).join('\n');
    }
    case 'invalid_value': {
      if (issue.input === undefined) return `не указано; допустимо: ${words(issue.values)}`;
      return typeof issue.input === 'string'
        ? `недопустимое значение «${issue.input}»; допустимо: ${words(issue.values)}`
        : `недопустимое значение; допустимо: ${words(issue.values)}`;
    }
    case 'invalid_type': {
      const wanted = typeNames[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `не указано; ожидается ${wanted}` : `ожидается ${wanted}`;
    }
    case 'invalid_format':
      return issue.format === 'date' ? 'ожидается день из календаря вида 2026-12-31' : russian(issue);
    case 'too_small':
      if (issue.origin === 'string') return 'не может быть пустым';
      if (issue.origin === 'array') return `нужно не меньше ${issue.minimum} элемента`;
      return russian(issue);
    case 'too_big':
      return issue.origin === 'string' ? `не длиннее ${issue.maximum} знаков` : russian(issue);
    default:
      return russian(issue);
  }
};

/** Of a union's branches the one that went furthest into the value: the one its author most likely meant. */
const furthest = (branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] => {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'custom' ? 0.5 : 0)));
  const filled = branches.filter((issues) => issues.length > 0);
  return filled.reduce<readonly z.core.$ZodIssue[]>(
    (best, issues) => (best.length === 0 || depth(issues) >= depth(best) ? issues : best),
    [],
  );
};

const faultsOf = (document: SourceDocument, issue: z.core.$ZodIssue, above: Path): Fault[] => {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.message
        .split('\n')
        .map((message, index) => document.faultAtKey([...path, issue.keys[index] ?? ''], message));
    case 'invalid_key':
      return [document.faultAtKey(path, `ключ: ${issue.issues.map(({ message }) => message).join('; ')}`)];
    case 'invalid_union': {
      if ('options' in issue)
        return [document.fault(path, `неизвестный вид; допустимо: ${words(issue.options)}`)];
      const branch = furthest(issue.errors);
      return branch.length === 0
        ? [document.fault(path, 'значение не подходит ни под один допустимый вид')]
        : branch.flatMap((inner) => faultsOf(document, inner, path));
    }
    default:
      return [document.fault(path, issue.message)];
  }
};

/** All faults of a part of a document, which stands at `path`. */
export const checkPart = (
  schema: z.ZodType,
  value: unknown,
  document: SourceDocument,
  path: Path,
): readonly Fault[] =>
  schema
    .safeParse(value, { error: wording })
    .error?.issues.flatMap((issue) => faultsOf(document, issue, path)) ?? [];

/**
 * The value in the schema's shape with defaults filled in, or all faults found.
 * A document with YAML faults yields those only.
 */
export const checkShape = <T extends z.ZodType>(
  schema: T,
  document: SourceDocument,
): { value: z.output<T> | null; faults: readonly Fault[] } => {
  if (document.faults.length > 0) return { value: null, faults: document.faults };
  const parsed = schema.safeParse(document.value, { error: wording });
  if (parsed.success) return { value: parsed.data, faults: [] };
  return { value: null, faults: parsed.error.issues.flatMap((issue) => faultsOf(document, issue, [])) };
};
