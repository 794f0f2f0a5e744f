/**
 * A small stroke font of our own, so that PNG pictures need no font file. A glyph is its width, then its
 * strokes; a stroke is a list of points, two digits each: x, and y with the baseline at 2, the height of
 * small letters at 7 and of capitals at 9. `~` smooths a stroke (the points are control points of
 * quadratic curves that join at the middles), `@` makes it a closed curve; a single point is a dot.
 */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '6 023962 1454',
  B: '5 0209 0929 ~29494626 0626 ~26565222 0222',
  C: '5 ~585909025253',
  D: '5 0209 0929 ~29595222 0222',
  E: '5 59090252 0646',
  F: '5 590902 0646',
  G: '5 ~585909025255 5535',
  H: '5 0209 5259 0656',
  I: '0 0209',
  J: '4 4944 ~44420204',
  K: '5 0209 5905 1652',
  L: '4 090242',
  M: '6 0209346962',
  N: '5 02095259',
  O: '6 @02096962',
  P: '5 0209 0929 ~29595525 0525',
  Q: '6 @02096962 4461',
  R: '5 0209 0929 ~29595525 0525 2552',
  S: '5 ~5859090655520203',
  T: '6 0969 3932',
  U: '5 0905 ~05025255 5559',
  V: '6 093269',
  W: '8 0922476289',
  X: '5 0259 0952',
  Y: '6 0935 6935 3532',
  Z: '5 09590252',
  a: '4 4742 @02074742',
  b: '4 0902 @02074742',
  c: '4 ~464707024243',
  d: '4 4942 @02074742',
  e: '4 0545 ~454707024243',
  f: '3 ~391917 1712 0737',
  g: '4 4742 @02074742 ~42400001',
  h: '4 0902 ~05074744 4442',
  i: '0 0702 0909',
  j: '2 2722 ~222000 2929',
  k: '4 0902 0447 1542',
  l: '0 0902',
  m: '6 0702 ~05073734 3432 ~35376764 6462',
  n: '4 0702 ~05074744 4442',
  o: '4 @02074742',
  p: '4 0700 @02074742',
  q: '4 4740 @02074742',
  r: '3 0702 ~050737',
  s: '4 ~4647070544420203',
  t: '3 1914 ~141232 0737',
  u: '4 0705 ~05024245 4742',
  v: '4 072247',
  w: '6 0712365267',
  x: '4 0247 0742',
  y: '4 0722 4710',
  z: '4 07470242',
  '0': '5 @02095952',
  '1': '2 072922',
  '2': '5 ~0709595602 0252',
  '3': '5 ~0809595626 ~2656520203',
  '4': '5 42490454',
  '5': '5 590906 ~061757520203',
  '6': '5 @02075752 ~490904',
  '7': '5 095922',
  '8': '5 @16194946 @02065652',
  '9': '5 @04095954 ~575212',
  ' ': '2',
  '.': '0 0202',
  ',': '1 1201',
  ':': '0 0202 0606',
  ';': '1 1201 1616',
  '!': '0 0904 0202',
  '?': '4 ~0809494624 2222',
  '-': '3 0535',
  '–': '5 0555',
  '—': '7 0575',
  '+': '4 0545 2327',
  '=': '4 0646 0444',
  '(': '2 ~29070321',
  ')': '2 ~09272301',
  '/': '4 0149',
  '\\': '4 0941',
  '[': '2 29090121',
  ']': '2 09292101',
  '{': '3 ~391917 ~171605 ~051413 ~131131',
  '}': '3 ~092927 ~272635 ~352423 ~232101',
  "'": '0 0907',
  '"': '2 0907 2927',
  '#': '4 1219 3239 0444 0747',
  '%': '6 0269 @07092927 @42446462',
  '&': '6 ~621719494705024265',
  '*': '4 2529 0846 0648',
  '<': '4 470543',
  '>': '4 074503',
  _: '5 0151',
  '|': '0 0109',
  '^': '4 072947',
  '~': '5 ~0517375556',
  '`': '1 0918',
  $: '5 ~5859090655520203 3139',
  '@': '7 @34375754 ~575464697909006070',
  '±': '4 0646 2428 0242',
  '°': '2 @07092927',
  '·': '0 0505',
  µ: '4 0700 ~05024245 4742',
  '×': '4 0347 0743',
  '→': '6 0565 476543',
  '≥': '4 074503 0141',
  '≤': '4 470543 0141',
  '√': '6 0513326969',
};

