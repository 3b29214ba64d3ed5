/** The intake in one call: raw bytes → letter, origin, fields. */
import type { Form } from './form.js';
import { intakeOf, type Circumstances } from './intake-of.js';
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
import { summaryIn } from './plain-letter.js';
import { readForm } from './read-form.js';
import { toldOfSelf } from './told-of-self.js';
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
export async function readMail(
  raw: Uint8Array,
  settings: MailSettings,
  options: ReadOptions = {},
): Promise<ReadMail> {
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
}

/** A builder of forms names itself in the first lines, or the last. */
const MAX_EDGE = 4_000;
/** Fields that make a text a form, whatever its headers say. */
const FIELDS_OF_A_FORM = 3;

/** Headers, and a sender left empty, say nothing against a form that a region's own sender sent; reports and our own mail are none. */
function isPortalsForm({ automatic, machine, from, sections }: Letter, settings: MailSettings): boolean {
  if (automatic === null || automatic === 'loop' || !isPortalSender(from, settings)) return false;
  if (automatic === 'bounce' && machine?.sign !== 'return-path') return false;
  const { entries } = readForm(sections, settings.keysOf(null));
  return new Set(entries.map(({ field }) => field)).size >= FIELDS_OF_A_FORM;
}

/** Pure: a letter → its origin and its intake. */
function understood(letter: Letter, settings: MailSettings, options: ReadOptions): Omit<ReadMail, 'letter'> {
  const text = [letter.edges, ...letter.sections.map((section) => section.text.slice(0, MAX_EDGE))].join(
    '\n',
  );
  const builder = settings.keysOf(null, settings.formIn(text, null));
  const general = readForm(letter.sections, builder);
  const first = originOf(letter, general, settings, options);
  const keys = settings.keysOf(first.region, settings.formIn(text, first.region));
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
}

/**
 * A portal's form says what it says. Where a person writes, or a form has no field that is known, the text is the summary; not of an
 * answer that gives fields: «вот данные» is no summary.
 */
function withProse(letter: Letter, form: Form, origin: Origin, about: Circumstances): Form {
  const { keys } = about;
  if (form.tabular || (origin.kind !== 'citizen' && form.entries.length > 0)) return form;
  const where = 'текст письма';
  const has = new Set(form.entries.map(({ field }) => field));
  const people = origin.kind === 'citizen';
  const writers = {
    names: people ? [letter.fromName, letter.forwardedName] : [],
    addresses: people ? [letter.from, letter.forwardedFrom] : [],
  };
  const self = toldOfSelf(form.prose.join('\n'), where, writers, about.now);
  const told = self.entries.filter(({ field }) => !has.has(field));
  const unsaid = self.faults.filter(
    ({ field }) => !has.has(field === 'contact' ? 'phone' : (field ?? 'other')),
  );
  const answer = isAnswer(letter) && form.entries.length > 0;
  const said = has.has('summary') || answer ? null : summaryIn(form, keys);
  const text = said !== null && pointsElsewhere(said, [...letter.faults, ...form.faults]) ? null : said;
  const summary = text === null ? [] : [{ field: 'summary' as const, value: text, label: '', where }];
  const unread =
    origin.kind === 'portal' && text !== null
      ? [
          {
            field: null,
            message: 'В письме портала нет знакомых полей: опишите его форму в config/regions, intake',
            where,
          },
        ]
      : [];
  return {
    ...form,
    entries: [...form.entries, ...told, ...summary],
    faults: [...form.faults, ...unsaid, ...unread],
    refused: self.refused.filter((field) => !has.has(field)),
  };
}

/** «Обращение во вложении» of a letter whose attachment could not be read says nothing itself. */
function pointsElsewhere(text: string, faults: readonly IntakeFault[]): boolean {
  const few = text.length < 80 && text.split(/\s/u).length < 6;
  return few && faults.some(({ where }) => where.startsWith('вложение'));
}

function empty(faults: readonly IntakeFault[]): Omit<ReadMail, 'letter'> {
  return {
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
  };
}
