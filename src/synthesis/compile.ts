import type { Beat, BeatChoice, RhythmClass, Spec } from '../spec/types';
import { addFlutterWaves, addFWaves } from './atrial';
import { addBeat, groupSpan, RecordedBeat, rPeak, toFiducials } from './morphology';
import { addNoise } from './noise';
import { pick } from './pick';
import { hashName, Random, type StreamKey, stripKey } from './random';
import {
  addEctopy,
  avBlockBeats,
  avNodeBeats,
  flutterCycles,
  type ScheduledBeat,
  sinusBeats,
} from './rhythm';
import type { BeatTruth, Strip, Synthesizer, Truth } from './types';
import { drawRecording } from './variable';

/** Names of the streams that one strip draws from. */
const RHYTHM = hashName('rhythm');
const BEAT_TYPE = hashName('beat type');
const ECTOPY = hashName('ectopy');
const ATRIAL = hashName('atrial');
const NOISE = hashName('noise');

/** int16 without -32768, which WFDB readers take for "no sample". */
const LARGEST = 32767;

/** A QRS longer than this is not looked through for its peak, s; the language's limits keep it shorter. */
const LONGEST_QRS = 4;

/**
 * Prepares a spec for drawing strips.
 *
 * @throws RangeError when the spec names a beat type that it does not define (`parseSpec` never lets that through)
 */
export function compile(spec: Spec): Synthesizer {
  const { rate, samples, resolution } = spec.recording;
  const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
  const classes = new Map(spec.classes.map((c) => [c.name, prepare(c, beats)]));
  const signal = new Float64Array(samples);
  const scratch = new Float64Array(Math.ceil(LONGEST_QRS * rate));

  function generateInto(out: Int16Array, className: string, index: number, draw = 0): Truth {
    const plan = classes.get(className);
    if (!plan) throw new RangeError(`The spec has no class "${className}".`);
    if (!Number.isInteger(index) || index < 0 || index > 0xffffffff) {
      throw new RangeError(`A strip's index is a whole number from 0 to 4294967295, not ${index}.`);
    }
    if (out.length !== samples) {
      throw new RangeError(`The buffer holds ${out.length} samples; a strip of this spec has ${samples}.`);
    }
    const key = stripKey(spec.seed, plan.hash, index, draw);
    signal.fill(0);
    const truth = drawStrip(spec, plan, key, signal, scratch);
    spec.noise.forEach((noise, i) => addNoise(signal, rate, noise, new Random().reset(key, NOISE + i)));
    const scale = 1 / resolution;
    for (let i = 0; i < samples; i++) {
      const step = Math.floor(signal[i]! * scale + 0.5);
      out[i] = step > LARGEST ? LARGEST : step < -LARGEST ? -LARGEST : step;
    }
    return { class: className, index, beats: truth };
  }

  return {
    classes: spec.classes.map((c) => c.name),
    samples,
    rate,
    resolution,
    generateInto,
    generate(className, index, draw = 0): Strip {
      const out = new Int16Array(samples);
      const truth = generateInto(out, className, index, draw);
      return { samples: out, truth };
    },
  };
}

interface PlannedBeat {
  readonly beat: Beat;
  readonly weight: number;
}

interface Plan {
  readonly source: RhythmClass;
  readonly hash: number;
  readonly conducted: readonly PlannedBeat[];
  /** Empty where the class has no ectopy. */
  readonly ectopic: readonly PlannedBeat[];
}

function prepare(source: RhythmClass, beats: ReadonlyMap<string, Beat>): Plan {
  const find = (choices: readonly BeatChoice[]): PlannedBeat[] =>
    choices.map(({ beat: name, weight }) => {
      const beat = beats.get(name);
      if (!beat) {
        throw new RangeError(
          `Class "${source.name}" names the beat type "${name}", which the spec does not define.`,
        );
      }
      return { beat, weight };
    });
  return {
    source,
    hash: hashName(source.name),
    conducted: find(source.beats),
    ectopic: find(source.ectopy?.beats ?? []),
  };
}

/** Adds atrial activity and beats to `signal`, mV, and returns the truth about the beats. */
function drawStrip(
  spec: Spec,
  plan: Plan,
  key: StreamKey,
  signal: Float64Array,
  scratch: Float64Array,
): BeatTruth[] {
  const { rate, duration, samples } = spec.recording;
  const schedule = drawRhythm(plan.source, key, signal, rate, duration);
  const choice = new Random().reset(key, BEAT_TYPE);
  const record = (choices: readonly PlannedBeat[]): RecordedBeat =>
    new RecordedBeat(pick(choices, choice).beat, key);
  const conducted = record(plan.conducted);
  const ectopic = plan.ectopic.length > 0 ? record(plan.ectopic) : conducted;
  const truth: BeatTruth[] = [];
  const rr = meanInterval(schedule);
  for (const { time, ectopic: isEctopic } of schedule) {
    const recorded = isEctopic ? ectopic : conducted;
    const { type } = recorded;
    const waves = recorded.next(rr);
    addBeat(signal, rate, time, waves);
    const qrs = groupSpan(waves, 'QRS');
    if (!qrs) continue;
    const r = rPeak(waves, time, rate, qrs, scratch);
    if (r < 0 || r >= samples) continue;
    const p = groupSpan(waves, 'P');
    const t = groupSpan(waves, 'T');
    truth.push({
      type: type.name,
      symbol: type.symbol,
      r,
      p: p && toFiducials(p, time, rate, samples),
      qrs: { ...toFiducials(qrs, time, rate, samples), peak: r },
      t: t && toFiducials(t, time, rate, samples),
    });
  }
  return truth;
}

/** Beat times of one strip; adds the atrial activity, which flutter's beat times hang on, to `signal`. */
function drawRhythm(
  source: RhythmClass,
  key: StreamKey,
  signal: Float64Array,
  rate: number,
  duration: number,
): ScheduledBeat[] {
  const random = new Random().reset(key, RHYTHM);
  const atrialRandom = new Random().reset(key, ATRIAL);
  let cycles: number[] = [];
  if (source.atrial?.type === 'f-waves') addFWaves(signal, rate, source.atrial, atrialRandom);
  if (source.atrial?.type === 'flutter-waves') {
    const atrialRate = drawRecording(source.atrial.rate, atrialRandom);
    const amplitude = drawRecording(source.atrial.amplitude, atrialRandom);
    cycles = flutterCycles(atrialRate, duration, atrialRandom);
    addFlutterWaves(signal, rate, cycles, amplitude);
  }
  const { rhythm, ectopy } = source;
  const times =
    rhythm.type === 'sinus'
      ? sinusBeats(rhythm, duration, random)
      : rhythm.type === 'av-node'
        ? avNodeBeats(rhythm, duration, random)
        : avBlockBeats(rhythm, cycles, random);
  if (ectopy) return addEctopy(times, ectopy, duration, new Random().reset(key, ECTOPY));
  return times.map((time) => ({ time, ectopic: false }));
}

/**
 * The RR interval that QT follows. The QT interval adapts to rate over tens of seconds (25 s in
 * Bachi et al. 2023), so within a strip it is one value: the strip's mean RR, s.
 */
function meanInterval(schedule: readonly ScheduledBeat[]): number {
  const first = schedule[0];
  const last = schedule[schedule.length - 1];
  if (!first || !last || schedule.length < 2) return 1;
  return (last.time - first.time) / (schedule.length - 1);
}
