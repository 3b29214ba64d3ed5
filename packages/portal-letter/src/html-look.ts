/** How an element looks, as far as it decides whether a person sees its text: gone, invisible, too small, or of the colour behind it. */

type Colour = readonly [red: number, green: number, blue: number];

export interface Look {
  /** Not laid out, with everything inside: no style of a child brings it back. */
  readonly gone: boolean;
  readonly invisible: boolean;
  readonly tiny: boolean;
  /** Null: not known, a picture or a word we do not have; then text counts as seen. */
  readonly colour: Colour | null;
  readonly behind: Colour | null;
  /** `color: transparent`. */
  readonly clear: boolean;
  readonly hidden: boolean;
}

/** Declarations of a style by their lower-case names. */
export type Style = ReadonlyMap<string, string>;

export const NORMAL: Look = {
  gone: false,
  invisible: false,
  tiny: false,
  colour: [0, 0, 0],
  behind: [255, 255, 255],
  clear: false,
  hidden: false,
};

/** Properties that can hide, so that a rule without any of them need not be kept. */
export const HIDING: ReadonlySet<string> = new Set([
  'display',
  'visibility',
  'opacity',
  'font-size',
  'font',
  'height',
  'max-height',
  'width',
  'max-width',
  'overflow',
  'color',
  'background',
  'background-color',
  'background-image',
  'text-decoration',
  'text-decoration-line',
  'text-indent',
  'position',
  'left',
  'top',
]);

/** Steps of a channel that no eye tells apart. */
const SAME_COLOUR = 20;
const NAMED: Readonly<Record<string, Colour>> = {
  white: [255, 255, 255],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  ghostwhite: [248, 248, 255],
  whitesmoke: [245, 245, 245],
  floralwhite: [255, 250, 240],
  azure: [240, 255, 255],
  mintcream: [245, 255, 250],
  black: [0, 0, 0],
  silver: [192, 192, 192],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  navy: [0, 0, 128],
  yellow: [255, 255, 0],
};

/** The look of an element with this style, inside one that looks like `around`. */
export const styled = (around: Look, style: Style): Look => {
  const get = (name: string): string => style.get(name) ?? '';
  const gone = around.gone || isGone(get);
  const seen = get('visibility');
  const invisible = seen === '' ? around.invisible : /^(?:hidden|collapse)/u.test(seen);
  const tiny = sizeOf(get('font-size'), around.tiny);
  const { colour, clear } = colourOf(get('color'), around);
  const behind = behindOf(style, around);
  const same =
    colour !== null &&
    behind !== null &&
    colour.every((channel, index) => Math.abs(channel - (behind[index] ?? 0)) <= SAME_COLOUR);
  return { gone, invisible, tiny, colour, behind, clear, hidden: gone || invisible || tiny || clear || same };
};

const isGone = (get: (name: string) => string): boolean => {
  // Struck out text is what is no longer so.
  if (/line-through/u.test(`${get('text-decoration')} ${get('text-decoration-line')}`)) return true;
  if (/^none/u.test(get('display')) || /^0?\.?0{1,3}(?:[\s%;!]|$)/u.test(get('opacity'))) return true;
  const none = (name: string): boolean =>
    /^[01]?(?:px|pt|em|%)?(?:\s|$|!)/u.test(get(name)) && get(name) !== '';
  const cut = /^(?:hidden|clip)/u.test(get('overflow'));
  if (cut && ['height', 'max-height', 'width', 'max-width'].some(none)) return true;
  const away = (name: string): boolean => /^-\d{3,}/u.test(get(name));
  return (
    away('text-indent') || (/^(?:absolute|fixed)/u.test(get('position')) && (away('left') || away('top')))
  );
};

const sizeOf = (said: string, around: boolean): boolean => {
  const found = /^(\d{0,4}\.?\d{0,4})\s{0,2}(px|pt|em|rem|%)?/u.exec(said);
  if (found?.[1] === undefined || found[1] === '') return around;
  const size = Number(found[1]);
  const unit = found[2] ?? 'px';
  if (unit === 'em' || unit === '%') return around || size <= (unit === '%' ? 10 : 0.1);
  return size <= (unit === 'rem' ? 0.1 : 2);
};

const colourOf = (said: string, around: Look): Pick<Look, 'colour' | 'clear'> => {
  if (said === '' || /^(?:inherit|currentcolor)/u.test(said))
    return { colour: around.colour, clear: around.clear };
  if (isClear(said)) return { colour: null, clear: true };
  return { colour: read(said), clear: false };
};

const behindOf = (style: Style, around: Look): Colour | null => {
  const image = `${style.get('background-image') ?? ''} ${style.get('background') ?? ''}`;
  if (/url\(|gradient\(/u.test(image)) return null;
  const said = style.get('background-color') ?? style.get('background') ?? '';
  if (/^(?:|inherit|none|initial|unset)(?:\s|!|$)/u.test(said) || isClear(said)) return around.behind;
  return read(said);
};

const isClear = (said: string): boolean =>
  /^transparent|^rgba\([^()]{1,40},\s{0,3}0?\.?0{1,3}\s{0,3}\)|^#[\da-f]{6}00(?![\da-f])/u.test(said);

const read = (said: string): Colour | null => {
  const hex = /^#([\da-f]{6}|[\da-f]{3})(?![\da-f])/u.exec(said)?.[1];
  if (hex !== undefined) {
    const whole = hex.length === 3 ? hex.replace(/./gu, '$&$&') : hex;
    const channel = (at: number): number => parseInt(whole.slice(at, at + 2), 16);
    return [channel(0), channel(2), channel(4)];
  }
  const channels = /^rgba?\(\s{0,3}(\d{1,3})[\s,]{1,4}(\d{1,3})[\s,]{1,4}(\d{1,3})/u.exec(said);
  if (channels !== null) return [Number(channels[1]), Number(channels[2]), Number(channels[3])];
  return NAMED[/^[a-z]+/u.exec(said)?.[0] ?? ''] ?? null;
};
