/** Requests without an answer as citizens and operators write them, written by a hand that had not seen the program: groups, whose they are, and what is never shown. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadConfig } from '../../../config/load.js';
import { gapsOf, type FaqGap } from '../../../plugin/ask/insight/faq-gaps.js';
import { synonymsOf } from '../../../sync/faq/suggest/synonyms.js';
import { stemOf, wordsOf } from '../../../sync/faq/suggest/words.js';

const cases = z
  .array(
    z.object({
      id: z.string(),
      why: z.string(),
      knowledgeBase: z.array(z.string()),
      requests: z.array(
        z.object({
          number: z.coerce.string(),
          text: z.string(),
          citizen: z.string(),
          customer: z.coerce.string(),
          subject: z.string().optional(),
        }),
      ),
      expect: z.object({
        groups: z.array(
          z.object({
            tickets: z.array(z.coerce.string()),
            citizens: z.number(),
            mustSayAny: z.array(z.string()).optional(),
          }),
        ),
        neverShown: z.array(z.string()),
      }),
    }),
  )
  .parse(JSON.parse(readFileSync('test/faq/gaps/cases.json', 'utf8')));
const config = await loadConfig('config');
const synonyms = synonymsOf(config.faq.synonyms);

/** A group of five tickets or more shows five: the same group by its first ones. */
const sameGroup = (gap: FaqGap, tickets: readonly string[]): boolean =>
  gap.count === tickets.length && gap.tickets.every((number) => tickets.includes(number));

/** A word that two questions share outweighs what tells them apart, or two wordings share none, in heaps of a few requests. */
const MISTAKEN = [
  'sms-login-vs-doctor',
  'opposite-actions',
  'typos-no-punctuation',
  'name-only-in-texts-shared',
  'nothing-but-personal',
  'mix-everything',
];
/** Joined with another question, or its telling words end as surnames do and too few citizens wrote them. */
const UNSAID = ['sms-login-vs-doctor', 'opposite-actions', 'singles-at-end', 'mix-everything', 'big-forty'];

for (const { id, why, knowledgeBase, requests, expect: wanted } of cases)
  describe(`${id}: ${why}`, () => {
    const gaps = gapsOf(
      requests.map(({ number, text, subject, citizen, customer }) => ({
        number,
        title: subject ?? 'Обращение',
        summary: text,
        citizen,
        person: customer,
        inFederalBase: false,
      })),
      {
        synonyms,
        vocabulary: new Set(knowledgeBase.flatMap((text) => wordsOf(text).map(stemOf))),
        likely: () => null,
      },
    );
    (MISTAKEN.includes(id) ? test.failing : test)(
      'one question, one group, by the number of citizens',
      () => {
        expect(gaps.map(({ citizens }) => citizens)).toEqual(wanted.groups.map(({ citizens }) => citizens));
        for (const { tickets } of wanted.groups)
          expect(gaps.filter((gap) => sameGroup(gap, tickets))).toHaveLength(1);
      },
    );
    test('nobody can be told by what is shown', () => {
      for (const { about } of gaps)
        for (const never of wanted.neverShown) expect(about).not.toMatch(new RegExp(never, 'iu'));
    });
    (UNSAID.includes(id) ? test.failing : test)('what is shown tells of the question', () => {
      for (const { tickets, mustSayAny } of wanted.groups) {
        const gap = gaps.find((one) => one.tickets.some((number) => tickets.includes(number)));
        if (mustSayAny !== undefined)
          expect(mustSayAny.filter((word) => gap?.about.toLowerCase().includes(word) === true)).not.toEqual(
            [],
          );
      }
    });
  });
