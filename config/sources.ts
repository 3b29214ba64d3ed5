/** What was read from the files, each piece with the way back to its place: the checks between files look at this. */
import type { Path, SourceDocument } from './document.js';
import type { Ambiguity } from './schema/ambiguity.js';
import type { Clause } from './schema/clause.js';
import type { FaqSettings } from './schema/faq.js';
import type { Federal } from './schema/federal.js';
import type { HelpdeskFile } from './schema/helpdesk.js';
import type { IntakeSettings } from './schema/intake.js';
import type { ProcessMap } from './schema/process.js';
import type { ProductionCalendar } from './schema/production-calendar.js';
import type { Trust } from './schema/trust.js';
import type { Vocabulary } from './schema/vocabulary.js';
import type { Region } from './schema/region.js';

/** Something read from a file, with the way back to its place for faults found later. */
export interface Placed<T> {
  readonly value: T;
  readonly document: SourceDocument;
  readonly path: Path;
}

/** What the checks between files look at. */
export interface Sources {
  readonly helpdesk: readonly Placed<HelpdeskFile>[];
  readonly regions: readonly Placed<Region>[];
  readonly calendars: readonly Placed<ProductionCalendar>[];
  readonly clauses: readonly Placed<Clause>[];
  readonly ambiguities: readonly Placed<Ambiguity>[];
  readonly federal: Placed<Federal> | undefined;
  readonly vocabulary: Placed<Vocabulary> | undefined;
  readonly faq: Placed<FaqSettings> | undefined;
  readonly intake: Placed<IntakeSettings> | undefined;
  readonly trust: Placed<Trust> | undefined;
  readonly process: Placed<ProcessMap> | undefined;
  readonly obligations: ReadonlySet<string>;
}
