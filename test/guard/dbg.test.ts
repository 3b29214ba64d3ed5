import { checks } from './checks.js';
import { faultsOf } from './judge.js';
import { clausesInForce } from './world.js';
const clauses = clausesInForce().map((c) => ({
  ...c,
  judge: (f: never, x: never) => {
    const v = (
      c as never as {
        judge: (a: never, b: never) => { status: string; because: { text: string }; actions?: unknown };
      }
    ).judge(f, x);
    if ((globalThis as { T?: boolean }).T && v.status !== 'notApplicable' && v.status !== 'met')
      console.log(c.id, v.status, v.because.text, JSON.stringify(v.actions)?.slice(0, 400));
    return v;
  },
})) as never;
test('dbg', () => {
  for (const id of (process.env['IDS'] ?? '').split(',')) {
    const check = checks.find((one) => one.id === id)!;
    (globalThis as { T?: boolean }).T = true;
    process.stdout.write(`#### ${id}\n`);
    process.stdout.write(JSON.stringify(faultsOf(check, clauses)) + '\n');
  }
});
