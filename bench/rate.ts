/** How often something can be done in a second: the median of several rounds, after a warm-up. */

const ROUNDS = 5;
const ROUND_MS = 400;

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/** Runs `batch` for some seconds; it resolves to how many things it did. Things a second. */
export const rateOf = async (batch: () => number | Promise<number>): Promise<number> => {
  const round = async (): Promise<number> => {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < ROUND_MS) done += await batch();
    return (done / (performance.now() - start)) * 1000;
  };
  await round();
  const rates: number[] = [];
  for (let count = 0; count < ROUNDS; count += 1) rates.push(await round());
  return medianOf(rates);
};
