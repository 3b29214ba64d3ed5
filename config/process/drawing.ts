/** The map of the process drawn: as Mermaid, which forges show, and as SVG, a column a desk, an arrow a move. */
import type { Place, ProcessMap } from '../schema/process.js';

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly ids: readonly string[];
}

/** Moves between two places, told by their ids; moves that stay are no arrows. */
const arrowsOf = (map: ProcessMap): readonly Arrow[] => {
  const between = new Map<string, { from: string; to: string; ids: string[] }>();
  for (const { id, from: begins, to } of map.moves)
    for (const from of begins) {
      if (to === undefined || to === from) continue;
      const key = `${from}\n${to}`;
      const arrow = between.get(key) ?? { from, to, ids: [] };
      arrow.ids.push(id);
      between.set(key, arrow);
    }
  return [...between.values()];
};

const endingsAt = (place: Place, { endings }: ProcessMap): readonly string[] =>
  endings.filter(({ from }) => from.includes(place.name)).map(({ id }) => id);

/** The map as a Mermaid flowchart, a subgraph a desk. */
export const mermaidOf = (map: ProcessMap): string => {
  const node = new Map(map.places.map(({ name }, index) => [name, `p${String(index)}`]));
  const holders = [...new Set(map.places.map(({ holder }) => holder))];
  return [
    'flowchart LR',
    ...holders.flatMap((holder, index) => [
      `  subgraph d${String(index)}["${holder}"]`,
      ...map.places
        .filter((place) => place.holder === holder)
        .map((place) => `    ${node.get(place.name) ?? ''}["${place.name}"]`),
      '  end',
    ]),
    `  closed(["${map.closed}"])`,
    ...arrowsOf(map).map(
      ({ from, to, ids }) => `  ${node.get(from) ?? ''} -- "${ids.join(', ')}" --> ${node.get(to) ?? ''}`,
    ),
    ...map.places.flatMap((place) => {
      const ids = endingsAt(place, map);
      return ids.length === 0 ? [] : [`  ${node.get(place.name) ?? ''} -. "${ids.join(', ')}" .-> closed`];
    }),
    '',
  ].join('\n');
};

const BOX = { width: 230, height: 52, gap: 34 } as const;
const COLUMN = 400;
const TOP = 70;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** An arrow as a path, and where its ids stand. */
interface DrawnArrow {
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

interface DrawnBox {
  readonly place: Place;
  readonly x: number;
  readonly y: number;
  /** State and reason. */
  readonly state: string;
  /** Ids of the endings it may come to. */
  readonly ends: readonly string[];
}

/** The map laid out, in the units of an SVG: places of a desk in a column, an arrow a move. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly box: { readonly width: number; readonly height: number };
  readonly desks: readonly { readonly name: string; readonly x: number }[];
  readonly arrows: readonly DrawnArrow[];
  readonly boxes: readonly DrawnBox[];
}

/** Lays the map out. `column`: from one desk to the next; the arrows between them need room for their ids. */
export const drawingOf = (map: ProcessMap, column = COLUMN): Drawing => {
  const holders = [...new Set(map.places.map(({ holder }) => holder))];
  const spots = new Map<string, { x: number; y: number }>();
  for (const [nth, holder] of holders.entries())
    map.places
      .filter((place) => place.holder === holder)
      .forEach(({ name }, row) => {
        spots.set(name, { x: 20 + nth * column, y: TOP + row * (BOX.height + BOX.gap) });
      });
  const arrow = ({ from, to, ids }: Arrow): DrawnArrow[] => {
    const [begin, end] = [spots.get(from), spots.get(to)];
    if (begin === undefined || end === undefined) return [];
    const [y1, y2] = [begin.y + BOX.height / 2, end.y + BOX.height / 2];
    const forward = begin.x < end.x;
    const x1 = begin.x + (forward || begin.x === end.x ? BOX.width : 0);
    const x2 = end.x + (forward ? 0 : BOX.width);
    const bend = begin.x === end.x ? 70 : 60;
    const c1 = forward || begin.x === end.x ? x1 + bend : x1 - bend;
    const c2 = forward ? x2 - bend : x2 + bend;
    return [
      {
        path: `M${String(x1)} ${String(y1)} C${String(c1)} ${String(y1)} ${String(c2)} ${String(y2)} ${String(x2)} ${String(y2)}`,
        x: (x1 + 3 * c1 + 3 * c2 + x2) / 8,
        y: (y1 + y2) / 2 - 3,
        label: ids.join(', '),
      },
    ];
  };
  return {
    width: holders.length * column,
    height: Math.max(0, ...[...spots.values()].map(({ y }) => y)) + BOX.height + BOX.gap,
    box: BOX,
    desks: holders.map((name, nth) => ({ name, x: 20 + nth * column })),
    arrows: arrowsOf(map).flatMap(arrow),
    boxes: map.places.map((place) => ({
      place,
      ...(spots.get(place.name) ?? { x: 0, y: 0 }),
      state: [place.states[0], place.reasons[0]].filter((word) => word).join(' · '),
      ends: endingsAt(place, map),
    })),
  };
};

/** The map as an SVG document: places of a desk in a column, under each the endings it may come to. */
export const svgOf = (map: ProcessMap): string => {
  const { width, height, desks, arrows, boxes } = drawingOf(map);
  const arrow = ({ path, x, y, label }: DrawnArrow): string =>
    `<path d="${path}" class="move"/>` +
    `<text x="${String(x)}" y="${String(y)}" class="id">${escaped(label)}</text>`;
  const box = ({ place, x, y, state, ends }: DrawnBox): string =>
    `<rect x="${String(x)}" y="${String(y)}" width="${String(BOX.width)}" height="${String(BOX.height)}" rx="6" class="place"/>` +
    `<text x="${String(x + 10)}" y="${String(y + 22)}" class="name">${escaped(place.name)}</text>` +
    `<text x="${String(x + 10)}" y="${String(y + 41)}" class="state">${escaped(state)}</text>` +
    (ends.length === 0
      ? ''
      : `<text x="${String(x)}" y="${String(y + BOX.height + 15)}" class="end">⊗ ${escaped(ends.join(', '))}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="sans-serif">`,
    '<style>.place{fill:#f4f7fb;stroke:#4a6785}.name{font-size:14px;font-weight:600}.state{font-size:11px;fill:#555}.end{font-size:11px;fill:#8a2f2f}.move{fill:none;stroke:#4a6785;stroke-width:1.2;marker-end:url(#head)}.id{font-size:11px;fill:#1d4f91;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:3px}.desk{font-size:17px;font-weight:700}</style>',
    '<defs><marker id="head" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0 8 4 0 8z" fill="#4a6785"/></marker></defs>',
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...desks.map(({ name, x }) => `<text x="${String(x)}" y="40" class="desk">${escaped(name)}</text>`),
    ...arrows.map(arrow),
    ...boxes.map(box),
    '</svg>',
    '',
  ].join('\n');
};

/** The page that shows the map: `docs/process.md`. */
export const processPage = (map: ProcessMap): string =>
  [
    '# Карта процесса',
    '',
    'Построена по `config/regulation/process.yaml` (`npm run docs`). Столбец — служба, прямоугольник — место обращения, стрелка — переход по',
    'номеру пункта, ⊗ — окончания, которыми оно здесь вправе кончиться. Слова о каждом переходе — в самой карте.',
    '',
    '![Карта процесса](process.svg)',
    '',
    '```mermaid',
    mermaidOf(map).trimEnd(),
    '```',
    '',
  ].join('\n');
