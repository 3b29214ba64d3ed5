/** A value as it was made of what a letter says. */
export interface ReadValue {
  /** In its final form; with a fault, as written. */
  readonly value: string;
  /** Russian, without the value; null: it holds. */
  readonly fault: string | null;
}
