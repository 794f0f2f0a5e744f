import type { Beat, Spec, WavePart } from '../spec/types';
import { type BeatDrawing, type BeatPlot, compile, measure, plotBeat, type Records } from '../synthesis';
import { beatScene, type WaveTrace } from './beat';
import { readout } from './readout';
import { stripScene } from './strip';
import { toSvg } from './svg';
import type { ThemeName } from './theme';

/** What of a spec can be drawn on its own. */
export type Subject =
  | { readonly kind: 'beat'; readonly beat: string }
  | { readonly kind: 'wave'; readonly beat: string; readonly wave: string }
  | { readonly kind: 'class'; readonly class: string };

export interface SubjectPicture {
  readonly svg: string;
  /** What can be read off the picture, in a line. */
  readonly words: string;
}

/** Recordings drawn faintly behind a beat: few, as the picture has to fit into a tooltip's text. */
const DRAWS = 4;
/** How much of a class's first strip is drawn, s. */
const SECONDS = 5;
/** What is left of a Gaussian 2.5 σ from its peak, where waves begin and end: exp(-3.125). */
const EDGE = 0.0439;
/** Waves flatter than this do not widen the QRS, mV. */
const VISIBLE = 0.03;

/**
 * A picture of a beat type, of one wave in it, or of a class's first strip; `undefined` when the spec has none such.
 *
 * @param records the recordings that its noises are taken from
 */
export function drawSubject(
  spec: Spec,
  subject: Subject,
  theme: ThemeName,
  records?: Records,
): SubjectPicture | undefined {
  if (subject.kind === 'class') {
    const rhythm = spec.classes.find(({ name }) => name === subject.class);
    if (rhythm === undefined) return undefined;
    const synthesizer = compile(spec, records);
    const { rate, resolution } = synthesizer;
    const strip = synthesizer.generate(rhythm.name, 0);
    const scene = stripScene([{ strip, title: rhythm.title }], { rate, resolution, theme, seconds: SECONDS });
    return { svg: toSvg(scene), words: readout(measure(strip.truth, rate)) };
  }
  const beat = spec.beats.find(({ name }) => name === subject.beat);
  if (beat === undefined) return undefined;
  const drawing = plotBeat(spec, beat.name, DRAWS);
  if (subject.kind === 'beat') {
    return {
      svg: toSvg(beatScene(drawing, { name: beat.name, theme })),
      words: beatInWords(beat, drawing),
    };
  }
  const number = beat.waves.findIndex(({ name }) => name === subject.wave);
  if (number < 0) return undefined;
  const wave = traceWave(drawing, number);
  const options = { name: `${subject.wave} of ${beat.name}`, theme, ...(wave === undefined ? {} : { wave }) };
  return {
    svg: toSvg(beatScene(drawing, options)),
    words: wave === undefined ? 'flat at its centre' : waveInWords(wave, drawing),
  };
}

/** One wave of a beat, by its number; `undefined` for a wave that is flat there. */
function traceWave({ waves }: BeatPlot, number: number): WaveTrace | undefined {
  const values = waves[number]!;
  const height = values.reduce((most, mV) => Math.max(most, Math.abs(mV)), 0);
  if (height < 1e-6) return undefined;
  const belongs = (mV: number): boolean => Math.abs(mV) >= EDGE * height;
  return { values, onset: values.findIndex(belongs), offset: values.findLastIndex(belongs) };
}

function waveInWords({ values, onset, offset }: WaveTrace, { start, step }: BeatDrawing): string {
  let peak = 0;
  values.forEach((mV, i) => {
    if (Math.abs(mV) > Math.abs(values[peak]!)) peak = i;
  });
  const ms = (point: number): string => `${Math.round((start + point * step) * 1000)} ms`;
  const duration = Math.round((offset - onset) * step * 1000);
  return `${values[peak]!.toFixed(2)} mV at ${ms(peak)} · from ${ms(onset)} to ${ms(offset)} · ${duration} ms long`;
}

/** Intervals of a beat type at 60 bpm with every parameter at its centre. */
function beatInWords(beat: Beat, drawing: BeatPlot): string {
  const span = (part: WavePart): { onset: number; offset: number } | undefined => {
    const traces = beat.waves.flatMap((wave, number) => {
      if (wave.part !== part) return [];
      const trace = traceWave(drawing, number);
      if (trace === undefined) return [];
      const visible = part !== 'QRS' || trace.values.some((mV) => Math.abs(mV) >= VISIBLE);
      return visible ? [trace] : [];
    });
    if (traces.length === 0) return undefined;
    return {
      onset: Math.min(...traces.map(({ onset }) => onset)),
      offset: Math.max(...traces.map(({ offset }) => offset)),
    };
  };
  const p = span('P');
  const qrs = span('QRS');
  const t = span('T');
  const interval = (label: string, from: number | undefined, to: number | undefined): string[] =>
    from === undefined || to === undefined
      ? []
      : [`${label} ${Math.round((to - from) * drawing.step * 1000)} ms`];
  const words = [
    ...interval('PR', p?.onset, qrs?.onset),
    ...interval('QRS', qrs?.onset, qrs?.offset),
    ...interval('QT', qrs?.onset, t?.offset),
  ];
  return words.length === 0 ? 'no intervals' : `${words.join(' · ')} at 60 bpm`;
}
