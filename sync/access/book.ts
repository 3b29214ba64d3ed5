/**
 * Which accounts a register once named, by id: who stands in none any more is a leaver, not a stranger. Kept in the helpdesk itself, in a
 * text module that is switched off, so that every machine reads the same.
 */
import type { ZammadClient } from 'zammad-api-client-ts';
import { asText } from '../objects/canonical.js';
import { accessBookName } from '../objects/ledger.js';

export interface Book {
  /** Of the text module; null: there is none yet. */
  readonly id: number | null;
  readonly accounts: ReadonlySet<number>;
}

/** Rejects with ZammadError. */
export const readBook = async (client: ZammadClient): Promise<Book> => {
  const row = (await client.textModules.list()).find(({ name }) => name === accessBookName);
  return {
    id: row?.id ?? null,
    accounts: new Set((asText(row?.['content']).match(/\d+/g) ?? []).map(Number)),
  };
};

/** Writes it where something is new; gives it as it is now. Rejects with ZammadError. */
export const remember = async (client: ZammadClient, book: Book, known: readonly number[]): Promise<Book> => {
  const accounts = new Set([...book.accounts, ...known]);
  if (accounts.size === book.accounts.size) return book;
  const columns = {
    name: accessBookName,
    active: false,
    keywords: '',
    // Digits and spaces only: Zammad sanitises texts as HTML.
    content: [...accounts].toSorted((one, other) => one - other).join(' '),
  };
  const { id } = await (book.id === null
    ? client.textModules.create(columns)
    : client.textModules.update(book.id, columns));
  return { id, accounts };
};
