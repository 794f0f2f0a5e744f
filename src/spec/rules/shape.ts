import { replaceValue } from '../fixes';
import { asRecord, valueAt } from '../plain';
import { formatQuantity } from '../quantity';
import type { WavePart } from '../types';
import { center, type MiddleBeat } from './middle';
import { type BeatRule, ms } from './rule';

/** A P wave that comes from below, after the QRS or upside down, has an order of its own. */
function retrograde({ beat }: MiddleBeat): boolean {
  const p = beat.waves.find(({ name }) => name === 'P');
  return p !== undefined && (center(p.amplitude) < 0 || beat.symbol === 'J' || beat.symbol === 'j');
}

/** ECG401: the waves of a beat come in the order P, Q, R, S, T, U. */
export const wavesInOrder: BeatRule = (middle, { report }) => {
  const { beat } = middle;
  const order = ['P', 'Q', 'R', 'S', 'T', 'U'].filter((name) => {
    const wave = beat.waves.find((w) => w.name === name);
    return wave && wave.anchor.kind !== 'previous' && !(name === 'P' && retrograde(middle));
  });
  order.forEach((name, i) => {
    const next = order[i + 1];
    if (!next || middle.peak(next)! >= middle.peak(name)!) return;
    report(
      'ECG401',
      ['beats', beat.name, next, 'at'],
      `${next} (${ms(middle.peak(next)!)}) peaks before ${name} (${ms(middle.peak(name)!)}). Beats run P, Q, R, S, T; change one of the times.`,
    );
  });
};

/** ECG419: a part of the beat begins when the one before it has ended; a little overlap is how ECGs are. */
export const partsApart: BeatRule = (middle, { report }) => {
  const { name } = middle.beat;
  const [p, qrs, t] = [middle.span('P'), middle.span('QRS'), middle.span('T')];
  if (p && qrs && p.onset < qrs.onset && p.offset > qrs.onset + 0.01) {
    report(
      'ECG419',
      ['beats', name, 'P'],
      `The P wave of \`${name}\` ends at ${ms(p.offset)}, after the QRS has begun at ${ms(qrs.onset)}. Move P earlier or make it narrower.`,
    );
  }
  if (t && qrs && t.offset > qrs.offset && t.onset < qrs.offset - 0.02) {
    report(
      'ECG419',
      ['beats', name, 'T'],
      `The T wave of \`${name}\` begins at ${ms(t.onset)}, before the QRS has ended at ${ms(qrs.offset)}. Move T later or make one of them narrower.`,
    );
  }
};

/** ECG414: the PR interval of a human. */
export const humanPr: BeatRule = (middle, { report }) => {
  const { name } = middle.beat;
  const { pr } = middle;
  if (pr === null || (pr >= 0.06 && pr <= 0.5)) return;
  report(
    'ECG414',
    ['beats', name, 'P', 'at'],
    `The PR interval of \`${name}\` is ${ms(pr)}; in humans it lies between 60 and 500 ms. Move P ${pr < 0.06 ? 'earlier' : 'later'}.`,
  );
};

/** ECG415: the QRS of a human. */
export const humanQrs: BeatRule = (middle, { report }) => {
  const { name } = middle.beat;
  const duration = middle.qrsDuration;
  if (duration === 0 || (duration >= 0.04 && duration <= 0.3)) return;
  report(
    'ECG415',
    ['beats', name],
    `The QRS of \`${name}\` lasts ${ms(duration)}; in humans it lasts 40 to 300 ms. A wave is visible for five widths (σ).`,
  );
};

/** ECG416: the QT interval of a human, at 60 bpm. */
export const humanQt: BeatRule = (middle, { report }) => {
  const { name } = middle.beat;
  const { qt } = middle;
  // A T wave before the QRS is out of order, which is said already.
  if (qt === null || qt < 0 || (qt >= 0.2 && qt <= 0.75)) return;
  report(
    'ECG416',
    ['beats', name, 'T', 'at'],
    `The QT interval of \`${name}\` at 60 bpm is ${ms(qt)}; in humans it lies between 200 and 750 ms. Move T ${qt < 0.2 ? 'later' : 'earlier'}.`,
  );
};

/** The largest that lead II shows, mV; hyperkalaemia has the tallest T waves. */
const LARGEST: Record<WavePart, number> = { P: 0.5, QRS: 5, ST: 1, T: 2, U: 0.5, spike: 10 };
/** Below this nobody sees a wave, mV. */
const SMALLEST = 0.005;

/** ECG418: amplitudes of a human: neither monstrous nor a slip of the unit. */
export const humanAmplitude: BeatRule = ({ beat }, { source, report }) => {
  for (const { name, part, amplitude } of beat.waves) {
    const height = Math.abs(center(amplitude));
    const path = ['beats', beat.name, name, 'amplitude'];
    if (height > LARGEST[part]) {
      report(
        'ECG418',
        path,
        `${name} of \`${beat.name}\` is ${formatQuantity(height, 'amplitude')} high; in lead II it is at most ${formatQuantity(LARGEST[part], 'amplitude')}.`,
      );
    } else if (height > 0 && height < SMALLEST && source.has(path)) {
      const written: unknown = valueAt(asRecord(source.value), path);
      const mend =
        typeof written === 'string' && /[µμu]V/.test(written) ? written.replace(/[µμu]V/g, 'mV') : undefined;
      report(
        'ECG418',
        path,
        `${name} of \`${beat.name}\` is ${formatQuantity(height, 'amplitude')} high, too small to be seen.${mend ? ` Is it \`${mend}\`?` : ''}`,
        [mend ? replaceValue(source, path, mend) : undefined],
      );
    }
  }
};
