import type { Spec } from '../spec/types';
import { augment } from './augment';
import { canvasFor } from './canvas';
import { Cast } from './cast';
import { planClasses } from './classPlan';
import type { Detail } from './detail';
import { addNoise, type NoisyStrip } from './noise';
import { findSources } from './noise/recorded';
import { hashName, Random, stripKey } from './random';
import { Recorder } from './recorder';
import { drawClean } from './strip';
import type { Records, Strip, Synthesizer, Truth } from './types';

const RECORDER = hashName('recorder');
const AUGMENTATION = hashName('augmentation');

const NO_RECORDS: Records = new Map();

/**
 * Prepares a spec for drawing strips of `recording.samples` int16 samples, one lead.
 *
 * @param records the recordings that its noises are taken from, by `recordKey`; null leaves a noise out
 * @throws RangeError when the spec names a beat type, wave or class that it does not define (`parseSpec` never lets that
 *   through), or a recording that is not in `records` or too short
 */
export function compile(spec: Spec, records: Records = NO_RECORDS): Synthesizer {
  const { rate, samples, resolution } = spec.recording;
  const classes = planClasses(spec);
  for (const { source } of classes.values()) {
    if (source.episodes && !classes.has(source.episodes.class))
      throw new RangeError(
        `Class "${source.name}" has episodes of "${source.episodes.class}", which the spec does not define.`,
      );
  }
  const casts = new Map([...classes].map(([name, plan]) => [name, new Cast(plan)]));
  const guests = new Map(
    spec.classes.flatMap(({ episodes }) =>
      episodes ? [[episodes.class, new Cast(classes.get(episodes.class)!, true)]] : [],
    ),
  );
  const canvas = canvasFor(spec.recording);
  const { signal } = canvas;
  const recorder = new Recorder(spec.recording);
  const noises = nameStreams(spec);
  const sources = findSources(spec, records);
  const random = new Random();
  const wantsPower = usesPower(spec);

  function generateInto(
    out: Int16Array,
    className: string,
    index: number,
    draw = 0,
    detail: Detail | null = null,
  ): Truth {
    const cast = casts.get(className);
    if (!cast) throw new RangeError(`The spec has no class "${className}".`);
    if (!Number.isInteger(index) || index < 0 || index > 0xffffffff) {
      throw new RangeError(`A strip's index is a whole number from 0 to 4294967295, not ${index}.`);
    }
    if (out.length !== samples) {
      throw new RangeError(`The buffer holds ${out.length} samples; a strip of this spec has ${samples}.`);
    }
    const key = stripKey(spec.seed, cast.plan.hash, index, draw);
    const { episodes } = cast.plan.source;
    signal.clear();
    detail?.begin();
    const { beats, loosePs, rhythms, times } = drawClean(
      spec.recording,
      cast,
      episodes ? guests.get(episodes.class) : undefined,
      key,
      canvas,
      detail,
    );
    const power = wantsPower ? variance(signal.samples) : NaN;
    const strip: NoisyStrip = { rate, beats: times, power, sources };
    for (let n = 0; n < noises.length; n++) {
      const { noise, stream } = noises[n]!;
      addNoise(signal, strip, noise, random.reset(key, stream), detail?.noteFor(n));
    }
    if (spec.augmentations) augment(signal, strip, spec.augmentations, key, (n) => AUGMENTATION + n);
    recorder.record(signal, out, random.reset(key, RECORDER));
    detail?.finish();
    return { class: className, index, beats, loosePs, rhythms };
  }

  return {
    classes: spec.classes.map((c) => c.name),
    samples,
    rate,
    resolution,
    generateInto,
    generate(className, index, draw = 0, detail = null): Strip {
      const out = new Int16Array(samples);
      const truth = generateInto(out, className, index, draw, detail);
      return { samples: out, truth };
    },
  };
}

/** Each noise's stream is named by its type and its place among those of its type: adding one leaves the others alone. */
function nameStreams(spec: Spec): { noise: Spec['noise'][number]; stream: number }[] {
  const seen = new Map<string, number>();
  return spec.noise.map((noise) => {
    const count = seen.get(noise.type) ?? 0;
    seen.set(noise.type, count + 1);
    return { noise, stream: hashName(`noise ${noise.type} ${count}`) };
  });
}

/** Whether any noise is stated by its ratio to the signal. */
function usesPower({ noise, augmentations }: Spec): boolean {
  const applied = augmentations?.of.flatMap(({ apply }) => (apply.type === 'scale' ? [] : [apply])) ?? [];
  return [...noise, ...applied].some((one) => 'level' in one && one.level.kind === 'snr');
}

/** Around the mean. */
function variance(signal: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < signal.length; i++) {
    const x = signal[i]!;
    sum += x;
    squares += x * x;
  }
  const mean = sum / signal.length;
  const power = squares / signal.length - mean * mean;
  return power > 0 ? power : 0;
}
