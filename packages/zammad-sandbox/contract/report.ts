/** Tells what came of a replay: steps, alike, differing, exceptions with their reasons. */
import type { Difference } from './alike.js';
import { EXCEPTIONS, coveredBy, type Exception } from './exceptions.js';
import { LEFT_OUT } from './left-out.js';
import { NOT_COMPARED } from './not-compared.js';
import type { RecordedFile } from './recordings.js';
import type { Replay, Replayed } from './replay.js';

export interface Outcome {
  readonly steps: number;
  readonly alike: number;
  /** A line for each difference that no exception covers. */
  readonly differences: readonly string[];
  readonly differing: number;
  /** How many differences each exception covered. */
  readonly covered: ReadonlyMap<Exception, number>;
}

const nameOf = ({ file, exchange: { step, request } }: Replayed): string =>
  `${file} · ${step} · ${request.method} ${request.path}`;

/** @param exceptions that hold; those of the sandbox unless given */
export const outcomeOf = (
  { replayed, deliveries }: Replay,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Outcome => {
  const covered = new Map<Exception, number>();
  const differences: string[] = [];
  let alike = 0;
  const judge = (
    name: string,
    file: RecordedFile | null,
    step: string,
    found: readonly Difference[],
  ): void => {
    const left = found.filter((difference) => {
      const exception = coveredBy(file, step, difference, exceptions);
      if (exception) covered.set(exception, (covered.get(exception) ?? 0) + 1);
      return exception === undefined;
    });
    if (left.length === 0) alike += 1;
    differences.push(...left.map(({ path, what }) => `${name}: ${path}: ${what}`));
  };
  for (const one of replayed) judge(nameOf(one), one.file, one.exchange.step, one.differences);
  for (const { step, differences: found } of deliveries) judge(step, null, step, found);
  const steps = replayed.length + deliveries.length;
  return { steps, alike, differences, differing: steps - alike, covered };
};

/** The outcome as lines to print. */
export const report = ({ steps, alike, differing, differences, covered }: Outcome): string[] => {
  const leftOut = Map.groupBy(Object.entries(LEFT_OUT), ([, reason]) => reason);
  return [
    ...differences,
    `nowhere compared: entries of type ${NOT_COMPARED.type}: ${NOT_COMPARED.reason}`,
    ...[...leftOut].map(([reason, names]) => `not played (${names.length}): ${reason}`),
    ...[...covered].map(
      ([{ path, step, reason }, times]) =>
        `exception (${times}): ${step ? `${step.source} · ` : ''}${path.source}: ${reason}`,
    ),
    ...EXCEPTIONS.filter((exception) => !covered.has(exception)).map(
      ({ path, step }) => `unused exception: ${step?.source ?? ''} · ${path.source}`,
    ),
    `contract: ${steps} steps played, ${alike} alike, ${differing} differing, ${covered.size} kinds of exceptions, ` +
      `${Object.keys(LEFT_OUT).length} steps left out`,
  ];
};
