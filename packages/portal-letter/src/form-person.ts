/** Whom a form is about as it is read down: by the title of the part, by labels, and by the last name above. */
import type { FormField } from './settings.js';
import type { FormKeys, Person } from './form-keys.js';
import { ownerOfHeading } from './owner-words.js';

/** What is one person's and nobody else's: below «ФИО ребёнка» the child's, whatever its label. */
const IDENTITY: ReadonlySet<FormField> = new Set(['snils', 'inn', 'birthDate', 'givenName', 'patronymic']);
/** A title is no longer. */
const MAX_TITLE = 90;

export class FormPerson {
  private readonly keys: FormKeys;
  private part: Person = 'own';
  private named: Person | null = null;

  constructor(keys: FormKeys) {
    this.keys = keys;
  }

  /** Takes a line as the title of a part; false: it is none. */
  title(text: string): boolean {
    const person = text.length > MAX_TITLE ? null : (this.keys.personOf(text) ?? this.ownerIn(text));
    if (person === null) return false;
    this.part = person;
    this.named = null;
    return true;
  }

  /** «Клиент:» above a name is a label. */
  private ownerIn(text: string): Person | null {
    return this.keys.fieldOf(text.replace(/[:：]\s{0,5}$/u, '')) === null ? ownerOfHeading(text) : null;
  }

  isOwn(): boolean {
    return this.part === 'own';
  }

  /** Whose the next field is, unless its label says otherwise. */
  of(field: FormField, label: string): Person {
    const named = this.keys.personOfLabel(label);
    if (field === 'name' || field === 'surname' || named !== null) this.named = named;
    return this.part === 'own' && IDENTITY.has(field) ? (this.named ?? 'own') : this.part;
  }
}
