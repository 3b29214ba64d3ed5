/** Reads a form line by line: `Ключ: значение` in any order, values on the next line, a summary of many lines. */
import type { FormField } from './settings.js';
import { aboveFooter } from './footers.js';
import { PERSONAL, type FormBuilder } from './form.js';
import { behindMark } from './form-marks.js';
import {
  fieldsOnLine,
  labelled,
  type Labelled,
  looksLabelled,
  numberAlone,
  splitValue,
  twoValues,
} from './form-label.js';
import type { OpenField, Token } from './form-token.js';
import { FormPerson } from './form-person.js';
import { linesInside } from './inside-summary.js';
import { speaksOfAnother } from './owner-words.js';
import { nameThatBegins } from './person-name.js';
import { isRestOfName } from './written-name.js';

/** A value stands below its label, not far below. */
const MAX_GAP = 2;

/** «Согласна на обработку…» behind a box, however it goes on. */
const CONSENT = /^(?:я,?\s)?(?:даю\s(?:сво[её]\s)?)?соглас/iu;

/** Puts what the tokens say into `builder`. */
export const readLines = (tokens: Iterable<Token>, builder: FormBuilder): void => {
  const reader = new LineReader([...tokens], builder);
  reader.read();
};

class LineReader {
  private readonly builder: FormBuilder;
  private open: OpenField | null = null;
  private readonly person: FormPerson;
  /** The line before, when it belongs to no field. */
  private last: string | null = null;
  /** A line of the summary that is a heading if a person's field follows. */
  private held: { readonly at: number; readonly text: string } | null = null;
  /** «Дата: …» right below a summary: part of it if its text goes on behind. */
  private doubtful: string[] = [];

  /** Up to here the lines belong to what is written above them. */
  private insideTo = 0;
  private at = 0;
  private readonly tokens: readonly Token[];
  private above: string | null = null;

  constructor(tokens: readonly Token[], builder: FormBuilder) {
    this.tokens = tokens;
    this.person = new FormPerson(builder.keys);
    this.builder = builder;
  }

  read(): void {
    for (const [at, token] of this.tokens.entries()) {
      this.at = at;
      this.take(token);
    }
    this.close();
  }

  private take(token: Token): void {
    if (token.kind === 'pair') this.pair(token.label, token.value, token.where);
    else if (token.text.trim() === '') this.blank();
    else this.line(token.text, token.where);
    if (token.kind === 'pair' || token.text.trim() !== this.last) this.last = null;
  }

  private close(): void {
    if (this.open !== null && this.open.lines.length > 0)
      this.add(this.open.field, this.open.label, this.open.lines.join('\n'), this.open.where);
    this.open = null;
    this.held = null;
    this.doubtful = [];
  }

  private pair(label: string, value: string, where: string): void {
    const field = this.builder.keys.fieldOf(label);
    if (field !== null) this.headingAbove(field);
    this.close();
    if (value.trim() === '') this.person.title(label);
    const said = field === null ? this.two(label, value, where) : true;
    if (field !== null) this.add(field, label, value, where);
    if (said) this.builder.tabular = true;
  }

  private two(label: string, value: string, where: string): boolean {
    const values = twoValues(label, value, this.builder.keys);
    if (values !== null) this.close();
    for (const [field, each] of values ?? []) this.add(field, label, each, where);
    return values !== null;
  }

  private blank(): void {
    if (this.open === null) return;
    if (this.open.lines.length > 0) {
      if (this.doubtful.length > 0) this.close();
      else if (this.open.field === 'summary') this.open.lines.push('');
      else if (this.open.field !== 'contactMethod') this.close();
      return;
    }
    this.open.gap += 1;
    if (this.open.gap > MAX_GAP) this.open = null;
  }

  private line(text: string, where: string): void {
    const { keys } = this.builder;
    if (keys.isAboveSender(text)) {
      this.close();
      this.open = { field: 'name', label: '', where, lines: [], gap: 0, then: 'summary' };
      return;
    }
    const found = this.at < this.insideTo ? null : labelled(text, keys);
    if (this.at < this.insideTo || (found !== null && this.isInside(found))) {
      this.takeInside(text, where);
      return;
    }
    if (found?.setOff !== true && this.marked(text, where)) return;
    if (found === null && this.goesOn(text)) return;
    const colon = found === null ? text.slice(0, 80).search(/[:：\t]/u) : -1;
    if (colon > 0 && this.two(text.slice(0, colon), text.slice(colon + 1).trim(), where)) return;
    if (
      found !== null &&
      !(this.open?.field === 'contactMethod' && this.open.lines.length === 0 && !found.setOff)
    ) {
      if (this.mayGoOn(found)) {
        this.doubtful.push(text);
        return;
      }
      this.headingAbove(found.field);
      this.close();
      this.labelledLine(found.field, text, found.value, where);
      return;
    }
    if ((this.open === null || /[:：]\s*$/u.test(text.slice(-20))) && this.person.title(text)) {
      this.close();
      return;
    }
    if (this.open !== null) this.below(this.open, text);
    else if (!this.wrappedLabel(text, where)) this.prose(text);
  }

