/**
 * A Zammad that may be written to, as a site of the stories. People act with logins of their own. What an API cannot do to a
 * helpdesk is a command of whoever runs it: take in a raw letter, move its clock, break its outgoing mail.
 */
import { spawn } from 'node:child_process';
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import { clickOverApi } from './click.js';
import { clickOnDesktop } from './desktop-click.js';
import { PASSWORD, people } from './people.js';
import { mailed, type Site } from './site.js';

export interface Commands {
  /** Takes a raw mail on its standard input, prints one JSON line with `ticket_id`; a group's name may follow. */
  readonly mail: string;
  /**
   * Followed by a moment (ISO 8601): moves the helpdesk's clock there, back as well, and ends when the helpdesk has done what was
   * due. Prints by how many seconds that clock is ahead of this machine's.
   */
  readonly clock?: string | undefined;
  /** Followed by `accept` or `refuse`: whether the server of outgoing mail takes letters from now on. */
  readonly channel?: string | undefined;
}

/** Which page's way of carrying out a macro is played: merged into the form's update, or by the server. */
export type View = 'page' | 'desktop';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
/** Zammad tries a letter anew after 25, 50 and 75 s, each counted from the try before. */
const RETRY = 40 * SECOND;

/** Runs the command with `input` on its standard input; the last line it prints. */
const lineOf = (command: string, input = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out.trim().split('\n').at(-1) ?? '');
      else reject(new Error(`«${command}» ended with ${String(code)}: ${out}`));
    });
    child.stdin.end(input);
  });

const seconds = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);

/** Rejects, when a command is run, with what it printed if it fails. */
export const openReal = (url: string, token: string, commands: Commands, view: View = 'page'): Site => {
  const client = (as?: string): ZammadClient => {
    if (as === undefined) return createZammadClient({ url, auth: { token } });
    return people.some(({ login }) => login === as)
      ? createZammadClient({ url, auth: { username: as, password: PASSWORD } })
      : createZammadClient({ url, auth: { token }, onBehalfOf: as });
  };
  const { mail, clock, channel } = commands;
  let ahead = 0;
  let refuses = false;
  const now = (): Date => new Date(Date.now() + ahead);
  return {
    name: url,
    access: { url, token },
    client,
    mail: async (raw, group) => {
      const command = group === undefined ? mail : `${mail} "${group}"`;
      return mailed.parse(JSON.parse(await lineOf(command, raw))).ticket_id;
    },
    click: async (click) => {
      const as = client(click.login);
      await (view === 'page' ? clickOverApi(as, click, now()) : clickOnDesktop(url, as, click));
    },
    now,
    disturb: null,
    sends:
      channel === undefined
        ? null
        : async (works) => {
            await lineOf(`${channel} ${works ? 'accept' : 'refuse'}`);
            refuses = !works;
          },
    idle: () => Promise.resolve(),
    // A letter that was refused is tried again by the clock of each try.
    step: (left) => Math.min(left, refuses ? RETRY : DAY),
    clockTo:
      clock === undefined
        ? null
        : async (moment) => {
            ahead = seconds.parse(await lineOf(`${clock} ${moment.toISOString()}`)) * SECOND;
          },
    close: () => Promise.resolve(),
  };
};
