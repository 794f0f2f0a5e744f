import { createHash } from 'node:crypto';
import type { Spec } from '../spec/types';
import { QUANTITIES, SEGMENTS } from '../synthesis';
import { DatasetError } from './errors';
import {
  BEAT_COLUMNS,
  FORMAT,
  FORMAT_VERSION,
  LABEL_COLUMNS,
  RHYTHM_COLUMNS,
  SPEC_FILE,
  VALUE_COLUMNS,
  WAVE_COLUMNS,
  type ManifestHead,
  type RecordFile,
} from './manifest';
import { planClasses } from './plan';

/** What a data set is made from. */
export interface Ingredients {
  readonly spec: Spec;
  /** The bytes of the text that `spec` was read from; they become part of the data set. */
  readonly source: Uint8Array;
  /** The files of the recordings that its noises are taken from; the manifest names them. */
  readonly recordFiles?: readonly RecordFile[] | undefined;
  /** What made the set, such as `ecgspec 0.1.0`. */
  readonly generator: string;
  /** Strips of each class in place of the spec's counts; classes that the spec leaves out stay out. */
  readonly strips?: number | undefined;
  /** Names of the classes to make; by default all. The others stand in the manifest with no strips. */
  readonly classes?: readonly string[] | undefined;
}

const MAX_STRIPS = 2 ** 32;

/**
 * Everything that is known about a data set before its strips are made.
 * @throws DatasetError when there is no such class, or no strip, or too many
 */
export function headOf(ingredients: Ingredients, created: Date): ManifestHead {
  const { spec, source } = ingredients;
  const { recording } = spec;
  const stranger = ingredients.classes?.find((name) => !spec.classes.some((rhythm) => rhythm.name === name));
  if (stranger !== undefined) {
    const names = spec.classes.map(({ name }) => name).join(', ');
    throw new DatasetError(`The spec has no class "${stranger}"; it has ${names}.`);
  }
  const head: ManifestHead = {
    format: FORMAT,
    version: FORMAT_VERSION,
    generator: ingredients.generator,
    created: `${created.toISOString().slice(0, 19)}Z`,
    title: spec.title,
    spec: { file: SPEC_FILE, sha256: createHash('sha256').update(source).digest('hex') },
    records: ingredients.recordFiles ?? [],
    seed: spec.seed,
    recording: {
      rate: recording.rate,
      duration: recording.duration,
      samples: recording.samples,
      lead: recording.lead,
      unit: { mV: recording.resolution },
    },
    classes: planClasses(spec, ingredients.strips, ingredients.classes),
    beatTypes: spec.beats.map((beat) => beat.name),
    rhythms: spec.classes.map(({ name, code }) => ({ class: name, code })),
    ...(spec.dataset.segments && { segments: SEGMENTS }),
    ...(spec.dataset.parameters && {
      waves: spec.beats.flatMap((beat) =>
        beat.waves.map(({ name, part, shape }) => ({ beatType: beat.name, name, part, shape })),
      ),
      quantities: Object.entries(QUANTITIES).map(([name, unit]) => ({ name, unit })),
    }),
    columns: {
      labels: LABEL_COLUMNS,
      beats: BEAT_COLUMNS,
      rhythms: RHYTHM_COLUMNS,
      ...(spec.dataset.parameters && { waves: WAVE_COLUMNS, values: VALUE_COLUMNS }),
    },
    training: { ...spec.training },
  };
  if (countStrips(head) === 0) {
    throw new DatasetError(
      'The spec asks for no strips at all; give a class a count above 0 under "dataset".',
    );
  }
  if (head.classes.some((entry) => entry.train + entry.validation > MAX_STRIPS)) {
    throw new DatasetError('A class can have at most 4,294,967,296 strips; ask for fewer.');
  }
  return head;
}

/** Strips of all classes in both splits. */
export const countStrips = ({ classes }: ManifestHead): number =>
  classes.reduce((sum, entry) => sum + entry.train + entry.validation, 0);
