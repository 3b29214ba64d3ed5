/** How often things can be done in a second. Contestants take turns, so that a busy machine is busy for all of them. */

const ROUNDS = 7;
const ROUND_MS = 300;

/** Does some of it; resolves to how many. */
type Batch = () => number | Promise<number>;

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

const round = async (batch: Batch): Promise<number> => {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < ROUND_MS) done += await batch();
  return (done / (performance.now() - start)) * 1000;
};

/** Things a second for each contestant: the median of its rounds, after one to warm up. */
export const ratesOf = async (
  contestants: Readonly<Record<string, Batch>>,
): Promise<{ what: string; value: number }[]> => {
  const running = Object.entries(contestants).map(([what, batch]) => {
    const rates: number[] = [];
    return { what, batch, rates };
  });
  for (const { batch } of running) await round(batch);
  for (let count = 0; count < ROUNDS; count += 1)
    for (const { batch, rates } of running) rates.push(await round(batch));
  return running.map(({ what, rates }) => ({ what, value: medianOf(rates) }));
};
