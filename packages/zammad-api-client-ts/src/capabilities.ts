/** Which Zammad this client works with, and what of it separates the versions. What can be tried at no cost is tried, and not listed. */

/** The oldest version this client was made for, as `major.minor`. */
export const oldestZammad = '6.5';

/** What a Zammad version can do. Each line was read in Zammad's sources or documentation. */
export interface Capabilities {
  /** As given. */
  version: string;
  /**
   * Secrets of webhooks are read as a mask (7.0, app/models/webhook.rb: SENSITIVE_FIELDS), so nobody can compare them: write one
   * again, or leave the column out to keep it.
   */
  maskedSecrets: boolean;
  /** Webhooks have `http_method` and `bearer_token` (7.0, app/models/webhook.rb). */
  webhookMethods: boolean;
  /** `Support` and `support` are one tag (7.2, release notes). */
  tagsIgnoreCase: boolean;
  /** States have `default_close` (7.2, release notes). */
  defaultClose: boolean;
}

/** The same in every copy of this package. */
const brand = Symbol.for('zammad-api-client-ts/UnsupportedZammadError');

/** Thrown for a Zammad that is older than {@link oldestZammad}. */
export class UnsupportedZammadError extends Error {
  override readonly name = 'UnsupportedZammadError';
  readonly [brand] = true;
  /** What Zammad calls itself. */
  readonly version: string;
  readonly oldest = oldestZammad;

  constructor(version: string) {
    super(`Zammad ${version} is too old: this client needs ${oldestZammad} or newer. Update Zammad.`);
    this.version = version;
  }
}

/** True for an {@link UnsupportedZammadError}, also of another copy of the package. */
export const isUnsupportedZammadError = (error: unknown): error is UnsupportedZammadError =>
  typeof error === 'object' && error !== null && Reflect.get(error, brand) === true;

/**
 * Takes what `client.version()` gives: `6.5.2`, `6.6.x`, `7`, `6.5.0-1747032011.abc`. Throws {@link UnsupportedZammadError} for one
 * that is too old, RangeError for what is no version.
 */
export const capabilitiesOf = (version: string): Capabilities => {
  const parts = /^(\d+)(?:\.(\d+))?/.exec(version.trim());
  if (parts === null) throw new RangeError('A Zammad version starts with its number, such as 6.5.0.');
  const have = Number(parts[1]) * 1000 + Number(parts[2] ?? 0);
  const since = (major: number, minor = 0): boolean => have >= major * 1000 + minor;
  if (!since(6, 5)) throw new UnsupportedZammadError(version);
  return {
    version,
    maskedSecrets: since(7),
    webhookMethods: since(7),
    tagsIgnoreCase: since(7, 2),
    defaultClose: since(7, 2),
  };
};
