/** Routes as data: method, path and what answers, so that the edge can be read and tested without a server. */
import type { Answer, FileAnswer } from './answer.js';
import type { Call } from './call.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly method: Method;
  /** Below /api/v1, with express parameters: `/groups/:id`. */
  readonly path: string;
  /** One of these is needed; an empty list lets every known user in; null lets everybody in. */
  readonly permissions: readonly string[] | null;
  readonly answer: (call: Call) => Answer | FileAnswer;
}

export const route = (
  method: Method,
  path: string,
  permissions: readonly string[] | null,
  answer: Route['answer'],
): Route => ({ method, path, permissions, answer });
