import { formatQuantity } from './quantity';
import type { Path, Problem, Severity } from './problem';
import type { Source } from './source';
import type { Beat, RhythmClass, Spec, Variable, Wave, WaveGroup } from './types';

/**
 * The clinical and logical checks that a JSON Schema cannot say. They run on a spec that is already
 * whole, and each has one code.
 */
export function checkRules(spec: Spec, source: Source): Problem[] {
  const problems: Problem[] = [];
  const said = new Set<string>();
  const report = (code: string, severity: Severity, path: Path, message: string): void => {
    // A rule that looks at a class once for each of its beat types may find the same thing twice.
    const key = `${code} ${path.join('/')} ${message}`;
    if (said.has(key)) return;
    said.add(key);
    problems.push({
      code,
      severity,
      message,
      range: source.has(path) ? source.keyRangeOf(path) : source.keyRangeOf(path.slice(0, -1)),
      path,
    });
  };
  const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
  for (const rule of BEAT_RULES) for (const beat of spec.beats) rule(beat, report);
  for (const rule of CLASS_RULES) {
    for (const c of spec.classes) {
      for (const { beat } of c.beats) rule({ class: c, beat: beats.get(beat)! }, report);
    }
  }
  checkUse(spec, report);
  return problems;
}

type Report = (code: string, severity: Severity, path: Path, message: string) => void;

interface ClassInContext {
  readonly class: RhythmClass;
  readonly beat: Beat;
}

const BEAT_RULES: readonly ((beat: Beat, report: Report) => void)[] = [
  /** ECG401: the waves of a beat come in the order P, Q, R, S, T. */
  (beat, report) => {
    const order = beat.waves.filter((w) => ['P', 'Q', 'R', 'S', 'T', 'U'].includes(w.name));
    order.forEach((wave, i) => {
      const next = order[i + 1];
      if (next && center(next.at) < center(wave.at)) {
        report(
          'ECG401',
          'warning',
          ['beats', beat.name, next.name, 'at'],
          `${next.name} (${ms(center(next.at))}) peaks before ${wave.name} (${ms(center(wave.at))}). Beats run P, Q, R, S, T; change one of the times.`,
        );
      }
    });
  },
  /** ECG405: a ventricular beat is wide and has no P wave before it. */
  (beat, report) => {
    if (beat.symbol !== 'V') return;
    const qrs = span(beat, 'QRS') ?? FLAT;
    if (qrs.offset - qrs.onset < 0.12) {
      report(
        'ECG405',
        'warning',
        ['beats', beat.name],
        `The ventricular beat \`${beat.name}\` has a QRS of ${ms(qrs.offset - qrs.onset)}; ventricular beats last 120 ms or more. Widen R or S.`,
      );
    }
    if (span(beat, 'P')) {
      report(
        'ECG405',
        'warning',
        ['beats', beat.name],
        `The ventricular beat \`${beat.name}\` has a P wave before it. Write \`P: none\`.`,
      );
    }
  },
];

