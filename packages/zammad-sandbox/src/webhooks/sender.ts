/** One HTTP request of a webhook, as Zammad's own client sends it: no redirects followed, every answer read to its end. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Letter {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly verifyCertificate: boolean;
}

export interface Reply {
  /** 0 when no answer came. */
  readonly status: number;
  readonly text: string;
}

/** So long Zammad waits for an answer. */
const PATIENCE_MS = 30_000;

/** Header values go out as UTF-8 bytes, as Ruby sends them; node would refuse letters beyond Latin-1. */
const rawBytes = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]),
  );

const exchange = (letter: Letter, signal: AbortSignal): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const url = new URL(letter.endpoint);
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const body = Buffer.from(letter.body, 'utf8');
    const call = open(url, {
      method: 'POST',
      agent: false,
      headers: { ...rawBytes(letter.headers), 'content-length': String(body.length) },
      rejectUnauthorized: letter.verifyCertificate,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    call.on('error', reject);
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    call.end(body);
  });

/** Sends a letter; never rejects: a connection that fails is a reply with status 0. */
export const send = (letter: Letter, signal: AbortSignal): Promise<Reply> =>
  exchange(letter, signal).catch(() => ({ status: 0, text: '' }));
