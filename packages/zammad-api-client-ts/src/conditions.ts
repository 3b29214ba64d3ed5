/** Zammad's ticket selectors, as written in searches, SLAs, triggers, jobs and overviews. */

/** One comparison: `{ operator: 'is', value: ['1'] }`. Ids are usually strings. Source: lib/selector/sql.rb. */
export interface Comparison {
  operator: string;
  value?: unknown;
  /** For relative times: minute, hour, day, month, year. */
  range?: string;
  /** `specific`, `not_set`, `current_user.id`, `current_user.organization_id`. */
  pre_condition?: string;
}

/** Attribute (`ticket.state_id`, `article.body`, …) → comparison; all must hold. Source: lib/selector/sql.rb. */
export type FlatCondition = Readonly<Record<string, Comparison>>;

/** Nested AND/OR/NOT. Source: lib/selector/sql.rb. */
export interface ExpertCondition {
  operator: 'AND' | 'OR' | 'NOT';
  conditions: readonly (ExpertCondition | (Comparison & { name: string }))[];
}

/** A condition in either form; a flat one is an AND (lib/selector/sql.rb). */
export type Condition = FlatCondition | ExpertCondition;
