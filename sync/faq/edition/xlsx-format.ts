/** Numbers of a workbook as Excel shows them in Russian: percents, times, dates, money. */

const builtin: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  14: 'dd.mm.yyyy',
  15: 'dd.mm.yyyy',
  16: 'dd.mm',
  17: 'mm.yyyy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'dd.mm.yyyy h:mm',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss',
};

/** The code of a format by its number; own ones come from the file. */
export const formatCode = (id: number, own: ReadonlyMap<number, string>): string =>
  own.get(id) ?? builtin[id] ?? 'General';

const MS_A_DAY = 86_400_000;
/** Days of 1 January 1970 in the two ways Excel counts. */
const EPOCH = { from1900: 25_569, from1904: 24_107 };

const two = (value: number): string => String(value).padStart(2, '0');

/** Signs that stand for themselves. */
const literals = (code: string): string =>
  code
    .replace(/\[\$([^\]-]*)[^\]]*\]/g, '"$1"')
    .replace(/\\(.)/g, '"$1"')
    .replace(/_.|\*./g, '');

const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+(?!\d))/g, '\u00A0');

const number = (value: number, code: string): string => {
  const [positive = '', negative] = code.split(';');
  const section = value < 0 && negative !== undefined && negative !== '' ? negative : positive;
  const shape = section.replace(/"[^"]*"/g, '\uE000');
  const mask = section.replace(/"[^"]*"/g, (found) => '\uE000'.repeat(found.length));
  const first = mask.search(/[0#?]/);
  if (first < 0) return section.replaceAll('"', '');
  const last = Math.max(...['0', '#', '?'].map((sign) => mask.lastIndexOf(sign)));
  const percent = shape.includes('%');
  const decimals = /\.([0#?]+)/.exec(shape)?.[1] ?? '';
  const least = Array.from(decimals).filter((sign) => sign === '0').length;
  const inner = mask.slice(first, last + 1);
  if (/^0+(?:[^0-9#?.,]+0+)+$/.test(inner) && Number.isInteger(value)) return digitsInto(section, value);
  const places = Math.min(decimals.length, 15);
  let text = Math.abs(percent ? value * 100 : value).toFixed(places);
  if (places > least) text = text.replace(new RegExp(`0{1,${places - least}}$`), '').replace(/\.$/, '');
  const [whole = '', fraction] = text.split('.');
  const thousands = /[#0],[#0]/.test(inner) || /[#0](?:\s|\uE000)+[#0]/.test(inner);
  const shown = `${thousands ? grouped(whole) : whole}${fraction === undefined ? '' : `,${fraction}`}`;
  const before = section.slice(0, first).replaceAll('"', '');
  const after = section
    .slice(last + 1)
    .replaceAll('"', '')
    .replace(/,/g, '');
  return `${value < 0 && section === positive ? '-' : ''}${before}${shown}${after}`.trim();
};

/** «0-000-000-00-00»: a telephone typed as a number. */
const digitsInto = (code: string, value: number): string => {
  const signs = Array.from(code.replaceAll('"', ''));
  let digits = String(Math.abs(value));
  let shown = '';
  for (const sign of signs.toReversed()) {
    if (sign === '0') {
      shown = `${digits.at(-1) ?? '0'}${shown}`;
      digits = digits.slice(0, -1);
    } else shown = `${sign}${shown}`;
  }
  return `${digits}${shown}`;
};

const moment = (value: number, code: string, from1904: boolean): string => {
  const days = value - (from1904 ? EPOCH.from1904 : EPOCH.from1900);
  const at = new Date(Math.round((days * MS_A_DAY) / 1000) * 1000);
  const bare = code.replace(/"[^"]*"/g, '').toLowerCase();
  const hours = /\[h/.test(bare) ? Math.floor(value * 24 + 1e-6) : at.getUTCHours();
  const time = `${/hh/.test(bare) ? two(hours) : hours}:${two(at.getUTCMinutes())}${/s/.test(bare) ? `:${two(at.getUTCSeconds())}` : ''}`;
  const date = [
    ...(/d/.test(bare) ? [two(at.getUTCDate())] : []),
    ...(/m/.test(bare.replace(/h+[^a-z]*m+|m+[^a-z]*s+/g, '')) || /d/.test(bare)
      ? [two(at.getUTCMonth() + 1)]
      : []),
    ...(/y/.test(bare) ? [String(at.getUTCFullYear())] : []),
  ].join('.');
  const clock = /h|s/.test(bare);
  return [date, ...(clock && (date === '' || value % 1 !== 0) ? [time] : [])]
    .filter((part) => part !== '')
    .join(' ');
};

/** A number by the code of its format. */
export const shownNumber = (value: number, format: string, from1904: boolean): string => {
  const code = literals(format);
  const bare = code.replace(
    /"[^"]*"|\[(?:red|black|blue|green|white|yellow|magenta|cyan|color\d+|[<>=].*?)\]/gi,
    '',
  );
  if (/^general$/i.test(bare.trim()) || bare.trim() === '' || bare.trim() === '@') return plain(value);
  if (/[dyhs]|(?:^|[^a-z])m+(?:[^a-z]|$)/i.test(bare)) return moment(value, code, from1904);
  return number(value, code.replace(/\[[^\]]*\]/g, ''));
};

/** Whole numbers with all their digits: a telephone, a tax number; others as Excel shows them, with a comma. */
const plain = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(11))).replace('.', ',');
