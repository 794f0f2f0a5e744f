import type { ModelToRead } from '../../../protocol';
import type { SpecSummary } from '../preview/previewMessages';

/** Bars beside a strip: more are not read at a glance. */
const MOST_BARS = 6;

/** What a model says of a strip, in words and numbers. */
export interface Reading {
  /** The most probable classes, in the model's order so that none jumps while one types. */
  readonly bars: readonly {
    readonly name: string;
    readonly probability: number;
    readonly percent: string;
    readonly top: boolean;
  }[];
  readonly verdict: 'own' | 'other' | 'unknown';
  /** What is to be seen beside the bars; empty where the strip is read as what it is. */
  readonly words: string;
  /** All of it for those who hear it. */
  readonly spoken: string;
}

/**
 * @param own class of the strip
 * @param probabilities one for each of the classes
 */
export function readingOf(
  classes: readonly string[],
  probabilities: ArrayLike<number>,
  own: string,
): Reading {
  const all = classes.map((name, i) => ({ name, probability: probabilities[i]! }));
  const ranked = [...all].sort((a, b) => b.probability - a.probability);
  const top = ranked[0]!;
  const shown = new Set(ranked.slice(0, MOST_BARS));
  const verdict = !classes.includes(own) ? 'unknown' : top.name === own ? 'own' : 'other';
  const words = {
    own: '',
    other: `reads ${top.name}, not ${own}`,
    unknown: `${own} is no class of the model`,
  }[verdict];
  const list = ranked
    .slice(0, MOST_BARS)
    .map(({ name, probability }) => `${name} ${percent(probability)}`)
    .join(', ');
  return {
    bars: all
      .filter((one) => shown.has(one))
      .map((one) => ({ ...one, percent: percent(one.probability), top: one === top })),
    verdict,
    words,
    spoken: `The model's reading: ${list}.${words === '' ? '' : ` ${capital(words)}.`}`,
  };
}

/** Never 0 % nor 100 % of what is neither. */
export function percent(probability: number): string {
  const rounded = Math.round(probability * 100);
  if (rounded === 0 && probability > 0) return '< 1 %';
  if (rounded === 100 && probability < 1) return '> 99 %';
  return `${rounded} %`;
}

/** Why a model cannot read the strips of a spec; undefined: it can. */
export function misfit(
  { name, rate, samples }: Pick<ModelToRead, 'name' | 'rate' | 'samples'>,
  spec: Pick<SpecSummary, 'rate' | 'duration'>,
): string | undefined {
  if (spec.rate === rate && Math.round(spec.rate * spec.duration) === samples) return undefined;
  const seconds = Number((samples / rate).toPrecision(6));
  return `${name} reads strips of ${seconds} s at ${rate} Hz, and these are of ${spec.duration} s at ${spec.rate} Hz: change "recording", or choose a model that was trained on strips of this spec.`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
