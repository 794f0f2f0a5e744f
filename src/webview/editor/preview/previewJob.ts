import { judgeRecords, type RecordReading } from '../../../records';
import { parseSpec, recordUses, type Spec } from '../../../spec';
import {
  compile,
  drawBeat,
  measure,
  measureClaims,
  type Records,
  type Synthesizer,
  type Truth,
} from '../../../synthesis';
import { plotOf } from '../beatPlot/plotData';
import type { PlottedBeat } from '../beatPlot/plottedBeat';
import { Compared, type Comparison } from './comparison';
import type { PreviewReply, PreviewRequest, PreviewStrip } from './previewMessages';

/** Draws of the beat that is plotted: enough for percentiles that stand still from key to key. */
const PLOT_DRAWS = 100;
/** Of these the page gets as many as can be looked at one by one. */
const DRAWS_SHOWN = 40;

/** Strips of each class that are held against what it claims: few, as it happens after every key. */
const STRIPS_MEASURED = 20;

/**
 * Answers one preview request, reply by reply, most urgent first: what the text means and what is
 * wrong with it, the strips in view, the beats, the galleries, and then what strips do not
 * hold of their class's invariants. The caller may
 * stop between replies. Nothing but synthesis happens here, so a strip's samples are those of the
 * data set.
 *
 * @param readings the recordings that have arrived, by `recordKey`; without one its noise is left out
 */
export function* previewReplies(
  request: PreviewRequest,
  readings: ReadonlyMap<string, RecordReading>,
  comparison: Comparison | null = null,
): Generator<PreviewReply> {
  const { id } = request;
  const parsed = parseSpec(request.text);
  const { spec, problems, beatKeys } = parsed;
  if (spec === undefined) {
    yield { type: 'parsed', id, problems, beatKeys, spec: null, records: [] };
    yield { type: 'done', id };
    return;
  }
  const { rate, duration, resolution } = spec.recording;
  const judged = judgeRecords(parsed, readings);
  const classes = spec.classes.map(({ name, title }) => ({ name, title }));
  yield {
    type: 'parsed',
    id,
    problems: [...problems, ...judged.problems],
    beatKeys,
    records: recordUses(spec).map(({ noise: { file, signal, rate: own } }) => ({ file, signal, rate: own })),
    spec: { seed: spec.seed, rate, duration, resolution, classes },
  };
  const synthesizer = compile(spec, judged.records);
  const compared = comparedWith(comparison, judged.records);
  const inView = synthesizer.classes.filter((name) => request.inView?.includes(name) ?? true);
  yield {
    type: 'strips',
    id,
    strips: inView.map((name) => makeStrip(spec, synthesizer, name, request, compared)),
  };
  const plotted = request.plot === null ? undefined : plotFor(spec, request.plot, request.draw, compared);
  if (plotted !== undefined) yield { type: 'plot', id, beat: plotted };
  yield {
    type: 'beats',
    id,
    beats: spec.beats.map(({ name }) => ({ name, drawing: drawBeat(spec, name) })),
  };
  for (const name of inView) yield* galleryReplies(synthesizer, name, request);
  yield { type: 'drawn', id };
  for (const found of measureClaims(request.text, parsed, STRIPS_MEASURED, judged.records)) {
    yield { type: 'measured', id, problems: found };
  }
  yield { type: 'done', id };
}

let last: { readonly of: Comparison; readonly records: Records; readonly compared: Compared } | undefined;

/** Kept while it is the same: a text is read once, and a recording's R peaks are found once. */
function comparedWith(of: Comparison | null, records: Records): Compared | undefined {
  if (of === null) return undefined;
  const same = last?.of === of && [...records].every(([key, signal]) => last?.records.get(key) === signal);
  if (!same) last = { of, records, compared: new Compared(of, records) };
  return last!.compared;
}

/** Some strips at a time, so that a newer request need not wait for all of them. */
const STRIPS_AT_ONCE = 12;

function* galleryReplies(
  synthesizer: Synthesizer,
  name: string,
  { id, draw, galleries }: PreviewRequest,
): Generator<PreviewReply> {
  const count = galleries[name] ?? 0;
  for (let first = 0; first < count; first += STRIPS_AT_ONCE) {
    const length = Math.min(STRIPS_AT_ONCE, count - first);
    const strips = Array.from({ length }, (_, i) => synthesizer.generate(name, first + i, draw).samples);
    yield { type: 'gallery', id, class: name, first, strips };
  }
}

function plotFor(
  spec: Spec,
  name: string,
  draw: number,
  compared: Compared | undefined,
): PlottedBeat | undefined {
  const found = spec.beats.find((beat) => beat.name === name) ?? spec.beats[0];
  if (found === undefined) return undefined;
  const plotted = plotOf(spec, found.name, PLOT_DRAWS, draw)!;
  const { drawing } = plotted;
  const { start, step, center } = drawing;
  const under = compared?.underBeat(spec, found.name, { start, step, points: center.length }) ?? null;
  return { ...plotted, under, drawing: { ...drawing, draws: drawing.draws.slice(0, DRAWS_SHOWN) } };
}

function makeStrip(
  spec: Spec,
  synthesizer: Synthesizer,
  name: string,
  { draw, indices }: PreviewRequest,
  compared: Compared | undefined,
): PreviewStrip {
  const index = indices[name] ?? 0;
  const strip = synthesizer.generate(name, index, draw);
  const { samples, truth } = strip;
  return {
    class: name,
    index,
    draw,
    samples,
    under: compared?.under(spec, synthesizer, strip, index, draw) ?? null,
    beats: truth.beats.map(({ r, symbol, type }) => ({ r, symbol, type })),
    landmarks: landmarksOf(truth),
    measurements: measure(truth, synthesizer.rate),
  };
}

function landmarksOf({ beats, loosePs }: Truth): number[] {
  const parts = [...beats.flatMap(({ p, qrs, t }) => [p, qrs, t]), ...loosePs];
  const edges = parts.flatMap((part) => (part === null ? [] : [part.onset, part.offset]));
  const found = new Set([...beats.map(({ r }) => r), ...edges].filter((sample) => sample >= 0));
  return [...found].sort((a, b) => a - b);
}

/** The buffers of a reply that may be handed over instead of copied. */
export function buffersOf(reply: PreviewReply): ArrayBuffer[] {
  if (reply.type === 'strips')
    return reply.strips.flatMap(({ samples, under }) =>
      [samples, ...(under === null ? [] : [under])].map(({ buffer }) => buffer as ArrayBuffer),
    );
  if (reply.type === 'gallery') return reply.strips.map(({ buffer }) => buffer as ArrayBuffer);
  if (reply.type === 'plot') {
    const { center, draws, low, median, high, waves } = reply.beat.drawing;
    return [center, low, median, high, ...draws, ...waves].map((points) => points.buffer as ArrayBuffer);
  }
  if (reply.type === 'beats') {
    return reply.beats.flatMap(({ drawing }) =>
      [drawing.center, ...drawing.draws].map((points) => points.buffer as ArrayBuffer),
    );
  }
  return [];
}
