/** Pieces every schema is made of. Objects stay open: Zammad adds attributes, and so do its administrators. */
import * as z from 'zod';

/** A JSON object whose keys Zammad or its administrators choose. */
export const jsonObject = z.record(z.string(), z.unknown());
/** A JSON object of any keys. */
export type JsonObject = z.infer<typeof jsonObject>;

/** ISO 8601 in UTC, as Zammad prints it. */
export const moment = z.string();
export const ids = z.array(z.number());

/** What every stored object has. */
export const stored = { id: z.number(), created_at: moment, updated_at: moment };

/** Zammad prints `{}` for empty hashes in most columns and null or an empty list in some. */
export const hash = z.union([
  jsonObject,
  z
    .array(z.unknown())
    .length(0)
    .transform((): JsonObject => ({})),
]);
