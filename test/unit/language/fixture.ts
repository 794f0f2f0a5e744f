/** A spec in the shape of the language, whatever its values are worth: names in every place that has one. */
export const SPEC = `ecgspec: 1
title: Names

beats:
  # A beat.
  normal:
    P: { amplitude: 0.12 mV ± 0.01 mV, at: -150 ms, width: 19 ms }
    Q: { amplitude: -80 µV, at: -28 ms, width: 7 ms }
    R: { amplitude: 1.1 mV, at: 0 ms, width: 10 ms }
    T: { amplitude: 0.28 mV, at: QRS onset + 320 ms, rise: 48 ms, fall: 31 ms }
    P late: { part: P, amplitude: 50 µV, at: P + 20 ms, width: 8 ms }
  no-p: { extends: normal, P: none, P late: none }
  "pvc":
    symbol: V
    R: { amplitude: 1.5 mV, at: { from: previous, value: 600 ms }, width: 30 ms }
    T: { amplitude: -0.4 mV, at: R offset + 100..140 ms, width: 50 ms }
    correlations:
      - { between: [R amplitude, T amplitude], coefficient: 0.6 }

classes:
  NSR:
    title: Normal sinus rhythm
    beat: normal
    rhythm: { type: sinus, rate: 55..100 bpm }
  mixed:
    extends: NSR
    beat: { normal: 70 %, no-p: 30 % }
    ectopy: { beat: 'pvc', coupling: 60 % }
  PAF:
    extends: NSR
    episodes: { class: mixed, burden: 20..60 %, duration: 3..6 s }

dataset:
  strips: { NSR: 1000, mixed: 10 }
`;

/** The offset right after the first `needle` that follows `after`. */
export function offsetOf(text: string, needle: string, after = ''): number {
  const from = text.indexOf(after);
  const at = text.indexOf(needle, from);
  if (from < 0 || at < 0) throw new Error(`no ${needle} after ${after}`);
  return at + needle.length;
}

/** Applies edits that do not overlap. */
export function applied(
  text: string,
  edits: readonly { readonly range: { start: number; end: number }; readonly text: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((all, { range, text: put }) => all.slice(0, range.start) + put + all.slice(range.end), text);
}
