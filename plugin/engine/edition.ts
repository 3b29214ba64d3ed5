/**
 * The edition of the regulation in force, in pieces: when it changes, only what the change can touch is looked at again, and
 * gradually, behind everything that people wait for.
 */
import { createHash } from 'node:crypto';
import type { Config } from '../../config/load.js';
import type { RuledConfig } from './parties.js';
import type { Edition, Records } from '../store/records.js';

/** Whom a change of edition concerns. `due`: tickets that stand at `due` on one of the clauses. */
export type Concerned =
  { readonly kind: 'nobody' | 'everybody' } | { readonly kind: 'due'; readonly clauses: readonly string[] };

const fingerprint = (of: object): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12);

/** Title, text and examples decide nothing, and are no part of it. */
export const editionOf = ({
  clauses,
  regions,
  federal,
  intake,
  vocabulary,
  stance,
}: Pick<Config, 'stance'> & RuledConfig): Pick<Edition, 'id' | 'pieces'> => {
  const pieces: Record<string, string> = {
    around: fingerprint([[...regions], federal, intake, vocabulary]),
    'mode stance': stance,
  };
  for (const clause of clauses) {
    if (clause.enforcer !== 'companion') continue;
    pieces[`rule ${clause.ids[0] ?? ''}`] = fingerprint([clause.ids, clause.rule]);
    pieces[`mode ${clause.ids[0] ?? ''}`] = clause.mode;
  }
  return { id: fingerprint(pieces), pieces };
};

/** A clause that went concerns nobody; one whose mode alone changed, those on whom it would act; else everybody. */
export const concernedBy = (before: Edition['pieces'], now: Edition['pieces']): Concerned => {
  const changed = Object.keys(now).filter((piece) => now[piece] !== before[piece]);
  if (changed.some((piece) => !piece.startsWith('mode '))) return { kind: 'everybody' };
  if (changed.length === 0) return { kind: 'nobody' };
  const all = Object.keys(now).filter((piece) => piece.startsWith('rule '));
  const modes = changed.includes('mode stance') ? all : changed;
  return { kind: 'due', clauses: modes.map((piece) => piece.replace(/^\w+ /, '')) };
};

/** What is still to be done for the edition in force; `id` is begun when it is met first. */
export const editionAtWork = async (
  records: Pick<Records, 'editions' | 'beginEdition'>,
  { id, pieces }: Pick<Edition, 'id' | 'pieces'>,
  now: Date,
): Promise<{ readonly edition: Edition; readonly concerned: Concerned; readonly first: boolean }> => {
  const { current } = await records.editions();
  if (current?.id !== id) await records.beginEdition(id, pieces, now);
  const { current: edition, before } = await records.editions();
  if (edition === null) throw new Error('издание регламента не записано');
  return {
    edition,
    concerned: before === null ? { kind: 'everybody' } : concernedBy(before.pieces, pieces),
    first: before === null,
  };
};
