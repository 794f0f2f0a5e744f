import { parseSpec, type Spec, type Variable } from '../../../src/spec';
import { compile, type Strip } from '../../../src/synthesis';
import { Random, stripKey } from '../../../src/synthesis/random';

/**
 * The normal distribution function by Marsaglia's series (J Stat Softw 2004;11(4)), for |x| < 8: not ours, which would
 * err as our sampler does.
 */
export function phi(x: number): number {
  if (Math.abs(x) > 8) return x < 0 ? 0 : 1;
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The distance between draws and a distribution that chance exceeds once in 10,000 times (Kolmogorov-Smirnov). */
export const ksLimit = (n: number): number => 2.23 / Math.sqrt(n);

export function ksDistance(draws: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...draws].sort((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce(
    (worst, x, i) => Math.max(worst, Math.abs(cdf(x) - i / n), Math.abs(cdf(x) - (i + 1) / n)),
    0,
  );
}

/** The largest distance between the distributions of two samples. */
export function ksBetween(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a, b].map((draws) => [...draws].sort((left, right) => left - right)) as [
    number[],
    number[],
  ];
  let [i, j, worst] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    worst = Math.max(worst, Math.abs(i / x.length - j / y.length));
  }
  return worst;
}

/** Pearson's chi-squared of counts against the shares that are expected of them. */
export function chiSquared(counts: readonly number[], shares: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, i) => sum + (count - n * shares[i]!) ** 2 / (n * shares[i]!), 0);
}

export const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
export function sd(v: readonly number[]): number {
  const m = mean(v);
  return Math.sqrt(mean(v.map((x) => (x - m) ** 2)));
}
export function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  return mean(x.map((a, i) => (a - mx) * (y[i]! - my))) / (sd(x) * sd(y));
}
export const rms = (v: ArrayLike<number>): number => Math.sqrt(mean(Array.from(v, (x) => x * x)));

export const stream = (n = 0): Random => new Random().reset(stripKey(1, 2, 3, 4), n);

export const variable = (recording: Variable['recording'], rest: Partial<Variable> = {}): Variable => ({
  recording,
  episode: 0,
  beat: 0,
  memory: 0,
  min: -Infinity,
  max: Infinity,
  folded: false,
  ...rest,
});

/** A spec from text without its first line; fails on any error. */
export function specOf(text: string): Spec {
  const { spec, problems } = parseSpec(`ecgspec: 1\n${text}`);
  if (!spec) throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return spec;
}

/** The first strips of a class, `c` unless said otherwise. */
export function stripsOf(text: string, count: number, name = 'c'): Strip[] {
  const made = compile(specOf(text));
  return Array.from({ length: count }, (_, i) => made.generate(name, i));
}

/** A narrow beat with P and T, whose R waves stand where the rhythm puts them. */
export const BEAT = `
  n:
    P: { amplitude: 0.1 mV, at: -150 ms, width: 18 ms }
    R: { amplitude: 1 mV, at: 0 ms, width: 8 ms }
    T: { amplitude: 0.25 mV, at: 260 ms, width: 30 ms, rate-correction: none }
  v:
    symbol: V
    R: { amplitude: 1.5 mV, at: 0 ms, width: 28 ms }
    T: { amplitude: -0.4 mV, at: 300 ms, width: 40 ms, rate-correction: none }
`;
/** A strip of nothing, for looking at what is added to it. */
export const SILENCE =
  'beats: { n: { R: { amplitude: 0 mV, at: 0 ms, width: 10 ms } } }\nclasses: { c: { rhythm: { type: none } } }\n';

/** Seconds between neighbouring R peaks. */
export const intervals = ({ truth }: Strip, rate: number): number[] =>
  truth.beats.slice(1).map(({ r }, i) => (r - truth.beats[i]!.r) / rate);

/** Power of a signal at each of the frequencies, Hz, averaged over strips: a plain Fourier sum. */
export function power(
  strips: readonly ArrayLike<number>[],
  rate: number,
  frequencies: readonly number[],
): number[] {
  return frequencies.map((f) =>
    mean(
      strips.map((signal) => {
        let re = 0;
        let im = 0;
        for (let i = 0; i < signal.length; i++) {
          const window = Math.sin((Math.PI * (i + 0.5)) / signal.length) ** 2;
          re += window * signal[i]! * Math.cos((2 * Math.PI * f * i) / rate);
          im += window * signal[i]! * Math.sin((2 * Math.PI * f * i) / rate);
        }
        return (re * re + im * im) / signal.length;
      }),
    ),
  );
}
