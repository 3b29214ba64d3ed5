/** What an object of the configuration leans on. Collected before anything is written, because Zammad itself accepts
 * an SLA on an unknown attribute and from then on refuses every new ticket. */
import type { CatalogueKind } from '../types.js';

export type Reference =
  | { readonly kind: CatalogueKind; readonly name: string; readonly where: string }
  /** A column that a condition, a perform, a workflow or an overview names: `ticket.snils`; with values if a list. */
  | { readonly field: string; readonly values: readonly string[]; readonly where: string };
