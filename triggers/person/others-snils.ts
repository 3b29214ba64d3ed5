/** Another person's СНИЛС in what an operator typed: it has no business in this citizen's request (R-3.8.3.1, R-4.8.4.1). Pure. */
import { faultOfSnils } from 'portal-letter/person';

/** Spaces and dashes of every kind, as keyboards, forms and text editors write them. */
const GAP = String.raw`[\s.\-‐‑‒–—−]`;

/** A telephone by its groups or its plus, and a date: no digit of theirs belongs to a СНИЛС. */
const STANDS = new RegExp(
  [
    String.raw`(\+\d(?:${GAP}{0,3}\d){10}(?!\d)`,
    String.raw`(?<!\d)(?:[78]${GAP}{1,3}\d{3}|[78]9\d{2}(?=${GAP}))(?:${GAP}{0,3}\d){7}(?!\d)`,
    String.raw`(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:19|20)\d{2}(?!\d)`,
    String.raw`(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d))`,
  ].join('|'),
  'u',
);
/** As it stands on the card: covered mistyped, too. */
const SHAPED = new RegExp(
  String.raw`(?<!\d)\d{3}${GAP}{1,3}\d{3}${GAP}{1,3}\d{3}${GAP}{0,3}\d{2}(?!\d)`,
  'gu',
);
/** Eleven digits grouped anyhow, looked for from every group on: the number of a flat may stand before. */
const LOOSE = new RegExp(String.raw`(?<!\d)(?=(\d(?:${GAP}{0,3}\d){10})(?!\d))`, 'gu');

const COVER = '[СНИЛС]';

const plain = (text: string): string => text.replace(/\D/gu, '');

/** Whatever else has eleven digits, the number of a request or of a contract, fails the check number. */
const coverLoose = (text: string, own: string): string => {
  let covered = '';
  let from = 0;
  for (const { index, 1: found = '' } of text.matchAll(LOOSE)) {
    const digits = plain(found);
    if (index < from || digits === own || faultOfSnils(digits) !== null) continue;
    covered += text.slice(from, index) + COVER;
    from = index + found.length;
  }
  return covered + text.slice(from);
};

/** The line with every СНИЛС but `own` (eleven digits; empty: unknown) covered. */
export const withoutOthersSnils = (line: string, own: string): string =>
  line
    .split(STANDS)
    .map((part, at) =>
      // What the pattern caught stands at the odd places.
      at % 2 === 1
        ? part
        : coverLoose(
            part.replaceAll(SHAPED, (found) => (plain(found) === own ? found : COVER)),
            own,
          ),
    )
    .join('');
