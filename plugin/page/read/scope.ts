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
        places: map.places.filter(({ holder }) => holder !== map.regions).map(({ name }) => name),
      };

/** A condition on `region` and `place` of a row, with two parameters that begin at `$first`. A ticket nobody knows the region of is seen. */
export const inScope = (first: number, region: string, place: string): string =>
  `($${first}::text[] is null or ${region} is null or ${region} = any($${first}) or ${place} = any($${first + 1}::text[]))`;

export const scopeParams = ({ regions, places }: Scope): unknown[] => [regions, places];
