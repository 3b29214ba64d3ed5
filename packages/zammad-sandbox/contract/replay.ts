/** Plays the recorded requests, in order, against a live helpdesk and hands back each answer beside the recorded one. */
import {
  readExchanges,
  recordedOrder,
  recordingsFolder,
  request,
  type Exchange,
  type RecordedFile,
} from './recordings.js';
import { asRecorded, translateBody, translatePath, type Translation } from './translate.js';

export interface Target {
  readonly url: string;
  readonly token: string;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

export interface Replayed {
  readonly file: RecordedFile;
  readonly exchange: Exchange;
  /** The request as it went out, under the names of the recording: with `live` a recording of its own. */
  readonly sent: Exchange['request'];
  readonly live: Answer;
}

/** How a step identifies itself, where the recording says so in its name. */
const credentials = (step: string, token: string): Record<string, string> => {
  if (step === 'no credentials' || step === 'health without token') return {};
  if (step === 'wrong token') return { authorization: 'Token token=wrong' };
  if (step === 'wrong password')
    return { authorization: `Basic ${Buffer.from('admin@example.com:wrong').toString('base64')}` };
  return { authorization: `Token token=${token}` };
};

const send = async (
  target: Target,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | FormData | null,
): Promise<Answer> => {
  // A real Zammad that restarts after a migration drops its idle connections once.
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`${target.url}/api/v1${path}`, { method, headers, body });
      const text = await response.text();
      const contentType = response.headers.get('content-type');
      return {
        status: response.status,
        contentType,
        body: contentType?.includes('json') && text !== '' ? JSON.parse(text) : text,
      };
    } catch (error) {
      if (attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300 * (attempt + 1)));
    }
  }
};

const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
const firstId = (value: unknown): number | null =>
  typeof value === 'object' && value !== null ? (Object.keys(value).map(Number)[0] ?? null) : null;

/** Learns which live id stands for which recorded one. */
const learn = (to: Translation, exchange: Exchange, live: Answer): void => {
  const { path, method } = exchange.request;
  const pair = (kind: string, recorded: number | null, id: number | null): void => {
    if (recorded === null || id === null) return;
    const ids = to.ids.get(kind) ?? new Map<number, number>();
    ids.set(recorded, id);
    to.ids.set(kind, ids);
  };
  const both = (...keys: string[]): [number | null, number | null] => [
    numberOr(at(exchange.response.body, ...keys)),
    numberOr(at(live.body, ...keys)),
  ];
  if (path.startsWith('/users/me')) pair('users', ...both('id'));
  if (path === '/knowledge_bases/init' || path === '/knowledge_bases/manage/init')
    for (const [kind, table] of [
      ['kb_locales', 'KnowledgeBaseLocale'],
      ['knowledge_bases', 'KnowledgeBase'],
    ] as const)
      pair(kind, firstId(at(exchange.response.body, table)), firstId(at(live.body, table)));
  if (method !== 'POST' || live.status >= 300) return;
  const kind =
    /^\/knowledge_bases\/\d+\/(categories|answers)$/.exec(path)?.[1] ??
    /^\/([a-z_]+)$/.exec(path)?.[1] ??
    (path === '/knowledge_bases/manage' ? 'knowledge_bases' : null);
  if (kind === null) return;
  pair(kind, ...both('id'));
  if (kind === 'tickets')
    to.numbers.set(String(at(exchange.response.body, 'number')), String(at(live.body, 'number')));
  if (kind === 'answers')
    for (const [name, table] of [
      ['answer_translations', 'KnowledgeBaseAnswerTranslation'],
      ['contents', 'KnowledgeBaseAnswerTranslationContent'],
    ] as const)
      pair(
        name,
        firstId(at(exchange.response.body, 'assets', table)),
        firstId(at(live.body, 'assets', table)),
      );
};

const requestBody = (
  exchange: Exchange,
  to: Translation,
): { body: string | FormData | null; headers: Record<string, string> } => {
  const { body } = exchange.request;
  if (body === 'multipart') {
    const form = new FormData();
    form.append('file', new Blob(['привет'], { type: 'text/plain' }), 'а.txt');
    return { body: form, headers: {} };
  }
  if (body === undefined || body === null) return { body: null, headers: {} };
  return { body: JSON.stringify(translateBody(body, to)), headers: { 'content-type': 'application/json' } };
};

/**
 * Replays everything. A step that impersonates does so by Zammad's `From` header; health wants the monitoring token.
 * @param folder of the recordings; those of the package unless given
 */
export const replay = async (
  target: Target,
  suffix: string,
  folder: string = recordingsFolder,
): Promise<Replayed[]> => {
  const to: Translation = { ids: new Map(), numbers: new Map(), suffix };
  const replayed: Replayed[] = [];
  for (const file of recordedOrder) {
    for (const exchange of readExchanges(file, folder)) {
      const { method } = exchange.request;
      const { body, headers } = requestBody(exchange, to);
      const impersonated: Record<string, string> =
        exchange.step === 'impersonate' ? { from: `op.${suffix}@region.example.ru`.toLowerCase() } : {};
      const path = translatePath(exchange.request.path, to);
      const live = await send(
        target,
        method,
        path,
        { ...credentials(exchange.step, target.token), ...headers, ...impersonated },
        body,
      );
      learn(to, exchange, live);
      const sentBody: unknown = typeof body === 'string' ? JSON.parse(body) : exchange.request.body;
      const sent = asRecorded(
        { method, path, ...(sentBody === undefined ? {} : { body: sentBody }) },
        suffix,
      );
      replayed.push({
        file,
        exchange,
        sent: request.parse(sent),
        live: { ...live, body: asRecorded(live.body, suffix) },
      });
    }
  }
  return replayed;
};
