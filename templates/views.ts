/** What each template needs to know: one schema a template, so that a rule and its sentence cannot drift apart. */
import { z } from 'zod';

const text = z.string().min(1);
const number = z.number().int().nonnegative();

/** Notes on a wait for the citizen; `points` of the regulation it rests on. */
const onWait = { enforced: z.boolean(), points: text };
/** The term as a head of support would check it, a line a step; empty: none runs. */
const count = z.array(text).readonly();

/** Who signs a letter: a region's desk by the region's name, any other by its own. */
const signature = { desk: text, regional: z.boolean() };

/** A move by the intention that makes it; `points`: empty where the regulation is silent. */
const way = z.strictObject({
  intention: text,
  name: text,
  points: z.string(),
  needs: z.array(text).readonly(),
});

export const views = {
  'data-missing': z.strictObject({
    /** False: the companion only warns, and the operator is to act. */
    enforced: z.boolean(),
    from: text,
    region: text,
    state: text,
    reason: text,
    faults: z
      .array(z.strictObject({ label: text, why: text }))
      .min(1)
      .readonly(),
  }),
  'letter-read': z.strictObject({
    enforced: z.boolean(),
    portal: z.boolean(),
    unknown: z.boolean(),
    region: text.nullable(),
    /** Labels of fields. */
    labels: z.array(text).readonly(),
    contradictions: z.array(text).readonly(),
    /** `label` null: the letter as a whole. No values: they stand in the letter. */
    faults: z.array(z.strictObject({ label: text.nullable(), message: text, where: text })).readonly(),
    /** An answer that speaks of another person than the ticket's. */
    otherPerson: z.boolean(),
    /** Looks like a machine's: it is read, and gets no answer. */
    machine: z.boolean(),
    /** The contact in a private letter is not the address it came from. */
    elsewhere: z.boolean(),
    /** Numbers of tickets with this СНИЛС under another name. */
    sameSnils: z.array(text).readonly(),
    /** A ticket that the letter names or repeats, and why it did not go into it. */
    pointed: z.strictObject({ number: text, reason: text }).nullable(),
    /** The closed ticket it answers; whether its region and data were taken over. */
    closed: z.strictObject({ number: text, carried: z.boolean() }).nullable(),
    portalNumber: text.nullable(),
  }),
  'other-letter': z.strictObject({
    enforced: z.boolean(),
    /** «From» is ours, and the letter came from outside. */
    own: z.boolean(),
    /** What a suspended term rests on. */
    points: text,
    /** A request of another person was recorded as a ticket of its own. */
    made: z.boolean(),
    /** The state that was put back; null: none had to be. */
    restored: text.nullable(),
  }),
  'letter-astray': z.strictObject({ enforced: z.boolean(), point: text }),
  'other-confirmed': z.strictObject({ enforced: z.boolean() }),
  /** The first article of a request that came in another one's ticket. */
  'other-request': z.strictObject({ enforced: z.boolean().optional(), number: text }),
  /** Said in the ticket that came first. */
  'letter-again': z.strictObject({
    enforced: z.boolean().optional(),
    number: text,
    sameLetter: z.boolean(),
    /** Of a citizen or of a machine, to the request that is closed. */
    answer: z.boolean(),
    automatic: z.boolean(),
  }),
  'data-asked': z.strictObject({
    enforced: z.boolean(),
    mailed: z.boolean(),
    /** Why no mail went out, where it is more than that the operator asks. */
    silence: z.strictObject({
      address: z.boolean(),
      phone: z.boolean(),
      asked: z.boolean(),
      machine: z.boolean(),
      limit: z.boolean(),
    }),
    /** Labels of what the citizen writes not to have. */
    refused: z.array(text).readonly(),
    faults: z
      .array(z.strictObject({ label: text, why: text }))
      .min(1)
      .readonly(),
  }),
  /** A mail to the citizen. */
  'data-request': z.strictObject({
    number: text,
    ...signature,
    /** The second time. */
    again: z.boolean(),
    asksMethod: z.boolean(),
    methods: z.array(text).min(1).readonly(),
    faults: z
      .array(z.strictObject({ label: text, why: text.nullable() }))
      .min(1)
      .readonly(),
  }),
  /** Letters to the citizen. `before`: the closed request that this one goes on from; null: none. */
  'request-registered': z.strictObject({ number: text, before: text.nullable(), ...signature }),
  'request-closed': z.strictObject({
    number: text,
    /** Of the term. */
    workingDays: z.int().min(1),
    point: text,
    ...signature,
  }),
  'data-complete': z.strictObject({ enforced: z.boolean() }),
  'transition-comment': z.strictObject({
    enforced: z.boolean(),
    group: text,
    state: text,
    lines: z.array(text).min(1).readonly(),
  }),
  /** `ways`: what can be done where the ticket stands, in the order of the map. */
  'intention-refused': z.strictObject({
    enforced: z.boolean(),
    act: text,
    place: z.strictObject({ name: text, what: text, next: text.nullable() }).nullable(),
    points: z.string(),
    state: text,
    ways: z.array(way).readonly(),
  }),
  /** `ways`: what the intention can mean here, with what each of them lacks. */
  'intention-lacks': z.strictObject({
    enforced: z.boolean(),
    act: text,
    ways: z.array(way).min(1).readonly(),
    others: z.array(way).readonly(),
    data: z.array(z.strictObject({ label: text, why: text })).readonly(),
  }),
  /** An act that the map does not know, put back. `points` of the clauses it broke; `ways`: what can be done there. */
  'act-undone': z.strictObject({
    enforced: z.boolean(),
    found: text,
    points: text,
    group: text,
    state: text,
    place: text,
    what: text,
    lacks: z.array(text).readonly(),
    ways: z.array(way).readonly(),
  }),
  'comment-demanded': z.strictObject({
    enforced: z.boolean(),
    point: text,
    title: text,
    ask: text,
    /** Where the ticket stands once the transition is undone. */
    group: text,
    state: text,
  }),
  'wait-term': z.strictObject({
    ...onWait,
    undelivered: z.boolean(),
    /** Before the transfer no term runs. */
    open: z.boolean(),
    count,
  }),
  /** `again`: the intention by which the citizen is asked again; null: there is none. */
  'wait-restored': z.strictObject({ ...onWait, undelivered: z.boolean(), again: text.nullable(), count }),
  /** `state`: where the ticket was. `reset`: to where Zammad moved it; left out: it did not. */
  'letter-undelivered': z.strictObject({
    enforced: z.boolean(),
    point: text,
    state: text,
    reset: text.optional(),
  }),
  'answer-received': z.strictObject({ ...onWait, task: text }),
  'answer-unrecorded': z.strictObject(onWait),
  'close-undone': z.strictObject({ ...onWait, answered: z.boolean(), count }),
  'closed-unanswered': z.strictObject({
    ...onWait,
    count,
    /** How the citizen hears of it; both false: by nobody, there is no address, or its share of letters is spent. */
    mailed: z.boolean(),
    call: z.boolean(),
  }),
  'late-answer': z.strictObject({ ...onWait, number: text, inTime: z.boolean() }),
  'data-awaited-long': z.strictObject({ ...onWait, workingDays: z.int().min(1) }),
  'answer-elsewhere': z.strictObject({
    enforced: z.boolean().optional(),
    points: text,
    /** The ticket the answer is in. */
    number: text,
  }),
  'agency-wait-restored': z.strictObject({
    enforced: z.boolean(),
    point: text,
    /** Where repeat contacts are spoken of. */
    repeatPoint: text,
    state: text,
    reason: text,
    /** Mails since the wait began, automatic ones left out; and all repeat contacts with them. */
    contacts: number,
    repeats: number,
    /** A letter to the citizen was given up on, and nobody wrote. */
    undelivered: z.boolean(),
  }),
  'agency-notice': z.strictObject({ enforced: z.boolean(), region: text }),
  'agency-answer': z.strictObject({ enforced: z.boolean(), point: text, from: text }),
  'repeat-contact': z.strictObject({
    enforced: z.boolean(),
    points: text,
    /** The primary ticket. */
    number: text,
    state: text,
    waits: z.boolean(),
    returned: z.boolean(),
    tag: text,
  }),
  'repeat-unknown': z.strictObject({ enforced: z.boolean() }),
  /** Said in the primary ticket: that somebody asked again, and what the operators wrote of it, a line a line. */
  'repeat-relay': z.strictObject({
    enforced: z.boolean().optional(),
    points: text,
    /** The repeat contact. */
    number: text,
    /** When it was asked again; and how often by now; null: only more words on it. */
    asked: z.strictObject({ at: text, repeats: number }).nullable(),
    words: z.array(z.array(text)),
  }),
  /** The first article of a claim; `comment` may be empty. */
  'claim-opened': z.strictObject({
    enforced: z.boolean().optional(),
    number: text,
    disagreed: z.boolean(),
    comment: z.string(),
  }),
  'claim-moved': z.strictObject({ enforced: z.boolean(), from: text, due: text }),
  'claim-recorded': z.strictObject({
    enforced: z.boolean(),
    point: text,
    /** Where it stands that the citizen is told. */
    tellPoint: text,
    number: text,
    /** `02.12.2026` */
    due: text,
    link: text,
    /** False: the citizen hears of the claim in another ticket. */
    tell: z.boolean(),
    phone: text,
    email: text,
  }),
  'put-right': z.strictObject({
    enforced: z.boolean(),
    point: text,
    found: text,
    group: text,
    state: text,
    next: text,
  }),
  /** Up to three answers of the knowledge base, likeliest first. */
  'faq-suggestion': z.strictObject({
    enforced: z.boolean(),
    point: text,
    /** An earlier one was there, which could perhaps not be taken away. */
    replaces: z.boolean(),
    answers: z
      .array(z.strictObject({ title: text, begins: z.string(), url: text }))
      .min(1)
      .readonly(),
  }),
  'faq-answered': z.strictObject({ enforced: z.boolean(), point: text, title: text, url: text }),
  remark: z.strictObject({ enforced: z.boolean(), point: text, found: text, next: text }),
  disagreement: z.strictObject({
    enforced: z.boolean(),
    point: text,
    count: z.int().min(1),
    claim: z.boolean(),
  }),
} as const;

export type TemplateName = keyof typeof views;
export type View<Name extends TemplateName> = z.infer<(typeof views)[Name]>;

/** A template with what it has to be told. Whether the companion acts or only says so is known to whoever renders it. */
export type Note = {
  [Name in TemplateName]: { readonly template: Name; readonly view: Omit<View<Name>, 'enforced'> };
}[TemplateName];
