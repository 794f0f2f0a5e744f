import { readJson } from '../readJson';

/** How the values of one side spread: quantiles in the measure's unit, null where nothing could be measured. */
export interface Spread {
  /** Strips that it could be measured in, and their share of all. */
  readonly strips: number;
  readonly share: number;
  readonly p5: number | null;
  readonly p25: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p95: number | null;
  /** Share of the strips in each bin of the measure's `edges`. */
  readonly bins: readonly number[];
}

/** One measure of strips on both sides. */
export interface MeasureReport {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly synthetic: Spread;
  readonly real: Spread;
  readonly edges: readonly number[];
  /** Kolmogorov-Smirnov statistic, 0 to 1; null where a side has too few strips. */
  readonly ks: number | null;
  /** First Wasserstein distance, in the measure's unit. */
  readonly wasserstein: number | null;
  /** The same between two halves of the real patients; null where they are too few. */
  readonly floor: { readonly ks: number; readonly wasserstein: number } | null;
}

/** Quantiles of the beats at each sample, mV. */
interface Band {
  readonly p5: readonly number[];
  readonly median: readonly number[];
  readonly p95: readonly number[];
}

export interface NeighbourExample {
  /** Share of real beats that have a neighbour at least as near. */
  readonly quantile: number;
  /** Root mean square difference, mV. */
  readonly distance: number;
  readonly real: readonly number[];
  readonly synthetic: readonly number[];
  /** Row of the real strip in its file, from 0. */
  readonly realRow: number;
  /** Index of the synthetic strip within its class. */
  readonly syntheticIndex: number;
}

export interface BeatReport {
  /** Milliseconds after the R peak, one for each sample. */
  readonly ms: readonly number[];
  readonly synthetic: Band;
  readonly real: Band;
  readonly mmd: number;
  readonly floor: number | null;
  /** Median distance of a real beat to the nearest synthetic one, and to the nearest of another patient; mV. */
  readonly nearest: number;
  readonly nearestReal: number | null;
  readonly examples: readonly NeighbourExample[];
}

export interface ClassRealism {
  readonly class: string;
  readonly synthetic: { readonly strips: number };
  readonly real: { readonly strips: number; readonly patients: number };
  readonly measures: readonly MeasureReport[];
  /** Mean share of power at each frequency; divergence in bits. */
  readonly spectrum: {
    readonly hz: readonly number[];
    readonly synthetic: readonly number[];
    readonly real: readonly number[];
    readonly divergence: number;
    readonly floor: number | null;
  };
  /** Null where a side has no beats to average, as in fibrillation. */
  readonly beats: BeatReport | null;
}

/** `realism.json` as the trainer writes it (trainer/ecgspec_trainer/realism/report.py). */
export interface RealismReport {
  readonly format: 'ecgspec-realism';
  readonly version: 1;
  readonly created: string;
  readonly dataset: { readonly name: string; readonly title: string | null; readonly seed: number | null };
  readonly real: { readonly name: string; readonly attribution: string | null };
  /** Hz. */
  readonly measuredAt: number;
  readonly stripSeconds: number;
  readonly classes: readonly ClassRealism[];
  readonly leftOut: readonly { readonly class: string; readonly reason: string }[];
  readonly seconds: number;
}

/**
 * Reads the text of a `realism.json`.
 * @throws TrainingError when it is not one, or of a version this program does not know
 */
export function parseRealism(text: string): RealismReport {
  return readJson(text, {
    file: 'realism.json',
    format: 'ecgspec-realism',
    version: 1,
    list: 'classes',
    what: 'a comparison',
    mend: 'compare again',
  }) as RealismReport;
}

/** How many times as far synthetic is from real as real is from real; undefined where that cannot be said. */
export function timesFloor(value: number | null, floor: number | null | undefined): number | undefined {
  return value === null || floor === null || floor === undefined || floor <= 0 ? undefined : value / floor;
}

/** The measures of a class that tell synthetic from real best, those that stand out first. */
export function standingOut(one: ClassRealism, most = 3): MeasureReport[] {
  const excess = ({ ks, floor }: MeasureReport): number => (ks ?? 0) - (floor?.ks ?? 0);
  return one.measures
    .filter((measure) => measure.ks !== null && excess(measure) > 0.1)
    .sort((a, b) => excess(b) - excess(a))
    .slice(0, most);
}
