/** Which id (or ticket number) of a live helpdesk stands for which recorded one, learnt answer by answer. */

export class Pairs {
  readonly #live = new Map<string, Map<string, string>>();
  readonly #recorded = new Map<string, Map<string, string>>();

  /**
   * Holds two ids to be the same object.
   * @returns whether they may be: an id paired otherwise before may not
   */
  unify(kind: string, recorded: unknown, live: unknown): boolean {
    const [left, right] = [String(recorded), String(live)];
    const there = this.#of(this.#live, kind);
    const back = this.#of(this.#recorded, kind);
    const known = there.get(left);
    if (known !== undefined || back.has(right)) return known === right;
    there.set(left, right);
    back.set(right, left);
    return true;
  }

  /** The live id of a recorded one; the same where nothing is known. */
  live(kind: string, recorded: number | string): string {
    return this.#of(this.#live, kind).get(String(recorded)) ?? String(recorded);
  }

  /** Every live id of a kind that stands for a recorded one. */
  all(kind: string): string[] {
    return [...this.#of(this.#live, kind).values()];
  }

  #of(side: Map<string, Map<string, string>>, kind: string): Map<string, string> {
    const known = side.get(kind) ?? new Map<string, string>();
    side.set(kind, known);
    return known;
  }
}
