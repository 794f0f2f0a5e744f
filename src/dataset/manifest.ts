import { SEGMENTS } from '../synthesis/segments';
import { DatasetError } from './errors';

export const FORMAT = 'ecgspec-dataset';
export const FORMAT_VERSION = 1;
export const MANIFEST_FILE = 'manifest.json';
/** Present, instead of the manifest, while a data set is being written or after it was interrupted. */
export const INCOMPLETE_FILE = 'INCOMPLETE.json';
export const SPEC_FILE = 'spec.ecgspec';
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
const SHARD_FILE = /^(train|validation)-\d{5,}\.(signals|labels|beats|rhythms|segments|waves|values)\.npy$/;

export const isLockFile = (name: string): boolean => LOCK_FILES.test(name);

/** Whether a file of this name may belong to a data set; nothing else is ever removed or opened. */
export const isDatasetFile = (name: string): boolean =>
  SHARD_FILE.test(name) ||
  isLockFile(name) ||
  [MANIFEST_FILE, INCOMPLETE_FILE, SPEC_FILE, `${INCOMPLETE_FILE}.tmp`].includes(name);

class Checker {
  constructor(private readonly where: string) {}

  fail(what: string): never {
    throw new DatasetError(
      `${this.where} is not a manifest that this version reads: ${what}; generate the data set again.`,
    );
  }

  object(value: unknown, name: string): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fail(`"${name}" must be an object`);
    }
    return value as Record<string, unknown>;
  }

  list(value: unknown, name: string): unknown[] {
    if (!Array.isArray(value)) this.fail(`"${name}" must be a list`);
    return value;
  }

  text(value: unknown, name: string): string {
    if (typeof value !== 'string') this.fail(`"${name}" must be a text`);
    return value;
  }

  positive(value: unknown, name: string): number {
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
      this.fail(`"${name}" must be a number above 0`);
    }
    return value;
  }

  count(value: unknown, name: string): number {
    if (!Number.isSafeInteger(value) || (value as number) < 0) {
      this.fail(`"${name}" must be a whole number, 0 or more`);
    }
    return value as number;
  }

  sha256(value: unknown, name: string): string {
    if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) {
      this.fail(`"${name}" must be a SHA-256 of 64 hexadecimal digits`);
    }
    return value;
  }

  columns(value: unknown, expected: readonly string[], name: string): readonly string[] {
    if (this.list(value, name).join() !== expected.join()) {
      this.fail(`"${name}" must be ${expected.join(', ')}`);
    }
    return expected;
  }
}

/**
 * Checks the text of a manifest and gives its content, with nothing in it that was not checked.
 * @param where how to name the file in a message
 * @throws DatasetError saying what is wrong; a file name that would leave the folder is refused here
 */
