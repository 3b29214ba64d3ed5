/**
 * The checks of another hand, written from the regulation alone, played on the pure core. What does not hold yet stands in
 * `not-yet.yaml`, and has to be struck off there when it does. GUARD=print shows each departure.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { checks } from './checks.js';
import { faultsOf } from './judge.js';
import { clausesInForce } from './world.js';

const { notYet, unplayed } = z
  .object({ notYet: z.record(z.string(), z.record(z.string(), z.string())), unplayed: z.array(z.string()) })
  .parse(parse(await readFile(new URL('not-yet.yaml', import.meta.url), 'utf8')));

const clauses = clausesInForce();
const played = checks.map(({ kind, id, title, ...check }) => ({
  kind,
  id,
  title,
  faults: faultsOf({ kind, id, title, ...check }, clauses),
}));

beforeAll(() => {
  const kinds = [...new Set(checks.map(({ kind }) => kind))];
  for (const kind of kinds) {
    const own = played.filter((one) => one.kind === kind);
    const can = own.filter(({ faults }) => faults !== null);
    const held = can.filter(({ faults }) => faults?.length === 0).length;
    process.stdout.write(
      `${kind}: ${held} hold, ${can.length - held} do not, ${own.length - can.length} not played\n`,
    );
  }
  if (process.env['GUARD'] === 'print')
    for (const { id, title, faults } of played)
      if (faults !== null && faults.length > 0)
        process.stdout.write(`${id} «${title}»: ${faults.join('; ')}\n`);
});

test.each([...new Set(checks.map(({ kind }) => kind))])('%s: what holds, and what does not yet', (wanted) => {
  const failing = played.filter(
    ({ kind, faults }) => kind === wanted && faults !== null && faults.length > 0,
  );
  expect(failing.map(({ id }) => id).toSorted()).toEqual(Object.keys(notYet[wanted] ?? {}).toSorted());
});

test('what one ticket cannot play is named', () => {
  expect(played.flatMap(({ id, faults }) => (faults === null ? [id] : [])).toSorted()).toEqual(
    unplayed.toSorted(),
  );
});
