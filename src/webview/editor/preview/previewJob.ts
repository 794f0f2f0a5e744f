import { judgeRecords, type RecordReading } from '../../../records';
import { parseSpec, recordUses } from '../../../spec';
import { compile, drawBeat, measure, measureClaims, type Synthesizer } from '../../../synthesis';
import type { PreviewReply, PreviewRequest, PreviewStrip } from './previewMessages';

/** Strips of each class that are held against what it claims: few, as it happens after every key. */
const STRIPS_MEASURED = 20;

/**
 * Answers one preview request, reply by reply, most urgent first: what the text means and what is
 * wrong with it, the strips in view, the beats, then the other strips one at a time, then what strips do not
 * hold of their class's invariants. The caller may
 * stop between replies. Nothing but synthesis happens here, so a strip's samples are those of the
 * data set.
 *
 * @param readings the recordings that have arrived, by `recordKey`; without one its noise is left out
 */
export function* previewReplies(
  request: PreviewRequest,
  readings: ReadonlyMap<string, RecordReading>,
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
  const isFirst = (name: string): boolean => request.inView === null || request.inView.includes(name);
  const inView = synthesizer.classes.filter(isFirst);
  const later = synthesizer.classes.filter((name) => !isFirst(name));
  yield { type: 'strips', id, strips: inView.map((name) => makeStrip(synthesizer, name, request)) };
  yield {
    type: 'beats',
    id,
    beats: spec.beats.map(({ name }) => ({ name, drawing: drawBeat(spec, name) })),
  };
  for (const name of later) {
    yield { type: 'strips', id, strips: [makeStrip(synthesizer, name, request)] };
  }
  for (const found of measureClaims(request.text, parsed, STRIPS_MEASURED, judged.records)) {
    yield { type: 'measured', id, problems: found };
  }
  yield { type: 'done', id };
}

function makeStrip(synthesizer: Synthesizer, name: string, { draw, strip }: PreviewRequest): PreviewStrip {
  const index = strip?.class === name ? strip.index : 0;
  const { samples, truth } = synthesizer.generate(name, index, draw);
  return {
    class: name,
    draw,
    index,
    samples,
    beats: truth.beats.map(({ r, symbol, type }) => ({ r, symbol, type })),
    measurements: measure(truth, synthesizer.rate),
  };
}

/** The buffers of a reply that may be handed over instead of copied. */
export function buffersOf(reply: PreviewReply): ArrayBuffer[] {
  if (reply.type === 'strips') return reply.strips.map((strip) => strip.samples.buffer as ArrayBuffer);
  if (reply.type === 'beats') {
    return reply.beats.flatMap(({ drawing }) =>
      [drawing.center, ...drawing.draws].map((points) => points.buffer as ArrayBuffer),
    );
  }
  return [];
}
