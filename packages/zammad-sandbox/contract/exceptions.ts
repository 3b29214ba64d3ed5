/** What of an answer may differ from the recording, each with its reason. One that meets no difference is told of. */
import type { Difference } from './alike.js';
import type { RecordedFile } from './recordings.js';

export interface Exception {
  readonly file?: RecordedFile;
  /** The step's name; all steps when left out. */
  readonly step?: RegExp;
  readonly path: RegExp;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    path: /(^|\.)(assets\.Permission\.\d+|permissions\[\d+\])\.(label|description)$/,
    reason: 'words for people: the sandbox has no text of Zammad’s own',
  },
  {
    step: /^init$/,
    path: /^ical_feeds\./,
    reason: 'addresses of holiday feeds: the product fetches none, the sandbox calls nobody',
  },
  {
    step: /^(init|timezones)$/,
    path: /^timezones\./,
    reason: 'which zones there are, and their hours, is the machine’s time zone database',
  },
  {
    path: /(^|\.|\])(perform\.notification\.email\.)?body$/,
    step: /^(list|list expand|triggers search)$/,
    reason: 'letters of the seeded triggers: Zammad’s own words',
  },
  {
    step: /^(list|list expand|agent GET \/signatures)$/,
    path: /^\[0\]\.body$/,
    reason: 'the seeded signature: Zammad’s own words',
  },
  {
    step: /^(list|update|settings?( .*)?)$/,
    path: /(^|\.|\])(title|description|options(\..*)?)$/,
    reason: 'how a page of settings words them: Zammad’s own words',
  },
  {
    file: 'extra',
    path: /(^|\.|\])checklist_id$/,
    reason: 'a checklist was made in the recording, which is left out',
  },
  {
    step: /^(webhook log|http logs)$/,
    path: /^\[\d\]\.(id|request\.content)$/,
    reason: 'how long a payload is, and how many were sent before, differs with what stood in the helpdesk',
  },
  {
    path: /\.preferences\.tickets_(open|closed)$/,
    reason: 'counted by a job some seconds later: the recording caught it before and after',
  },
  {
    step: /^search bad cond$/,
    path: /^error$/,
    reason: 'PostgreSQL quotes the query that Zammad makes: its length alone differs',
  },
  {
    step: /^links$/,
    file: 'extra',
    path: /^links\[/,
    reason: 'the order of links of a ticket that is linked with itself',
  },
  {
    path: /(^|\.|\])article_ids\[\d\]$/,
    reason: 'after a merge articles come in the order in which the database wrote them',
  },
  {
    step: /^http logs$/,
    path: /^\[\d\]\./,
    reason: 'which deliveries came last: the recording’s own receiver was another one',
  },
  {
    step: /^agent GET \/user_access_token$/,
    path: /^permissions\[/,
    reason: 'permissions that only stand for a group of others come along, switched off',
  },
  {
    step: /^agent GET \/(signshow|users\/me)$/,
    path: /(^|\.)(last_login|updated_by_id)$|^models\.|^collections\./,
    reason: 'a first login is written down; attributes that are an admin’s are left out of the page’s models',
  },
  {
    path: /KnowledgeBaseLocale\.\d+\.(category|answer)_translation_ids/,
    reason: 'lists that Zammad caches: the recording itself has them empty and full',
  },
  {
    path: /KnowledgeBase\.\d+\.(category_ids|answer_ids|permissions_effective.*)$/,
    step: /^kb (init agent|answer as agent)$/,
    reason: 'lists that Zammad caches: the recording itself has them empty and full',
  },
  {
    step: /^kb (answer|answer contents|search.*|init.*)$/,
    path: /\.body$|^details\[|^result\[/,
    reason: 'the text was left out of the recording; the search of the page finds categories too',
  },
  {
    step: /^kb (links|visible)$/,
    path: /^links\[|^category_ids/,
    reason: 'the order in which the database hands them out',
  },
  {
    step: /^mass (macro|update)$/,
    path: /\.article_count$/,
    reason: 'the record that is answered was read before its note was counted',
  },
  {
    step: /^history (merged|target)$/,
    path: /^assets\.(Ticket|TicketArticle)/,
    reason: 'what comes along for a history of merges: tickets the page might name',
  },
  {
    step: /^agent GET \/text_modules$/,
    path: /content$/,
    reason: 'a text of the recorded installation that was left out elsewhere',
  },
  {
    step: /^settings$/,
    path: /./,
    reason: 'the setting kb_active is hidden once there is a knowledge base',
  },
  {
    step: /^search (query|query star|query empty|nothing|empty condition|cond per_page 500)$/,
    path: /^\[\d\]\./,
    reason: 'a letter’s job touched a ticket some seconds later, and with it the order',
  },
  {
    step: /^status$/,
    path: /^counts\.ticket_articles$/,
    file: 'extra',
    reason: 'the recording counts an article more than it shows',
  },
  {
    step: /^kb (answer as agent|init agent)$/,
    path: /permissions_effective/,
    reason: 'to whom a permission belongs is told to readers alone',
  },
  {
    step: /^kb search public$/,
    path: /^(result|details)$/,
    reason: 'the page’s search finds categories too: the product searches answers',
  },
  {
    step: /^health$/,
    path: /^(healthy|message|issues.*)$/,
    reason: 'the recorded machine had no sendmail, and eleven of its background jobs had failed',
  },
  {
    path: /(^|\.)(user_ids|users)\[\d\]$/,
    reason:
      'the order of members is the database’s own: the recording itself has two orders of the same ones',
  },
  {
    step: /^show all$/,
    path: /restrict_values\.priority_id\[/,
    reason: 'the order of priorities is the database’s own',
  },
  {
    step: /^show all$/,
    path: /^form_meta\.core_workflow\.(matched_workflows.*|visibility\.organization_id)$/,
    reason: 'Zammad’s own hidden workflows about the page: they bind no write',
  },
  {
    step: /^history merged$/,
    path: /^history(\[2\]|$)/,
    reason: 'of this history three entries were recorded, one of them of having told an agent',
  },
  {
    step: /^product user off( reads)?$/,
    path: /^group_ids\./,
    reason: 'rights that are none: Zammad itself shows them in one answer and not in the next',
  },
  {
    step: /^(citizen (me|ticket all)|operator history)$/,
    path: /(^|\.)updated_by_id$/,
    reason: 'what background jobs write of people bears the name of whomever they worked for before',
  },
  {
    file: 'product',
    step: /^(product ticket routed all|citizen ticket all)$/,
    path: /^form_meta\./,
    reason: 'the form of the old page: writes are judged by the workflows, not by what is shown here',
  },
  {
    step: /^product merge$/,
    path: /^target_ticket\.(first_response_(diff_)?in_min|preferences\.escalation_calculation)$/,
    reason: 'an SLA made meanwhile: the sandbox computes a ticket’s terms when the ticket is next touched',
  },
  {
    step: /^(signshow|agent GET \/signshow)$/,
    path: /^(config\.|collections\.StatsStore|assets\.(Signature|OnlineNotification|Ticket|TextModule|Template|User))/,
    reason: 'what the page is configured with and remembers: nobody else reads it there',
  },
  {
    step: /^(list tokens|tokens)$/,
    path: /^tokens(\[|$)/,
    reason: 'tokens of whoever recorded',
  },
];

/** What differs, besides, between two real ones: the recorded helpdesk’s own age, people and order of rows. */
export const REAL_EXCEPTIONS: readonly Exception[] = [
  {
    path: /(^|\.)login_failed$/,
    reason: 'how often the recorded admin had mistaken his password before',
  },
  {
    path: /^(\[\d\]\.)?(created_at|updated_at|last_contact_at|last_contact_customer_at)$/,
    step: /^(list( .*)?|settings?( .*)?|update)$/,
    reason: 'when each of the two was installed',
  },
  {
    path: /^(collections\.Locale|assets\.Ticket\.1\.)/,
    reason: 'when each of the two was installed',
  },
  {
    path: /(^|\.)(group_ids\.\d+|groups\.[^.]+|owner_id|roles_(reader|editor))\[\d\](\.(name|id))?$/,
    reason: 'the database’s own order of rights, owners and roles',
  },
  {
    path: /^\[\d\]\./,
    step: /^(triggers|overviews) search$/,
    reason: 'the database’s own order of what was found',
  },
];

/** The exceptions that cover a difference. */
export const coveredBy = (
  file: RecordedFile | null,
  step: string,
  { path }: Difference,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Exception | undefined =>
  exceptions.find(
    (exception) =>
      (exception.file === undefined || exception.file === file) &&
      (exception.step === undefined || exception.step.test(step)) &&
      exception.path.test(path),
  );
