/**
 * `npm run contract`: does the sandbox answer as a real Zammad was recorded to? With ZAMMAD_URL and ZAMMAD_TOKEN the same
 * recordings are held against that Zammad (give it one that may be written to). Exit 1 below 95 %.
 */
import { startSandbox } from '../src/index.js';
import { answerDifference } from './compare.js';
import { deliveryDifferences } from './deliveries.js';
import { replay, type Target } from './replay.js';

const REQUIRED_SHARE = 0.95;

const contract = async (target: Target, patienceMs: number): Promise<boolean> => {
  const suffix = `R${Date.now().toString(36)}`;
  const replayed = await replay(target, suffix);
  const answers = replayed.flatMap(({ file, exchange, live }) => {
    const difference = answerDifference(exchange.response, live);
    return difference === null
      ? []
      : [`${file} · ${exchange.step} · ${exchange.request.method} ${exchange.request.path}: ${difference}`];
  });
  const deliveries = await deliveryDifferences(target, suffix, patienceMs);
  const differences = [...answers, ...deliveries.differences];
  const total = replayed.length + deliveries.total;
  for (const line of differences) process.stdout.write(`${line}\n`);
  process.stdout.write(`contract: ${total - differences.length} of ${total} answered as recorded\n`);
  return total - differences.length >= REQUIRED_SHARE * total;
};

const { ZAMMAD_URL: url, ZAMMAD_TOKEN: token } = process.env;
if (url !== undefined && token !== undefined) {
  process.exitCode = (await contract({ url: url.replace(/\/$/, ''), token }, 30_000)) ? 0 : 1;
} else {
  const sandbox = await startSandbox({ flavour: '6.6' });
  process.exitCode = (await contract(sandbox, 5_000)) ? 0 : 1;
  await sandbox.close();
}