export function parseManifest(text: string, where: string): Manifest {
  const check: Checker = new Checker(where);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    check.fail('it is not JSON');
  }
  const root = check.object(json, 'the file');
  if (root['format'] !== FORMAT) check.fail(`"format" must be "${FORMAT}"`);
  if (root['version'] !== FORMAT_VERSION) check.fail(`"version" must be ${FORMAT_VERSION}`);

  const spec = check.object(root['spec'], 'spec');
  if (spec['file'] !== SPEC_FILE) check.fail(`"spec.file" must be "${SPEC_FILE}"`);
  const recording = check.object(root['recording'], 'recording');
  const unit = check.object(recording['unit'], 'recording.unit');
  const columns = check.object(root['columns'], 'columns');
  const training = check.object(root['training'], 'training');

  const classes = check.list(root['classes'], 'classes').map((value, i): ClassEntry => {
    const name = `classes[${i}]`;
    const entry = check.object(value, name);
    return {
      name: check.text(entry['name'], `${name}.name`),
      title: check.text(entry['title'], `${name}.title`),
      train: check.count(entry['train'], `${name}.train`),
      validation: check.count(entry['validation'], `${name}.validation`),
    };
  });

  const segments =
    root['segments'] === undefined ? undefined : check.columns(root['segments'], SEGMENTS, 'segments');
  const waves =
    root['waves'] === undefined
      ? undefined
      : check.list(root['waves'], 'waves').map((value, i): WaveEntry => {
          const name = `waves[${i}]`;
          const entry = check.object(value, name);
          return {
            beatType: check.text(entry['beatType'], `${name}.beatType`),
            name: check.text(entry['name'], `${name}.name`),
            part: check.text(entry['part'], `${name}.part`),
            shape: check.text(entry['shape'], `${name}.shape`),
          };
        });
  const quantities =
    waves &&
    check.list(root['quantities'], 'quantities').map((value, i): QuantityEntry => {
      const name = `quantities[${i}]`;
      const entry = check.object(value, name);
      return {
        name: check.text(entry['name'], `${name}.name`),
        unit: check.text(entry['unit'], `${name}.unit`),
      };
    });

  const file = (value: unknown, part: Part, split: Split, name: string): FileEntry => {
    const entry = check.object(value, name);
    const fileName = check.text(entry['file'], `${name}.file`);
    const match = SHARD_FILE.exec(fileName);
    if (match?.[1] !== split || match[2] !== part) {
      check.fail(`"${name}.file" must be a name such as "${shardFile(split, 0, part)}"`);
    }
    return {
      file: fileName,
      bytes: check.count(entry['bytes'], `${name}.bytes`),
      sha256: check.sha256(entry['sha256'], `${name}.sha256`),
    };
  };

  const rhythms = check.list(root['rhythms'], 'rhythms').map((value, i): RhythmEntry => {
    const name = `rhythms[${i}]`;
    const entry = check.object(value, name);
    return {
      class: check.text(entry['class'], `${name}.class`),
      code: entry['code'] === null ? null : check.text(entry['code'], `${name}.code`),
    };
  });

  const shards = check.list(root['shards'], 'shards').map((value, i): ShardEntry => {
    const name = `shards[${i}]`;
    const entry = check.object(value, name);
    const split = SPLITS.find((candidate) => candidate === entry['split']);
    if (split === undefined) check.fail(`"${name}.split" must be "train" or "validation"`);
    return {
      split,
      strips: check.count(entry['strips'], `${name}.strips`),
      signals: file(entry['signals'], 'signals', split, `${name}.signals`),
      labels: file(entry['labels'], 'labels', split, `${name}.labels`),
      beats: file(entry['beats'], 'beats', split, `${name}.beats`),
      rhythms: file(entry['rhythms'], 'rhythms', split, `${name}.rhythms`),
      ...(segments && { segments: file(entry['segments'], 'segments', split, `${name}.segments`) }),
      ...(waves && {
        waves: file(entry['waves'], 'waves', split, `${name}.waves`),
        values: file(entry['values'], 'values', split, `${name}.values`),
      }),
    };
  });
  for (const split of SPLITS) {
    const listed = shards.filter((shard) => shard.split === split).reduce((n, shard) => n + shard.strips, 0);
    const stated = classes.reduce((n, entry) => n + entry[split], 0);
    if (listed !== stated) {
      check.fail(`its ${split} shards hold ${listed} strips and its classes say ${stated}`);
    }
  }

  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    generator: check.text(root['generator'], 'generator'),
    created: check.text(root['created'], 'created'),
    title: check.text(root['title'], 'title'),
    spec: { file: SPEC_FILE, sha256: check.sha256(spec['sha256'], 'spec.sha256') },
    // Sets of before there were any do not say it.
    records: check.list(root['records'] ?? [], 'records').map((value, i) => {
      const entry = check.object(value, `records[${i}]`);
      return {
        file: check.text(entry['file'], `records[${i}].file`),
        bytes: check.count(entry['bytes'], `records[${i}].bytes`),
        sha256: check.sha256(entry['sha256'], `records[${i}].sha256`),
      };
    }),
    seed: check.count(root['seed'], 'seed'),
    recording: {
      rate: check.positive(recording['rate'], 'recording.rate'),
      duration: check.positive(recording['duration'], 'recording.duration'),
      samples: check.count(recording['samples'], 'recording.samples'),
      lead: check.text(recording['lead'], 'recording.lead'),
      unit: { mV: check.positive(unit['mV'], 'recording.unit.mV') },
    },
    classes,
    beatTypes: check
      .list(root['beatTypes'], 'beatTypes')
      .map((value, i) => check.text(value, `beatTypes[${i}]`)),
    rhythms,
    ...(segments && { segments }),
    ...(waves && quantities && { waves, quantities }),
    columns: {
      labels: check.columns(columns['labels'], LABEL_COLUMNS, 'columns.labels'),
      beats: check.columns(columns['beats'], BEAT_COLUMNS, 'columns.beats'),
      rhythms: check.columns(columns['rhythms'], RHYTHM_COLUMNS, 'columns.rhythms'),
      ...(waves && {
        waves: check.columns(columns['waves'], WAVE_COLUMNS, 'columns.waves'),
        values: check.columns(columns['values'], VALUE_COLUMNS, 'columns.values'),
      }),
    },
    shards,
    training: {
      model: check.text(training['model'], 'training.model'),
      width: check.positive(training['width'], 'training.width'),
      rate: check.positive(training['rate'], 'training.rate'),
      epochs: check.positive(training['epochs'], 'training.epochs'),
      batch: check.positive(training['batch'], 'training.batch'),
      learningRate: check.positive(training['learningRate'], 'training.learningRate'),
    },
  };
}
