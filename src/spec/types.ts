/**
 * The resolved spec: what the text means once units are parsed, inheritance is applied and
 * defaults are filled in. Plain data (structured-cloneable, JSON-safe), so it crosses worker
 * and webview borders as it is.
 *
 * Base units everywhere below: amplitude mV, time s, frequency Hz, heart rate beats per minute,
 * shares and ratios as fractions (0.55, not 55 %).
 */

/** How a value varies from recording to recording. */
export type RecordingSpread =
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number };

/**
 * A number that varies on two levels. Once per strip a recording value is drawn from `recording`
 * truncated to [min, max]; each beat then draws from N(recording value, beat) truncated to the
 * same bounds. A spread of 0 is a constant.
 */
export interface Variable {
  readonly recording: RecordingSpread;
  /** Standard deviation from beat to beat, in the unit of the value. */
  readonly beat: number;
  readonly min: number;
  readonly max: number;
}

export const WAVE_NAMES = ['P', 'delta', 'Q', 'R', "R'", 'S', 'T', 'U'] as const;
export type WaveName = (typeof WAVE_NAMES)[number];

/** The part of the beat that a wave's fiducials are reported under. */
export type WaveGroup = 'P' | 'QRS' | 'T' | 'U';

/** How a wave's time and width follow the heart rate; values are stated for RR = 1 s. */
export type RateCorrection = 'none' | 'bazett' | 'fridericia';

/** One Gaussian: amplitude · exp(-(t - at)² / 2σ²), with σ = rise before the peak and fall after it. */
export interface Wave {
  readonly name: WaveName;
  readonly group: WaveGroup;
  readonly amplitude: Variable;
  /** Peak time relative to the beat's R time, s. */
  readonly at: Variable;
  /** σ before the peak, s; > 0 by construction. */
  readonly rise: Variable;
  /** σ after the peak, s; `null` = the same draw as `rise` (a symmetric wave). */
  readonly fall: Variable | null;
  readonly correction: RateCorrection;
}

/** WFDB annotation codes that a beat type may carry. */
export const BEAT_SYMBOLS = ['N', 'V', 'A', 'J', 'E', 'F', 'L', 'R', '/'] as const;
export type BeatSymbol = (typeof BEAT_SYMBOLS)[number];

export interface Beat {
  readonly name: string;
  /** The beat type whose waves this one started from; they are already merged into `waves`. */
  readonly extends: string | null;
  readonly symbol: BeatSymbol;
  readonly waves: readonly Wave[];
}

export interface SinusRhythm {
  readonly type: 'sinus';
  readonly rate: Variable;
  /** Standard deviation of the instantaneous heart rate within the recording, bpm. */
  readonly variability: Variable;
  /** Breathing frequency, Hz: where the high-frequency part of the variability lies. */
  readonly respiration: Variable;
  /** Power of the 0.1 Hz part over the respiratory part. */
  readonly lfHf: Variable;
}

/** RR intervals of atrial fibrillation: an AV node hit by Poisson arrivals (Corino 2011). */
export interface AvNodeRhythm {
  readonly type: 'av-node';
  /** Mean arrival rate of atrial impulses, 1/s. */
  readonly arrivals: Variable;
}

export type BlockRatio = '2:1' | '3:1' | '4:1' | 'variable';

/** Every n-th flutter wave is conducted; `variable` changes n from beat to beat. */
export interface AvBlockRhythm {
  readonly type: 'av-block';
  readonly block: readonly { readonly ratio: BlockRatio; readonly weight: number }[];
}

export type Rhythm = SinusRhythm | AvNodeRhythm | AvBlockRhythm;

export type EctopyPattern = 'isolated' | 'bigeminy' | 'trigeminy';

/** A beat type, and its share of the recordings in proportion to the other weights. */
export interface BeatChoice {
  readonly beat: string;
  readonly weight: number;
}

export interface Ectopy {
  /** The ectopic beat types; each recording has one. */
  readonly beats: readonly BeatChoice[];
  /** Interval from the preceding sinus R to the ectopic R over the sinus interval. */
  readonly coupling: Variable;
  /** `full`: the sinus clock runs on; `reset`: it restarts at the ectopic beat; `none`: interpolated. */
  readonly pause: 'full' | 'reset' | 'none';
  /** Chance that a sinus beat is followed by an ectopic one, in isolated ectopy. */
  readonly burden: Variable;
  readonly patterns: readonly { readonly pattern: EctopyPattern; readonly weight: number }[];
}

/** Fibrillatory waves: a frequency- and amplitude-modulated sawtooth of three harmonics. */
export interface FWaves {
  readonly type: 'f-waves';
  /** Root mean square, mV. */
  readonly rms: Variable;
  readonly frequency: Variable;
}

/** Flutter waves: a continuous sawtooth, slow fall and fast rise in lead II. */
export interface FlutterWaves {
  readonly type: 'flutter-waves';
  /** Peak-to-peak, mV. */
  readonly amplitude: Variable;
  /** Atrial rate, 1/min. */
  readonly rate: Variable;
}

export type Atrial = FWaves | FlutterWaves;

export interface RhythmClass {
  readonly name: string;
  readonly title: string;
  readonly rhythm: Rhythm;
  /** The conducted beat types; each recording has one. */
  readonly beats: readonly BeatChoice[];
  readonly ectopy: Ectopy | null;
  readonly atrial: Atrial | null;
}

export type Noise =
  | { readonly type: 'baseline-wander'; readonly rms: Variable }
  | { readonly type: 'mains'; readonly rms: Variable; readonly frequency: Variable }
  | { readonly type: 'white'; readonly rms: Variable };

export interface Recording {
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** Strip length, s. */
  readonly duration: number;
  /** rate · duration, an integer. */
  readonly samples: number;
  readonly lead: 'II';
  /** mV per int16 step. */
  readonly resolution: number;
}

export interface DatasetSettings {
  /** Strips of each class, in the order of the spec's classes; 0 leaves a class out. */
  readonly strips: readonly { readonly class: string; readonly count: number }[];
  /** Share of each class kept for validation. */
  readonly validation: number;
}

export interface TrainingSettings {
  readonly model: 'resnet18';
  /** Multiplier of the architecture's channel counts; 1 is the paper's. */
  readonly width: number;
  /** The rate that strips are resampled to before training, Hz. */
  readonly rate: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
}

export interface Spec {
  readonly version: 1;
  readonly title: string;
  /** Unsigned 32-bit. */
  readonly seed: number;
  readonly recording: Recording;
  readonly beats: readonly Beat[];
  readonly classes: readonly RhythmClass[];
  readonly noise: readonly Noise[];
  readonly dataset: DatasetSettings;
  readonly training: TrainingSettings;
}
