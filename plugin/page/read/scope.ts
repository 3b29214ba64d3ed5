/** Which tickets a visitor may be told of one by one. Sums are everybody's: they tell of no ticket. Pure. */
import type { ProcessMap } from '../../../config/schema/process.js';
import type { Visitor } from '../../store/sessions.js';

export interface Scope {
  /** Ids; null: all. */
  readonly regions: readonly string[] | null;
  /** Names of places where a ticket is seen whatever its region: those of the federal side. */
  readonly places: readonly string[];
}

/** An admin sees to the companion itself; a head sees the federal side, and the regions whose groups the helpdesk opens. */
export const scopeOf = ({ role, regions }: Visitor, map: Pick<ProcessMap, 'places' | 'regions'>): Scope =>
  role === 'admin'
    ? { regions: null, places: [] }
    : {
        regions,
        places: federalPlaces(map),
      };

/** Names of places of the federal side. */
export const federalPlaces = (map: Pick<ProcessMap, 'places' | 'regions'>): readonly string[] =>
  map.places.filter(({ holder }) => holder !== map.regions).map(({ name }) => name);

/**
 * By whose request it is, wherever it stands: an admin sees all, a head the regions whose groups the helpdesk opens, and one without
 * any the federal side. Numbers too: a sum over a few tickets tells of them.
 */
export const homeScopeOf = (
  { role, regions }: Visitor,
  map: Pick<ProcessMap, 'places' | 'regions'>,
): Scope =>
  role === 'admin'
    ? { regions: null, places: [] }
    : { regions, places: regions.length === 0 ? federalPlaces(map) : [] };

/** A condition on `region` and `place` of a row, with two parameters that begin at `$first`. A ticket nobody knows the region of is seen. */
export const inScope = (first: number, region: string, place: string): string =>
  `($${first}::text[] is null or ${region} is null or ${region} = any($${first}) or ${place} = any($${first + 1}::text[]))`;

export const scopeParams = ({ regions, places }: Scope): unknown[] => [regions, places];