  /** A labelled line in the middle of what a citizen tells. */
  private isInside({ setOff }: Labelled): boolean {
    const summary = this.open?.field === 'summary' ? this.open.lines : null;
    const above =
      summary === null
        ? this.open === null
          ? this.last
          : null
        : (summary.findLast((line) => line !== '') ?? '');
    if (!setOff || above === null || above.trim() === '') return false;
    // What a line of its own says is not said of the next: «Прежний СНИЛС: …».
    const labelledAbove = looksLabelled(above) && !/[:：]\s*$/u.test(above);
    if (summary === null && (labelledAbove || !speaksOfAnother(above))) return false;
    const { tokens, at, builder } = this;
    const inside = linesInside({ tokens, at, above, given: builder.given, keys: builder.keys });
    this.insideTo = at + inside;
    return inside > 0;
  }

  /** Text, and what it names stays in it: said where the form itself does not give the field. */
  private takeInside(text: string, where: string): void {
    const found = labelled(text, this.builder.keys);
    if (found !== null && found.value !== '') this.builder.passOver(found.field, where);
    if (this.open?.field === 'summary') this.open.lines.push(...this.doubtful.splice(0), text);
    else this.prose(text);
    this.last = null;
  }

  /** The rest of a name. What else may go on, the options of a question, ends where a line has no box. */
  private goesOn(text: string): boolean {
    const { open } = this;
    if (open === null || open.lines.length === 0 || open.field === 'summary') return false;
    const rest = open.field === 'name' && isRestOfName(open.lines.join(' '), text);
    if (rest) open.lines.push(text);
    this.close();
    return rest;
  }

  /** A field that is not taken, with no line between it and the summary. */
  private mayGoOn({ field, value }: Labelled): boolean {
    const lines = this.open?.field === 'summary' ? this.open.lines : [];
    return (
      field === 'other' &&
      value !== '' &&
      (lines.at(-1) ?? '') !== '' &&
      splitValue(value, this.builder.keys).rest === null
    );
  }

  /** A summary ends above «Данные ребёнка» when fields of a person follow, and only then. */
  private headingAbove(field: FormField): void {
    const { held, open } = this;
    if (held === null || open === null || !PERSONAL.has(field)) return;
    open.lines.splice(held.at);
    this.close();
    this.person.title(held.text);
  }

  /** «Страховой номер индивидуального», and «лицевого счёта: 112…» on the next line. */
  private wrappedLabel(text: string, where: string): boolean {
    const begun = this.last;
    if (begun === null || !looksLabelled(text)) return false;
    const found = labelled(`${begun} ${text.trim()}`, this.builder.keys);
    if (found === null) return false;
    this.builder.prose.pop();
    this.last = null;
    this.labelledLine(found.field, `${begun} ${text.trim()}`, found.value, where);
    return true;
  }

  private prose(text: string): void {
    this.builder.prose.push(text);
    this.last = text.trim();
    this.above = this.last;
  }

  /** A line with a box before it: an option of the open question, or a consent. */
  private marked(text: string, where: string): boolean {
    const behind = behindMark(text);
    if (behind === null) return false;
    if (this.open?.field === 'contactMethod') {
      this.open.lines.push(text);
      return true;
    }
    if (!CONSENT.test(behind) && this.builder.keys.fieldOf(behind) !== 'consent') return false;
    this.close();
    this.add('consent', '', text, where);
    return true;
  }

  private labelledLine(field: FormField, text: string, value: string, where: string): void {
    const begins =
      field === 'name' && splitValue(value, this.builder.keys).rest === null ? nameThatBegins(value) : null;
    if (begins !== null) {
      // «Мои данные: Лебедева Мария Олеговна, СНИЛС …» goes on as a sentence.
      this.builder.prose.push(text);
      this.add('name', text.slice(0, text.length - value.length), begins, where);
      return;
    }
    if (value === '') this.person.title(text);
    if (this.person.isOwn()) this.builder.given.add(field);
    const begun = { field, label: text.slice(0, Math.max(0, text.length - value.length)), value };
    const { whole, last } = fieldsOnLine(begun, this.builder.keys);
    for (const each of whole) this.add(each.field, each.label, each.value, where);
    const { field: known, label, value: rest } = last;
    const goesOn =
      known === 'summary' || known === 'name' || (known === 'contactMethod' && behindMark(rest) !== null);
    if (rest !== '' && !goesOn) {
      const number = known === 'snils' || known === 'inn' ? numberAlone(rest) : null;
      if (number !== null) this.builder.prose.push(rest.slice(number.length + 1));
      this.add(known, label, number ?? rest, where);
    } else this.open = { field: known, label, where, lines: rest === '' ? [] : [rest], gap: 0, then: null };
  }

  /** A line that belongs to the field that is still open. */
  private below(open: OpenField, text: string): void {
    if (open.field === 'summary') {
      if (this.builder.keys.isFooter(text)) {
        open.lines.splice(aboveFooter(open.lines).length);
        this.close();
      } else {
        open.lines.push(...this.doubtful.splice(0), text);
        const heading = this.builder.keys.personOf(text) !== null;
        this.held = heading ? { at: open.lines.length - 1, text } : null;
      }
    } else if (open.field === 'other' || looksLabelled(text)) {
      this.open = null;
      this.builder.prose.push(text);
    } else {
      open.lines.push(text);
      if (open.field !== 'name' || open.then !== null) this.close();
      if (open.then !== null)
        this.open = { field: open.then, label: open.label, where: open.where, lines: [], gap: 0, then: null };
    }
  }

  private add(field: FormField, label: string, value: string, where: string): void {
    this.builder.add(
      { field, label, value, where, above: this.above ?? undefined },
      this.person.of(field, label),
    );
  }
}
