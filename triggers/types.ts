/**
 * The vocabulary of the rules: facts in, verdict out. A rule kind is a pure function; time, calendar and parameters are
 * handed to it, and what it wants done is a value that somebody else carries out.
 */
import type { z } from 'zod';
import type { Process } from '../config/process/process.js';
import type { ClauseId } from '../config/schema/common.js';
import type { Trust, Writer } from '../config/schema/trust.js';
import type { Vocabulary } from '../config/schema/vocabulary.js';
import type { Note } from '../templates/views.js';
import type { Calendar } from './working-time/calendar.js';

/**
 * Who a change or an article came from, as far as rules care. `citizen`: the ticket's customer and contacts, and a portal's robot;
 * `stranger`: a letter from outside that is none of theirs, whatever its «From» says (ticket/trust.ts).
 */
export type Actor = 'citizen' | 'operator' | 'companion' | 'helpdesk' | 'stranger';

export interface ArticleFacts {
  readonly id: number;
  readonly from: Actor;
  /** Written by somebody whose acts are shown and never undone. Left out: no, or nobody can tell. */
  readonly head?: true;
  readonly channel: 'email' | 'phone' | 'web' | 'note' | 'other';
  readonly internal: boolean;
  /** RFC 3834 auto-reply, out of office or bounce: never counts as an answer. */
  readonly automatic: boolean;
  /** An automatic mail that says ours was not delivered. Left out: no. */
  readonly bounce?: boolean;
  /** Who sent a mail that came in (config/trust.yaml). Left out: none that came in. */
  readonly writer?: Writer;
  /** Address of that sender, lower case. Left out: not known, or none that came in. */
  readonly address?: string;
  /** An operator said that this address is the citizen's: until then it was a stranger's. Left out: nobody had to. */
  readonly confirmed?: true;
  /** An outgoing mail whose addresses are none of the citizen's: another's, or a portal's robot. Left out: it is, or nobody can tell. */
  readonly toCitizen?: boolean;
  /** Zammad's own note that it gave up sending the article of this id. Left out: it is none. */
  readonly undelivered?: number;
  /** Template of a mail that the companion wrote, as it recorded it with the mail. Left out: any other article. */
  readonly letter?: string;
  readonly createdAt: Date;
}

/** One change of a field in the ticket's history: who moved it, when, from what to what. */
export interface Transition {
  readonly at: Date;
  readonly by: Actor;
  /** `group`, `state`, `owner` or the name of a ticket attribute. */
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Made by somebody whose acts are shown and never undone (shift head, «Руководитель СП»). Left out: no, or nobody can tell. */
  readonly head?: boolean;
  /** Groups whose tickets the actor may change. Left out: nobody can tell. */
  readonly desks?: readonly string[];
}

/** Another ticket, as far as a rule about this one needs to know it. */
export interface OtherTicket {
  readonly id: number;
  readonly number: string;
  readonly title?: string;
  readonly group: string;
  readonly state: string;
  readonly closed: boolean;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly attributes: TicketFacts['attributes'];
}

/**
 * What one mail of the citizen or of a portal says (packages/portal-letter), told by the article that brought it. Its values live as long as
 * the ticket is judged, and nowhere else.
 */
export interface LetterFacts {
  readonly article: number;
  /** `unknown`: a portal's form from an address that belongs to no portal and to no citizen's mailbox. */
  readonly sender: 'portal' | 'citizen' | 'unknown';
  /** Who sent it, by the matrix of trust. Left out: the citizen or a portal, as `sender` says. */
  readonly writer?: Writer;
  /** An answer of a machine, a report of non-delivery, or our own mail coming back: nobody's request. */
  readonly automatic: boolean;
  /** Headers or words of a machine: it is read, and gets no answer. Left out: no. */
  readonly machine?: boolean;
  /** Labels of what the citizen writes not to have. Left out: nothing. */
  readonly refused?: readonly string[];
  readonly region: string | null;
  /** Ticket attribute → value as the helpdesk can hold it. */
  readonly fields: Readonly<Record<string, string>>;
  /** What could not be taken as it stands, without the values. `label` null: the letter as a whole. */
  readonly faults: readonly {
    readonly label: string | null;
    readonly message: string;
    readonly where: string;
  }[];
  /** The person behind the request; null: not said. `phone` in E.164. */
  readonly citizen: {
    readonly name: string | null;
    readonly mail: string | null;
    readonly phone: string | null;
    readonly snils: string | null;
  };
  /** Tickets that the same letter (by Message-ID) or the same request of the portal (by its number) has made, oldest first. */
  readonly copies: readonly (OtherTicket & {
    readonly sameLetter: boolean;
    /** From the same address. Left out: not known. */
    readonly sameSender?: boolean;
  })[];
  /** Closed tickets that it answers, by the number in its subject or by what it refers to. Left out: none. */
  readonly answers?: readonly (OtherTicket & {
    readonly sameSender: boolean;
    /** The open ticket of the same sender that it goes on in. Left out: none. */
    readonly goneOn?: OtherTicket;
  })[];
  /** Other tickets with the same СНИЛС. Left out: none. */
  readonly sameSnils?: readonly OtherTicket[];
}

