/**
 * What the companion records with a letter that it writes, to know it again: the letter's template, among the article's preferences. Zammad
 * keeps what is sent there (creates_ticket_articles.rb) and adds its own on delivery; an article is read with it in every version.
 */
import { z } from 'zod';

const KEY = 'reglament_letter';
const recorded = z.looseObject({ [KEY]: z.string() });

/** Preferences of an article that is a letter by `template`. */
export const letterRecord = (template: string): Readonly<Record<string, string>> => ({ [KEY]: template });

/** The template that was recorded; null: none. */
export const letterRecordedIn = (preferences: unknown): string | null =>
  recorded.safeParse(preferences).data?.[KEY] ?? null;
