/**
 * Names that a schema declares (config/schema/names.ts) against the files that define them. Found by walking the schema's meta beside
 * the value, so that whoever declares a name need not be known here.
 */
import { z } from 'zod';
import type { Path, SourceDocument } from './document.js';
import type { Fault } from './faults.js';
import { knownIn, type Allowed, type Known } from './known.js';
import { suggestion } from './nearest.js';
import type { Named } from './schema/names.js';
import type { Sources } from './sources.js';

type Mapping = Readonly<Record<string, unknown>>;

/** One name as it stands in a value; `around`: the mappings it stands in, the nearest first. */
interface Use {
  readonly named: Named;
  readonly name: string;
  readonly path: Path;
  readonly isKey: boolean;
  readonly around: readonly Mapping[];
}

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const innerOf = (schema: z.ZodType): z.ZodType | null => {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : null;
};

/** Every name in `value`, which must fit `schema`. */
const usesIn = (schema: z.ZodType, value: unknown, path: Path, around: readonly Mapping[]): Use[] => {
  const named = schema.meta() as Named | undefined;
  if (named?.names !== undefined && named.names !== 'options' && typeof value === 'string')
    return [{ named, name: value, path, isKey: false, around }];
  const inner = innerOf(schema);
  if (inner !== null) return usesIn(inner, value, path, around);
  if (schema instanceof z.ZodUnion) {
    const fitting = (schema.options as readonly z.ZodType[]).find(
      (option) => option.safeParse(value).success,
    );
    return fitting === undefined ? [] : usesIn(fitting, value, path, around);
  }
  if (Array.isArray(value)) {
    const itemOf = (index: number): z.ZodType | undefined => {
      if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
      return schema instanceof z.ZodTuple ? (schema.def.items[index] as z.ZodType | undefined) : undefined;
    };
    return value.flatMap((item: unknown, index) => {
      const of = itemOf(index);
      return of === undefined ? [] : usesIn(of, item, [...path, index], around);
    });
  }
  if (!isMapping(value)) return [];
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
    return Object.entries(shape).flatMap(([key, part]) =>
      usesIn(part, value[key], [...path, key], [value, ...around]),
    );
  }
  if (!(schema instanceof z.ZodRecord)) return [];
  const keyType = schema.keyType as z.ZodType;
  return Object.entries(value).flatMap(([key, part]) => [
    ...usesIn(keyType, key, [...path, key], around).map((use) => ({ ...use, isKey: true })),
    ...usesIn(schema.valueType as z.ZodType, part, [...path, key], [value, ...around]),
    ...(named?.names === 'options' ? optionsOf(key, part, [...path, key], around) : []),
  ]);
};

/** Values of the attribute `key`, as a record of options has them. */
const optionsOf = (key: string, part: unknown, path: Path, around: readonly Mapping[]): Use[] => {
  const named: Named = { names: 'option', beside: key };
  const at: readonly Mapping[] = [{ [key]: key }, ...around];
  if (!Array.isArray(part))
    return typeof part === 'string' ? [{ named, name: part, path, isKey: false, around: at }] : [];
  return part.flatMap((item: unknown, index) =>
    typeof item === 'string' ? [{ named, name: item, path: [...path, index], isKey: false, around: at }] : [],
  );
};

/** The attribute whose value a name is; undefined where that cannot be told, which is a fault of its own. */
const attributeOf = (named: Extract<Named, { names: 'option' }>, around: Use['around'], sources: Sources) => {
  const { attributes } = sources.vocabulary?.value ?? {};
  const name: unknown =
    'of' in named
      ? Object.entries(attributes ?? {}).find(([role]) => role === named.of)?.[1]
      : around.find((mapping) => typeof mapping[named.beside] === 'string')?.[named.beside];
  return typeof name === 'string' ? name : undefined;
};

const allowedFor = ({ named, around }: Use, sources: Sources, known: Known): Allowed => {
  switch (named.names) {
    case 'groups':
    case 'ticket_states':
      return known.named(named.names);
    case 'places': {
      const { what, names } = known.named('groups');
      return { what, names: new Set([...names, 'federal', 'regions']) };
    }
    case 'attributes':
      return { what: 'неизвестное поле', names: new Set(known.attributes) };
    case 'fields': {
      const fields = known.keys.flatMap((key) => /^ticket\.(.+)$/.exec(key)?.[1] ?? []);
      return { what: 'неизвестное поле', names: new Set(fields) };
    }
    case 'tags':
      return known.valuesOf('ticket.tags') ?? null;
    case 'option': {
      const attribute = attributeOf(named, around, sources);
      return attribute === undefined ? null : (known.valuesOf(`ticket.${attribute}`) ?? null);
    }
    case 'options':
      return null;
  }
};

/** Looks through values for names: to be asked when all files that define names are right. */
export const nameChecks = (sources: Sources) => {
  const known = knownIn(sources);
  /** Names in `value`, which stands at `path` of `document`; a value that does not fit `schema` has faults of its own. */
  return (schema: z.ZodType, value: unknown, document: SourceDocument, path: Path): Fault[] => {
    if (!schema.safeParse(value).success) return [];
    return usesIn(schema, value, path, []).flatMap((use) => {
      const allowed = allowedFor(use, sources, known);
      if (allowed === null || allowed.names.has(use.name)) return [];
      const names = [...allowed.names].filter((name) => name !== '');
      const said = `${allowed.what} «${use.name}»${suggestion(use.name, names)}`;
      return [use.isKey ? document.faultAtKey(use.path, said) : document.fault(use.path, said)];
    });
  };
};
