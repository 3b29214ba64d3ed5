/** The intake in one call: raw bytes → letter, origin, fields. */
import { intakeOf } from './intake-of.js';
import { readLetter } from './letter.js';
import type { MailSettings } from './mail-settings.js';
import {
  isAnswer,
  isPortalSender,
  originOf,
  regionFaults,
  type KnownRegions,
  type Origin,
} from './origin.js';
import { readForm } from './read-form.js';
import { withProse } from './with-prose.js';
import { withUnshown } from './unshown.js';
import type { Intake, IntakeFault, Letter } from './types.js';

export interface ReadOptions extends KnownRegions {
  /** For birth dates; default: the process's clock. */
  readonly now?: Date;
  /** Told of a program error that the letter brought to light; what comes back says only that there was one. */
  readonly onError?: (error: unknown) => void;
}

export interface ReadMail {
  readonly letter: Letter;
  readonly origin: Origin;
  readonly intake: Intake;
}

/**
 * A raw letter (RFC 5322) → who it is from and what it says of a request (R-4.1.a, R-4.2.1). `options.region` and
 * `options.organizationRegion` are ids of `config/regions`; unknown ones count as not given.
 * Never throws, whatever the bytes: what cannot be read is a fault. An automatic letter (`letter.automatic`) is no request: its
 * intake is empty and nothing is missing. A form from a region's own sender is one whatever its headers: `letter.machine` alone says
 * what they are.
 */
export const readMail = async (
  raw: Uint8Array,
  settings: MailSettings,
  options: ReadOptions = {},
): Promise<ReadMail> => {
  const received = await readLetter(raw, { addresses: settings.ownAddresses });
  const letter = isPortalsForm(received, settings) ? { ...received, automatic: null } : received;
  if (letter.automatic !== null) return { letter, ...empty(letter.faults) };
  try {
    return { letter, ...understood(letter, settings, options) };
  } catch (error) {
    options.onError?.(error);
    const message = 'Поля письма не прочитаны из-за ошибки программы: внесите данные сами';
    return { letter, ...empty([...letter.faults, { field: null, message, where: 'письмо' }]) };
  }
};

/** A builder of forms names itself in the first lines, or the last. */
const MAX_EDGE = 4_000;
/** Fields that make a text a form, whatever its headers say. */
const FIELDS_OF_A_FORM = 3;

/** Headers, and a sender left empty, say nothing against a form that a region's own sender sent; reports and our own mail are none. */
const isPortalsForm = ({ automatic, machine, from, sections }: Letter, settings: MailSettings): boolean => {
  if (automatic === null || automatic === 'loop' || !isPortalSender(from, settings)) return false;
  if (automatic === 'bounce' && machine?.sign !== 'return-path') return false;
  const { entries } = readForm(sections, settings.keysOf(null));
  return new Set(entries.map(({ field }) => field)).size >= FIELDS_OF_A_FORM;
};

/** Pure: a letter → its origin and its intake. */
const understood = (
  letter: Letter,
  settings: MailSettings,
  options: ReadOptions,
): Omit<ReadMail, 'letter'> => {
  const text = [letter.edges, ...letter.sections.map((section) => section.text.slice(0, MAX_EDGE))].join(
    '\n',
  );
  const known = settings.formIn(text, null);
  const builder = settings.keysOf(null, known);
  const general = readForm(letter.sections, builder);
  const first = originOf(letter, general, settings, options);
  const keys = settings.keysOf(first.region, known === null ? null : settings.formIn(text, first.region));
  // A region's own spellings may say more, the code of a region among it.
  const form = keys === builder ? general : readForm(letter.sections, keys);
  const origin = form === general ? first : originOf(letter, form, settings, options);
  const about = {
    keys,
    now: options.now ?? new Date(),
    timeZone: settings.timeZoneOf(origin.region),
    region: origin.region,
    implies: !isAnswer(letter),
  };
  const full = withProse(letter, withUnshown(letter, form, about), origin, about);
  const intake = intakeOf(full, letter.faults, about);
  return {
    origin,
    intake: { ...intake, faults: [...intake.faults, ...regionFaults(full, origin, settings)] },
  };
};

const empty = (faults: readonly IntakeFault[]): Omit<ReadMail, 'letter'> => ({
  origin: { kind: 'unknown', region: null, toldBy: null },
  intake: {
    region: null,
    citizen: {
      name: null,
      snils: null,
      inn: null,
      birthDate: null,
      contactMethod: null,
      contact: null,
      phone: null,
      email: null,
    },
    summary: null,
    service: null,
    portalRequest: null,
    consent: [],
    missing: [],
    refused: [],
    faults,
  },
});
