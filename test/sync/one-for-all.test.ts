/** One object serves all regions: what one more of them writes, beside 3, 30 and 89, and what stays as it is. */
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { loadConfig, type Config } from '../../config/load.js';
import { region as regionSchema } from '../../config/schema/region.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore, type ObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';

const shipped = await loadConfig('config');
const now = new Date('2026-11-16T06:00:00Z');
const settings = { publicUrl: 'http://127.0.0.1:1', webhookSecret: 'correct horse battery' };

/** The shipped regions and invented ones, `count` in all. */
const withRegions = (count: number): Config => {
  const invented = Array.from({ length: count }, (_, index) => {
    const id = `region-${String(index)}`;
    return [
      id,
      regionSchema.parse({
        id,
        name: `Вымышленная область ${String(index)}`,
        timeZone: 'Europe/Moscow',
        mailDomains: [`portal.${id}.example`],
        transferPhone: null,
      }),
    ] as const;
  });
  return { ...shipped, regions: new Map([...shipped.regions, ...invented].slice(0, count)) };
};

/** None of these may name a region or grow by one. */
const tables = [
  'triggers',
  'overviews',
  'core_workflows',
  'text_modules',
  'roles',
  'macros',
  'object_manager_attributes',
];
const shared: string[] = [];

describe.each([3, 30, 89])('beside %i regions', (count) => {
  let sandbox: Sandbox;
  let helpdesk: ObjectStore;
  const planFor = (regions: number) => makePlan(helpdesk, withRegions(regions), settings, now);
  const countOf = (table: string): number => sandbox.world.table(table).all().length;

  beforeAll(async () => {
    sandbox = await startSandbox({ flavour: '6.6' });
    helpdesk = createObjectStore(
      createZammadClient({ url: sandbox.url, auth: { token: sandbox.token }, backoffMs: 1 }),
      { intervalMs: 20, consecutive: 1 },
    );
    await applyPlan({
      helpdesk,
      planned: await planFor(count),
      webhookSecret: settings.webhookSecret,
      yes: true,
      now,
      saveBundle: () => Promise.resolve(),
    });
  }, 240_000);
  afterAll(() => sandbox.close());

  it('one more writes its calendar, group, organization and mail filter; of others the lists of groups grow', async () => {
    const { plan } = await planFor(count + 1);
    expect(plan.faults).toEqual([]);
    const own = plan.changes.filter(({ action }) => action === 'create');
    expect(own.map(({ kind }) => kind)).toEqual([
      'calendars',
      'groups',
      'organizations',
      'postmaster_filters',
    ]);
    const others = plan.changes.filter(({ action }) => action !== 'create');
    // The nine macros of a region's desk, and the role of the program.
    expect(others.map(({ action, kind, fields }) => [action, kind, Object.keys(fields).join()])).toEqual([
      ['update', 'roles', 'groups'],
      ...Array.from({ length: 9 }, () => ['update', 'macros', 'groups']),
    ]);
  });

  it('no field, trigger, overview, workflow, role or text is one of a region', () => {
    const names = [...withRegions(count).regions.values()].map(({ name }) => name);
    const named = tables.flatMap((table) =>
      sandbox.world
        .table(table)
        .all()
        .flatMap(({ name }) =>
          names.some((region) => String(name).includes(region)) ? [`${table} ${String(name)}`] : [],
        ),
    );
    expect(named).toEqual([]);
    shared.push(tables.map((table) => `${table} ${String(countOf(table))}`).join());
  });
});

it('there is the same number of them beside 3, 30 and 89 regions', () => {
  expect(shared).toHaveLength(3);
  expect(new Set(shared).size).toBe(1);
});