const CLASS_RULES: readonly ((context: ClassInContext, report: Report) => void)[] = [
  /** ECG311: flutter's beats hang on flutter waves. */
  ({ class: c }, report) => {
    if (c.rhythm.type === 'av-block' && c.atrial?.type !== 'flutter-waves') {
      report(
        'ECG311',
        'error',
        ['classes', c.name, 'rhythm'],
        `The rhythm \`av-block\` conducts flutter waves, but \`${c.name}\` has none. Add \`atrial: { type: flutter-waves }\`.`,
      );
    }
  },
  /** ECG402: no P waves in atrial fibrillation or flutter. */
  ({ class: c, beat }, report) => {
    if (c.rhythm.type !== 'sinus' && span(beat, 'P')) {
      report(
        'ECG402',
        'warning',
        ['classes', c.name, 'beat'],
        `\`${c.name}\` has no sinus rhythm, but its beat \`${beat.name}\` has a P wave. Use a beat type with \`P: none\`.`,
      );
    }
  },
  /** ECG403: a class that calls itself AF is one. */
  ({ class: c }, report) => {
    if (claims(c, 'AF', 'AFIB', 'atrial fibrillation') && c.rhythm.type !== 'av-node') {
      report(
        'ECG403',
        'warning',
        ['classes', c.name, 'rhythm'],
        `\`${c.name}\` is called atrial fibrillation, but its rhythm is \`${c.rhythm.type}\`, which is not irregularly irregular. Use \`av-node\`.`,
      );
    }
  },
  /** ECG404: pre-excitation has a short PR and a delta wave. */
  ({ class: c, beat }, report) => {
    if (!claims(c, 'WPW', 'pre-excitation', 'Wolff')) return;
    if (!beat.waves.some((w) => w.name === 'delta')) {
      report(
        'ECG404',
        'warning',
        ['classes', c.name, 'beat'],
        `\`${c.name}\` is called WPW, but its beat \`${beat.name}\` has no \`delta\` wave.`,
      );
    }
    const pr = interval(beat);
    if (pr !== null && pr >= 0.12) {
      report(
        'ECG404',
        'warning',
        ['classes', c.name, 'beat'],
        `\`${c.name}\` is called WPW, but the PR interval of \`${beat.name}\` is ${ms(pr)}; in WPW it is below 120 ms. Move P later or the delta wave earlier.`,
      );
    }
  },
  /** ECG406: a normal sinus beat is narrow and has a PR of 120 to 200 ms. */
  ({ class: c, beat }, report) => {
    if (!claims(c, 'NSR', 'NORM', 'normal sinus')) return;
    const pr = interval(beat);
    if (pr === null)
      report(
        'ECG406',
        'warning',
        ['classes', c.name, 'beat'],
        `\`${c.name}\` is called normal sinus rhythm, but its beat \`${beat.name}\` has no P wave.`,
      );
    else if (pr < 0.12 || pr > 0.2) {
      report(
        'ECG406',
        'warning',
        ['classes', c.name, 'beat'],
        `\`${c.name}\` is called normal sinus rhythm, but the PR interval of \`${beat.name}\` is ${ms(pr)}; normal is 120 to 200 ms.`,
      );
    }
    const qrs = span(beat, 'QRS') ?? FLAT;
    if (qrs.offset - qrs.onset > 0.12) {
      report(
        'ECG406',
        'warning',
        ['classes', c.name, 'beat'],
        `\`${c.name}\` is called normal sinus rhythm, but the QRS of \`${beat.name}\` lasts ${ms(qrs.offset - qrs.onset)}; normal is up to 110 ms.`,
      );
    }
  },
  /** ECG407: at the fastest rate asked for, T ends before the next P begins. */
  ({ class: c, beat }, report) => {
    if (c.rhythm.type !== 'sinus') return;
    const spread = c.rhythm.rate.recording;
    const fastest = spread.kind === 'uniform' ? spread.high : spread.mean;
    const rr = 60 / fastest;
    const t = span(beat, 'T');
    const first = Math.min(span(beat, 'P')?.onset ?? 0, (span(beat, 'QRS') ?? FLAT).onset);
    if (t && t.offset * Math.sqrt(rr) > rr + first) {
      report(
        'ECG407',
        'warning',
        ['classes', c.name, 'rhythm'],
        `At ${Math.round(fastest)} bpm the T wave of \`${beat.name}\` runs into the next beat. Lower the rate or shorten the QT interval.`,
      );
    }
  },
];

/** ECG408: a beat type that nothing uses; ECG409: a data set without strips. */
function checkUse(spec: Spec, report: Report): void {
  const used = new Set([
    ...spec.classes.flatMap((c) => [...c.beats, ...(c.ectopy?.beats ?? [])].map(({ beat }) => beat)),
    ...spec.beats.map((beat) => beat.extends),
  ]);
  for (const beat of spec.beats) {
    if (!used.has(beat.name)) {
      report('ECG408', 'info', ['beats', beat.name], `No class uses the beat type \`${beat.name}\`.`);
    }
  }
  if (spec.dataset.strips.every(({ count }) => count === 0)) {
    report(
      'ECG409',
      'error',
      ['dataset', 'strips'],
      'The data set has no strips. Give at least one class a number above zero.',
    );
  }
}

/** True when the class's name or title says it is this. */
function claims(c: RhythmClass, ...words: string[]): boolean {
  return words.some(
    (word) =>
      c.name.toLowerCase() === word.toLowerCase() ||
      (c.title.toLowerCase().includes(word.toLowerCase()) && word.length > 4),
  );
}

/** PR interval of the central beat, s: P onset to QRS onset. */
function interval(beat: Beat): number | null {
  const p = span(beat, 'P');
  const qrs = span(beat, 'QRS');
  return p && qrs ? qrs.onset - p.onset : null;
}

/** A QRS too small to see. */
const FLAT = { onset: 0, offset: 0 };

/** Onset and offset of a group of waves in the central beat at 60 bpm, s. The same 2.5 σ as src/synthesis. */
function span(beat: Beat, group: WaveGroup): { onset: number; offset: number } | null {
  const waves = beat.waves.filter((w) => w.group === group && Math.abs(center(w.amplitude)) >= 0.03);
  if (waves.length === 0) return null;
  const offsetOf = (w: Wave): number => center(w.at) + 2.5 * center(w.fall ?? w.rise);
  return {
    onset: Math.min(...waves.map((w) => center(w.at) - 2.5 * center(w.rise))),
    offset: Math.max(...waves.map(offsetOf)),
  };
}

function center(variable: Variable): number {
  const spread = variable.recording;
  return spread.kind === 'uniform' ? (spread.low + spread.high) / 2 : spread.mean;
}

function ms(seconds: number): string {
  return formatQuantity(Math.round(seconds * 1000) / 1000, 'time');
}
