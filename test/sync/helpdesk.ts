/** A sandbox behind sync's port, and a hand on each write: what comes between, and an answer that is lost at a chosen moment. */
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Row as StoredRow, type Sandbox } from 'zammad-sandbox';
import { asText } from '../../sync/objects/canonical.js';
import { createObjectStore, type ObjectStore } from '../../sync/objects/object-store.js';
import type { CatalogueKind, Columns } from '../../sync/objects/types.js';
import { now } from './small-config.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface TestHelpdesk extends Mutable<ObjectStore> {
  /** As they are stored, in the order of their ids. */
  readonly rows: (kind: CatalogueKind) => readonly StoredRow[];
  /** Changes one object the way an administrator would. */
  readonly byHand: (kind: CatalogueKind, name: string, columns: Columns) => void;
  /** Before each write; rejects with what the write shall end in. `done` carries it out. */
  onWrite: (method: string, kind: string, done: () => Promise<void>) => void | Promise<void>;
}

const open = (sandbox: Sandbox): TestHelpdesk => {
  const client = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token }, backoffMs: 1 });
  // This one does not restart itself.
  const store = createObjectStore(client, { intervalMs: 5, consecutive: 1, restartWithinMs: 0 });
  const writing = async <T>(method: string, kind: string, act: () => Promise<T>): Promise<T> => {
    let done: { result: T } | null = null;
    const once = async (): Promise<T> => (done ??= { result: await act() }).result;
    await helpdesk.onWrite(method, kind, async () => {
      await once();
    });
    return once();
  };
  const rows = (kind: CatalogueKind): readonly StoredRow[] => sandbox.world.table(kind).all();
  const helpdesk: TestHelpdesk = {
    ...store,
    rows,
    byHand: (kind, name, columns) => {
      const row = rows(kind).find((each) => asText(each['name']) === name);
      if (row === undefined) throw new Error(`no «${name}» in ${kind}`);
      sandbox.world.table(kind).patch(row, columns);
    },
    onWrite: () => undefined,
    create: (kind, columns) => writing('POST', kind, () => store.create(kind, columns)),
    update: (kind, id, columns) => writing('PUT', kind, () => store.update(kind, id, columns)),
    remove: (kind, id) => writing('DELETE', kind, () => store.remove(kind, id)),
    migrate: () => writing('POST', 'migrations', () => store.migrate()),
  };
  return helpdesk;
};

/** Call at the top of a test file; what it opens is closed after each test. */
export const useHelpdesks = (): (() => Promise<TestHelpdesk>) => {
  const opened: Sandbox[] = [];
  afterEach(async () => {
    for (const sandbox of opened.splice(0)) await sandbox.close();
  });
  return async () => {
    const sandbox = await startSandbox({ clock: now, restart: { downMs: 0 } });
    opened.push(sandbox);
    return open(sandbox);
  };
};
