/** Clauses as people cite them. */

/** The point of the regulation that a clause is of: `4.8.3` of `R-4.8.3.b`. */
export const pointOf = (clause: string): string => clause.slice(2).replace(/\.[a-z]$/, '');

/** Points of several clauses, each once: `4.5.1, 4.5.2`. */
export const pointsOf = (clauses: readonly string[]): string => [...new Set(clauses.map(pointOf))].join(', ');
