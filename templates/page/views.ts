/** What each page of the companion is told: words and numbers ready to be read. Numbers of tickets, never people; staff by login. */
import type { RuleViews } from './rule-views.js';
import type { TicketViews } from './ticket-views.js';
import type { Figure, TicketRow } from './view-parts.js';
import type { WatchViews } from './watch-views.js';

export interface PageViews extends TicketViews, RuleViews, WatchViews {
  readonly 'sign-in': {
    /** What went wrong; empty: nothing. */
    readonly words: string;
    readonly entryWord: string;
    readonly heads: string;
    readonly admins: string;
    /** Through the helpdesk as well. */
    readonly isThrough: boolean;
  };
  readonly 'signed-in': { readonly href: string; readonly login: string };
  readonly fault: { readonly title: string; readonly words: string };
  readonly operations: {
    readonly version: string;
    readonly stance: string;
    readonly outage: string;
    readonly figures: readonly Figure[];
    readonly dead: readonly {
      readonly ticket: TicketRow;
      readonly at: string;
      readonly error: string;
      readonly id: string;
    }[];
    readonly mayReplay: boolean;
    readonly checks: readonly { readonly sign: string; readonly what: string; readonly todo: string }[];
    readonly deeds: readonly {
      readonly at: string;
      readonly login: string;
      readonly deed: string;
      readonly object: string;
    }[];
  };
}

export type PageName = keyof PageViews;
