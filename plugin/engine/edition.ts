/**
 * The edition of the regulation in force, in pieces: when it changes, only what the change can touch is looked at again, and
 * gradually, behind everything that people wait for.
 */
import { createHash } from 'node:crypto';
import type { Config } from '../../config/load.js';
import type { RuledConfig } from './parties.js';
import type { Edition, Records } from '../store/records.js';

/** Whom a change of edition concerns. `some`: tickets of these regions or of none, and those that stand at `due` on these clauses. */
export type Concerned =
  | { readonly kind: 'nobody' | 'everybody' }
  | { readonly kind: 'some'; readonly regions: readonly string[]; readonly clauses: readonly string[] };

const fingerprint = (of: object): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12);

/** Title, text and examples decide nothing, and are no part of it. */
export const editionOf = ({
  clauses,
  regions,
  federal,
  intake,
  process,
  vocabulary,
  calendars,
  stance,
}: Pick<Config, 'stance'> & RuledConfig): Pick<Edition, 'id' | 'pieces'> => {
  const pieces: Record<string, string> = {
    around: fingerprint([federal, intake, process, vocabulary, [...calendars]]),
    'mode stance': stance,
  };
  for (const [id, region] of regions) pieces[`region ${id}`] = fingerprint(region);
  for (const clause of clauses) {
    if (clause.enforcer !== 'companion') continue;
    pieces[`rule ${clause.ids[0] ?? ''}`] = fingerprint([clause.ids, clause.rule]);
    pieces[`mode ${clause.ids[0] ?? ''}`] = clause.mode;
  }
  return { id: fingerprint(pieces), pieces };
};

const namesOf = (pieces: readonly string[]): string[] => pieces.map((piece) => piece.replace(/^\w+ /, ''));

/**
 * A clause that went concerns nobody; one whose mode alone changed, those on whom it would act; a region that changed, came or
 * went, its tickets and those whose region nobody said yet; anything else, everybody.
 */
export const concernedBy = (before: Edition['pieces'], now: Edition['pieces']): Concerned => {
  const changed = Object.keys({ ...before, ...now }).filter(
    (piece) => now[piece] !== before[piece] && (piece in now || piece.startsWith('region ')),
  );
  const of = (kind: string): string[] => changed.filter((piece) => piece.startsWith(`${kind} `));
  if (changed.length === 0) return { kind: 'nobody' };
  const [regions, modes] = [of('region'), of('mode')];
  if (changed.length > regions.length + modes.length) return { kind: 'everybody' };
  const all = Object.keys(now).filter((piece) => piece.startsWith('rule '));
  return {
    kind: 'some',
    regions: namesOf(regions),
    clauses: namesOf(modes.includes('mode stance') ? all : modes),
  };
};

const union = (one: Concerned, other: Concerned): Concerned => {
  if (one.kind !== 'some') return one.kind === 'nobody' ? other : one;
  if (other.kind !== 'some') return other.kind === 'nobody' ? one : other;
  return {
    kind: 'some',
    regions: [...new Set([...one.regions, ...other.regions])],
    clauses: [...new Set([...one.clauses, ...other.clauses])],
  };
};

/**
 * What is still to be done for the edition in force; `id` is begun when it is met first. Tickets may have been judged by any
 * edition since the last one that was done to its end.
 */
export const editionAtWork = async (
  records: Pick<Records, 'editions' | 'beginEdition'>,
  { id, pieces }: Pick<Edition, 'id' | 'pieces'>,
  now: Date,
): Promise<{ readonly edition: Edition; readonly concerned: Concerned; readonly first: boolean }> => {
  const [newest] = await records.editions();
  if (newest?.id !== id) await records.beginEdition(id, pieces, now);
  const [edition, ...before] = await records.editions();
  if (edition === undefined) throw new Error('издание регламента не записано');
  return {
    edition,
    concerned: before.reduce<Concerned>((told, one) => union(told, concernedBy(one.pieces, pieces)), {
      kind: before.length === 0 ? 'everybody' : 'nobody',
    }),
    first: before.length === 0,
  };
};
