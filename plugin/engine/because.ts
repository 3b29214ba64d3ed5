/** The reason of a verdict as it may be kept: a rule should have masked its facts, and here nobody relies on it. */
import type { Because } from '../../triggers/types.js';
import { mask } from '../process/mask.js';

/** `because` without a clause (the log line has its own) and without anybody's data. */
export const maskedBecause = ({
  text,
  facts,
}: Because): { readonly text: string; readonly facts: Readonly<Record<string, string>> } => ({
  text: mask(text),
  facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, mask(value)])),
});
