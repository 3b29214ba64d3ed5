/** Cookies of the page and the words that only its own forms know. Pure but for chance. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request } from 'express';

/** The session's id. */
export const SESSION = 'reglament_session';
/** What the form of the sign-in repeats, for there is no session yet. */
export const ENTRANCE = 'reglament_entrance';

/** The value of a cookie; undefined: it did not come, or not in a form we gave out. */
export const cookieOf = ({ headers }: Request, name: string): string | undefined =>
  (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1]
    ?.match(/^[\w-]{43}$/)?.[0];

/** Never read by a script, never sent from another site, sent to the page only. */
export const cookieOptions = (base: string, secure: boolean): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure,
  path: base,
});

export const newEntrance = (): string => randomBytes(32).toString('base64url');

/** The word that forms of this session carry; tells nothing of the id it is made of. */
export const formWord = (id: string): string => createHash('sha256').update(`form ${id}`).digest('base64url');

/** Compares in the same time whatever differs. */
export const isFormWord = (given: unknown, id: string): boolean => {
  const wanted = Buffer.from(formWord(id));
  const told = Buffer.from(typeof given === 'string' ? given : '');
  return told.length === wanted.length && timingSafeEqual(told, wanted);
};
