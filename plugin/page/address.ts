/** Where the page is, if anywhere: by itself on loopback only, elsewhere when somebody said where people open it. */
import type { PageAddress } from './ports.js';

/** Where the page is mounted besides the path people see: a proxy may cut its own part off or leave it. */
export const PAGE_PATH = '/page';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'] as const;

const isLoopback = (host: string): boolean =>
  LOOPBACK.some((name) => name === host) || /^127(\.\d{1,3}){3}$/.test(host);

/** `pageUrl`: where people open it, `off`: nowhere, undefined: nobody said. `host`: where `serve` listens. Null: no page. */
export const addressOf = (pageUrl: string | undefined, host: string): PageAddress | null => {
  if (pageUrl === 'off') return null;
  if (pageUrl === undefined)
    return isLoopback(host) ? { base: PAGE_PATH, secure: false, hosts: [...LOOPBACK, host] } : null;
  const { pathname, protocol } = new URL(pageUrl);
  return { base: pathname.replace(/\/+$/, ''), secure: protocol === 'https:', hosts: null };
};
