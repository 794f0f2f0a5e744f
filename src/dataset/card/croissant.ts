import type { FormatName } from '../formats/format';
import type { ManifestHead } from '../manifest';
import { tablesOf, type Column, type ColumnType } from '../formats/tables/tables';
import { about, LIMITS, USES } from './words';

/** A file that the description names, with what it holds. */
export interface NamedFile {
  /** Path from the folder of the description, with `/`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What lies in the folder that is described. */
export interface Layout {
  /** The manifest, where it is a data set's own folder. */
  readonly manifest?: NamedFile | undefined;
  readonly spec: NamedFile;
  /** The formats in it, and the path to each, such as `parquet/`; empty where the folder is the export itself. */
  readonly exports: readonly {
    readonly name: FormatName;
    readonly path: string;
    readonly signals: boolean;
  }[];
}

type Json = Readonly<Record<string, unknown>>;

/** The context that Croissant 1.1 prescribes; see its specification, "Appendix 1: JSON-LD context". */
const CONTEXT: Json = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  arrayShape: 'cr:arrayShape',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  description: { '@container': '@language' },
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  name: { '@container': '@language' },
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

/**
 * The manifest, once for the classes and once for the shards: mlcroissant reads all lists of one object into one table, and takes
 * lists of two lengths for damage.
 */
const MANIFEST_OBJECTS = ['manifest-classes', 'manifest-shards'] as const;

const WFDB = 'https://wfdb.io/spec/header-files.html';
const NPY = 'https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html';

/** What the arrays of the shards hold, and the shape of each. */
const ARRAYS: readonly (readonly [string, string])[] = [
  ['signals', 'Samples, int16 (strips, 1, samples), in steps of recording.unit of manifest.json.'],
  ['labels', 'Number of the class and index within the class, int32 (strips, 2).'],
  ['beats', 'Beats with their fiducials, int32; columns.beats of manifest.json names the columns.'],
  ['rhythms', 'Stretches of each rhythm, int32; columns.rhythms of manifest.json names the columns.'],
];
const SEGMENTS = [
  'segments',
  'The part of a beat that each sample belongs to, uint8 (strips, samples).',
] as const;
const PARAMETERS = [
  ['waves', 'Every wave as it was drawn, float64; columns.waves of manifest.json names the columns.'],
  ['values', 'Values drawn once for a strip, float64; columns.values of manifest.json names the columns.'],
] as const;

/**
 * Describes a data set in Croissant 1.1, the metadata of MLCommons: which files there are, and, where a table is among them that
 * its readers know (JSON, Parquet, CSV), how to read its rows. NumPy's arrays they do not know, so these are listed and described.
 */
export function croissant(head: ManifestHead, layout: Layout): Json {
  const { manifest } = layout;
  const described = exportsOf(head, layout);
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: nameOf(head.title),
    description: about(head),
    version: '1.0.0',
    datePublished: head.created,
    keywords: ['ECG', 'electrocardiogram', 'synthetic', `lead ${head.recording.lead}`, 'arrhythmia'],
    'rai:dataCollection': `Synthesised by ${head.generator} from spec.ecgspec (SHA-256 ${head.spec.sha256}) with seed ${head.seed}.`,
    'rai:dataCollectionType': 'Software Collection',
    'rai:dataUseCases': USES.join(' '),
    'rai:dataLimitations': LIMITS.join(' '),
    'rai:personalSensitiveInformation': 'None: no strip is a recording of a person.',
    distribution: [
      ...(manifest
        ? MANIFEST_OBJECTS.map((id) =>
            fileObject(manifest, 'application/json', 'What the data set holds.', id),
          )
        : []),
      fileObject(layout.spec, 'text/plain', 'The spec that the data set was made from.'),
      ...(manifest
        ? arrays(head).map(([part, words]) => fileSet(`${part}.npy`, `*.${part}.npy`, NPY, words))
        : []),
      ...described.flatMap(({ distribution }) => distribution),
    ],
    recordSet: [
      ...described.flatMap(({ recordSets }) => recordSets),
      ...(manifest ? [classes(MANIFEST_OBJECTS[0]), shards(MANIFEST_OBJECTS[1])] : []),
    ],
  };
}

interface Described {
  readonly distribution: readonly Json[];
  readonly recordSets: readonly Json[];
}

/** The formats in the folder. Tables are read from Parquet where they are there in CSV as well. */
function exportsOf(head: ManifestHead, { exports }: Layout): Described[] {
  const hasParquet = exports.some(({ name }) => name === 'parquet');
  return exports.map(({ name, path, signals }): Described => {
    switch (name) {
      case 'parquet':
        return tables(head, 'application/x-parquet', (table) => `${path}${table}/*.parquet`, signals);
      case 'csv':
        return hasParquet
          ? { distribution: [fileSet('csv', `${path}*.csv`, 'text/csv', 'Tables.')], recordSets: [] }
          : tables(head, 'text/csv', (table) => `${path}*.${table}.csv`, false);
      case 'hdf5':
        return {
          distribution: [fileSet('hdf5', `${path}*.h5`, 'application/x-hdf5', 'The arrays of each shard.')],
          recordSets: [],
        };
      case 'wfdb':
        return records(path);
    }
  });
}

