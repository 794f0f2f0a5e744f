import { SEGMENTS } from '../synthesis/segments';
import { DatasetError } from './errors';
import {
  BEAT_COLUMNS,
  FORMAT,
  FORMAT_VERSION,
  LABEL_COLUMNS,
  RHYTHM_COLUMNS,
  SHARD_FILE,
  shardFile,
  SPEC_FILE,
  SPLITS,
  VALUE_COLUMNS,
  WAVE_COLUMNS,
  type ClassEntry,
  type FileEntry,
  type Manifest,
  type Part,
  type QuantityEntry,
  type RhythmEntry,
  type ShardEntry,
  type WaveEntry,
} from './manifest';

/** Checks values of JSON from outside; each complaint is one sentence that names the file. */
export class Checker {
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

/** Which files shards have beside those that all have. */
export interface ExtraParts {
  readonly segments: boolean;
  /** The parameters of waves, and the values drawn once. */
  readonly waves: boolean;
}

/**
 * Checks a shard as a manifest or a journal lists it.
 * @param name how to name it in a message
 * @throws DatasetError saying what is wrong; a file name that would leave the folder is refused here
 */
export function readShard(check: Checker, value: unknown, name: string, extra: ExtraParts): ShardEntry {
  const entry = check.object(value, name);
  const split = SPLITS.find((candidate) => candidate === entry['split']);
  if (split === undefined) check.fail(`"${name}.split" must be "train" or "validation"`);
  const file = (part: Part): FileEntry => {
    const where = `${name}.${part}`;
    const found = check.object(entry[part], where);
    const fileName = check.text(found['file'], `${where}.file`);
    const match = SHARD_FILE.exec(fileName);
    if (match?.[1] !== split || match[2] !== part) {
      check.fail(`"${where}.file" must be a name such as "${shardFile(split, 0, part)}"`);
    }
    return {
      file: fileName,
      bytes: check.count(found['bytes'], `${where}.bytes`),
      sha256: check.sha256(found['sha256'], `${where}.sha256`),
    };
  };
  return {
    split,
    strips: check.count(entry['strips'], `${name}.strips`),
    signals: file('signals'),
    labels: file('labels'),
    beats: file('beats'),
    rhythms: file('rhythms'),
    ...(extra.segments && { segments: file('segments') }),
    ...(extra.waves && { waves: file('waves'), values: file('values') }),
  };
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

  const rhythms = check.list(root['rhythms'], 'rhythms').map((value, i): RhythmEntry => {
    const name = `rhythms[${i}]`;
    const entry = check.object(value, name);
    return {
      class: check.text(entry['class'], `${name}.class`),
      code: entry['code'] === null ? null : check.text(entry['code'], `${name}.code`),
    };
  });

  const extra = { segments: segments !== undefined, waves: waves !== undefined };
  const shards = check
    .list(root['shards'], 'shards')
    .map((value, i) => readShard(check, value, `shards[${i}]`, extra));
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
