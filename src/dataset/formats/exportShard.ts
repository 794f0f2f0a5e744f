import { existsSync, mkdirSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, ManifestHead, ShardEntry } from '../manifest';
import { readLabels } from '../shardLabels';
import { ExportFile, writeExportFile } from './exportFile';
import type { ExportedFile, Format, FormatName, FormatOptions, ShardInfo, ShardLabels } from './format';
import { shardName } from './recordName';
import { formatNamed } from './registry';
import { readShardRows } from './shardRows';

/** The checksums of all files of an export, as `sha256sum -c` reads them. */
export const SUMS_FILE = 'SHA256SUMS.txt';
/** Says what the export is; written last. */
export const EXPORT_FILE = 'export.json';
export const EXPORT_FORMAT = 'ecgspec-export';

/** The checksums of one shard's files, until all shards are there. */
export const sumsOf = (shard: ShardInfo): string => `${shard.name}.sha256`;
const SUMS_OF_SHARD = /^(train|validation)-\d{5,}\.sha256(\.tmp)?$/;

export const isSumsOfShard = (path: string): boolean => SUMS_OF_SHARD.test(path);

/** Whether a path below an export's folder may be a file that every export has. */
export const isExportFile = (path: string): boolean =>
  path === SUMS_FILE || path === EXPORT_FILE || isSumsOfShard(path);

/** A format that a set is written in, and where. */
export interface Destination {
  readonly format: Format;
  readonly folder: string;
  readonly options: FormatOptions;
}

/** A shard's description from its entry in the manifest. */
export function shardInfo(head: ManifestHead, entry: ShardEntry): ShardInfo {
  return { head, split: entry.split, strips: entry.strips, name: shardName(entry) };
}

/**
 * Writes one shard in every format that is wanted, in one pass over its strips. What an earlier run wrote to its end is kept.
 * @param directory of the data set, of which no more than this shard has to be there
 * @throws DatasetError for a damaged shard, the system's error when a file cannot be written
 */
export function exportShard(
  directory: string,
  head: ManifestHead,
  entry: ShardEntry,
  destinations: readonly Destination[],
): void {
  const shard = shardInfo(head, entry);
  const begun = destinations
    .filter((destination) => !isExported(destination, shard))
    .map(({ format, folder, options }) => ({ folder, writer: format.begin(folder, shard, options) }));
  if (begun.length === 0) return;
  for (const strip of readShardRows(directory, head, entry)) {
    for (const { writer } of begun) writer.add(strip);
  }
  for (const { folder, writer } of begun) {
    const sums = new ExportFile(folder, `${sumsOf(shard)}.tmp`);
    sums.print(sumLines(writer.finish()));
    sums.finish();
    renameSync(join(folder, `${sumsOf(shard)}.tmp`), join(folder, sumsOf(shard)));
  }
}

const sumLines = (files: readonly ExportedFile[]): string =>
  files.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');

/** Reads what `sumLines` wrote; `undefined` where it is something else. */
export function parseSums(text: string): { readonly file: string; readonly sha256: string }[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '') return undefined;
  const files = lines.map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line));
  if (files.some((match) => match === null)) return undefined;
  return files.map((match) => ({ sha256: match![1]!, file: match![2]! }));
}

/** What `export.json` says. */
export interface ExportNote {
  readonly format: typeof EXPORT_FORMAT;
  readonly version: 1;
  readonly kind: FormatName;
  readonly generator: string;
  readonly created: string;
  readonly title: string;
  readonly spec: { readonly sha256: string };
  readonly seed: number;
  readonly strips: number;
}

/** What an export of this set in this format says of itself. */
export function exportNote({ name }: Format, head: ManifestHead): ExportNote {
  return {
    format: EXPORT_FORMAT,
    version: 1,
    kind: name,
    generator: head.generator,
    created: head.created,
    title: head.title,
    spec: { sha256: head.spec.sha256 },
    seed: head.seed,
    strips: head.classes.reduce((sum, { train, validation }) => sum + train + validation, 0),
  };
}

/**
 * Writes what belongs to an export as a whole, when `exportShard` has written every shard; memory is one shard's labels.
 * @param directory of the data set
 * @param extra files that were written into the export besides
 */
export function finishExport(
  directory: string,
  manifest: Manifest,
  { format, folder }: Destination,
  extra: readonly ExportedFile[] = [],
): void {
  const shards = manifest.shards.map((entry) => ({ entry, shard: shardInfo(manifest, entry) }));
  function* labels(): Generator<ShardLabels> {
    for (const { entry, shard } of shards) {
      yield { shard, labels: readLabels(directory, entry) };
    }
  }
  const lists = format.finish?.(folder, manifest, labels()) ?? [];
  const sums = new ExportFile(folder, SUMS_FILE);
  sums.print(sumLines([...extra, ...lists]));
  for (const { shard } of shards) sums.print(readFileSync(join(folder, sumsOf(shard)), 'utf8'));
  sums.finish();
  for (const { shard } of shards) unlinkSync(join(folder, sumsOf(shard)));
}

/** Whether a shard was written to a destination to its end. */
const isExported = ({ folder }: Destination, shard: ShardInfo): boolean =>
  existsSync(join(folder, sumsOf(shard)));

/** A format that a set is written in while it is generated, as worker threads are told of it. */
export interface FormatWish {
  readonly name: FormatName;
  readonly options: FormatOptions;
}

/** Where a set that is generated into `directory` is written in a format: a folder in it that is called after the format. */
export const withinDataset = (directory: string, { name, options }: FormatWish): Destination => ({
  format: formatNamed(name),
  folder: join(directory, name),
  options,
});

/** Makes the folders of formats in that of a data set. */
export function beginWithin(directory: string, wishes: readonly FormatWish[]): void {
  for (const wish of wishes) mkdirSync(withinDataset(directory, wish).folder, { recursive: true });
}

/** Writes what belongs to each format as a whole, when every shard is there. */
export function finishWithin(directory: string, manifest: Manifest, wishes: readonly FormatWish[]): void {
  for (const wish of wishes) {
    const destination = withinDataset(directory, wish);
    finishExport(directory, manifest, destination);
    const note = JSON.stringify(exportNote(destination.format, manifest), null, 1);
    writeExportFile(destination.folder, EXPORT_FILE, `${note}\n`);
  }
}
