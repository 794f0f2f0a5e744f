import { tablesOf } from '../formats/tables/tables';
import { SPLITS, type ManifestHead } from '../manifest';
import type { Layout } from './croissant';
import type { ClassPicture } from './pictures';
import { about, LIMITS, USES } from './words';

/**
 * Stands in every card that was written here. Who takes it out has made the card their own: it is never written over then.
 */
export const CARD_MARK =
  '<!-- Written by ecgspec, and again with --overwrite; take this line out to keep what you write here. -->';

/**
 * The data card of a set, in Markdown: what it is, how it was made, what it is good for and what not. Its front matter is what
 * Hugging Face reads.
 */
export function dataCard(
  head: ManifestHead,
  layout: Layout,
  pictures: readonly Omit<ClassPicture, 'svg'>[],
): string {
  const { recording, classes, records } = head;
  const title = inline(head.title === '' ? 'ECG strips' : head.title);
  const picture = new Map(pictures.map(({ entry, file }) => [entry.name, file]));
  const made = classes.filter(({ train, validation }) => train + validation > 0);
  const total = (split: 'train' | 'validation'): number => made.reduce((sum, one) => sum + one[split], 0);
  const codes = new Map(head.rhythms.map((rhythm) => [rhythm.class, rhythm.code]));
  return [
    ...frontMatter(head, layout, total('train') + total('validation')),
    '',
    CARD_MARK,
    '',
    `# ${title}`,
    '',
    inline(about(head)),
    '',
    '## Classes',
    '',
    table(
      ['number', 'class', 'title', 'rhythm', 'train', 'validation'],
      [
        ...classes.map((one, label) => [
          label,
          inline(one.name),
          inline(one.title),
          inline(codes.get(one.name) ?? ''),
          one.train,
          one.validation,
        ]),
        ['', '', '', 'all', total('train'), total('validation')],
      ],
    ),
    '',
    ...made.flatMap((one) => {
      const file = picture.get(one.name);
      return file === undefined ? [] : [`![A strip of class ${inline(one.name)}](${file})`, ''];
    }),
    '## How it was made',
    '',
    list([
      `By **${inline(head.generator)}** on ${head.created.slice(0, 10)}, from [spec.ecgspec](spec.ecgspec), SHA-256 \`${head.spec.sha256}\`, with seed **${head.seed}**.`,
      `Each strip is a pure function of the spec, the seed, its class and its index: the same program makes the same bytes again from the spec, on any machine.`,
      `Lead ${inline(recording.lead)}, ${recording.rate} Hz, ${recording.duration} s (${recording.samples} samples); one step of a sample is ${recording.unit.mV} mV.`,
      'Of a class with n strips, the last ones are the validation split; rows are ordered so that classes take turns.',
      ...(records.length === 0
        ? ['No recording of a person went into it.']
        : records.map(
            ({ file, sha256 }) => `Noise was taken from the recording \`${file}\`, SHA-256 \`${sha256}\`.`,
          )),
    ]),
    '',
    '## What there is',
    '',
    list(files(head, layout)),
    '',
    '## What it is good for',
    '',
    list(USES),
    '',
    '## Known limits',
    '',
    list(LIMITS),
    '',
  ].join('\n');
}

function files(head: ManifestHead, { manifest, exports }: Layout): string[] {
  const arrays = [
    '`*.signals.npy`: int16 (strips, 1, samples)',
    '`*.labels.npy`: int32 (strips, 2), the number of the class and the index within it',
    '`*.beats.npy`: int32, a row a beat with its WFDB code, the R peak and the fiducials of P, QRS and T',
    '`*.rhythms.npy`: int32, a row a stretch of one rhythm',
    ...(head.segments
      ? ['`*.segments.npy`: uint8 (strips, samples), the part of a beat that a sample belongs to']
      : []),
    ...(head.waves
      ? [
          '`*.waves.npy`: float64, every wave as it was drawn',
          '`*.values.npy`: float64, values that were drawn once for a strip',
        ]
      : []),
  ];
  const named: Record<Layout['exports'][number]['name'], string> = {
    wfdb: 'WFDB records (PhysioNet), one a strip; annotators `atr` (rhythms, beats, P waves) and `fid` (onset, peak and offset of every wave)',
    parquet: 'Parquet tables of strips, beats, rhythms and what was drawn',
    hdf5: 'HDF5 files with the arrays of the shards',
    csv: 'CSV tables',
  };
  return [
    ...(manifest
      ? ['`manifest.json`: classes, columns, and the SHA-256 of every array; written last', ...arrays]
      : []),
    ...exports.map(({ name, path }) => `${path === '' ? 'This folder' : `\`${path}\``}: ${named[name]}`),
    '`spec.ecgspec`: the spec itself',
    '`croissant.json`: the same description for machines (MLCommons Croissant)',
  ];
}

/** What Hugging Face takes a folder for. A licence is the author's to give, so none stands there. */
function frontMatter(head: ManifestHead, layout: Layout, strips: number): string[] {
  const size = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8].findIndex((most) => strips < most);
  const sizes = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M', '10M<n<100M'];
  return [
    '---',
    `pretty_name: ${JSON.stringify(head.title)}`,
    'tags: [ecg, synthetic, time-series, ecgspec]',
    `size_categories: ["${sizes[size] ?? '100M<n<1B'}"]`,
    ...configs(head, layout),
    '---',
  ];
}

/** Which files `datasets.load_dataset` takes for which table and split. */
function configs(head: ManifestHead, { exports }: Layout): string[] {
  const parquet = exports.find(({ name }) => name === 'parquet');
  if (parquet === undefined) return [];
  const splits = SPLITS.filter((split) => head.classes.some((one) => one[split] > 0));
  return [
    'configs:',
    ...tablesOf(head).flatMap(({ name }) => [
      `- config_name: ${name}`,
      ...(name === 'strips' ? ['  default: true'] : []),
      '  data_files:',
      ...splits.flatMap((split) => [
        `  - split: ${split}`,
        `    path: ${parquet.path}${name}/${split}-*.parquet`,
      ]),
    ]),
  ];
}

/** A text of somebody else's within a line of Markdown. */
const inline = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