/** The table of WFDB records, and their files, which its readers do not know. */
function records(path: string): Described {
  const columns = {
    record: 'text',
    split: 'text',
    class: 'text',
    label: 'integer',
    index: 'integer',
  } as const;
  const words = 'WFDB records: headers, signals, and annotations by the annotators atr and fid.';
  return {
    distribution: [
      fileSet('wfdb', `${path}*/*.dat`, WFDB, words),
      fileSet('wfdb-records', `${path}records.csv`, 'text/csv', 'What every record is.'),
    ],
    recordSets: [
      recordSet(
        'records',
        'The WFDB records; a name is a path below their folder.',
        Object.entries(columns).map(([name, type]) =>
          columnField('records', 'wfdb-records', { name, type, description: '', optional: false }),
        ),
      ),
    ],
  };
}

/** A file set and a record set for every table. */
function tables(
  head: ManifestHead,
  format: string,
  glob: (table: string) => string,
  signals: boolean,
): Described {
  const all = tablesOf(head);
  return {
    distribution: all.map(({ name, description }) =>
      fileSet(`${name}-table`, glob(name), format, description),
    ),
    recordSets: all.map(({ name, description, columns }) =>
      recordSet(name, description, [
        ...columns.map((column) => columnField(name, `${name}-table`, column)),
        ...(signals && name === 'strips' ? [signalField(`${name}-table`, head)] : []),
      ]),
    ),
  };
}

/** Cells that may be missing are floats: what reads tables has no whole number for what is not there. */
const dataTypeOf = ({ type, optional }: Column): string =>
  (({ text: 'sc:Text', flag: 'sc:Boolean', number: 'sc:Float' }) as Partial<Record<ColumnType, string>>)[
    type
  ] ?? (optional ? 'sc:Float' : 'sc:Integer');

const columnField = (set: string, files: string, column: Column): Json => ({
  '@type': 'cr:Field',
  '@id': `${set}/${column.name}`,
  name: column.name,
  ...(column.description === '' ? {} : { description: column.description }),
  dataType: dataTypeOf(column),
  source: { fileSet: { '@id': files }, extract: { column: column.name } },
});

const signalField = (files: string, { recording }: ManifestHead): Json => ({
  '@type': 'cr:Field',
  '@id': 'strips/signal',
  name: 'signal',
  description: `Samples in steps of ${recording.unit.mV} mV.`,
  dataType: 'sc:Integer',
  isArray: true,
  arrayShape: String(recording.samples),
  source: { fileSet: { '@id': files }, extract: { column: 'signal' } },
});

const arrays = (head: ManifestHead): readonly (readonly [string, string])[] => [
  ...ARRAYS,
  ...(head.segments ? [SEGMENTS] : []),
  ...(head.waves ? PARAMETERS : []),
];

/** A name that readers take: letters, digits, `-` and `_`. */
const nameOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100) || 'ecg-strips';

const fileObject = (
  { file, bytes, sha256 }: NamedFile,
  format: string,
  description: string,
  id = file,
): Json => ({
  '@type': 'cr:FileObject',
  '@id': id,
  name: file,
  description,
  contentUrl: file,
  contentSize: `${bytes} B`,
  encodingFormat: format,
  sha256,
});

const fileSet = (id: string, includes: string, format: string, description: string): Json => ({
  '@type': 'cr:FileSet',
  '@id': id,
  name: id,
  description,
  encodingFormat: format,
  includes,
});

const classes = (manifest: string): Json =>
  recordSet('classes', 'The classes; a strip says the number of its own, counted from 0.', [
    ...jsonFields('classes', manifest, 'classes', { name: 'sc:Text', title: 'sc:Text' }),
    ...jsonFields('classes', manifest, 'classes', { train: 'sc:Integer', validation: 'sc:Integer' }),
  ]);

const shards = (manifest: string): Json =>
  recordSet('shards', 'The shards, with the files of each.', [
    ...jsonFields('shards', manifest, 'shards', { split: 'sc:Text', strips: 'sc:Integer' }),
    ...['signals', 'labels', 'beats', 'rhythms'].flatMap((part) => [
      jsonField('shards', part, manifest, `shards[*].${part}.file`, 'sc:Text'),
      jsonField('shards', `${part}_sha256`, manifest, `shards[*].${part}.sha256`, 'sc:Text'),
    ]),
  ]);

const recordSet = (id: string, description: string, field: readonly Json[]): Json => ({
  '@type': 'cr:RecordSet',
  '@id': id,
  name: id,
  description,
  field,
});

const jsonFields = (
  set: string,
  file: string,
  list: string,
  types: Readonly<Record<string, string>>,
): Json[] =>
  Object.entries(types).map(([name, type]) => jsonField(set, name, file, `${list}[*].${name}`, type));

const jsonField = (set: string, name: string, file: string, jsonPath: string, dataType: string): Json => ({
  '@type': 'cr:Field',
  '@id': `${set}/${name}`,
  name,
  dataType,
  source: { fileObject: { '@id': file }, extract: { jsonPath } },
});
