/** «Режимы»: how far each clause goes, what came of it last week, and what to write into the own folder to change that. */
import { createTwoFilesPatch } from 'diff';
import type { Pool } from 'pg';
import { isMap, isSeq, parseDocument } from 'yaml';
import type { Config } from '../../../config/load.js';
import { lesser, mode as modeSchema, type Mode } from '../../../config/schema/mode.js';
import { modes } from '../../ask/insight/explanation-words.js';
import { boundsOf, reportOf, titlesOf, workingDaysOf } from '../../ask/insight/report.js';
import { sumsOf } from '../../ask/insight/report-sums.js';
import type { Parties } from '../../engine/parties.js';
import { admins, everybody, PageFault, type Section } from '../section.js';
import { dayWords } from '../words.js';
import { periodOf } from './report.js';

export interface ModesPorts {
  readonly pool: Pool;
  readonly config: Pick<Config, 'clauses' | 'regions' | 'federal' | 'stance'>;
  readonly parties: Parties;
  /** A file of the admin's own folder as it is now; null: there is none. */
  readonly ownFile: (path: string) => Promise<string | null>;
}

/** The file of the own folder that this page proposes to change. */
const FILE = 'regulation/modes.yaml';

const all: readonly Mode[] = ['observe', 'note', 'act'];

/** `before` with the clause's own mode in it: an entry of the same ids over the product's. Pure. */
export const withMode = (before: string, ids: readonly string[], mode: Mode): string => {
  const document = parseDocument(before === '' ? 'clauses: []\n' : before);
  if (!isSeq(document.get('clauses'))) document.set('clauses', document.createNode([]));
  const entries = document.get('clauses');
  if (!isSeq(entries)) return before;
  const at = entries.items.findIndex(
    (item) => isMap(item) && JSON.stringify(item.get('ids')) === JSON.stringify(ids),
  );
  if (at < 0) {
    entries.flow = false;
    const entry = document.createNode({ ids, mode });
    document.addIn(['clauses'], entry);
  } else document.setIn(['clauses', at, 'mode'], mode);
  return document.toString({ lineWidth: 0 });
};

/** The table, and the change of one clause. */
export const modesSections = ({ pool, config, parties, ownFile }: ModesPorts): readonly Section[] => {
  const titles = titlesOf(config);
  const kept = config.clauses.flatMap((clause) => (clause.enforcer === 'companion' ? [clause] : []));
  return [
    {
      path: '/modes',
      verb: 'get',
      roles: everybody,
      label: 'Режимы',
      answer: async ({ who, base, now }) => {
        const period = periodOf({ given: {}, now }, config.federal.timeZone);
        const sums = await sumsOf(pool, {
          period,
          zones: boundsOf(period, parties, [...config.regions.keys()]),
          regions: null,
          now,
          workingDays: workingDaysOf(parties),
        });
        const rows = reportOf(sums, { titles });
        return {
          page: 'modes',
          title: 'Режимы',
          view: {
            stance: modes[config.stance],
            from: dayWords(period.from),
            to: dayWords(period.to),
            rows: kept.map(({ ids, title, mode }) => {
              const own = rows.filter(({ clause }) => ids.some((id) => id === clause));
              const count = (key: 'due' | 'flagged'): number => own.reduce((sum, row) => sum + row[key], 0);
              const acts = sums.acts
                .filter(({ clause }) => ids.some((id) => id === clause))
                .reduce((sum, { times }) => sum + times, 0);
              const goes = lesser(config.stance, mode);
              return {
                ids: ids.join(', '),
                title,
                mode: modes[mode],
                goes: goes === mode ? '' : `сейчас ${modes[goes]}`,
                due: count('due'),
                acts,
                flagged: count('flagged'),
                switches:
                  who.role === 'admin'
                    ? all
                        .filter((one) => one !== mode)
                        .map((one) => ({
                          href: `${base}/modes/switch?clause=${encodeURIComponent(ids[0] ?? '')}&mode=${one}`,
                          label: one,
                          about: `${ids[0] ?? ''}: ${one}`,
                        }))
                    : [],
              };
            }),
          },
        };
      },
    },
    {
      path: '/modes/switch',
      verb: 'get',
      roles: admins,
      answer: async ({ base, given }) => {
        const clause = kept.find(({ ids }) => ids.some((id) => id === given['clause']));
        if (clause === undefined) throw new PageFault(404, 'Такой обязанности программа не держит.');
        const mode = modeSchema.safeParse(given['mode']);
        if (!mode.success) throw new PageFault(400, 'Режим: observe, note или act.');
        const before = (await ownFile(FILE)) ?? '';
        const after = withMode(before, clause.ids, mode.data);
        return {
          page: 'mode-switch',
          title: `${clause.ids.join(', ')}: ${modes[mode.data]}`,
          view: {
            title: clause.title,
            from: modes[clause.mode],
            to: modes[mode.data],
            file: FILE,
            diff: createTwoFilesPatch(FILE, FILE, before, after, undefined, undefined, { context: 3 })
              .split('\n')
              .slice(2)
              .filter((line) => line !== '')
              .map((line) => ({
                line,
                tone: line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same',
              })),
            stanceHint:
              lesser(config.stance, mode.data) === mode.data
                ? ''
                : `Дальше stance (${config.stance}) ни один пункт не идёт: его меняют в stance.yaml.`,
            backHref: `${base}/modes`,
          },
        };
      },
    },
  ];
};
