/**
 * Who looks at a page now, and is told when to look again: «something changed», never what. A stream lives as long as its session and
 * keeps none alive; changes of other regions are not told, nor counted.
 */
import type { Changed } from '../../store/page-news.js';
import type { Sessions, Visitor } from '../../store/sessions.js';
import type { Scope } from '../read/scope.js';

/** Where a stream writes to; the ends of HTTP stay outside. */
interface Sink {
  write(text: string): void;
  end(): void;
}

interface Stream {
  readonly session: string;
  readonly scope: Scope;
  readonly sink: Sink;
  pending: NodeJS.Timeout | null;
}

export interface Streams {
  /** Null: there are too many. Else what takes it away again. */
  open(session: string, who: Visitor, sink: Sink): (() => void) | null;
  /** A change was heard; null: perhaps one was missed. */
  told(change: Changed | null): void;
  /** Ends those of a session, or of all. */
  end(session?: string): void;
  count(): number;
}

interface StreamsPorts {
  readonly sessions: Pick<Sessions, 'find'>;
  readonly scopeOf: (who: Visitor) => Scope;
  readonly clock: () => Date;
  /** Between two words to one stream, milliseconds: a walk over all tickets is one change after the other. */
  readonly restMs?: number;
  /** Something is sent at least so often, or a proxy cuts the line. */
  readonly beatMs?: number;
}

const PER_SESSION = 8;
const IN_ALL = 300;
const REST_MS = 1_000;
const BEAT_MS = 20_000;

const concerns = ({ regions, places }: Scope, change: Changed | null): boolean =>
  regions === null ||
  change === null ||
  change.regions.some((region) => region !== null && regions.includes(region)) ||
  change.places.some((place) => place !== null && places.includes(place));

/** Streams of this process. Timers run only while somebody looks. */
export const createStreams = ({
  sessions,
  scopeOf,
  clock,
  restMs = REST_MS,
  beatMs = BEAT_MS,
}: StreamsPorts): Streams => {
  const streams = new Set<Stream>();
  let beat: NodeJS.Timeout | undefined;

  const drop = (stream: Stream): void => {
    streams.delete(stream);
    clearTimeout(stream.pending ?? undefined);
    if (streams.size === 0) {
      clearInterval(beat);
      beat = undefined;
    }
  };
  const finish = (stream: Stream): void => {
    drop(stream);
    stream.sink.write('event: end\ndata: \n\n');
    stream.sink.end();
  };
  /** Writes if the session still is; a store that is away says nothing either way. */
  const say = async (stream: Stream, text: string): Promise<void> => {
    const who = await sessions.find(stream.session, clock(), { looks: false }).catch(() => undefined);
    if (!streams.has(stream)) return;
    if (who === null) finish(stream);
    else stream.sink.write(text);
  };
  return {
    open(session, who, sink) {
      const own = [...streams].filter((one) => one.session === session).length;
      if (own >= PER_SESSION || streams.size >= IN_ALL) return null;
      const stream: Stream = { session, scope: scopeOf(who), sink, pending: null };
      streams.add(stream);
      sink.write('retry: 5000\n\n');
      beat ??= setInterval(() => {
        for (const one of streams) void say(one, ': \n\n');
      }, beatMs);
      return () => {
        drop(stream);
      };
    },
    told(change) {
      for (const stream of streams) {
        if (stream.pending !== null || !concerns(stream.scope, change)) continue;
        stream.pending = setTimeout(() => {
          stream.pending = null;
          void say(stream, 'event: change\ndata: \n\n');
        }, restMs);
      }
    },
    end(session) {
      for (const stream of streams) if (session === undefined || stream.session === session) finish(stream);
    },
    count: () => streams.size,
  };
};
