/** What a Zammad version can do. Each line was read in the sources or documentation of the versions named. */

export interface Capabilities {
  /** As given. */
  version: string;
  /** Triggers have `activator` and `execution_condition_mode` (6.0); before, every update trigger is selective. */
  executionConditionMode: boolean;
  /** Webhooks have `customized_payload` and `custom_payload` (6.0). */
  customPayload: boolean;
  /** Group names are paths, `Parent::Child`, and parents must exist first (6.2). */
  groupTree: boolean;
  /** A ticket state made over the API can be set on tickets over the API (6.3); before, its ids are not in the lists. */
  apiMadeStatesUsable: boolean;
  /** `/groups/search`, `/triggers/search`, … exist (6.5). */
  genericSearch: boolean;
  /** Secrets are read as a mask (7.0). */
  maskedSecrets: boolean;
  /** Processes stop themselves after an attribute migration and rely on their supervisor (6.5). */
  autoShutdownAfterMigration: boolean;
  /** What `/tickets/search` answers without `expand`: ids with assets, or (6.5) a plain list. */
  searchShape: 'assets' | 'list';
  /** Making a token: `{label}` → `{name}`, or (6.0) `{name}` → `{token}`. */
  tokenCreateShape: 'label-name' | 'name-token';
  /** `/tickets/selector` answers `ticket_ids`, or (6.0) `object_ids`. */
  selectorShape: 'tickets' | 'objects';
  /** Jobs need `object`: Ticket, User or Organization (6.0). */
  jobObject: boolean;
  /** An email address's display name: column `realname`, or (6.0) `name`. */
  emailAddressNameColumn: 'realname' | 'name';
  /** Placeholders have their own `localization` and `timezone` (6.3). */
  localizedPlaceholders: boolean;
  /** Checklists exist (6.4). */
  checklists: boolean;
  /** Webhooks have `http_method` and `bearer_token` (7.0). */
  webhookMethods: boolean;
  /** Longest webhook endpoint. */
  webhookEndpointLength: 300 | 2000;
  /** False before 5.5, the oldest version this client was tried with. */
  supported: boolean;
}

/** Takes what `client.version()` gives: `5.5.x`, `6.3.1`, `7`, `6.5.0-1747032011.abc`. Throws RangeError on anything else. */
export const capabilitiesOf = (version: string): Capabilities => {
  const parts = /^(\d+)(?:\.(\d+))?/.exec(version.trim());
  if (parts === null) throw new RangeError('A Zammad version starts with its number, such as 6.5.0.');
  const have = Number(parts[1]) * 1000 + Number(parts[2] ?? 0);
  const since = (major: number, minor = 0): boolean => have >= major * 1000 + minor;
  return {
    version,
    executionConditionMode: since(6),
    customPayload: since(6),
    groupTree: since(6, 2),
    apiMadeStatesUsable: since(6, 3),
    genericSearch: since(6, 5),
    maskedSecrets: since(7),
    autoShutdownAfterMigration: since(6, 5),
    searchShape: since(6, 5) ? 'list' : 'assets',
    tokenCreateShape: since(6) ? 'name-token' : 'label-name',
    selectorShape: since(6) ? 'objects' : 'tickets',
    jobObject: since(6),
    emailAddressNameColumn: since(6) ? 'name' : 'realname',
    localizedPlaceholders: since(6, 3),
    checklists: since(6, 4),
    webhookMethods: since(7),
    webhookEndpointLength: since(6) ? 2000 : 300,
    supported: since(5, 5),
  };
};
