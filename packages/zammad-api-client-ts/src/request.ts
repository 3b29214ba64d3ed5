/** A call whose answer is checked: shape errors name the field, never its value. */
import { z } from 'zod';
import { ZammadError } from './error.js';
import type { Call, Transport } from './transport.js';

export type Request = <S extends z.ZodType>(call: Call, schema: S) => Promise<z.output<S>>;

export const createRequest =
  (transport: Transport): Request =>
  async (call, schema) =>
    parseAnswer(call, schema, await transport.json(call));

/** Throws {@link ZammadError} `unexpectedAnswer` naming up to five fields of another shape. */
export const parseAnswer = <S extends z.ZodType>(
  call: Pick<Call, 'method' | 'path'>,
  schema: S,
  body: unknown,
): z.output<S> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'answer'} (${issue.code})`);
  throw new ZammadError({
    kind: 'unexpectedAnswer',
    method: call.method,
    path: call.path,
    status: null,
    zammadMessage: null,
    retryable: false,
    detail: `the answer has another shape: ${faults.join(', ')}`,
  });
};

/** For calls whose answer says nothing of use. */
export const anyAnswer = z.unknown();
