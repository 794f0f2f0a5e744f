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
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 0.5;
  for (const candidate of candidates) {
    // `class` for `classes`, `noises` for `noise`: an ending is a small slip.
    const [short, long] = [word, candidate]
      .map((one) => one.toLowerCase())
      .sort((a, b) => a.length - b.length);
    const ending = short!.length >= 3 && long!.length - short!.length <= 2 && long!.startsWith(short!);
    const distance = ending
      ? Math.min(1, long!.length - short!.length)
      : editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edits, with two swapped neighbours counted as one (optimal string alignment); both words are short. */
function editDistance(a: string, b: string): number {
  if (a.length > 60 || b.length > 60) return Infinity;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(rows[i - 1]![j - 1]! + (same ? 0 : 1), rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
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
  const meant = strangers.flatMap((key) => slipOf(key, allowed)?.key ?? []);
  return new Set(meant.filter((key) => !(key in raw)));
}
