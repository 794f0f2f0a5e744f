/**
 * A data set as tables with names in the place of numbers, for formats made of rows: Parquet and CSV. Rows of all tables say by
 * `record` which strip they are about.
 */
import type { BeatSymbol } from '../../../spec/types';
import type { BeatTruth, Fiducials, Measurements } from '../../../synthesis';
import { measure } from '../../../synthesis/measure';
import type { ManifestHead } from '../../manifest';
import type { ShardInfo, StripRow } from '../format';
import { recordName } from '../recordName';

/** `sample` is a sample number, `number` any other, `null` what is not there. */
export type ColumnType = 'text' | 'integer' | 'sample' | 'number' | 'flag';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether cells may be `null`. */
  readonly optional: boolean;
  readonly description: string;
}

export type Cell = string | number | boolean | null;

export interface Table {
  readonly name: 'strips' | 'beats' | 'rhythms' | 'waves' | 'values';
  readonly description: string;
  readonly columns: readonly Column[];
  /** The rows about a strip, each with a cell for every column. */
  rows(strip: StripRow, shard: ShardInfo): Cell[][];
}

/** The tables of a set: `waves` and `values` where it has parameters. */
export function tablesOf(head: ManifestHead): Table[] {
  return [
    strips(head),
    beats,
    rhythms,
    ...(head.waves ? [waves(head)] : []),
    ...(head.quantities ? [values(head)] : []),
  ];
}

const column = (name: string, type: ColumnType, description: string): Column => ({
  name,
  type,
  optional: false,
  description,
});
const maybe = (name: string, type: ColumnType, description: string): Column => ({
  ...column(name, type, description),
  optional: true,
});
const RECORD = column('record', 'text', 'The strip: its shard and its row in it.');

/** What is read off the ground truth of a strip. */
const MEASURES: readonly (readonly [string, keyof Measurements, string])[] = [
  ['heart_rate_bpm', 'heartRate', 'Mean heart rate, beats per minute.'],
  ['rr_ms', 'rr', 'Mean RR interval, ms.'],
  ['rr_sd_ms', 'rrSd', 'Standard deviation of the RR intervals, ms.'],
  ['pr_ms', 'pr', 'Median PR interval, ms.'],
  ['qrs_ms', 'qrs', 'Median QRS duration, ms.'],
  ['qt_ms', 'qt', 'Median QT interval, ms.'],
  ['qtc_ms', 'qtc', 'QT interval corrected after Bazett, ms.'],
];

function strips(head: ManifestHead): Table {
  // What was drawn once for the strip's own rhythm; noises and episodes, of which there are several, are in `values`.
  const drawn = (head.quantities ?? []).filter(({ name }) => !name.startsWith('noise '));
  return {
    name: 'strips',
    description: 'A row a strip: its class, and what is measured from its ground truth.',
    columns: [
      RECORD,
      column('split', 'text', 'train or validation.'),
      column('class', 'text', 'The class.'),
      column('label', 'integer', 'Number of the class.'),
      column('index', 'integer', 'Index of the strip within its class.'),
      column('beats', 'integer', 'Beats whose R peak lies in the strip.'),
      ...MEASURES.map(([name, , words]) => maybe(name, 'number', words)),
      ...drawn.map(({ name, unit }) =>
        maybe(drawnName(name), 'number', `Drawn for the strip: ${name}${unit === '1' ? '' : `, ${unit}`}.`),
      ),
    ],
    rows: ({ row, label, truth, detail }, { name: shard, split }) => {
      const measured = measure(truth, head.recording.rate);
      const own = new Map(
        (detail.values ?? [])
          .filter(({ number }) => number === 0)
          .map((v) => [v.quantity as string, v.value]),
      );
      return [
        [
          recordName(shard, row),
          split,
          truth.class,
          label,
          truth.index,
          truth.beats.length,
          ...MEASURES.map(([, key]) => finite(measured[key])),
          ...drawn.map(({ name }) => own.get(name) ?? null),
        ],
      ];
    },
  };
}

/** `f-waves rms` -> `drawn_f_waves_rms`. */
export const drawnName = (quantity: string): string => `drawn_${quantity.replace(/[^a-z0-9]+/gi, '_')}`;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const POINTS = ['p_onset', 'p_peak', 'p_offset', 'qrs_onset', 'qrs_offset', 't_onset', 't_peak', 't_offset'];

