/** The log: one JSON object a line on standard error, personal data masked, secrets taken out whatever carries them. */
import { Writable } from 'node:stream';
import { createLogger, format } from 'winston';
import { isZammadError } from 'zammad-api-client-ts';
import { callOf } from './fault.js';
import { mask } from './mask.js';
import { createSecrets, secrets as processSecrets } from './secrets.js';

/** What a line says beside its message; names the line has itself would be lost. */
type Fields = Readonly<Record<string, unknown>> & {
  readonly [own in 'message' | 'level' | 'time' | 'timestamp']?: never;
};
type Say = (message: string, fields?: Fields) => void;

/** What the rest of the program may ask of a log. */
export interface Log {
  readonly error: Say;
  readonly warn: Say;
  readonly info: Say;
  readonly debug: Say;
}

interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** Strings that never appear, beside those of the process; of an address its password. */
  readonly secrets?: readonly string[];
  /** Where lines go; standard error unless given. */
  readonly sink?: NodeJS.WritableStream;
}

/** What winston hands on. */
type Info = Readonly<Record<string, unknown>>;

/** A value as it may stand in a log line: numbers too long for an id of a ticket are someone's phone. */
const sayable = (value: unknown): unknown => {
  if (typeof value === 'string') return mask(value);
  // Zammad's words carry what people typed.
  if (isZammadError(value)) return `${value.name}: ${callOf(value)}`;
  if (typeof value === 'number' && value >= 1e9) return mask(String(value));
  if (value instanceof Error) return `${value.name}: ${mask(value.message)}`;
  return value;
};

/** Makes a log. Never throws, also for fields that hold themselves. */
export const createLog = ({ level, secrets = [], sink = process.stderr }: LogOptions): Log => {
  const own = createSecrets(secrets);
  const clean = (line: string): string => processSecrets.clean(own.clean(line));
  /** Before it is put into JSON, where a secret wears another coat; the line is cleaned as well, for what holds it in its name. */
  const said = (key: string, value: unknown): unknown => {
    if (key === 'time') return value;
    const text = sayable(value);
    return typeof text === 'string' ? clean(text) : text;
  };
  const lineOf = ({ level: at, message, timestamp, ...fields }: Info): string => {
    const whole = { time: timestamp, level: at, message, ...fields };
    try {
      return clean(JSON.stringify(whole, said));
    } catch {
      return clean(JSON.stringify({ time: timestamp, level: at, message: sayable(message) }));
    }
  };
  const logger = createLogger({ level, format: format.timestamp() });
  logger.pipe(
    new Writable({
      objectMode: true,
      write(info: Info, _, next) {
        sink.write(`${lineOf(info)}\n`);
        next();
      },
    }),
  );
  const say =
    (at: LogOptions['level']): Say =>
    (message, fields = {}) => {
      if (logger.isLevelEnabled(at)) logger.log({ ...fields, level: at, message });
    };
  return { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') };
};
