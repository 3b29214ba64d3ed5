/**
 * What a reader of letters has to be told, as plain data: what forms call their fields, which senders are whose. The product that
 * uses the reader checks its own files and hands the result in; nothing here knows where it came from.
 */

/** Fields a form can set. The parts of a name are joined; `phone` and `email` answer for `contact`; of `postal` only counts that it is there; `other` is known and not taken. */
export const formFields = [
  'name',
  'surname',
  'givenName',
  'patronymic',
  'snils',
  'inn',
  'birthDate',
  'contactMethod',
  'contact',
  'phone',
  'email',
  'postal',
  'summary',
  'service',
  'portalRequest',
  'consent',
  'region',
  'other',
] as const;
export type FormField = (typeof formFields)[number];

/** Field → its spellings. Case, ё, dots, dashes, spaces and hints in brackets make no difference; `a/b` is a path in JSON or XML, `/b` one at the root. */
export type FieldSpellings = Readonly<Partial<Record<FormField, readonly string[]>>>;

/** What holds for every sender. */
export interface GeneralSettings {
  /** Our own mailboxes: letters from them are a loop. */
  readonly ownAddresses: readonly string[];
  /** Domains of free mail: a letter from there is a citizen's. */
  readonly freeMail: readonly string[];
  readonly keys: FieldSpellings;
  /** Option of the way of contact → what value it needs and how forms call it. */
  readonly contactMethods: Readonly<
    Record<
      string,
      {
        readonly contact: 'phone' | 'email' | 'any';
        readonly spellings: readonly string[];
        /** Spellings that mean a letter on paper as well, where the form gives a postal address. */
        readonly orPostal: readonly string[];
      }
    >
  >;
  /** The only contact a letter gives says how to reach the citizen, where the letter does not. */
  readonly methodFromContact: boolean;
  /** Forms of the builders that portals use, by id. */
  readonly forms: Readonly<Record<string, FormPreset>>;
  /** Words that change nothing in a label: «ваш», «заявителя». */
  readonly fillers: readonly string[];
  /** What forms put into an empty field: «не указано». */
  readonly empty: readonly string[];
  /** Beginnings of words that tell of another person's section, and of the applicant's own. */
  readonly otherPersons: readonly string[];
  readonly ownPerson: readonly string[];
  /** Those of the others who apply for somebody: a parent, a guardian. Where a form names no applicant, one of these is. */
  readonly keepers: readonly string[];
  /** Words that may stand before a person in a section's title: «сведения о». */
  readonly headings: readonly string[];
  /** What a robot's postscript begins with: the summary ends there. */
  readonly footers: readonly string[];
}

/** A form as one builder of sites mails it: read so where its own words stand in the letter. */
export interface FormPreset {
  /** Words that every letter of it has. */
  readonly marks: readonly string[];
  readonly keys: FieldSpellings;
  readonly footers: readonly string[];
  /** Beginnings of the line below which the sender stands, and below the sender the text. */
  readonly senderBelow: readonly string[];
}

/** What one region's portal does in its own way. */
export interface RegionSettings {
  readonly codes: readonly string[];
  /** Addresses of the portal's robot outside its own domains. */
  readonly senders: readonly string[];
  /** Ids of the forms that are looked for; null: all. */
  readonly forms: readonly string[] | null;
  /** Null: as in general. */
  readonly methodFromContact: boolean | null;
  readonly keys: FieldSpellings;
  readonly contactMethods: Readonly<Record<string, readonly string[]>>;
  readonly mapping: Readonly<Record<'json' | 'xml' | 'csv', Readonly<Record<string, FormField>>>>;
}

/** Everything the reader asks for. */
export interface LetterSettings {
  readonly intake: GeneralSettings;
  /** Id → region. */
  readonly regions: ReadonlyMap<
    string,
    {
      readonly name: string;
      /** IANA zone in which the region's «today» is. */
      readonly timeZone: string;
      /** Domains from which the region's portal sends. */
      readonly mailDomains: readonly string[];
      readonly intake: RegionSettings;
    }
  >;
  /** IANA zone for letters of no known region. */
  readonly federal: { readonly timeZone: string };
}
