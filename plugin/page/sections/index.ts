/** The sections in the order in which they are offered; the first is where a visitor lands. */
import type { Pool } from 'pg';
import type { BoundClause } from '../../engine/evaluate.js';
import type { Parties } from '../../engine/parties.js';
import type { Section } from '../section.js';
import { workSections, type WorkPorts } from './work.js';

export interface SectionPorts extends WorkPorts {
  readonly pool: Pool;
  readonly parties: Parties;
  readonly clauses: readonly BoundClause[];
}

/** All sections of the page. */
export const sectionsOf = (ports: SectionPorts): readonly Section[] => [...workSections(ports)];
