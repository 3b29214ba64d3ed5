/**
 * Where the stories are played: the sandbox, or a Zammad that may be written to. A site knows how mail comes in, how a
 * macro is clicked and whether time can be moved; everything else goes over the API and is the same for both.
 */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox } from 'zammad-sandbox';
import { z } from 'zod';
import type { Click } from './click.js';

export type Disturbance = 'normal' | 'drop' | 'double' | 'reorder';

export interface Site {
  readonly name: string;
  readonly access: { readonly url: string; readonly token: string };
  /** The companion's user, who is an administrator as well; with a login: on behalf of that person. */
  client(as?: string): ZammadClient;
  /** Takes in a raw mail, through a group's mailbox if one is named; the ticket it belongs to. */
  mail(raw: string, group?: string): Promise<number>;
  /** Rejects when the form refuses. */
  click(click: Click): Promise<void>;
  now(): Date;
  /** Resolves when what the helpdesk had to send has arrived. */
  idle(): Promise<void>;
  /** What becomes of this share of the deliveries from now on; null where the network is the world's own. */
  readonly disturb: ((mode: Disturbance, share: number) => Promise<void>) | null;
  /** Whether letters go out from now on; null where the channel is the world's own. */
  readonly sends: ((works: boolean) => Promise<void>) | null;
  /** Null where time is the world's own. */
  readonly clockTo: ((moment: Date) => Promise<void>) | null;
  /** How much of `left` passes at once, both in milliseconds, when a story lets time pass: the companion acts in between. */
  readonly step: (left: number) => number;
  close(): Promise<void>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const mailed = z.looseObject({ ticket_id: z.number() });
const refused = z.looseObject({ error: z.string() });

/** Thursday of the week in which the Saturday is a working day and Tuesday a holiday. */
export const START = new Date('2025-10-30T10:00:00+03:00');

/**
 * A helpdesk in memory whose clock stands until it is moved: what a person does takes a minute of it, a program a second.
 * `running`: its clock is the world's, as for a companion in a process of its own.
 */
export const openSandbox = async (
  time: 'standing' | 'running' = 'standing',
  start = START,
): Promise<Site> => {
  const stands = time === 'standing';
  const sandbox = await startSandbox({ flavour: '6.6', ...(stands && { clock: start }) });
  const { clock } = sandbox.world;
  const tick = (milliseconds: number): void => {
    if (stands) clock.set(new Date(clock.now().getTime() + milliseconds));
  };
  const control = async (name: string, body: string, type = 'application/json'): Promise<unknown> => {
    tick(name === 'deliveries' ? 0 : MINUTE);
    const response = await fetch(`${sandbox.url}/__sandbox/${name}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(refused.parse(answer).error);
    return answer;
  };
  const client = (onBehalfOf?: string): ZammadClient =>
    createZammadClient({
      url: sandbox.url,
      auth: { token: sandbox.token },
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      fetch: (input, init) => {
        if (init?.method !== 'GET') tick(onBehalfOf === undefined ? SECOND : MINUTE);
        return fetch(input, init);
      },
    });
  return {
    name: 'sandbox',
    access: { url: sandbox.url, token: sandbox.token },
    client,
    mail: async (raw, group) => {
      const query = group === undefined ? '' : `?group=${encodeURIComponent(group)}`;
      return mailed.parse(await control(`mail${query}`, raw, 'message/rfc822')).ticket_id;
    },
    click: async ({ macro, ticket, login, typed }) => {
      await control('macro', JSON.stringify({ macro_id: macro.id, ticket_id: ticket, as: login, typed }));
    },
    now: () => clock.now(),
    disturb: async (mode, share) => {
      await control('deliveries', JSON.stringify({ mode, share }));
    },
    sends: async (works) => {
      await control('channel', JSON.stringify({ fail: !works }));
    },
    idle: async () => {
      await control('deliveries', '{"flush":true}');
    },
    step: (left) => Math.min(left, 8 * HOUR),
    clockTo: stands ? (moment) => sandbox.clock.advanceTo(moment) : null,
    close: () => sandbox.close(),
  };
};
