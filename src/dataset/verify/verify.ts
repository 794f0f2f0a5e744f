import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CROISSANT_FILE } from '../card/index';
import { DatasetError } from '../errors';
import { EXPORT_FILE } from '../formats/exportShard';
import { ALL_FORMATS } from '../formats/registry';
import { holderOf } from '../lockFile';
import { filesOf, INCOMPLETE_FILE, isLockFile, MANIFEST_FILE, SHARD_FILE, type Manifest } from '../manifest';
import { openDataset, type Dataset } from '../open';
import { isPart } from '../parts';
import { readExport } from './exportFolder';
import { compareFiles, type Finding, type Listed, type Verification } from './findings';

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with bytes read and bytes in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a folder holds that can be verified. */
export type Verifiable = { readonly dataset: Dataset } | { readonly export: string };

/**
 * Finds out what a folder holds: a data set, or an export of one.
 * @throws DatasetError when it holds neither, or one that was not finished or whose manifest cannot be read
 */
export function openVerifiable(directory: string): Verifiable {
  const folder = resolve(directory);
  const has = (name: string): boolean => existsSync(join(folder, name));
  if (!has(EXPORT_FILE) || has(MANIFEST_FILE) || has(INCOMPLETE_FILE))
    return { dataset: openDataset(folder) };
  return { export: folder };
}

/**
 * Compares every file of a data set, or of an export, with its size and checksum, and the names in the folder with those that
 * it is to hold. All that is wrong is found, not only the first of it.
 * @throws CancelledError when the signal was aborted
 */
export async function verify(what: Verifiable, options: VerifyOptions = {}): Promise<Verification> {
  const contents = 'dataset' in what ? datasetContents(what.dataset) : readExport(what.export, '');
  const found = await compareFiles(contents.listed, options.signal, options.onProgress);
  return {
    files: contents.listed.length,
    bytes: contents.listed.reduce((sum, { bytes }) => sum + bytes, 0),
    faults: [...contents.faults, ...found].sort(byFile),
    remarks: [...contents.remarks].sort(byFile),
  };
}

const byFile = (a: Finding, b: Finding): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);

function datasetContents({ directory, manifest }: Dataset): {
  readonly listed: readonly Listed[];
  readonly faults: readonly Finding[];
  readonly remarks: readonly Finding[];
} {
  const faults: Finding[] = [];
  const remarks: Finding[] = [];
  const listed: Listed[] = manifest.shards
    .flatMap(filesOf)
    .map((entry) => ({ ...entry, path: join(directory, entry.file), expected: entry }));
  const list = (file: string, sha256: string): void => {
    const path = join(directory, file);
    const bytes = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    listed.push({ file, path, expected: { sha256 }, bytes });
  };
  list(manifest.spec.file, manifest.spec.sha256);
  // The manifest lists all else; its description for other tools has its own checksum.
  const described = manifestSum(directory);
  if (described === 'damaged') faults.push({ file: CROISSANT_FILE, what: 'is not what "ecgspec" writes' });
  else if (described !== undefined) list(MANIFEST_FILE, described);

  const known = new Set(listed.map(({ file }) => file));
  for (const name of readdirSync(directory)) {
    if (known.has(name) || name === MANIFEST_FILE) continue;
    if (SHARD_FILE.test(name)) {
      faults.push({ file: name, what: `is not listed in ${MANIFEST_FILE}` });
    } else if (isLockFile(name)) {
      const held = holderOf(join(directory, name)) !== undefined;
      remarks.push({
        file: name,
        what: held ? 'is of a run that writes here now' : 'is of a run that is gone',
      });
    } else if (isFormat(name) && lstatSync(join(directory, name)).isDirectory()) {
      const found = readExport(join(directory, name), `${name}/`);
      listed.push(...found.listed);
      faults.push(...found.faults, ...strangeness(found.note, manifest, `${name}/`));
      remarks.push(...found.remarks);
    } else if (!isPart(directory, name)) {
      remarks.push({ file: name, what: 'is not part of the data set' });
    }
  }
  return { listed, faults, remarks };
}

const isFormat = (name: string): boolean => ALL_FORMATS.some((format) => format.name === name);

/** An export that is not of the set that it lies in. */
function strangeness(
  note: { readonly spec: { readonly sha256: string }; readonly seed: number } | undefined,
  manifest: Manifest,
  within: string,
): Finding[] {
  if (note === undefined) return [];
  const same = note.spec?.sha256 === manifest.spec.sha256 && note.seed === manifest.seed;
  return same ? [] : [{ file: within + EXPORT_FILE, what: 'is of another data set' }];
}

/** The checksum of the manifest as the description for other tools has it; `undefined` where there is no such description. */
function manifestSum(directory: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, CROISSANT_FILE), 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { distribution } = JSON.parse(text) as {
      distribution: readonly { readonly contentUrl?: unknown; readonly sha256?: unknown }[];
    };
    const sum = distribution.find(({ contentUrl }) => contentUrl === MANIFEST_FILE)?.sha256;
    return typeof sum === 'string' ? sum : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** @throws DatasetError where strips are asked for of what is no data set */
export function datasetOf(what: Verifiable): Dataset {
  if ('dataset' in what) return what.dataset;
  throw new DatasetError(
    `${what.export} is an export, and strips are compared in data sets; give the folder that "ecgspec generate" wrote.`,
  );
}