/** What is read beyond the one call, and only for a rule that asks: each costs calls to the helpdesk. */
export type Need = 'transitions' | 'linked' | 'earlier' | 'letters' | 'mailed' | 'suggestions' | 'words';

/** An answer of the knowledge base. */
export interface FaqAnswer {
  readonly id: number;
  /** Of its text: by it Zammad links an answer to a ticket. */
  readonly translation: number;
  readonly title: string;
  /** How it begins; empty: not read. */
  readonly begins: string;
  /** Where an operator opens it. */
  readonly url: string;
}

/** What the knowledge base has to say to a request, and what was made of it. */
export interface FaqFacts {
  /** The likeliest first, none that is not similar enough; null: the base cannot be read. */
  readonly likely: readonly FaqAnswer[] | null;
  /** Our notes that show answers, oldest first: the clauses each speaks for, its answers in order; null: gone since. */
  readonly shown: readonly {
    readonly article: number;
    readonly clauses: readonly string[];
    readonly answers: readonly (FaqAnswer | null)[];
  }[];
  /** Answers linked to the ticket, by whomever. */
  readonly linked: readonly FaqAnswer[];
}

/** An immutable snapshot of one ticket, read in one call. Names, never ids: rules read like the regulation. */
export interface TicketFacts {
  readonly id: number;
  readonly number: string;
  readonly title: string;
  readonly group: string;
  readonly state: string;
  /** Closed, merged or removed: nobody works on it, so nobody is told what to do with it. */
  readonly closed: boolean;
  readonly owner: string | null;
  /** Id of the region of origin, null while nobody said. */
  readonly region: string | null;
  /** Ticket attributes by their names in `config/helpdesk/attributes.yaml`; absent and empty are both null. */
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly articles: readonly ArticleFacts[];
  readonly tags: readonly string[];
  /** When Zammad moves a ticket in «В ожидании» on by itself. */
  readonly pendingUntil: Date | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: Actor;
  /** Oldest first. Empty unless a rule needed it. */
  readonly transitions: readonly Transition[];
  /** Tickets linked to this one; `relation` says what the other is to this. Empty unless a rule needed it. */
  readonly linked: readonly (OtherTicket & { readonly relation: 'parent' | 'child' | 'normal' })[];
  /** Other tickets of the same citizen, newest first: by СНИЛС, else by contact. Empty unless a rule needed it. */
  readonly earlier: readonly OtherTicket[];
  /** Mails that were not read before, oldest first; the last one where all were. Empty unless a rule needed it. */
  readonly letters: readonly LetterFacts[];
  /** What operators wrote in notes, oldest first, a line a line. Left out unless a rule needed it. */
  readonly words?: readonly {
    readonly article: number;
    readonly at: Date;
    readonly lines: readonly string[];
  }[];
  /** Where the desk that has the ticket can write to the citizen; null: it has no address to send from, or the citizen none. */
  readonly mailTo: string | null;
  /** When the companion last wrote to `mailTo` on other tickets: its letters of the day before the ticket changed, and later. Left out unless a rule needed it. */
  readonly mailed?: readonly Date[];
  /** Left out unless a rule needed it. */
  readonly faq?: FaqFacts;
}

/**
 * A wanted end state, not a call: carrying it out twice changes nothing. Keys of `fields` are `group`, `state`, `owner`
 * (login, null: nobody) and the names of ticket attributes; values are names, as in the facts.
 */
export type Action =
  | {
      readonly do: 'set';
      /** `pending_time` is an ISO instant. */
      readonly fields: Readonly<Record<string, string | number | boolean | null>>;
    }
  | { readonly do: 'tag'; readonly add: readonly string[]; readonly remove: readonly string[] }
  /** An internal note on this ticket. `alone`: in an article of its own, for it may have to be taken away again. */
  | ({ readonly do: 'note'; readonly alone?: true } & Note)
  /** A new ticket of the same citizen, linked to this one; made once for an occasion. */
  | ({
      readonly do: 'create';
      readonly relation: 'child' | 'normal';
      /** Login of whose it is; left out: the same citizen's. */
      readonly customer?: string;
      readonly title: string;
      readonly fields: Readonly<Record<string, string | number | boolean | null>>;
    } & Note)
  | { readonly do: 'link'; readonly to: number; readonly relation: 'child' | 'parent' | 'normal' }
  /** The ticket becomes this person's: found by mail, else by СНИЛС and name on another ticket, else made. */
  | { readonly do: 'customer'; readonly person: LetterFacts['citizen'] }
  /** A mail to the citizen; sent before the ticket is written, and not again once it stands on the ticket. */
  | ({
      readonly do: 'mail';
      readonly to: string;
      /** Never the citizen's own words: a stranger may have written them. */
      readonly subject: string;
      /** The article that it answers, for the thread. */
      readonly answers?: number;
    } & Note)
  /** All of this ticket goes into another; last of all that is done to it. */
  | { readonly do: 'merge'; readonly into: string }
  /** An answer of the knowledge base, linked to this ticket as Zammad's own sidebar does it. */
  | { readonly do: 'link-answer'; readonly translation: number }
  /** Takes a note of ours away, where Zammad still lets it be taken. */
  | { readonly do: 'erase'; readonly article: number }
  /** An internal note on another ticket, with fields of that ticket. Said once for an occasion. */
  | ({
      readonly do: 'relay';
      readonly to: number;
      /** Tells one occasion from the next: the same relay for the same occasion is made once. */
      readonly occasion: string;
      readonly fields: Readonly<Record<string, string | number | boolean | null>>;
    } & Note);

