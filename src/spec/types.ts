/**
 * The resolved spec: what the text means once units are parsed, inheritance is applied and
 * defaults are filled in. Plain data (structured-cloneable, JSON-safe), so it crosses worker
 * and webview borders as it is.
 *
 * Base units everywhere below: amplitude mV, time s, frequency Hz, heart rate beats per minute,
 * shares and ratios as fractions (0.55, not 55 %).
 */

import type { ModelName } from './models';

/** One distribution of values. */
export type Distribution =
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  /** Mean and SD of the value itself; the mirror image where the mean is negative. */
  | { readonly kind: 'log-normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number };

/** How a value varies from recording to recording; a mixture serves for categories and empirical lists too. */
export type RecordingSpread =
  | Distribution
  | {
      readonly kind: 'mixture';
      readonly parts: readonly { readonly weight: number; readonly of: Distribution }[];
    };

/**
 * How a level deviates from the one above it: the standard deviation of a normal, or the ends of a uniform, on either
 * side of zero.
 */
export type Deviation = number | { readonly low: number; readonly high: number };

/**
 * A number that varies on up to three levels. Once per strip a recording value is drawn from `recording`
 * truncated to [min, max]; each episode then deviates from the recording's value, and each beat
 * from the episode's, truncated to the same bounds. A spread of 0 is a constant.
 */
export interface Variable {
  readonly recording: RecordingSpread;
  /** From episode to episode, in the unit of the value. */
  readonly episode: Deviation;
  /** From beat to beat, in the unit of the value. */
  readonly beat: Deviation;
  /** Correlation of one beat's deviation with the next one's, AR(1); 0 = independent. In [0, 1). */
  readonly memory: number;
  readonly min: number;
  readonly max: number;
  /** Drawn without bounds on every level and freed of its sign at the end: a folded normal. */
  readonly folded: boolean;
}

/** Waves that need no `part`, and the part of the beat that they belong to. */
export const KNOWN_WAVES = {
  P: 'P',
  delta: 'QRS',
  Q: 'QRS',
  R: 'QRS',
  S: 'QRS',
  "R'": 'QRS',
  "S'": 'QRS',
  J: 'ST',
  ST: 'ST',
  T: 'T',
  U: 'U',
  spike: 'spike',
} as const satisfies Record<string, WavePart>;

/** The part of the beat that a wave belongs to; P, QRS and T have fiducials. */
export type WavePart = 'P' | 'QRS' | 'ST' | 'T' | 'U' | 'spike';

/**
 * A wave's form. `rise` and `fall` are σ for the Gaussian; every other form begins 2.5 `rise` before its peak and
 * ends 2.5 `fall` after it, so that widths of all forms compare. Only `spike` is as long as its width says: a
 * rectangle from rise / 2 before its time to fall / 2 after it.
 */
export type WaveShape = 'gaussian' | 'gumbel' | 'cosine' | 'ramp' | 'plateau' | 'spike';

/**
 * How a wave's time and width follow the heart rate; values are stated for RR = 1 s. Factors: proportional RR,
 * Bazett RR^(1/2), Fridericia RR^(1/3), linear 1 + 0.385 (RR - 1) (Framingham: QT + 0.154 (1 - RR) at QT 400 ms),
 * hyperbolic (0.49 - 0.09 / RR) / 0.40 (Bachi 2023).
 */
export type RateCorrection = 'none' | 'proportional' | 'bazett' | 'fridericia' | 'linear' | 'hyperbolic';

/** What a wave's time counts from. */
export type Anchor =
  /** The beat's own time: the R time, or in a stretched beat its start. */
  | { readonly kind: 'beat' }
  /** The R time of the beat before; in a strip's first beat the present one less the mean RR. */
  | { readonly kind: 'previous' }
  /** A point of another wave of the same beat. */
  | { readonly kind: 'wave'; readonly wave: string; readonly point: 'onset' | 'peak' | 'offset' }
  /** Where a part of the beat begins or ends: QRS onset, J point (QRS offset), T end. */
  | { readonly kind: 'part'; readonly part: 'P' | 'QRS' | 'T'; readonly point: 'onset' | 'offset' };

/** One wave of a beat type. */
export interface Wave {
  readonly name: string;
  readonly part: WavePart;
  readonly shape: WaveShape;
  readonly amplitude: Variable;
  /** Time of the peak after the anchor, s. */
  readonly at: Variable;
  readonly anchor: Anchor;
  /**
   * Whether the wave moves with its anchor from beat to beat, or only from recording to recording (then the anchor's
   * recording-level place counts, as in the source model).
   */
  readonly follow: 'beat' | 'recording';
  /** Before the peak, s; > 0 by construction. */
  readonly rise: Variable;
  /** After the peak, s; `null` = the same draw as `rise` (a symmetric wave). */
  readonly fall: Variable | null;
  readonly correction: RateCorrection;
  /** How much later the wave comes for every 10 bpm above 60 bpm, s (PR shortens with the rate: 0.0069 for P). */
  readonly rateShift: number;
}

/** WFDB annotation codes that a beat type may carry. */
export const BEAT_SYMBOLS = ['N', 'V', 'A', 'J', 'E', 'F', 'L', 'R', 'e', 'j', 'a', 'S', '/', 'f'] as const;
export type BeatSymbol = (typeof BEAT_SYMBOLS)[number];

export type WaveParameter = 'amplitude' | 'at' | 'width' | 'rise' | 'fall';

/** Two recording-level draws of a beat type that go together (Gaussian copula). `width` means `rise` of a symmetric wave. */
export interface Correlation {
  readonly between: readonly [WaveReference, WaveReference];
  /** Correlation of the underlying normals, in (-1, 1). */
  readonly coefficient: number;
}
export interface WaveReference {
  readonly wave: string;
  readonly parameter: WaveParameter;
}

export interface Beat {
  readonly name: string;
  /** The beat type whose waves this one started from; they are already merged into `waves`. */
  readonly extends: string | null;
  readonly symbol: BeatSymbol;
  /** In an order in which every anchor comes before what hangs on it. */
  readonly waves: readonly Wave[];
  /** Together they are positive definite. */
  readonly correlations: readonly Correlation[];
  /** Time constant with which rate-corrected waves follow RR, s: an exponential memory; 0 = the beat's own RR. */
  readonly rateMemory: number;
  /**
   * The source model's beat: drawn on one second of its own that begins with the beat, and stretched to the interval
   * to the next one, QRS and all; what falls outside is cut off.
   */
  readonly stretch: boolean;
}

export interface SinusRhythm {
  readonly type: 'sinus';
  readonly rate: Variable;
  /** Standard deviation of the instantaneous heart rate within the recording, bpm. */
  readonly variability: Variable;
  /** Power of the 0.1 Hz part over the respiratory part. */
  readonly lfHf: Variable;
  /** Change of rate from the strip's start to its end, bpm. */
  readonly ramp: Variable;
}

/** A clock of its own: junctional, ventricular, paced, supraventricular; the source model's independent lengths. */
export interface RegularRhythm {
  readonly type: 'regular';
  /** Whether `value` is a rate, bpm, or an interval, s; its beat level and memory vary the beats. */
  readonly of: 'rate' | 'interval';
  readonly value: Variable;
  /** Change of rate from the strip's start to its end, bpm. */
  readonly ramp: Variable;
}

/** RR intervals of atrial fibrillation: an AV node hit by Poisson arrivals (Corino 2011). */
export interface AvNodeRhythm {
  readonly type: 'av-node';
  /** Mean arrival rate of atrial impulses, 1/s. */
  readonly arrivals: Variable;
}

/**
 * How flutter waves are conducted in one recording: n:1 ratios taken in turn and begun anew ("2:1 4:1" alternates), or
 * `variable`: 2, 3 or 4 at random.
 */
export interface BlockChoice {
  readonly ratios: readonly number[] | 'variable';
  readonly weight: number;
}

export interface AvBlockRhythm {
  readonly type: 'av-block';
  readonly block: readonly BlockChoice[];
  /** Of a `variable` block: chance that the next ratio is the same as the last (a Markov chain). */
  readonly persistence: Variable;
}

/** No ventricular beats: fibrillation, torsades, asystole. */
export interface NoRhythm {
  readonly type: 'none';
}

export type Rhythm = SinusRhythm | RegularRhythm | AvNodeRhythm | AvBlockRhythm | NoRhythm;

/** What the AV node makes of sinus impulses. P waves keep the sinus clock. */
export type Conduction =
  | {
      /** Mobitz I: PR grows by ever smaller increments until a beat is dropped; then it is short again. */
      readonly type: 'wenckebach';
      /** P waves in a cycle, n of n:(n-1); a whole number, drawn anew for each cycle. */
      readonly cycle: Variable;
      /** What the cycle's second PR has more than its first, s; each later increment is half of the one before. */
      readonly increment: Variable;
    }
  | {
      /** Mobitz II: constant PR, now and then a P wave without a beat. */
      readonly type: 'mobitz-2';
      /** P waves for one dropped beat: every n-th is dropped; a whole number, drawn anew for each cycle. */
      readonly cycle: Variable;
    }
  | {
      /** Third-degree block and AV dissociation: a second clock makes the beats. */
      readonly type: 'dissociated';
      readonly escape: RegularRhythm;
      /** The beat types of the second clock, without regard to their P waves; each recording has one. */
      readonly beats: readonly BeatChoice[];
    };

/** A beat type, and its share of the recordings in proportion to the other weights. */
export interface BeatChoice {
  readonly beat: string;
  readonly weight: number;
}

/**
 * When ectopic beats come. `isolated`: chance decides; a pattern names the beats in turn, true = ectopic ("N V" is
 * bigeminy, "N N V V" couplets).
 */
export interface EctopyPattern {
  readonly order: 'isolated' | readonly boolean[];
  readonly weight: number;
}

export interface Ectopy {
  /** The ectopic beat types. */
  readonly beats: readonly BeatChoice[];
  /** Whether a recording has one focus, or each ectopic beat (run) its own. */
  readonly focus: 'recording' | 'beat';
  /** Interval from the preceding conducted R to the ectopic R over the interval expected. */
  readonly coupling: Variable;
  /**
   * `full`: the sinus clock runs on; `reset`: it restarts at the ectopic beat; `delayed`: it restarts, and the first
   * interval is `delay` times as long; `none`: interpolated.
   */
  readonly pause: 'full' | 'reset' | 'delayed' | 'none';
  /** Of a delayed pause: the returning interval over the usual one. */
  readonly delay: Variable;
  /** Chance that a conducted beat is followed by an ectopic one, in isolated ectopy. */
  readonly burden: Variable;
  /** Ectopic beats in a row, a whole number, drawn anew for each run. */
  readonly run: Variable;
  /** Rate within a run, bpm. */
  readonly runRate: Variable;
  readonly patterns: readonly EctopyPattern[];
}

/** Fibrillatory waves: a frequency- and amplitude-modulated sawtooth, or a band of noise. */
export interface FWaves {
  readonly type: 'f-waves';
  /** Root mean square, mV. */
  readonly rms: Variable;
  readonly frequency: Variable;
  readonly form: 'sawtooth' | 'band';
  /** Harmonics of the sawtooth, 1 to 10. */
  readonly harmonics: number;
  /** Peak swing of the frequency, Hz, and how often it swings, Hz. */
  readonly frequencySwing: Variable;
  readonly swingRate: Variable;
  /** Peak swing of the amplitude, as a share of it. */
  readonly amplitudeSwing: Variable;
  /** Of a band: its full width, Hz. */
  readonly bandwidth: Variable;
}

/** Flutter waves: a continuous sawtooth, in typical flutter a slow fall and a fast rise in lead II. */
export interface FlutterWaves {
  readonly type: 'flutter-waves';
  /** Peak-to-peak, mV. */
  readonly amplitude: Variable;
  /** Atrial rate, 1/min. */
  readonly rate: Variable;
  /** Share of the cycle that the slow flank takes. */
  readonly skew: Variable;
  /** `negative`: slow fall, fast rise, mostly below the baseline (typical); `positive`: its mirror image. */
  readonly polarity: 'negative' | 'positive';
  /** Standard deviation of the cycle length, as a share of it. */
  readonly jitter: Variable;
}

export type Atrial = FWaves | FlutterWaves;

/** Continuous ventricular activity in place of beats. */
export type Ventricular =
  | {
      /** Ventricular fibrillation: an oscillation whose frequency and amplitude wander. */
      readonly type: 'fibrillation';
      readonly rate: Variable;
      /** Zero to peak of a sine of the same strength, mV; single waves are smaller and larger. */
      readonly amplitude: Variable;
      /** Wander of frequency and amplitude, SD as a share. */
      readonly irregularity: Variable;
    }
  | {
      /** Torsades de pointes: wide complexes whose axis turns about the baseline. */
      readonly type: 'torsades';
      readonly rate: Variable;
      readonly amplitude: Variable;
      /** Time in which the envelope swings from one waist to the next, s. */
      readonly twist: Variable;
      readonly irregularity: Variable;
    }
  | {
      /** The source authors' fibrillation: Gaussian pulses of alternating sign. */
      readonly type: 'pulses';
      readonly amplitude: Variable;
      readonly width: Variable;
      /** From one pulse to the next, s. */
      readonly step: Variable;
    };

/** Breathing, as it shows in the strip; its rate is that of the sinus rhythm's respiratory part too. */
export interface Respiration {
  /** Breaths, Hz. */
  readonly rate: Variable;
  /** Peak swing of every beat's amplitudes, as a share of them. */
  readonly modulation: Variable;
  /** Peak swing of the baseline, mV. */
  readonly baseline: Variable;
}

/** Stretches of another class's rhythm among this one's: paroxysms. */
export interface Episodes {
  readonly class: string;
  /** Share of the strip's time that episodes take. */
  readonly burden: Variable;
  /** Length of one, s. */
  readonly duration: Variable;
}

export const MEASURES = [
  'rate',
  'RR variation',
  'PR',
  'PR variation',
  'QRS',
  'QT',
  'QTc',
  'P amplitude',
  'R amplitude',
  'T amplitude',
  'ST level',
  'P share',
  'dropped beats',
  'ectopic beats',
] as const;
export type Measure = (typeof MEASURES)[number];

/** What every strip of a class must hold, read off its ground truth. */
export interface Invariant {
  /** As it was written. */
  readonly text: string;
  readonly measure: Measure;
  /** Bounds in base units, inclusive; `null` = the measure must not exist (`no PR`), as in "no P waves". */
  readonly bounds: { readonly min: number; readonly max: number } | null;
}

export interface RhythmClass {
  readonly name: string;
  readonly title: string;
  /** The class this one started from; what it says is already merged. */
  readonly extends: string | null;
  /** WFDB rhythm annotation, such as `(AFIB`; null where none is said. */
  readonly code: string | null;
  readonly rhythm: Rhythm;
  /** The conducted beat types; each recording has one. Empty where the rhythm is `none`. */
  readonly beats: readonly BeatChoice[];
  readonly conduction: Conduction | null;
  readonly ectopy: Ectopy | null;
  readonly atrial: Atrial | null;
  readonly ventricular: Ventricular | null;
  readonly respiration: Respiration | null;
  readonly episodes: Episodes | null;
  readonly invariants: readonly Invariant[];
  readonly sources: readonly string[];
}

/** How strong a noise is: root mean square in mV, or the strip's signal over it in dB. */
export type Level =
  { readonly kind: 'rms'; readonly value: Variable } | { readonly kind: 'snr'; readonly value: Variable };

/** The part of a strip that a disturbance takes, as a share of its length, placed at random; null = all of it. */
export type Window = Variable | null;

export type Noise =
  /** Sinusoids between 0.05 and 0.5 Hz. */
  | { readonly type: 'baseline-wander'; readonly level: Level; readonly during: Window }
  | {
      readonly type: 'mains';
      readonly level: Level;
      readonly frequency: Variable;
      /** The fundamental and its overtones, each half of the one before. */
      readonly harmonics: number;
      readonly during: Window;
    }
  | { readonly type: 'white'; readonly level: Level; readonly during: Window }
  /** White noise from `low` to `high`, Hz. */
  | {
      readonly type: 'muscle';
      readonly level: Level;
      readonly low: number;
      readonly high: number;
      readonly during: Window;
    }
  /** 1/f. */
  | { readonly type: 'pink'; readonly level: Level; readonly during: Window }
  /** Sudden steps that decay, as electrodes move. */
  | {
      readonly type: 'electrode-motion';
      readonly amplitude: Variable;
      /** Events, 1/min. */
      readonly rate: Variable;
      readonly during: Window;
    }
  /** The source model's: normals, each held for some samples, drawn anew with every beat. */
  | {
      readonly type: 'held';
      /** 1/SD, 1/mV. */
      readonly precision: Variable;
      /** Samples that a value is held. */
      readonly hold: Variable;
    }
  /** The source model's baseline: from beat to beat a straight line to a random height. */
  | { readonly type: 'drift'; readonly step: Variable }
  | {
      readonly type: 'sine' | 'square';
      /** Zero to peak, mV. */
      readonly amplitude: Variable;
      readonly frequency: Variable;
      readonly during: Window;
    }
  /** Stretches of one signal of a recording in a file. */
  | {
      readonly type: 'recording';
      /** Path from the spec's folder, with `/`; ends in `.hea` or `.npy`. */
      readonly file: string;
      /** A name, or a number from 0. */
      readonly signal: string | number;
      /** Sampling rate of an `.npy`, Hz; null for a WFDB record, whose header says it. */
      readonly rate: number | null;
      readonly level: Level;
      readonly during: Window;
    };

/** The whole signal times a factor. */
export interface Scaling {
  readonly type: 'scale';
  readonly factor: Variable;
}

/** A random choice of disturbances for each strip, drawn with replacement. */
export interface Augmentations {
  /** How many a strip gets. */
  readonly count:
    { readonly kind: 'poisson'; readonly mean: number } | { readonly kind: 'fixed'; readonly count: number };
  readonly of: readonly { readonly weight: number; readonly apply: Noise | Scaling }[];
}

export type Filter =
  | { readonly type: 'high-pass' | 'low-pass'; readonly cutoff: number }
  /** A notch of quality 30. */
  | { readonly type: 'notch'; readonly frequency: number };

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
  /** What the recorder shows at most, mV from zero; larger values are cut off there. */
  readonly range: number;
  /** In the order in which they are applied; each runs forward only, as in a recorder. */
  readonly filters: readonly Filter[];
  /** An electrode that comes off: a flat line for a while. */
  readonly leadOff: { readonly chance: number; readonly duration: Variable } | null;
}

export interface DatasetSettings {
  /** Strips of each class, in the order of the spec's classes; 0 leaves a class out. */
  readonly strips: readonly { readonly class: string; readonly count: number }[];
  /** Share of each class kept for validation. */
  readonly validation: number;
  /** Whether it tells to which part of a beat each sample belongs. */
  readonly segments: boolean;
  /** Whether it tells every wave's drawn parameters, and what was drawn once for a strip. */
  readonly parameters: boolean;
}

export interface TrainingSettings {
  readonly model: ModelName;
  /** Multiplier of the architecture's channel counts; 1 is the published size. */
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
  readonly augmentations: Augmentations | null;
  readonly dataset: DatasetSettings;
  readonly training: TrainingSettings;
}
