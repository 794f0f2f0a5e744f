import type { Fiducials, Strip } from '../synthesis';
import type { Shape } from './scene';
import type { Theme } from './theme';

/** Room that the spans take at the bottom of the paper, mm. */
export const SPAN_LANE = 5;

/** A row of paper: its samples, where its first one lies, and how far apart they are, mm. */
export interface RowPlace {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly mmPerSample: number;
}

const BAR = 1.1;
const LETTERS = 2;

/** Bars from onset to offset of every P, QRS and T, a tick where it peaks; P waves that no beat follows in the ectopic colour. */
export function spanShapes({ samples, truth }: Strip, row: RowPlace, bottom: number, theme: Theme): Shape[] {
  const shapes: Shape[] = [];
  const toX = (sample: number): number => row.x + (sample - row.from) * row.mmPerSample;
  const top = bottom - 1.6;
  const draw = (part: 'P' | 'QRS' | 'T', points: Fiducials | null, color: string): void => {
    if (points === null) return;
    const { onset, peak, offset } = points;
    if (onset < 0 && peak < 0 && offset < 0) return;
    // A point that lies outside the strip: the part goes on to its edge.
    const start = Math.max(row.from, onset < 0 ? 0 : onset);
    const end = Math.min(row.to - 1, offset < 0 ? samples.length - 1 : offset);
    if (end <= start) return;
    const [left, right] = [toX(start), toX(end)];
    shapes.push({ kind: 'rect', x: left, y: top, width: right - left, height: BAR, color });
    const middle = (left + right) / 2;
    shapes.push({
      ...{ kind: 'text', x: middle, y: top - 0.6, size: LETTERS, text: part, color },
      ...{ anchor: 'middle', bold: false },
    } as const);
    if (peak < start || peak > end || part === 'QRS') return;
    const x = toX(peak);
    shapes.push({ kind: 'lines', lines: [[x, top, x, top + BAR + 0.4]], color, width: 0.4 });
  };
  for (const { p, qrs, t } of truth.beats) {
    draw('P', p, theme.parts.P);
    draw('QRS', qrs, theme.parts.QRS);
    draw('T', t, theme.parts.T);
  }
  for (const p of truth.loosePs) draw('P', p, theme.ectopic);
  return shapes;
}

/** At the top of the paper: each rhythm's annotation and class where it begins, and a line between two. */
export function rhythmShapes({ truth }: Strip, row: RowPlace, top: number, theme: Theme): Shape[] {
  return truth.rhythms.flatMap(({ start, end, code, class: name }): Shape[] => {
    if (end <= row.from || start >= row.to) return [];
    const from = Math.max(start, row.from);
    const x = row.x + (from - row.from) * row.mmPerSample;
    // Of recordings the annotation is all that is known.
    const words = code === null ? name : code === `(${name}` ? code : `${code} ${name}`;
    const label: Shape = {
      ...{ kind: 'text', x: x + 0.6, y: top + 3.4, size: 2.2, text: words, color: theme.faint },
      ...{ anchor: 'start', bold: false },
    } as const;
    if (from === 0 || from !== start) return [label];
    return [label, { kind: 'lines', lines: [[x, top, x, top + 5]], color: theme.faint, width: 0.3 }];
  });
}
