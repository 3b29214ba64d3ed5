/** Tells the story: numbered steps with the clauses they show, and the count at the end. */

export interface Step {
  /** Clauses of the regulation, `п. 4.2.3`; empty for the installation. */
  readonly clauses: string;
  readonly title: string;
  /** What was seen, a line each. Rejects when the end state is not the regulation's. */
  act(): Promise<readonly string[]>;
}

export interface Told {
  readonly steps: number;
  readonly failed: number;
}

/** Plays steps in order; after a failed one the rest would only fail for its sake, so it stops there. */
export const tell = async (steps: readonly Step[], out: (line: string) => void): Promise<Told> => {
  let played = 0;
  for (const step of steps) {
    const { clauses, title } = step;
    played += 1;
    out(`\n${played}. ${title}${clauses === '' ? '' : ` (${clauses})`}`);
    try {
      for (const line of await step.act()) out(`   ${line}`);
    } catch (fault) {
      out(`   ✗ ${fault instanceof Error ? fault.message : String(fault)}`);
      return { steps: steps.length, failed: 1 };
    }
  }
  return { steps: played, failed: 0 };
};
