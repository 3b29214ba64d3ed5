#!/usr/bin/env node
/** `zammad-sandbox`: starts a sandbox, says where it is in one line of JSON, and runs until it is told to stop. */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { startSandbox } from './sandbox.js';
import { seedRows, type SeedRows } from './seed/given.js';

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('give a port between 0 (any free one) and 65535.');
  }
  return port;
};

const momentOf = (text: string): Date => {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) {
    throw new InvalidArgumentError('give a moment such as 2026-01-12T09:00:00+03:00.');
  }
  return moment;
};

/** The file's rows by table. */
const seedOf = (file: string): SeedRows => {
  try {
    return seedRows.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (fault) {
    const reason = fault instanceof z.ZodError ? z.prettifyError(fault) : String(fault);
    throw new InvalidArgumentError(`give a file such as {"groups": [{"name": "Support"}]}. ${reason}`);
  }
};

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

const options = z.object({
  port: z.number(),
  host: z.string(),
  seed: seedRows.optional(),
  flavour: z.enum(['6.6', '7']),
  clock: z.date().optional(),
});

const command = new Command('zammad-sandbox')
  .description('An in-memory Zammad for tests, demos and simulations.')
  .version(version)
  .option('--port <number>', 'port to listen on; 0 takes any free one', portOf, 0)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--seed <file>', 'rows to begin with besides those of a fresh installation (JSON)', seedOf)
  .addOption(
    new Option('--flavour <version>', 'version whose answers are given').choices(['6.6', '7']).default('6.6'),
  )
  .option('--clock <moment>', 'freeze the clock at this moment (ISO 8601)', momentOf);

const main = async (): Promise<void> => {
  command.parse();
  const { clock, seed, ...given } = options.parse(command.opts());
  const sandbox = await startSandbox({ ...given, ...(clock && { clock }), ...(seed && { seed }) });
  process.stdout.write(`${JSON.stringify({ url: sandbox.url, token: sandbox.token })}\n`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

main().catch((fault: unknown) => {
  process.stderr.write(`zammad-sandbox: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
});
