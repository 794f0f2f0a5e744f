export const FORMAT = 'ecgspec-dataset';
export const FORMAT_VERSION = 1;
export const MANIFEST_FILE = 'manifest.json';
/** Present, instead of the manifest, while a data set is being written or after it was interrupted. */
export const INCOMPLETE_FILE = 'INCOMPLETE.json';
/** Beside the mark: which shards are finished; see journal.ts. */
export const JOURNAL_FILE = 'SHARDS.jsonl';
/** What is to replace it, while it is written. */
export const JOURNAL_TEMPORARY_FILE = `${JOURNAL_FILE}.tmp`;
export const SPEC_FILE = 'spec.ecgspec';
/** What is to replace the mark or the manifest, while it is written. */
export const TEMPORARY_FILE = `${INCOMPLETE_FILE}.tmp`;
/** Held by the run that writes the folder; see lockFile.ts. */
export const LOCK_FILE = 'WRITING.lock';

export const SPLITS = ['train', 'validation'] as const;
export type Split = (typeof SPLITS)[number];

/** The files of every shard, and those that it has where the spec asks for them. */
const PARTS = ['signals', 'labels', 'beats', 'rhythms'] as const;
const EXTRA_PARTS = ['segments', 'waves', 'values'] as const;
export type Part = (typeof PARTS)[number] | (typeof EXTRA_PARTS)[number];

export const LABEL_COLUMNS = ['class', 'index'] as const;
/** The R peak is the peak of the QRS, so `qrs_peak` is not stored twice. */
export const BEAT_COLUMNS = [
  'row',
  'code',
  'r',
  'p_onset',
  'p_peak',
  'p_offset',
  'qrs_onset',
  'qrs_offset',
  't_onset',
  't_peak',
  't_offset',
  'beat_type',
  'ectopic',
] as const;
/** `end` is the sample after the last one. */
export const RHYTHM_COLUMNS = ['row', 'start', 'end', 'rhythm'] as const;
/** As `WaveParameters` has them: mV and s; `wave` is a number in the manifest's list, `r` is -1 where there is none. */
export const WAVE_COLUMNS = [
  'row',
  'wave',
  'r',
  'time',
  'length',
  'amplitude',
  'at',
  'rise',
  'fall',
] as const;
/** As `DrawnValue` has them; `quantity` is a number in the manifest's list. */
export const VALUE_COLUMNS = ['row', 'quantity', 'number', 'value'] as const;

export interface FileEntry {
  /** A plain file name inside the data set's folder. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A file of a recording that noise was taken from. */
export interface RecordFile {
  /** Its path from the folder of the spec, as the spec or its header names it. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ShardEntry {
  readonly split: Split;
  readonly strips: number;
  readonly signals: FileEntry;
  readonly labels: FileEntry;
  readonly beats: FileEntry;
  readonly rhythms: FileEntry;
  readonly segments?: FileEntry;
  readonly waves?: FileEntry;
  readonly values?: FileEntry;
}

/** All files of a shard. */
export const filesOf = (shard: ShardEntry): FileEntry[] =>
  [...PARTS, ...EXTRA_PARTS].flatMap((part) => shard[part] ?? []);

export interface ClassEntry {
  readonly name: string;
  readonly title: string;
  /** Strips in each split. */
  readonly train: number;
  readonly validation: number;
}

/** A rhythm that strips may show: that of a class, which need not have strips of its own. */
export interface RhythmEntry {
  readonly class: string;
  /** WFDB rhythm annotation, such as `(AFIB`. */
  readonly code: string | null;
}

/** A wave of a beat type. */
export interface WaveEntry {
  readonly beatType: string;
  readonly name: string;
  readonly part: string;
  readonly shape: string;
}

/** A value that is drawn once for a strip or an episode, and its unit; `1` where it has none. */
export interface QuantityEntry {
  readonly name: string;
  readonly unit: string;
}

/** Everything that is known about a data set before its strips are written. */
export interface ManifestHead {
  readonly format: typeof FORMAT;
  readonly version: typeof FORMAT_VERSION;
  readonly generator: string;
  /** UTC, ISO 8601. */
  readonly created: string;
  readonly title: string;
  readonly spec: { readonly file: string; readonly sha256: string };
  /** What the strips depend on beside the spec. */
  readonly records: readonly RecordFile[];
  readonly seed: number;
  readonly recording: {
    /** Hz. */
    readonly rate: number;
    /** s. */
    readonly duration: number;
    /** Samples in a strip. */
    readonly samples: number;
    readonly lead: string;
    /** What one int16 step is worth. */
    readonly unit: { readonly mV: number };
  };
  /** A label's class number is the position in this list; classes without strips are left out. */
  readonly classes: readonly ClassEntry[];
  /** A beat's type number is the position in this list. */
  readonly beatTypes: readonly string[];
  /** A rhythm's number is the position in this list. */
  readonly rhythms: readonly RhythmEntry[];
  /** A sample's label is the position in this list. There where the set has segments. */
  readonly segments?: readonly string[];
  /** A wave's number is the position in this list. There where the set has parameters. */
  readonly waves?: readonly WaveEntry[];
  /** A quantity's number is the position in this list. There where the set has parameters. */
  readonly quantities?: readonly QuantityEntry[];
  readonly columns: {
    readonly labels: readonly string[];
    readonly beats: readonly string[];
    readonly rhythms: readonly string[];
    readonly waves?: readonly string[];
    readonly values?: readonly string[];
  };
  readonly training: {
    readonly model: string;
    readonly width: number;
    readonly rate: number;
    readonly epochs: number;
    readonly batch: number;
    readonly learningRate: number;
  };
}

export interface Manifest extends ManifestHead {
  readonly shards: readonly ShardEntry[];
}

/** The name of one of a shard's files, such as `train-00003.beats.npy`. */
export const shardFile = (split: Split, number: number, part: Part): string =>
  `${split}-${String(number).padStart(5, '0')}.${part}.npy`;

/** The lock, and what a run that was killed while it took one may leave. */
const LOCK_FILES = /^WRITING\.lock(\.[0-9a-f-]+)*$/;
/** Names of a shard's files: split, number and part. */
export const SHARD_FILE =
  /^(train|validation)-\d{5,}\.(signals|labels|beats|rhythms|segments|waves|values)\.npy$/;

export const isLockFile = (name: string): boolean => LOCK_FILES.test(name);

/** Whether a file of this name may belong to a data set; nothing else is ever removed or opened. */
export const isDatasetFile = (name: string): boolean =>
  SHARD_FILE.test(name) ||
  isLockFile(name) ||
  [MANIFEST_FILE, INCOMPLETE_FILE, TEMPORARY_FILE, JOURNAL_FILE, JOURNAL_TEMPORARY_FILE, SPEC_FILE].includes(
    name,
  );
