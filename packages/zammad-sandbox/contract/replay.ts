/** Plays the recorded requests, in order, against a live helpdesk and compares each answer with the recorded one. */
import { Likeness, type Answer, type Difference, type Moments } from './alike.js';
import { headersOf, send, type Target } from './caller.js';
import { deliveryDifferences } from './deliveries.js';
import { kept } from './kept.js';
import { kindOfPath } from './kinds.js';
import { LEFT_OUT } from './left-out.js';
import { Pairs } from './pairs.js';
import {
  readExchanges,
  recordedOrder,
  recordingsFolder,
  request as requestSchema,
  type Exchange,
  type RecordedDelivery,
  type RecordedFile,
} from './recordings.js';
import { asRecorded, liveBody, livePath, type Suffixes } from './requests.js';
import { momentAfter } from './timeline.js';

export interface Replayed {
  readonly file: RecordedFile;
  readonly exchange: Exchange;
  /** The request as it went out, under the names of the recording. */
  readonly sent: Exchange['request'];
  /** The answer, under the names of the recording and cut to what may be kept. */
  readonly live: Answer;
  readonly differences: readonly Difference[];
}

export interface Replay {
  readonly replayed: readonly Replayed[];
  readonly deliveries: readonly { readonly step: string; readonly differences: readonly Difference[] }[];
}

export interface ReplayOptions {
  readonly suffixes: Suffixes;
  /** Of the recordings, with a slash at its end; those of the package unless given. */
  readonly folder?: string;
  /** Which recordings, in order; those made by others unless given. */
  readonly files?: readonly RecordedFile[];
  readonly moments: Moments;
  /** Before an exchange that happened at a recorded moment (milliseconds) is played. */
  readonly before?: (moment: number) => Promise<void>;
  /** Whether an exchange may be played here; with its path as it would be sent. */
  readonly mayPlay?: (exchange: Exchange, path: string) => boolean;
  /** Before anything: ids that are known by other means. */
  readonly prepare?: (pairs: Pairs) => Promise<void>;
  /** An answer that made something: kind and id. */
  readonly made?: (kind: string, id: number) => void;
  /** After a migration of attributes, which may restart the helpdesk. */
  readonly migrated?: () => Promise<void>;
  /** Before the exchanges that were made when the ones before them were over; the deliveries that were made then. */
  readonly between: (pairs: Pairs) => Promise<readonly RecordedDelivery[]>;
}

/** When the recordings were begun. */
export const BEGUN = {
  others: Date.parse('2026-11-27T13:48:00Z'),
  product: Date.parse('2026-12-04T13:48:00Z'),
};

const sentBody = (body: unknown, step: string, given: { pairs: Pairs; suffixes: Suffixes; path: string }) => {
  if (body === 'multipart') {
    const form = new FormData();
    form.append('file', new Blob(['привет'], { type: 'text/plain' }), 'а.txt');
    return { body: form, headers: {} };
  }
  if (body === undefined || body === null) return { body: null, headers: {} };
  const headers = { 'content-type': 'application/json' };
  if (typeof body === 'string') return { body, headers };
  if (step === 'webhook put mask')
    return { body: JSON.stringify({ signature_token: '**********' }), headers };
  return { body: JSON.stringify(liveBody(body, given.pairs, given.suffixes, given.path)), headers };
};

const idIn = (body: unknown): number | null =>
  typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'number' ? body.id : null;

/** A body as it can be written into a recording; files and what is no JSON stay as they were recorded. */
const sentAgain = (body: string | FormData | null, recorded: unknown, suffixes: Suffixes): unknown =>
  typeof body !== 'string' || typeof recorded === 'string'
    ? recorded
    : kept(asRecorded(JSON.parse(body), suffixes), '', Infinity);

/** Replays everything that is not left out. */
export const replay = async (target: Target, options: ReplayOptions): Promise<Replay> => {
  const { suffixes, folder = recordingsFolder, moments, before, mayPlay, migrated, made, between } = options;
  const { files = recordedOrder } = options;
  const pairs = new Pairs();
  await options.prepare?.(pairs);
  const likeness = new Likeness(pairs, moments);
  const replayed: Replayed[] = [];
  const deliveries: Replay['deliveries'][number][] = [];
  let moment = files.includes('product') ? BEGUN.product : BEGUN.others;
  for (const file of files) {
    if (file === 'extra') deliveries.push(...deliveryDifferences(likeness, await between(pairs), suffixes));
    for (const exchange of readExchanges(file, folder)) {
      const { step, request, response } = exchange;
      moment = momentAfter(moment, exchange);
      if (step in LEFT_OUT) continue;
      const path = livePath(request.path, pairs, suffixes);
      if (mayPlay?.(exchange, path) === false) continue;
      await before?.(moment);
      const { body, headers } = sentBody(request.body, step, { pairs, suffixes, path: request.path });
      const own = headersOf(step, target.token, suffixes);
      const answer = await send(target, {
        method: request.method,
        path,
        headers: { ...own, ...headers },
        body,
      });
      if (path.endsWith('execute_migrations')) await migrated?.();
      const id = answer.status === 201 ? idIn(answer.body) : null;
      if (id !== null && request.method === 'POST') made?.(kindOfPath(path), id);
      const longest = file === 'product' ? Infinity : undefined;
      const live = { ...answer, body: kept(asRecorded(answer.body, suffixes), '', longest) };
      const differences = likeness.differences(response, live, request.path);
      const sent = requestSchema.parse({
        method: request.method,
        path: asRecorded(path, suffixes),
        ...(request.body === undefined ? {} : { body: sentAgain(body, request.body, suffixes) }),
      });
      replayed.push({ file, exchange, sent, live, differences });
    }
  }
  return { replayed, deliveries };
};
