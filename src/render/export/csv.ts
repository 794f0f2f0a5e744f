import type { Strip } from '../../synthesis';
import type { Fiducials } from '../../synthesis/types';

/** What a table says of itself in its first lines, `# name: value`. */
export type About = Readonly<Record<string, string>>;

/**
 * Strips as a table: a row a sample, time in s, and for each strip its mV and the fiducials on that sample, such as
 * `P onset` or `R peak V`. Lines with `#` say what it is; pandas leaves them out with `comment='#'`.
 *
 * @param options rate in Hz, resolution in mV per step of a sample
 */
export function stripsCsv(
  strips: readonly Strip[],
  options: { readonly rate: number; readonly resolution: number; readonly about?: About },
): string {
  const { rate, resolution, about = {} } = options;
  const marks = strips.map(fiducialsBySample);
  const length = Math.max(0, ...strips.map(({ samples }) => samples.length));
  const head = Object.entries(about).map(([name, value]) => `# ${name}: ${value.replace(/\s+/g, ' ')}`);
  const columns = strips.flatMap(({ truth }) => [`${truth.class} (mV)`, `${truth.class} fiducials`]);
  const lines = [...head, ['time (s)', ...columns].map(cell).join(',')];
  for (let i = 0; i < length; i++) {
    const cells = strips.flatMap(({ samples }, n) => {
      const step = samples[i];
      return [
        step === undefined ? '' : String(rounded(step * resolution)),
        cell(marks[n]!.get(i)?.join('; ') ?? ''),
      ];
    });
    lines.push([rounded(i / rate), ...cells].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** Millionths are finer than any resolution or sampling step that a spec can ask for. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function fiducialsBySample({ truth }: Strip): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const mark = (sample: number, word: string): void => {
    if (sample >= 0) found.set(sample, [...(found.get(sample) ?? []), word]);
  };
  const part = (name: string, points: Fiducials | null): void => {
    if (points === null) return;
    mark(points.onset, `${name} onset`);
    if (name !== 'QRS') mark(points.peak, `${name} peak`);
    mark(points.offset, `${name} offset`);
  };
  for (const beat of truth.beats) {
    part('P', beat.p);
    part('QRS', beat.qrs);
    mark(beat.r, `R peak ${beat.symbol}`);
    part('T', beat.t);
  }
  for (const p of truth.loosePs) part('P', p);
  return found;
}
