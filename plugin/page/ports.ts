/** What the page is handed: where it is, whom it lets in, what it shows. */
import type { Parties } from '../engine/parties.js';
import type { Log } from '../process/log.js';
import type { Entrances } from '../store/entrances.js';
import type { Sessions } from '../store/sessions.js';
import type { HelpdeskSignIn } from './oauth.js';
import type { Knows, PageRoles } from './person.js';
import type { Streams } from './live/streams.js';
import type { Section } from './section.js';

export interface PageAddress {
  /** Path under which visitors see it, without a slash at its end: `/page`, behind a proxy perhaps `/support/page`. */
  readonly base: string;
  /** Over TLS: cookies go nowhere else. */
  readonly secure: boolean;
  /** Names of the host it answers to; null: any. On loopback a foreign name is another site's trick. */
  readonly hosts: readonly string[] | null;
}

export interface AppPorts {
  readonly address: PageAddress;
  readonly sessions: Sessions;
  readonly knows: Knows;
  readonly roles: PageRoles;
  readonly parties: Pick<Parties, 'regions'>;
  readonly sections: readonly Section[];
  readonly streams: Streams;
  /** Null: no application is registered at the helpdesk. */
  readonly oauth: HelpdeskSignIn | null;
  readonly entrances: Entrances;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly clock: () => Date;
}
