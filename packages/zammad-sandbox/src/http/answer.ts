/**
 * What a route hands back, and the refusals Zammad itself words: thrown anywhere, written once at the edge.
 */
import { randomBytes } from 'node:crypto';

/** What people are told instead of a reason. */
const withoutWords = (): string =>
  `Error ID ${randomBytes(6).toString('base64url')}: Please contact your administrator.`;

/** A refusal with its HTTP status and Zammad's own text. `human` is false where Zammad leaves out `error_human`. */
export class Refusal extends Error {
  readonly status: number;
  readonly human: boolean;

  constructor(status: number, message: string, human = true) {
    super(message);
    this.status = status;
    this.human = human;
  }

  /** @param toAdmin whoever has not the permission `admin` itself is not told what only `error` would say */
  body(toAdmin: boolean): Record<string, unknown> {
    if (this.human) return { error: this.message, error_human: this.message };
    return { error: toAdmin ? this.message : withoutWords() };
  }
}

/** 422: the request was understood and refused. */
export const unprocessable = (message: string, human = true): Refusal => new Refusal(422, message, human);

export const notFound = (model: string, id: unknown): Refusal =>
  new Refusal(404, `Couldn't find ${model} with 'id'=${String(id)}`);

export const notAuthorized = (): Refusal => new Refusal(403, 'Not authorized');

/** A NOT NULL column left out, as the database's complaint comes through. */
export const columnRequired = (column: string, table: string): Refusal =>
  unprocessable(`Attribute '${column}" of relation "${table}' required!`);

/** Zammad prints values as Ruby does: text in quotes, numbers bare. */
export const inspect = (value: unknown): string => {
  if (value === null || value === undefined) return 'nil';
  return JSON.stringify(value);
};

export interface Answer {
  status: number;
  body: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });

/** A file rather than JSON: an attachment or the text of a mail. */
export class FileAnswer {
  readonly data: Uint8Array;
  readonly contentType: string;
  readonly filename: string;

  constructor(data: Uint8Array, contentType: string, filename: string) {
    this.data = data;
    this.contentType = contentType;
    this.filename = filename;
  }
}
