/** Every API call, for tests that count them. */

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** POST calls that only read. */
const READING = /\/(search|selector|init)$/;

export class RequestLog {
  #requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#requests.push(request);
  }

  clear(): void {
    this.#requests = [];
  }

  /** All calls in order, how many there were of each method, and how many of them write. */
  summary(): { requests: LoggedRequest[]; counts: Record<string, number>; writes: number } {
    const counts: Record<string, number> = {};
    for (const { method } of this.#requests) counts[method] = (counts[method] ?? 0) + 1;
    const writes = this.#requests.filter(
      ({ method, path }) => WRITES.has(method) && !READING.test(path.split('?')[0] ?? ''),
    ).length;
    return { requests: [...this.#requests], counts, writes };
  }
}
