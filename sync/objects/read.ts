/** Reads the helpdesk once: one list call a kind that matters, and a constant. */
import { asText } from './canonical.js';
import { PermissionMissing } from './errors.js';
import { readLedger, ledgerName, recordNames } from './ledger.js';
import { lockName } from './lock.js';
import { isForbidden } from './object-store.js';
import type { ObjectStore, ListedKind } from './object-store.js';
import { resources } from './resources/index.js';
import { objectKinds } from '../../config/kinds.js';
import type { CatalogueKind, Row, Snapshot } from './types.js';
import type { ObjectKind } from '../../config/schema/helpdesk.js';

const listed: readonly CatalogueKind[] = [
  ...objectKinds,
  'ticket_priorities',
  'email_addresses',
  'signatures',
  'jobs',
];
const isListed = (kind: CatalogueKind): kind is ListedKind => listed.includes(kind);

const permissionOf = (kind: ListedKind): { title: string; permission: string } => {
  if (kind === 'ticket_priorities') return { title: 'приоритеты', permission: 'admin.object' };
  if (kind === 'email_addresses' || kind === 'signatures')
    return { title: kind, permission: 'admin.channel_email' };
  if (kind === 'jobs') return { title: 'планировщик', permission: 'admin.scheduler' };
  return resources[kind];
};

/**
 * Kinds to read for the wanted ones: themselves, fields, groups and states, which conditions name all the time, and of
 * the rest only what is really named: each kind costs a call and needs a right of its own.
 */
export const kindsToRead = (
  kinds: readonly ObjectKind[],
  named: (kind: CatalogueKind) => boolean,
): ListedKind[] => {
  if (kinds.length === 0) return [];
  const needed = new Set<CatalogueKind>(['object_manager_attributes', 'text_modules', 'jobs', ...kinds]);
  for (const kind of kinds) {
    for (const target of resources[kind].pointsTo) {
      const optional =
        target === 'email_addresses' || target === 'signatures' || target === 'ticket_priorities';
      if (!optional || named(target)) needed.add(target);
    }
  }
  return listed.filter((kind) => needed.has(kind)).filter(isListed);
};

/**
 * @param version null is a missing right like any other
 * @throws PermissionMissing naming every right the token lacks, not only the first
 */
export const readSnapshot = async (
  helpdesk: ObjectStore,
  version: string | null,
  kinds: readonly ListedKind[],
): Promise<Snapshot> => {
  const lookups = await helpdesk.lookups();
  const installation = await helpdesk.installation();
  const missing: { kind: string; title: string; permission: string }[] =
    version === null ? [{ kind: 'version', title: 'версия', permission: 'admin' }] : [];
  const rows: Partial<Record<CatalogueKind, readonly Row[]>> = { ...lookups };
  await Promise.all(
    kinds.map(async (kind) => {
      try {
        rows[kind] = await helpdesk.list(kind);
      } catch (error) {
        if (!isForbidden(error)) throw error;
        missing.push({ kind, ...permissionOf(kind) });
      }
    }),
  );
  if (version === null || missing.length > 0) {
    throw new PermissionMissing(missing.sort((a, b) => a.kind.localeCompare(b.kind)));
  }
  const modules = rows.text_modules ?? [];
  return {
    version,
    installation,
    ledger: readLedger(modules.find((row) => row['name'] === ledgerName)),
    rows: {
      ...rows,
      ...(rows.text_modules && {
        text_modules: modules.filter((row) => !recordNames.includes(asText(row['name']))),
      }),
      ...(rows.macros && { macros: rows.macros.filter((row) => row['name'] !== lockName) }),
    },
  };
};

/** The helpdesk's version; null when the token may not know it: Zammad tells it to `admin` only. */
export const readVersion = async (helpdesk: ObjectStore): Promise<string | null> => {
  try {
    return await helpdesk.version();
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
};
