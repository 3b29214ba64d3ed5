/** «Отчёт», by cases written before the code (R-01 …): one set of numbers in page, CSV and XLSX, charts that do not lie, each to whom it is open. */
import { strFromU8, unzipSync } from 'fflate';
import { reportXlsx } from '../../plugin/ask/insight/report-xlsx.js';
import { reportCsv } from '../../plugin/ask/insight/report-text.js';
import { distributionOf } from '../../plugin/page/charts.js';
import { reportCharts } from '../../plugin/page/report-charts.js';
import { usePostgres } from '../plugin/postgres.js';
import { seed } from './seed.js';
import { browse, openSite, signedIn, type Known, type Site } from './site.js';

usePostgres();
let site: Site;
beforeAll(async () => {
  site = await openSite();
  await seed(site.store, site.now());
});
afterAll(() => site.close());

/** Cells of the first sheet, row by row. */
const sheetOf = (
  bytes: Uint8Array,
): { readonly rows: (string | number | null)[][]; readonly xml: string } => {
  const files = unzipSync(bytes);
  const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
  const plain = (xml: string): string =>
    xml
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, one = '']) =>
    plain(one),
  );
  const xml = text('xl/worksheets/sheet1.xml');
  const rows = [...xml.matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes = '', body = '']) => {
      const value = plain(body);
      if (value === '') return null;
      if (attributes.includes('t="s"')) return shared[Number(value)] ?? null;
      return attributes.includes('t="inlineStr"') || attributes.includes('t="str"') ? value : Number(value);
    }),
  );
  return { rows, xml: Object.keys(files).map(text).join('') };
};

const bytesOf = async (known: Known, path: string): Promise<{ status: number; bytes: Uint8Array }> => {
  const browser = await signedIn(site, known);
  const answer = await fetch(`${site.url}${path}`, {
    headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    redirect: 'manual',
  });
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
};

/** Fields of a line of CSV as they are written. */
const fieldsOf = (line: string): string[] => line.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);

const PERIOD = 'from=2026-11-20&to=2026-11-25';

test('R-01: the same rows in the same order on the page, in CSV and in XLSX; numbers are numbers', async () => {
  const browser = await signedIn(site, 'admin');
  const { html } = await browser.get(`/report?${PERIOD}`);
  const csv = (await browser.get(`/report.csv?${PERIOD}`)).html.split('\r\n').map(fieldsOf);
  const { rows } = sheetOf((await bytesOf('admin', `/report.xlsx?${PERIOD}`)).bytes);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.map((row) => row.slice(0, 7).map((cell) => (cell === null ? '' : String(cell))))).toEqual(
    csv.map((line) => line.slice(0, 7).map((cell) => cell.replace(/^\uFEFF/, '').replace(/^"|"$/g, ''))),
  );
  const [, ...body] = rows;
  for (const row of body) expect(row.slice(3, 7).every((cell) => typeof cell === 'number')).toBe(true);
  const shown = [...html.matchAll(/<tr><th scope='row'>(R-[\w.]+) /g)].map(([, clause]) => clause);
  expect(shown).toEqual(body.map(([clause]) => clause));
  expect(html).toContain('Составлен 25.11.2026');
  expect(await site.query(`select deed from page_deeds where deed like 'выгрузка%' order by id`)).toBe(
    JSON.stringify([{ deed: 'выгрузка отчёта, CSV' }, { deed: 'выгрузка отчёта, XLSX' }]),
  );
});

test.each(["=cmd|'/C calc'!A0", '+7(495)', '-2+3', '@SUM(A1)', '\t=1+1', '\r=1+1', 'a "b"; c\nd'])(
  'R-03: «%j» is text in one cell',
  async (text) => {
    const row = {
      clause: 'R-1',
      title: text,
      region: text,
      due: -1,
      met: 1250,
      late: 0,
      flagged: 0,
      medianMinutesToAct: 0.1,
      medianWorkingDays: null,
    };
    const period = { from: '2026-11-01', to: '2026-11-30' };
    const { rows, xml } = sheetOf(await reportXlsx([row], { ...period, made: text, region: text }));
    expect(rows[1]?.[3]).toBe(-1);
    expect(rows[1]?.[4]).toBe(1250);
    expect(String(rows[1]?.[1]).trim()).toBe(text.trim());
    expect(xml).not.toContain('<f>');
    for (const field of fieldsOf(reportCsv([row])))
      expect(field.replace(/^"/, '')).not.toMatch(/^(?:=|\+|@|\t|\r|-(?!1$))/);
  },
);

describe('R-05, R-06: charts', () => {
  const period = { from: '2026-11-02', to: '2026-12-02' };
  const none = { counts: [], acts: [], terms: [] };
  test('a week of which nothing is known is a gap, the one that is not over is said to be', () => {
    const weeks = [
      ['2026-11-02', 100],
      ['2026-11-09', 105],
      ['2026-11-23', 110],
      ['2026-11-30', 40],
    ] as const;
    const counts = weeks.map(([week, times]) => ({ week, kind: 'due' as const, times }));
    const [trend] = reportCharts(none, counts, period, '2026-12-02');
    expect(trend?.rows).toEqual([
      { label: '02.11', value: '100' },
      { label: '09.11', value: '105' },
      { label: '16.11', value: 'нет данных' },
      { label: '23.11', value: '110' },
      { label: '30.11', value: '40' },
    ]);
    expect(trend?.bars.map(({ count }) => count)).toEqual(['100', '105', '–', '110', '40']);
    expect(trend?.note).toBe('Последняя неделя неполная.');
  });
  test('every value lies in one column', () => {
    const values = [0, 1, 2, 3, 4, 7, 8, 100].map((value) => ({ value, times: 2 }));
    const columns = distributionOf(values, [0, 1, 2, 3, 7], (from, to) => `${from ?? ''}…${to ?? ''}`);
    expect(columns.map(({ value }) => value)).toEqual([2, 2, 2, 2, 4, 4]);
  });
  test('each has a table of its own with a caption', async () => {
    const { html } = await (await signedIn(site, 'admin')).get(`/report?${PERIOD}`);
    expect([...html.matchAll(/<caption>/g)].length).toBe(4);
  });
});

test('R-07: a period of nothing is said, its files have a heading alone', async () => {
  const { html } = await (await signedIn(site, 'admin')).get('/report?from=2026-01-01&to=2026-01-31');
  expect(html).toContain('За период записей нет');
  expect(html).not.toMatch(/NaN|undefined/);
  const { rows } = sheetOf((await bytesOf('admin', '/report.xlsx?from=2026-01-01&to=2026-01-31')).bytes);
  expect(rows.length).toBe(1);
  expect((await bytesOf('admin', '/report.xlsx?from=2026-02-01&to=2026-01-31')).status).toBe(400);
});

test('R-08: a region’s head is handed the own region, no other and no sum of all', async () => {
  const own = await bytesOf('ufa', `/report.xlsx?${PERIOD}`);
  const { rows, xml } = sheetOf(own.bytes);
  expect(new Set(rows.slice(1).map(([, , region]) => region))).toEqual(new Set(['Республика Башкортостан']));
  expect(xml).not.toMatch(/Камчат|Калинингр/);
  expect((await bytesOf('ufa', `/report.xlsx?${PERIOD}&region=kamchatka`)).status).toBe(403);
  const { html } = await (await signedIn(site, 'ufa')).get(`/report?${PERIOD}`);
  expect(html).not.toMatch(/Камчат|Калинингр/);
  const stranger = await browse(site).get(`/report.xlsx?${PERIOD}`);
  expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/page/sign-in']);
});
