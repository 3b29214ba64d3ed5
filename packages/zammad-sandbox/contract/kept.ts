/** What of a live answer may be written into a recording: shapes, short texts, never a secret. */
const LONGEST_TEXT = 120;
const LONGEST_LIST = 3;
const secretKey = /token|password|secret|session_id|fingerprint/i;

/**
 * What may be kept of an answer: short texts, the first entries of a list, no value whose key speaks of a secret. Of a
 * request lists are kept whole: it has to be sent again.
 */
export const kept = (value: unknown, key = '', longest = LONGEST_LIST): unknown => {
  if (typeof value === 'string') {
    if (value !== '' && secretKey.test(key)) return '<token>';
    return value.length > LONGEST_TEXT || value.includes('\n') ? `<${value.length} characters>` : value;
  }
  if (Array.isArray(value)) return value.slice(0, longest).map((item: unknown) => kept(item, key, longest));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, kept(inner, name, longest)]),
    );
  return value;
};
