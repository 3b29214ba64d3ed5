/** A call whose answer is checked: shape errors name the field, never its value. */
import * as z from 'zod';
import { ZammadAnswerError } from './error.js';
import type { Call, Transport } from './transport.js';

/** Sends a call and checks its answer; for paths that the client has no call for. */
export type Request = <S extends z.ZodType>(call: Call, schema: S) => Promise<z.output<S>>;

export const createRequest =
  (transport: Transport): Request =>
  async (call, schema) =>
    parseAnswer(call, schema, await transport.json(call));

/** Throws {@link ZammadAnswerError} naming up to five fields that are missing or of another shape; `at`: where `body` stands. */
const parseAnswer = <S extends z.ZodType>(
  call: Pick<Call, 'method' | 'path'>,
  schema: S,
  body: unknown,
  at: readonly string[] = [],
): z.output<S> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ZammadAnswerError(
    call,
    parsed.error.issues
      .slice(0, 5)
      .map((issue) => [[...at, ...issue.path].join('.') || 'answer', issue.code]),
  );
};

/** One object out of assets, model → id → attributes. Throws {@link ZammadAnswerError} when it is not among them. */
export const assetOf = <S extends z.ZodType, M extends string>(
  call: Pick<Call, 'method' | 'path'>,
  assets: { readonly [model in M]?: Readonly<Record<string, unknown>> | undefined },
  model: M,
  id: number,
  schema: S,
): z.output<S> => parseAnswer(call, schema, assets[model]?.[String(id)], ['assets', model, String(id)]);

/** For calls whose answer says nothing of use. */
export const anyAnswer = z.unknown();
