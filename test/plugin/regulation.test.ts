/** The regulation as shipped: nothing of it without a keeper, nobody among the keepers without use, the page up to date. */
import { readdir, readFile } from 'node:fs/promises';
import type { Setting } from '../../config/schema/ambiguity.js';
import { clausesCommand, type ClausesOptions } from '../../plugin/cli/clauses-command.js';
import { matrixOf } from '../../plugin/ask/regulation/matrix.js';
import { regulationPage } from '../../plugin/ask/regulation/page.js';
import { judgeOf, ruleKindNames } from '../../triggers/index.js';
import { contextAt, factsOf } from '../triggers/examples.js';
import { config } from '../triggers/tickets.js';

const matrix = matrixOf(config);
const enforced = config.clauses.filter((clause) => clause.enforcer === 'companion');

describe('obligations', () => {
  it('are 92, each kept by one clause that has examples', () => {
    expect(config.obligations).toHaveLength(92);
    expect(matrix).toMatchObject({ uncovered: [], doubled: [], withoutExamples: [] });
    expect(matrix.rows).toHaveLength(92);
  });

  it.each(config.clauses.map((clause) => [clause.ids.join(', '), clause] as const))(
    '%s: the words quoted are those of the clause',
    (_, { ids, text }) => {
      const numbers = ids.map((id) => id.replace(/^R-/, '').replace(/\.[a-z]$/, ''));
      for (const number of numbers.filter((found) => found !== '5')) expect(text).toContain(`${number}. `);
    },
  );
});

/** Parameters an admin may set otherwise (the open questions), where a template is written only then. */
const otherwise: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'claim-registration': { mode: 'move' },
};

/** Ticket attributes that the clause's rule looks at while it judges the example. */
const readBy = (
  { ids: [id = ''], rule }: (typeof enforced)[number],
  { facts }: (typeof enforced)[number]['examples'][number],
): string[] => {
  const read: string[] = [];
  const ticket = factsOf(facts);
  const attributes = new Proxy(ticket.attributes, {
    get: (target, key) => {
      read.push(String(key));
      return target[String(key)];
    },
  });
  judgeOf(rule.kind, rule.params)({ ...ticket, attributes }, contextAt(id, facts));
  return read;
};

describe('keepers', () => {
  it('hear of a change of every attribute they judge by: a selective trigger tells only of those named', () => {
    const named = (prefix: string) =>
      JSON.stringify(
        [...config.helpdesk.triggers.wanted, ...config.helpdesk.core_workflows.wanted].find(({ name }) =>
          name.startsWith(prefix),
        ),
      );
    const heard = named('910 Reglament');
    const ownedByCompanion = named('150 Поля, которые ведёт программа');
    const shownToNobody = config.helpdesk.object_manager_attributes.wanted
      .filter(({ screens }) =>
        Object.values(screens).every((screen) => Object.values(screen).every(({ shown }) => !shown)),
      )
      .map(({ name }) => name);
    const carriedOver = ['portal_service', 'portal_request_number'];
    const read = new Set(
      enforced.flatMap((clause) => clause.examples.flatMap((each) => readBy(clause, each))),
    );
    expect(read.size).toBeGreaterThan(20);
    expect(
      [...read].filter(
        (name) =>
          !carriedOver.includes(name) &&
          !shownToNobody.includes(name) &&
          // Zammad's own columns are named without `_id`.
          !(heard + ownedByCompanion).includes(`"ticket.${name.replace(/^customer_id$/, 'customer')}"`),
      ),
    ).toEqual([]);
  });

  it('are rules of which none stands idle', () => {
    expect([...new Set(enforced.map(({ rule }) => rule.kind))].sort()).toEqual([...ruleKindNames].sort());
  });

  it('write with templates that all are there, and leave none unused', async () => {
    const used = enforced.flatMap(({ ids: [id = ''], rule, examples }) =>
      examples.flatMap(({ facts }) => {
        const context = contextAt(id, facts);
        const verdicts = [rule.params, { ...rule.params, ...otherwise[rule.kind] }].map((params) =>
          judgeOf(rule.kind, params)(factsOf(facts), context),
        );
        return verdicts
          .flatMap((verdict) => (verdict.status === 'due' ? verdict.actions : []))
          .flatMap((action) => ('template' in action ? [action.template] : []));
      }),
    );
    const files = (await readdir('templates')).filter((name) => name.endsWith('.hbs'));
    expect([...new Set(used)].sort()).toEqual(files.map((name) => name.replace(/\.hbs$/, '')).sort());
  });
});

/** What the shipped configuration says at the place. */
const settingOf = ({ clause: id, object, register = '', move, place, at }: Setting): unknown => {
  const { moves, endings, places } = config.process;
  const [kind, name = ''] = register.split(':');
  const root: unknown =
    id !== undefined
      ? enforced.find(({ ids }) => ids.includes(id))?.rule.params
      : object
        ? config.helpdesk[object.kind].wanted.find((found) => found.name === object.name)
        : move !== undefined
          ? [...moves, ...endings].find((found) => found.id === move)
          : place !== undefined
            ? places.find((found) => found.name === place)
            : kind === 'federal'
              ? config.federal
              : kind === 'trust'
                ? config.trust
                : kind === 'region'
                  ? config.regions.get(name)
                  : config.calendars.get(Number(name));
  return at.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root);
};

describe('open questions', () => {
  it('are A-01 to A-43 and A-55, each answered', () => {
    expect(config.ambiguities.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 43 }, (_, index) => `A-${String(index + 1).padStart(2, '0')}`),
      'A-55',
    ]);
  });

  it.each(
    config.ambiguities.flatMap(({ id, set = [] }) =>
      set.map((setting) => [`${id} ${setting.at.join('.')}`, setting] as const),
    ),
  )('%s is shipped with the value the page names', (_, setting) => {
    expect(settingOf(setting)).toEqual(setting.value);
  });
});

describe('reglament clauses', () => {
  const told = async (options: ClausesOptions): Promise<string> => {
    const lines: string[] = [];
    const write = (text: string): void => {
      lines.push(text);
    };
    expect(
      await clausesCommand({ out: write, err: write, colour: false, now: () => new Date(0) }, options),
    ).toBe(0);
    return lines.join('\n');
  };

  it('tells machines 92 of 92', async () => {
    expect(JSON.parse(await told({ json: true }))).toMatchObject({
      total: 92,
      covered: 92,
      withoutExamples: [],
      clauses: expect.arrayContaining([
        expect.objectContaining({ id: 'R-4.2.3', by: ['required-data'], mode: 'act' }),
        expect.objectContaining({ id: 'R-2.3.a', enforcer: 'data', mode: null }),
      ]) as unknown,
    });
  });

  it('tells people the same, and the page in docs is what it says: npm run docs', async () => {
    expect(await told({})).toContain('Обязанностей 92, держится 92, без примеров 0.');
    const page = await told({ markdown: true });
    expect(page).toBe(regulationPage(config).trimEnd());
    expect(await readFile('docs/regulation.md', 'utf8')).toBe(`${page}\n`);
  });
});
