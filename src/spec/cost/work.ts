/**
 * What making a strip is made of, and how much of a processor one of each takes, ns: one core of the 2-core machines that the
 * project is measured on. `npm run bench -- cost` holds them against what strips take; change them when the engine changes.
 */
export const NANOSECONDS = {
  /** Whatever the strip: its key, its streams, the lists of its truth. */
  strip: 4_000,
  /** A beat: its place, its fiducials, its entry in the truth. */
  beat: 330,
  /** One parameter of one wave, drawn anew. */
  draw: 32,
  /** One wave of one beat, before its first sample. */
  wave: 75,
  /** One sample of a Gaussian wave. */
  point: 0.35,
  /** One sample of one simple sweep over the strip: a sinusoid, a product, the steps of the recorder. */
  pass: 0.9,
  /** One normal. */
  normal: 2,
  /** One sample through one second-order filter. */
  filter: 3,
} as const;

export type Work = { readonly [kind in keyof typeof NANOSECONDS]?: number };

const KINDS = Object.keys(NANOSECONDS) as (keyof Work)[];

type Total = { -readonly [kind in keyof typeof NANOSECONDS]: number };

function none(): Total {
  return { strip: 0, beat: 0, draw: 0, wave: 0, point: 0, pass: 0, normal: 0, filter: 0 };
}

export function sum(...works: readonly Work[]): Work {
  const total = none();
  // By numbers: before it is compiled a loop over a list makes an object for each of its items.
  for (let i = 0; i < works.length; i++)
    for (let k = 0; k < KINDS.length; k++) total[KINDS[k]!] += works[i]![KINDS[k]!] ?? 0;
  return total;
}

export function times(count: number, work: Work): Work {
  const total = none();
  for (let k = 0; k < KINDS.length; k++) total[KINDS[k]!] = count * (work[KINDS[k]!] ?? 0);
  return total;
}

export function microseconds(work: Work): number {
  let total = 0;
  for (let k = 0; k < KINDS.length; k++) total += NANOSECONDS[KINDS[k]!] * (work[KINDS[k]!] ?? 0);
  return total / 1000;
}

/** One of several, by chance. */
export interface Choice {
  readonly weight: number;
  readonly work: Work;
}

export function expected(choices: readonly Choice[]): Work {
  const total = choices.reduce((all, { weight }) => all + weight, 0);
  return total === 0 ? {} : sum(...choices.map(({ weight, work }) => times(weight / total, work)));
}

export function dearest(choices: readonly Choice[]): Work {
  let most: Work = {};
  let longest = 0;
  for (const { work } of choices) {
    const time = microseconds(work);
    if (time <= longest) continue;
    most = work;
    longest = time;
  }
  return most;
}