/** Shown for what the font does not have. */
const UNKNOWN = '4 0207474202';
/** Other spellings of the same sign. */
const ALIASES: Readonly<Record<string, string>> = {
  μ: 'µ',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '−': '–',
  '•': '·',
};

const BASELINE = 2;
const CAPITALS = 7;
/** Height of capitals as a share of the font size, as in common sans-serif fonts. */
const CAPITAL_SHARE = 0.72;
/** Space between glyphs, in grid units. */
const GAP = 2.2;
const CURVE_STEPS = 6;

interface Glyph {
  readonly width: number;
  /** Polylines in grid units, y up from the baseline. */
  readonly strokes: readonly (readonly number[])[];
}

/** A quadratic curve through the middles of a control polygon: its ends too when it is open. */
function smooth(points: readonly number[], closed: boolean): number[] {
  const count = points.length / 2;
  const at = (i: number, axis: 0 | 1): number => points[((i + count) % count) * 2 + axis] ?? 0;
  const middle = (i: number, axis: 0 | 1): number => (at(i, axis) + at(i + 1, axis)) / 2;
  const out: number[] = closed ? [middle(-1, 0), middle(-1, 1)] : [at(0, 0), at(0, 1)];
  const first = closed ? 0 : 1;
  const last = closed ? count - 1 : count - 2;
  for (let i = first; i <= last; i++) {
    const fromX = out.at(-2) ?? 0;
    const fromY = out.at(-1) ?? 0;
    const end = !closed && i === last;
    const toX = end ? at(count - 1, 0) : middle(i, 0);
    const toY = end ? at(count - 1, 1) : middle(i, 1);
    for (let step = 1; step <= CURVE_STEPS; step++) {
      const t = step / CURVE_STEPS;
      const a = (1 - t) * (1 - t);
      const b = 2 * t * (1 - t);
      const c = t * t;
      out.push(a * fromX + b * at(i, 0) + c * toX, a * fromY + b * at(i, 1) + c * toY);
    }
  }
  return out;
}

function parseGlyph(text: string): Glyph {
  const [width, ...strokes] = text.split(' ');
  return {
    width: Number(width),
    strokes: strokes.map((stroke) => {
      const kind = stroke[0];
      const digits = kind === '~' || kind === '@' ? stroke.slice(1) : stroke;
      const points = Array.from(digits, (digit, i) => Number(digit) - (i % 2 === 1 ? BASELINE : 0));
      return kind === '~' || kind === '@' ? smooth(points, kind === '@') : points;
    }),
  };
}

const parsed = new Map<string, Glyph>();

function glyphOf(character: string): Glyph {
  const key = ALIASES[character] ?? character;
  let glyph = parsed.get(key);
  if (glyph === undefined) {
    glyph = parseGlyph(Object.hasOwn(GLYPHS, key) ? (GLYPHS[key] ?? UNKNOWN) : UNKNOWN);
    if (parsed.size < 1000) parsed.set(key, glyph);
  }
  return glyph;
}

/** The glyphs of a text; a letter that is not in the font loses its accents rather than its shape. */
const glyphsOf = (text: string): Glyph[] =>
  Array.from(text.normalize('NFC')).flatMap((character) => {
    const key = ALIASES[character] ?? character;
    if (Object.hasOwn(GLYPHS, key)) return [glyphOf(key)];
    return Array.from(character.normalize('NFKD').replace(/\p{M}/gu, ''), glyphOf);
  });

const scaleOf = (size: number): number => (size * CAPITAL_SHARE) / CAPITALS;

/** Width of a text, in the unit of `size`. */
export function textWidth(text: string, size: number): number {
  const glyphs = glyphsOf(text);
  const sum = glyphs.reduce((total, glyph) => total + glyph.width + GAP, 0);
  return Math.max(0, sum - GAP) * scaleOf(size);
}

/** Polylines that draw a text from x, with its baseline at y (pointing down), in the unit of `size`. */
export function textLines(text: string, x: number, y: number, size: number): number[][] {
  const scale = scaleOf(size);
  const lines: number[][] = [];
  let left = x;
  for (const glyph of glyphsOf(text)) {
    for (const stroke of glyph.strokes) {
      lines.push(stroke.map((value, i) => (i % 2 === 0 ? left + value * scale : y - value * scale)));
    }
    left += (glyph.width + GAP) * scale;
  }
  return lines;
}

/** The text, cut and ended with "..." where it would be wider than `width`. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = Array.from(text.slice(0, 1000));
  while (characters.length > 0 && textWidth(`${characters.join('')}...`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}...`;
}
