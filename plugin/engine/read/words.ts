/** What operators wrote down in a ticket, as people see it: lines of text, whatever Zammad's editor made of them. Pure. */
import { Parser } from 'htmlparser2';
import type { Article } from 'zammad-api-client-ts';
import type { TicketFacts } from '../../../triggers/types.js';

const BREAKS = new Set('address blockquote br div h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul'.split(' '));
const SILENT = new Set(['script', 'style', 'template']);
/** Zammad takes no longer article of a person's; what is longer was not typed. */
const MOST = 100_000;

/** The text of a note's HTML, a line a line. */
const linesOfHtml = (html: string): string => {
  let text = '';
  let mute = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (SILENT.has(name)) mute += 1;
      if (BREAKS.has(name)) text += '\n';
    },
    ontext: (piece) => {
      if (mute === 0) text += piece.replaceAll(/\s+/gu, ' ');
    },
    onclosetag: (name) => {
      if (SILENT.has(name)) mute -= 1;
      if (BREAKS.has(name) && name !== 'br') text += '\n';
    },
  });
  parser.end(html.slice(0, MOST));
  return text;
};

/** Notes that operators wrote, oldest first; one without a word is none. */
export const wordsOn = (
  { articles }: Pick<TicketFacts, 'articles'>,
  written: readonly Article[],
): NonNullable<TicketFacts['words']> =>
  articles.flatMap(({ id, from, channel, createdAt }) => {
    const article = written.find((one) => one.id === id);
    if (from !== 'operator' || channel !== 'note' || article === undefined) return [];
    const { body, content_type: type } = article;
    const text = type === 'text/html' ? linesOfHtml(body) : body.slice(0, MOST);
    const lines = text
      .split(/\r?\n/u)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return lines.length === 0 ? [] : [{ article: id, at: createdAt, lines }];
  });
