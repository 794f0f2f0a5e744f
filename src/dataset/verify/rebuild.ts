import { isDeepStrictEqual } from 'node:util';
import type { Spec } from '../../spec/types';
import { compile, Detail, type Records, type Synthesizer, type Truth } from '../../synthesis';
import { pushBeat, pushLooseP } from '../beats';
import { DatasetError } from '../errors';
import { SPLITS, type Split } from '../manifest';
import type { Dataset } from '../open';
import { readLabels } from '../shardLabels';

/** Where a strip lies in a data set. */
export interface StripPlace {
  readonly split: Split;
  readonly row: number;
}

/**
 * Finds a strip by its class and its index within the class.
 * @throws DatasetError when the set has no such class or strip
 */
export function placeOf(dataset: Dataset, className: string, index: number): StripPlace {
  const { classes, shards } = dataset.manifest;
  const label = classes.findIndex(({ name }) => name === className);
  const entry = classes[label];
  if (entry === undefined) {
    const names = classes.map(({ name }) => name).join(', ');
    throw new DatasetError(`${dataset.directory} has no class "${className}"; it has ${names}.`);
  }
  const rows: Record<Split, number> = { train: 0, validation: 0 };
  for (const shard of shards) {
    const labels = readLabels(dataset.directory, shard);
    for (let row = 0; row < shard.strips; row++) {
      if (labels[2 * row] === label && labels[2 * row + 1] === index) {
        return { split: shard.split, row: rows[shard.split] + row };
      }
    }
    rows[shard.split] += shard.strips;
  }
  throw new DatasetError(
    `${dataset.directory} has no strip ${index} of ${className}; it has 0 to ${entry.train + entry.validation - 1}.`,
  );
}

/** Places of at most `count` strips, spread evenly over the set, the first and the last among them. */
export function* spreadPlaces(dataset: Dataset, count: number): Generator<StripPlace> {
  const sizes = SPLITS.map((split) => dataset.count(split));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = Math.min(count, total);
  for (let i = 0; i < wanted; i++) {
    let row = wanted === 1 ? 0 : Math.round((i * (total - 1)) / (wanted - 1));
    let split = 0;
    while (row >= sizes[split]!) row -= sizes[split++]!;
    yield { split: SPLITS[split]!, row };
  }
}

/** Makes strips of a data set again, from the spec in it, and compares. */
export class Rebuilder {
  private readonly synthesizer: Synthesizer;
  private readonly detail: Detail | null;

  /**
   * @param spec what the set's own text resolves to
   * @param records the recordings that its noise is taken from
   */
  constructor(
    private readonly dataset: Dataset,
    spec: Spec,
    records: Records,
  ) {
    const { segments, waves } = dataset.manifest;
    this.synthesizer = compile(spec, records);
    const wish = { segments: segments !== undefined, parameters: waves !== undefined };
    this.detail = wish.segments || wish.parameters ? new Detail(this.synthesizer.samples, wish) : null;
  }

  /**
   * Makes a strip again and compares it bit for bit: samples, ground truth, and what the set tells of it besides.
   * @returns what differs, in words; `undefined` when nothing does
   * @throws DatasetError when the strip cannot be read
   */
  difference({ split, row }: StripPlace): string | undefined {
    const { dataset, detail } = this;
    const stored = dataset.strip(split, row);
    const { class: name, index } = stored.truth;
    const made = this.synthesizer.generate(name, index, 0, detail);
    const which = `strip ${index} of ${name} (${split}, row ${row})`;
    const at = stored.samples.findIndex((sample, i) => sample !== made.samples[i]);
    if (at >= 0 || stored.samples.length !== made.samples.length) {
      return `${which} has ${stored.samples[at]} as sample ${at}, and is made with ${made.samples[at]}`;
    }
    const { beatTypes } = dataset.manifest;
    if (!isDeepStrictEqual(beatRows(stored.truth, beatTypes), beatRows(made.truth, beatTypes))) {
      return `${which} has other beats than it is made with`;
    }
    if (!isDeepStrictEqual(stored.truth.rhythms, made.truth.rhythms)) {
      return `${which} has other rhythms than it is made with`;
    }
    const told = dataset.detail(split, row);
    for (const key of ['segments', 'waves', 'values'] as const) {
      if (told[key] !== null && !isDeepStrictEqual([...told[key]], [...(detail?.[key] ?? [])])) {
        return `${which} has other ${key} than it is made with`;
      }
    }
    return undefined;
  }
}

/** Beats as a data set has them: whole numbers, among which a wave outside the strip is one that is not there. */
function beatRows({ beats, loosePs }: Truth, beatTypes: readonly string[]): Int32Array {
  const rows: number[] = [];
  for (const beat of beats) pushBeat(rows, 0, beat, beatTypes);
  for (const p of loosePs) pushLooseP(rows, 0, p);
  return Int32Array.from(rows);
}