/** Why: enough for a head of support to check it by hand. `facts` holds names of fields and masked values only. */
export interface Because {
  readonly clause: ClauseId;
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
}

export type Verdict =
  | { readonly status: 'notApplicable'; readonly because: Because }
  | { readonly status: 'met'; readonly because: Because }
  | { readonly status: 'pending'; readonly because: Because; readonly dueAt: Date }
  | {
      readonly status: 'due';
      readonly because: Because;
      readonly actions: readonly Action[];
      /** It puts an act of somebody back: no other clause acts on what is going to be undone. Left out: others act in the same write. */
      readonly sole?: true;
      /** What it puts back was no move of the map, whoever made it. Left out: nothing is put back, or a note alone says so. */
      readonly undo?: true;
    }
  | { readonly status: 'flagged'; readonly because: Because };

/** Null: nothing given, nothing signed. Dates are ISO; `normative: false` is a sample that binds nobody. */
interface Agreement {
  readonly transferPhone: string | null;
  readonly protocol: {
    readonly number: string;
    readonly from: string;
    readonly until: string | null;
    readonly normative: boolean;
  } | null;
}

/** What a rule may know beside the ticket: the clause it speaks for, the time, and the parties' directory. */
export interface RuleContext {
  readonly clause: ClauseId;
  readonly now: Date;
  readonly regions: ReadonlyMap<
    string,
    { readonly name: string; readonly group: string; readonly timeZone: string }
  >;
  /** What a region agreed with СП ЕПГУ: clauses 2.2 and 5 of the regulation. By region id. */
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** What states, reasons, attributes and tags are called here. */
  readonly vocabulary: Vocabulary;
  readonly federalGroups: readonly string[];
  /** Where СП РПГУ hands over: «Начальник смены ЦПП». */
  readonly entryGroup: string;
  readonly calendars: {
    /** Of СП ЕПГУ and ГРП. */
    readonly federal: Calendar;
    /** Of a region, with its holidays and zone; the federal one for a region nobody knows. */
    of(region: string | null): Calendar;
    /** Of whoever asks a citizen: a region's own; with a federal desk the holidays of the citizen's region, by the federal clock. */
    asking(ticket: Pick<TicketFacts, 'group' | 'region'>): Calendar;
  };
  readonly intake: {
    /** Who is asked for data that a letter lacks, by region id; `fallback` for every other. */
    readonly askMissing: {
      readonly fallback: 'region' | 'citizen';
      readonly by: ReadonlyMap<string, 'region' | 'citizen'>;
    };
    /** Where a form goes that nobody known has sent; null: it stays where it came in. */
    readonly unknownGroup: string | null;
  };
  /** Who writes × what the letter may do. */
  readonly trust: Trust;
  /** The map of places and moves, over the regions' groups. */
  readonly process: Process;
  /** Told to a citizen with the number of a claim (R-3.11.2.c, R-4.3.4). */
  readonly claimContacts: { readonly phone: string; readonly email: string };
  /** The obligation that asks for the comment standing on the ticket; null: none is known to. */
  readonly commentFor: (facts: TicketFacts, context: Surroundings) => ClauseId | null;
}

/** The time and the parties, whatever the clause. */
export type Surroundings = Omit<RuleContext, 'clause'>;

/** One idea of a rule, told apart from the clauses that use it with their own parameters. */
export interface RuleKind<Params> {
  readonly name: string;
  readonly params: z.ZodType<Params>;
  /** What must be read before this ticket can be judged; left out: the one call is enough. */
  needs?(facts: TicketFacts, params: Params, context: Surroundings): readonly Need[];
  evaluate(facts: TicketFacts, params: Params, context: RuleContext): Verdict;
  /**
   * Whether this ticket is judged by what was done with it: while its history does not lead where the ticket stands, such a rule is not
   * asked. Left out: it never is.
   */
  judgesActs?(facts: TicketFacts, params: Params, context: RuleContext): boolean;
  /** That a ticket's history stays behind it is shown by this kind; the others are silent. Left out: silent. */
  readonly showsBehind?: true;
  /** What it flags is nothing that whoever has the ticket can mend: it is told in the log and the report only. */
  readonly aside?: true;
}
