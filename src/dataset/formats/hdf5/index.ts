import { pushBeat, pushLooseP } from '../../beats';
import { BEAT_COLUMNS, LABEL_COLUMNS, RHYTHM_COLUMNS, VALUE_COLUMNS, WAVE_COLUMNS } from '../../manifest';
import { ParameterTable } from '../../parameters';
import { ExportFile } from '../exportFile';
import type { ExportedFile, Format, ShardInfo, ShardWriter, StripRow } from '../format';
import { encodeHdf5, type Attributes, type Hdf5Array } from './file';

const OWN = /^(train|validation)-\d{5,}\.h5$/;

/** HDF5: a file a shard, with the arrays that the data set has, and what their numbers mean as attributes. */
export const hdf5: Format = {
  name: 'hdf5',
  title: 'HDF5',
  owns: (path) => OWN.test(path),
  begin: (folder, shard) => new Arrays(folder, shard),
};

/** Gathers a shard, since the addresses in a file's head are known at the end. */
class Arrays implements ShardWriter {
  private readonly signals: Int16Array;
  private readonly labels: Int32Array;
  private readonly segments: Uint8Array | undefined;
  private readonly beats: number[] = [];
  private readonly rhythms: number[] = [];
  private readonly waves: number[] = [];
  private readonly values: number[] = [];
  private readonly parameters: ParameterTable | undefined;
  private readonly rhythmNumbers: ReadonlyMap<string, number>;

  constructor(
    private readonly folder: string,
    private readonly shard: ShardInfo,
  ) {
    const { head, strips } = shard;
    const { samples } = head.recording;
    this.signals = new Int16Array(strips * samples);
    this.labels = new Int32Array(strips * LABEL_COLUMNS.length);
    this.segments = head.segments && new Uint8Array(strips * samples);
    this.parameters = head.waves && new ParameterTable(head.waves, head.quantities ?? []);
    this.rhythmNumbers = new Map(head.rhythms.map((rhythm, number) => [rhythm.class, number]));
  }

  add({ row, label, samples, truth, detail }: StripRow): void {
    this.signals.set(samples, row * samples.length);
    this.labels.set([label, truth.index], row * LABEL_COLUMNS.length);
    if (detail.segments) this.segments?.set(detail.segments, row * samples.length);
    for (const beat of truth.beats) pushBeat(this.beats, row, beat, this.shard.head.beatTypes);
    for (const p of truth.loosePs) pushLooseP(this.beats, row, p);
    for (const { start, end, class: name } of truth.rhythms) {
      this.rhythms.push(row, start, end, this.rhythmNumbers.get(name) ?? -1);
    }
    for (const wave of detail.waves ?? []) this.parameters?.pushWave(this.waves, row, wave);
    for (const value of detail.values ?? []) this.parameters?.pushValue(this.values, row, value);
  }

  finish(): readonly ExportedFile[] {
    const file = new ExportFile(this.folder, `${this.shard.name}.h5`);
    for (const bytes of encodeHdf5(this.attributes(), this.arrays())) file.write(bytes);
    return [file.finish()];
  }

  private attributes(): Attributes {
    const { head, split, name } = this.shard;
    const { recording } = head;
    return {
      title: head.title,
      generator: head.generator,
      created: head.created,
      spec_sha256: head.spec.sha256,
      seed: head.seed,
      shard: name,
      split,
      rate: recording.rate,
      lead: recording.lead,
      unit_mV: recording.unit.mV,
      classes: head.classes.map((one) => one.name),
      beat_types: head.beatTypes,
      rhythms: head.rhythms.map((one) => one.class),
      rhythm_codes: head.rhythms.map((one) => one.code ?? ''),
      ...(head.waves && { waves: head.waves.map((one) => `${one.beatType}/${one.name}`) }),
      ...(head.quantities && {
        quantities: head.quantities.map((one) => one.name),
        quantity_units: head.quantities.map((one) => one.unit),
      }),
      // All there is to know, for programs that know the manifest.
      manifest: JSON.stringify({ ...head, shards: undefined }),
    };
  }

  private arrays(): Hdf5Array[] {
    const { head, strips } = this.shard;
    const { samples } = head.recording;
    const table = (name: string, data: Int32Array | Float64Array, columns: readonly string[]): Hdf5Array => ({
      name,
      data,
      shape: [data.length / columns.length, columns.length],
      attributes: { columns },
    });
    return [
      {
        name: 'signals',
        data: this.signals,
        shape: [strips, 1, samples],
        attributes: { unit: `${head.recording.unit.mV} mV` },
      },
      table('labels', this.labels, LABEL_COLUMNS),
      table('beats', Int32Array.from(this.beats), BEAT_COLUMNS),
      table('rhythms', Int32Array.from(this.rhythms), RHYTHM_COLUMNS),
      ...(this.segments
        ? [
            {
              name: 'segments',
              data: this.segments,
              shape: [strips, samples],
              attributes: { names: head.segments ?? [] },
            },
          ]
        : []),
      ...(this.parameters
        ? [
            table('waves', Float64Array.from(this.waves), WAVE_COLUMNS),
            table('values', Float64Array.from(this.values), VALUE_COLUMNS),
          ]
        : []),
    ];
  }
}