const beats: Table = {
  name: 'beats',
  description: 'A row a beat, and one for each P wave that no beat follows.',
  columns: [
    RECORD,
    column('symbol', 'text', 'WFDB symbol of the beat; p is a P wave that no beat follows.'),
    maybe('beat_type', 'text', 'Beat type of the spec.'),
    column('ectopic', 'flag', 'Whether it came early from a focus of its own.'),
    maybe('r', 'sample', 'Sample of the R peak.'),
    ...POINTS.map((name) => maybe(name, 'sample', `Sample of the ${name.replace('_', ' ')}.`)),
  ],
  rows: ({ row, truth }, { name: shard }) => {
    const record = recordName(shard, row);
    return [
      ...truth.beats.map((beat) => [
        record,
        beat.symbol satisfies BeatSymbol,
        beat.type,
        beat.ectopic,
        inside(beat.r),
        ...pointsOf(beat),
      ]),
      ...truth.loosePs.map((p) => [record, 'p', null, false, null, ...wave(p), null, null, ...wave(null)]),
    ];
  },
};

const pointsOf = ({ p, qrs, t }: BeatTruth): Cell[] => [
  ...wave(p),
  inside(qrs.onset),
  inside(qrs.offset),
  ...wave(t),
];
const wave = (points: Fiducials | null): Cell[] =>
  points ? [inside(points.onset), inside(points.peak), inside(points.offset)] : [null, null, null];
const inside = (sample: number): number | null => (sample < 0 ? null : sample);

const rhythms: Table = {
  name: 'rhythms',
  description: 'A row a stretch of one rhythm, without gaps from the first sample of a strip to its last.',
  columns: [
    RECORD,
    column('start', 'sample', 'First sample.'),
    column('end', 'sample', 'The sample after the last one.'),
    column('class', 'text', 'The class whose rhythm it is.'),
    maybe('code', 'text', 'WFDB rhythm annotation, such as (AFIB.'),
  ],
  rows: ({ row, truth }, { name: shard }) =>
    truth.rhythms.map(({ start, end, class: name, code }) => [
      recordName(shard, row),
      start,
      end,
      name,
      code,
    ]),
};

function waves(head: ManifestHead): Table {
  const known = new Map((head.waves ?? []).map((one) => [JSON.stringify([one.beatType, one.name]), one]));
  return {
    name: 'waves',
    description: 'A row a wave of a beat as it was drawn.',
    columns: [
      RECORD,
      column('beat_type', 'text', 'Beat type of the spec.'),
      column('wave', 'text', 'Name of the wave in it.'),
      column('part', 'text', 'The part of the beat that it belongs to: P, QRS or T.'),
      column('shape', 'text', 'Its shape.'),
      maybe('r', 'sample', 'Sample of the R peak of its beat.'),
      column('time', 'number', 'Time of the beat, s after the first sample of the strip.'),
      maybe('length', 'number', 'How long after that a stretched beat is cut, s.'),
      column('amplitude', 'number', 'mV, with its sign.'),
      column('at', 'number', 'Where it peaks, s after the time of the beat.'),
      column('rise', 'number', 'Width before the peak, s; of a Gaussian its standard deviation.'),
      column('fall', 'number', 'Width after the peak, s.'),
    ],
    rows: ({ row, detail }, { name: shard }) =>
      (detail.waves ?? []).map((one) => {
        const entry = known.get(JSON.stringify([one.type, one.name]));
        return [
          recordName(shard, row),
          one.type,
          one.name,
          entry?.part ?? '',
          entry?.shape ?? '',
          inside(one.r),
          one.time,
          finite(one.length),
          one.amplitude,
          one.at,
          one.rise,
          one.fall,
        ];
      }),
  };
}

function values(head: ManifestHead): Table {
  const units = new Map((head.quantities ?? []).map(({ name, unit }) => [name, unit]));
  return {
    name: 'values',
    description: 'A row a value that was drawn once for a strip, an episode or a noise.',
    columns: [
      RECORD,
      column('quantity', 'text', 'What it is.'),
      column(
        'number',
        'integer',
        'Of a noise: its place in the spec. Of all else: 0 the strip itself, 1 and up its episodes.',
      ),
      column('value', 'number', 'The value.'),
      column('unit', 'text', 'Its unit; 1 where it has none.'),
    ],
    rows: ({ row, detail }, { name: shard }) =>
      (detail.values ?? []).map(({ quantity, number, value }) => [
        recordName(shard, row),
        quantity,
        number,
        value,
        units.get(quantity) ?? '1',
      ]),
  };
}
