/** Sends recorded requests to a live helpdesk, as whoever made them. */
import type { Answer } from './alike.js';
import { PASSWORD, type Suffixes } from './requests.js';

export interface Target {
  readonly url: string;
  readonly token: string;
}

const basic = (login: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
});

/** How a step identifies itself, where the recording says so in its name. */
export const headersOf = (step: string, token: string, suffixes: Suffixes): Record<string, string> => {
  const admin = { authorization: `Token token=${token}` };
  const [first, second] = suffixes.map((word) => word.toLowerCase());
  if (['no credentials', 'health without token', 'version no auth', 'health bad token'].includes(step))
    return {};
  if (step === 'wrong token') return { authorization: 'Token token=wrong' };
  if (step === 'wrong password') return basic('admin@example.com', 'wrong');
  if (step === 'impersonate') return { ...admin, from: `op.${first}@region.example.ru` };
  if (step === 'admin from unknown') return { ...admin, from: 'nobody@nowhere.ru' };
  if (step === 'admin from id') return { ...admin, from: '2' };
  const word = /^(operator|stranger|citizen) /.exec(step)?.[1]?.slice(0, 2);
  if (word !== undefined) return basic(`${word}.${second}@example.ru`, PASSWORD);
  const agent = basic(`ag.${second}@example.ru`, PASSWORD);
  if (step === 'agent from header') return { ...agent, from: 'nobody@nowhere.ru' };
  if (/^agent (GET|POST|delete)|^kb (init agent|answer as agent)/.test(step)) return agent;
  if (/^customer (GET|search|kb)/.test(step)) return basic(`cu.${second}@example.ru`, PASSWORD);
  return admin;
};

const parsed = (text: string, contentType: string | null): unknown =>
  contentType?.includes('json') === true && text !== '' ? JSON.parse(text) : text;

/** One request. A helpdesk that drops an idle connection is asked again, five times at the most. */
export const send = async (
  target: Target,
  request: { method: string; path: string; headers: Record<string, string>; body: string | FormData | null },
): Promise<Answer> => {
  const { method, path, headers, body } = request;
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`${target.url}/api/v1${path}`, { method, headers, body });
      const contentType = response.headers.get('content-type');
      return { status: response.status, contentType, body: parsed(await response.text(), contentType) };
    } catch (error) {
      if (attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300 * (attempt + 1)));
    }
  }
};

const LOOK_MS = 250;
/** Processes that are to restart look for it every five seconds. */
const DEATH_MS = 7_000;
const RETURN_MS = 120_000;

const isUp = ({ url, token }: Target): Promise<boolean> =>
  fetch(`${url}/api/v1/version`, { headers: { authorization: `Token token=${token}` } }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Waits for the restart that a migration may bring: for its death, and then for its return.
 * @throws Error when it does not come back within two minutes
 */
export const sitOutRestart = async (target: Target): Promise<void> => {
  const begun = Date.now();
  const next = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  for (let up = true; up; up = await isUp(target)) {
    if (Date.now() - begun > DEATH_MS) return;
    await next();
  }
  for (let good = 0; good < 8; good = (await isUp(target)) ? good + 1 : 0) {
    if (Date.now() - begun > RETURN_MS) throw new Error('the helpdesk has not come back from its restart');
    await next();
  }
};

/** Calls by the admin whose answers matter for their id alone. @throws Error for a refusal */
export const callerOf =
  ({ url, token }: Target) =>
  async (method: string, path: string, body?: unknown): Promise<{ id?: number }> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Token token=${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const answer: unknown = text === '' ? {} : JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'number'
      ? { id: answer.id }
      : {};
  };
