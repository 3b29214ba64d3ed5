/** What must not compile, and what must: each line is given to the compiler, with the settings of this repository. */
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../..');
const preamble = `
import { createZammadClient, type AnyAttributes } from 'zammad-api-client-ts';
const access = { url: 'https://zammad.example.org', auth: { token: 'secret' } };
const plain = createZammadClient(access);
const own = createZammadClient<{ ticket: { citizen_snils: string | null; visits: number }; user: { shift: string } }>(access);
const open = createZammadClient<AnyAttributes>(access);
const article = { body: 'x', internal: true };
`;

const refused: [line: string, says: RegExp][] = [
  // Zammad drops what it does not know without a word.
  ["plain.tickets.update(1, { stat: 'closed' })", /'stat' does not exist/],
  ["plain.tickets.update(1, { state: 'closed', titel: 'x' })", /'titel' does not exist/],
  ["plain.tickets.create({ title: 'x', article, grup: 'Users' })", /'grup' does not exist/],
  ["plain.tickets.massUpdate({ attributes: { stat: 'closed' }, ticketIds: [1] })", /'stat' does not exist/],
  ['plain.groups.update(1, { activ: false })', /'activ' does not exist/],
  [
    "plain.webhooks.create({ name: 'x', endpoint: 'https://x', ssl_verfy: true })",
    /'ssl_verfy' does not exist/,
  ],
  ["plain.users.create({ login: 'x', pasword: 'x' })", /'pasword' does not exist/],
  ["plain.organizations.create({ name: 'x', domian: 'x' })", /'domian' does not exist/],
  ["plain.knowledgeBase.manage.update(1, { iconst: 'x' })", /'iconst' does not exist/],
  // Custom attributes are those that were declared, of the object that has them.
  ["plain.tickets.update(1, { citizen_snils: 'x' })", /'citizen_snils' does not exist/],
  ["own.tickets.update(1, { citizen_snlis: 'x' })", /'citizen_snlis' does not exist/],
  ['own.tickets.update(1, { citizen_snils: 5 })', /'number' is not assignable to type 'string'/],
  ["own.groups.update(1, { citizen_snils: 'x' })", /'citizen_snils' does not exist/],
  // What Zammad insists on.
  ["plain.groups.create({ note: 'x' })", /'name' is missing/],
  ["plain.webhooks.create({ name: 'x' })", /'endpoint' is missing/],
  ["plain.groups.update(1, { active: 'yes' })", /'string' is not assignable to type 'boolean/],
  ['plain.tickets.create({ article })', /'title' is missing/],
  ["plain.articles.create(7, { body: 'x' })", /'internal' is missing/],
  ['plain.roles.delete(1)', /'delete' does not exist/],
  ["plain.resource('roles').delete(1)", /'delete' does not exist/],
  ["plain.tickets.search({ query: 'x', condition: {} })", /not assignable/],
  ["plain.resource('gruops')", /not assignable/],
];

const taken: string[] = [
  "plain.tickets.update(1, { state: 'closed', owner_id: null as unknown as number, article })",
  "plain.tickets.create({ title: 'x', customer_id: 'guess:a@example.org', group: 'Users', article, tags: 'a,b', links: { Ticket: { child: [7] } } })",
  "plain.groups.create({ name: 'x', signature: 'default', parent_id: 3 })",
  "plain.triggers.create({ name: 'x', condition: {}, perform: {}, activator: 'action', execution_condition_mode: 'selective' })",
  "plain.users.create({ login: 'x', password: 'x', roles: ['Agent'], groups: { Users: 'full' } })",
  "plain.resource('groups').delete(1)",
  "plain.resource('macros').create({ name: 'x', anything: true })",
  "own.tickets.update(1, { citizen_snils: null, visits: 2, state: 'open' })",
  "own.users.update(1, { shift: 'night' })",
  "open.tickets.update(1, { whatever: [1], state: 'open' })",
  'own.tickets.get(1).then(({ citizen_snils }): string | null | undefined => citizen_snils)',
  'own.tickets.full(1).then(({ ticket }): number | undefined => ticket.visits)',
  'own.tickets.get(1).then((ticket): unknown => ticket["something_else"])',
  'const some: typeof plain = own; some.version()',
];

/** What the compiler says of each line, all of it read in one program. */
const verdicts = (lines: readonly string[]): string[] => {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file))
    .config as unknown;
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    root,
    undefined,
    undefined,
    undefined,
    [],
  );
  const texts = new Map(
    lines.map((line, at) => [
      join(import.meta.dirname, `line-${at}.ts`),
      `${preamble}export const all = [plain, own, open, article];\n${line.startsWith('const') ? line : `void ${line}`};\n`,
    ]),
  );
  const plain = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (file) => texts.has(file) || plain.fileExists(file),
    readFile: (file) => texts.get(file) ?? plain.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = texts.get(file);
      return text === undefined
        ? plain.getSourceFile(file, ...rest)
        : ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
    },
  };
  const program = ts.createProgram([...texts.keys()], { ...options, types: ['node'] }, host);
  return [...texts.keys()].map((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
      .join('\n'),
  );
};

let said: Map<string, string>;
beforeAll(() => {
  const lines = [...refused.map(([line]) => line), ...taken];
  const found = verdicts(lines);
  said = new Map(lines.map((line, at) => [line, found[at] ?? 'not read']));
}, 120_000);

test.each(refused)('%s does not compile', (line, says) => {
  expect(said.get(line)).toMatch(says);
});

test.each(taken.map((line) => [line]))('%s compiles', (line) => {
  expect(said.get(line)).toBe('');
});
