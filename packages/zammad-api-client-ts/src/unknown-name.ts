/** A name that leads nowhere is the commonest fault of a configuration: the error shows what there is instead. */

/** The same in every copy of this package. */
const brand = Symbol.for('zammad-api-client-ts/UnknownNameError');

/** True for an {@link UnknownNameError}, also of another copy of the package. */
export const isUnknownNameError = (error: unknown): error is UnknownNameError =>
  typeof error === 'object' && error !== null && Reflect.get(error, brand) === true;

/** Thrown when a name is not known to the helpdesk. `known` is empty for users, whose names are personal data. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';
  readonly [brand] = true;
  readonly kind: string;
  readonly wanted: string | number;
  readonly known: readonly string[];

  constructor(kind: string, wanted: string | number, known: readonly string[]) {
    const shown = known.length > 30 ? [...known.slice(0, 30), `… ${known.length - 30} more`] : known;
    const have = shown.length === 0 ? '' : ` It has: ${shown.map((name) => `"${name}"`).join(', ')}.`;
    const what =
      kind === 'users' ? 'the wanted user' : typeof wanted === 'number' ? `id ${wanted}` : `"${wanted}"`;
    super(`The helpdesk has no ${what} among ${kind}.${have} Correct the name or create the object first.`);
    this.kind = kind;
    this.wanted = wanted;
    this.known = known;
  }
}
