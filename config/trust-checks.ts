/** Clauses and open questions that the matrix of trust cites: each must be known. */
import type { Fault } from './faults.js';
import { suggestion } from './nearest.js';
import { writers } from './schema/trust.js';
import type { Sources } from './sources.js';

/** Faults of `trust.yaml` that the regulation's files tell. */
export const checkTrust = ({ trust, obligations, ambiguities }: Sources): Fault[] => {
  if (trust === undefined) return [];
  const { value, document } = trust;
  const known = new Set([...obligations, ...ambiguities.map((question) => question.value.id)]);
  return writers.flatMap((writer) =>
    value.writers[writer].because.flatMap((id, index) =>
      known.has(id)
        ? []
        : [
            document.fault(
              ['writers', writer, 'because', index],
              `ни обязанности, ни открытого вопроса «${id}» нет${suggestion(id, known)}`,
            ),
          ],
    ),
  );
};
