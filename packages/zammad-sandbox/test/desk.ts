/** What the tests of the sandbox share: a started one, calls upon it, and a receiver of webhooks. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { startSandbox, type Sandbox, type SandboxOptions } from '../src/index.js';

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

const identified = z.looseObject({ id: z.number() });

/** The id of the object that was answered. */
export const idIn = ({ body }: Answered): number => identified.parse(body).id;

export interface Desk extends Sandbox {
  /** A call below /api/v1 with the admin's token, or with other headers. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  /** A call below /__sandbox/. */
  control(method: string, path: string, body?: unknown): Promise<Answered>;
  mail(eml: string, group?: string): Promise<Answered>;
}

const read = async (response: Response): Promise<Answered> => {
  const text = await response.text();
  const body: unknown = text === '' || text.startsWith('<') ? {} : JSON.parse(text);
  return { status: response.status, body };
};

/** A sandbox whose migrations restart nothing unless the options say how. */
export const openDesk = async (options: SandboxOptions = {}): Promise<Desk> => {
  const sandbox = await startSandbox({ restart: { downMs: 0 }, ...options });
  const json = (body: unknown) => (body === undefined ? {} : { body: JSON.stringify(body) });
  return {
    ...sandbox,
    api: async (method, path, body, headers) =>
      read(
        await fetch(`${sandbox.url}/api/v1${path}`, {
          method,
          headers: headers ?? { authorization: `Token token=${sandbox.token}` },
          ...json(body),
        }),
      ),
    control: async (method, path, body) =>
      read(await fetch(`${sandbox.url}/__sandbox/${path}`, { method, ...json(body) })),
    mail: async (eml, group) =>
      read(
        await fetch(
          `${sandbox.url}/__sandbox/mail${group === undefined ? '' : `?group=${encodeURIComponent(group)}`}`,
          {
            method: 'POST',
            headers: { 'content-type': 'message/rfc822' },
            body: eml.replaceAll('\n', '\r\n'),
          },
        ),
      ),
  };
};

export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: unknown;
}

export interface Receiver {
  readonly url: string;
  readonly received: Delivered[];
  /** Statuses to answer with, in order; 200 once they are used up. */
  readonly answers: number[];
  close(): Promise<void>;
}

export const openReceiver = async (): Promise<Receiver> => {
  const received: Delivered[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body: unknown = JSON.parse(text);
      received.push({ headers: request.headers, text, body });
      response.writeHead(answers.shift() ?? 200).end('ok');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

/** A ticket of the seeded group, made by the admin. */
export const newTicket = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  title: 'Не приходит ответ',
  group: 'Users',
  customer_id: 'guess:anna.sokolova@example.com',
  article: { subject: 'Обращение', body: 'Текст', type: 'note', internal: false },
  ...more,
});

/** Matchers typed as what they stand for: anything. */
export const ANY_TEXT: unknown = expect.any(String);
export const textWith = (part: string): unknown => expect.stringContaining(part);
