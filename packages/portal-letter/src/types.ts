/**
 * What passes between the steps of the intake: raw bytes → `Letter` (who wrote, and what, without quotes and signatures) →
 * `Intake` (what the letter says of the request). No step guesses: what is unclear is a fault and stays as it was written.
 */

import type { MachineMail } from './automatic.js';

/** Fields a portal's form can carry, by the names of the JSON that `reglament intake` prints. */
export type IntakeField =
  | 'region'
  | 'name'
  | 'snils'
  | 'inn'
  | 'birthDate'
  | 'contactMethod'
  | 'contact'
  | 'summary'
  | 'service'
  | 'portalRequest'
  | 'consent';

/** What could not be taken as it stands. `message` is Russian and carries no value; `where` names part and line. */
export interface IntakeFault {
  /** Null: the letter as a whole, or an attachment. */
  readonly field: IntakeField | null;
  readonly message: string;
  readonly where: string;
}

/** Why a letter is no one's request: RFC 3834, a bounce (null sender), or our own mail coming back. */
export type Automatic = Exclude<MachineMail['kind'], 'generated'>;

/** One stretch of what was written, decoded. `where` is how a person finds it: «текст письма», «вложение form.json». */
export interface Section {
  readonly kind: 'text' | 'html' | 'json' | 'xml' | 'csv';
  readonly where: string;
  readonly text: string;
}

export interface Letter {
  /** Without angle brackets. */
  readonly messageId: string | null;
  readonly references: readonly string[];
  /** Lower case; null: no sender, or an empty one. */
  readonly from: string | null;
  readonly fromName: string | null;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly date: Date | null;
  /** Why nothing is read of it. Null: it may be a request, be it a machine's. */
  readonly automatic: Automatic | null;
  /** Whether a machine sent it: such a letter gets no answer and is none. Decides nothing about reading. */
  readonly machine: MachineMail | null;
  /** Address of the innermost forwarded message's sender, when the letter was forwarded. */
  readonly forwardedFrom: string | null;
  /** Name of that sender, where the forward gives one. */
  readonly forwardedName: string | null;
  /** Quotes and signatures gone; the surest first: data (JSON, XML, CSV), then HTML or text. One of HTML and text of an alternative. */
  readonly sections: readonly Section[];
  /** How the text begins and ends, signature and all, for what builders of forms write there. At most some thousand characters. */
  readonly edges: string;
  /** The rest of an alternative, which mail programs do not show: only compared with what was read. */
  readonly unshown: readonly Section[];
  readonly faults: readonly IntakeFault[];
}

/** What one letter says of a citizen's request. Null: not said. A value of a field with a fault stands as it was written. */
export interface Intake {
  /** Id of a region in `config/regions`. */
  readonly region: string | null;
  readonly citizen: {
    /** As written, spaces tidied. */
    readonly name: string | null;
    /** `112-233-445 95` when the check sum is right, else as written and a fault. */
    readonly snils: string | null;
    readonly inn: string | null;
    /** `YYYY-MM-DD`; an impossible date as written, and a fault. */
    readonly birthDate: string | null;
    /** One of the options of `contact_method` in `config/helpdesk/attributes.yaml`. */
    readonly contactMethod: string | null;
    /** Of the method; without one, the only contact given. Phone in E.164, mail in lower case. */
    readonly contact: string | null;
    /** The only phone and the only address given, whatever the method: to find the citizen by. */
    readonly phone: string | null;
    readonly email: string | null;
  };
  readonly summary: string | null;
  readonly service: string | null;
  readonly portalRequest: string | null;
  /** Consent marks, as written. */
  readonly consent: readonly string[];
  /** Data of 4.2.1 that the letter does not give, in the regulation's order. */
  readonly missing: readonly IntakeField[];
  /** Of what is missing, what the citizen writes not to have: «ИНН у меня нет». Not to be asked for again. */
  readonly refused: readonly IntakeField[];
  readonly faults: readonly IntakeFault[];
}
