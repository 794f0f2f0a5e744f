/** What people from other tools and papers call things. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  'atrial fibrillation': ['av-node'],
  af: ['av-node'],
  afib: ['av-node'],
  'sinus rhythm': ['sinus'],
  'normal sinus rhythm': ['sinus'],
  normal: ['sinus'],
  nsr: ['sinus'],
  flutter: ['av-block', 'flutter-waves'],
  gauss: ['gaussian'],
  normally: ['normal'],
  gaussian: ['white', 'normal'],
  powerline: ['mains'],
  hum: ['mains'],
  emg: ['muscle'],
  wander: ['baseline-wander'],
  pvc: ['V'],
  pac: ['A'],
  compensatory: ['full'],
  interpolated: ['none'],
  time: ['at'],
  position: ['at'],
  latency: ['at'],
  mu: ['at', 'value'],
  sigma: ['width', 'recording'],
  height: ['amplitude'],
  level: ['rms'],
  mean: ['value'],
  sd: ['recording'],
  std: ['recording'],
  deviation: ['recording'],
  'sampling-rate': ['rate'],
  'sample-rate': ['rate'],
  'sampling-frequency': ['rate'],
  fs: ['rate'],
  'heart-rate': ['rate'],
  'heart rate': ['rate'],
  hr: ['rate'],
  pulse: ['rate'],
  bpm: ['rate'],
  length: ['duration'],
  name: ['title'],
  description: ['title'],
  lr: ['learning-rate'],
  'batch-size': ['batch'],
  count: ['strips'],
};

/** The candidate nearest to a mistyped word, or undefined when none is near enough to be meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll('_', '-');
  const meant = Object.hasOwn(OTHER_WORDS, plain)
    ? OTHER_WORDS[plain]!.find((other) => candidates.includes(other))
    : undefined;
  if (meant !== undefined && !candidates.some((one) => one.toLowerCase() === word.toLowerCase()))
    return meant;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 0.5;
  for (const candidate of candidates) {
    const distance = slipDistance(lower, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** How far two words in small letters lie apart; any number of at least `limit` where that is not less. */
function slipDistance(a: string, b: string, limit: number): number {
  // `class` for `classes`, `noises` for `noise`: an ending is a small slip.
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const longer = long.length - short.length;
  if (short.length >= 3 && longer <= 2 && long.startsWith(short)) return Math.min(1, longer);
  return longer >= limit ? longer : editDistance(a, b, limit);
}

/** Words longer than this are not compared. */
const LONGEST_WORD = 60;

/** Three rows of the table of distances, for words no longer than that. */
const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST_WORD + 1));

/**
 * Edits, with two swapped neighbours counted as one (optimal string alignment). What both words begin and end with
 * costs nothing; and as soon as `limit` is reached, that is the answer.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (a.length > LONGEST_WORD || b.length > LONGEST_WORD) return Infinity;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const width = endB - start;
  let [before, above, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= width; j++) above[j] = j;
  for (let i = 1; i <= endA - start; i++) {
    const sign = a.charCodeAt(start + i - 1);
    const last = i > 1 ? a.charCodeAt(start + i - 2) : -1;
    row[0] = i;
    let least = i;
    for (let j = 1; j <= width; j++) {
      const other = b.charCodeAt(start + j - 1);
      let best = above[j - 1]! + (sign === other ? 0 : 1);
      best = Math.min(best, above[j]! + 1, row[j - 1]! + 1);
      if (j > 1 && sign === b.charCodeAt(start + j - 2) && last === other)
        best = Math.min(best, before[j - 2]! + 1);
      row[j] = best;
      if (best < least) least = best;
    }
    // A swap reaches back two rows, and adds one.
    if (least >= limit + 1) return least;
    [before, above, row] = [above, row, before];
  }
  return above[width]!;
}

/** A key that was probably meant: another spelling, or a key and a value that lack what parts them. */
export interface Slip {
  readonly key: string;
  /** The value that ran into the key, in `width 15 ms`, `width:15 ms` and `width = 15 ms`. */
  readonly value?: string;
}

export function slipOf(word: string, allowed: readonly string[]): Slip | undefined {
  const guess = nearest(word, allowed);
  if (guess !== undefined) return { key: guess };
  if (word.length > 200) return undefined;
  const run = /^([A-Za-z][\w'-]*)\s*(?:[:=]\s*|\s+)(\S.*)$/.exec(word);
  return run && allowed.includes(run[1]!) ? { key: run[1]!, value: run[2]! } : undefined;
}

/** The keys of `allowed` that a mapping does not have, but that its unknown keys were probably meant to be. */
export function slippedKeys(raw: Readonly<Record<string, unknown>>, allowed: readonly string[]): Set<string> {
  const strangers = Object.keys(raw)
    .filter((key) => !allowed.includes(key))
    .slice(0, 100);
  const meant = strangers.flatMap((key) => meantBy(key, allowed) ?? []);
  return new Set(meant.filter((key) => !(key in raw)));
}

const meanings = new WeakMap<readonly string[], Map<string, string | undefined>>();
const MOST_MEANINGS = 1000;

/** The key of `allowed` that a word was probably meant to be. Beat types have the same waves: each is guessed at once. */
function meantBy(word: string, allowed: readonly string[]): string | undefined {
  let known = meanings.get(allowed);
  if (!known) meanings.set(allowed, (known = new Map<string, string | undefined>()));
  if (known.has(word)) return known.get(word);
  const meant = slipOf(word, allowed)?.key;
  if (known.size >= MOST_MEANINGS) known.clear();
  known.set(word, meant);
  return meant;
}
