/** The log of outgoing requests, as `GET /http_logs/webhook` shows it. */
import type { World } from '../world.js';
import type { Letter, Reply } from './sender.js';

/** Writes down one attempt. Zammad keeps the whole request, so the sandbox does. */
export const logAttempt = (world: World, letter: Letter, reply: Reply): void => {
  const now = world.clock.now().toISOString();
  world.table('http_logs').insert({
    direction: 'out',
    facility: 'webhook',
    method: 'POST',
    url: letter.endpoint,
    status: String(reply.status),
    ip: null,
    request: {
      content: letter.body,
      content_type: letter.headers['content-type'] ?? null,
      content_encoding: null,
      source: 'Zammad User Agent',
    },
    response: {
      code: reply.status === 0 ? 0 : String(reply.status),
      content: reply.text,
      content_type: null,
      content_encoding: null,
      source: null,
    },
    updated_by_id: null,
    created_by_id: null,
    created_at: now,
    updated_at: now,
  });
};
