import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { faultOf, type CheckOptions } from '../checkFile';
import { filesBelow } from '../filesBelow';
import type { FinishedShard } from '../journal';
import type { ManifestHead } from '../manifest';
import {
  EXPORT_FILE,
  isSumsOfShard,
  parseSums,
  shardInfo,
  SUMS_FILE,
  sumsOf,
  type Destination,
} from './exportShard';

/**
 * Compares what an interrupted run wrote in a format with its checksums, and makes `exportShard` write again what is not
 * whole, and `finishExport` what belongs to all shards.
 * @param shards those that are whole themselves
 * @returns those of them that are to be written again
 */
export async function salvageExport(
  { format, folder }: Destination,
  head: ManifestHead,
  shards: readonly FinishedShard[],
  options: CheckOptions,
): Promise<FinishedShard[]> {
  const lost: FinishedShard[] = [];
  const whole = new Set<string>();
  for (const shard of shards) {
    const sums = sumsOf(shardInfo(head, shard.entry));
    if (await isWhole(folder, sums, format.owns, options)) whole.add(sums);
    else lost.push(shard);
  }
  for (const path of filesBelow(folder)) {
    const stale = isSumsOfShard(path) && !whole.has(path);
    if (stale || path === SUMS_FILE || path === EXPORT_FILE) rmSync(join(folder, path));
  }
  return lost;
}

async function isWhole(
  folder: string,
  sums: string,
  owns: (path: string) => boolean,
  options: CheckOptions,
): Promise<boolean> {
  let text: string;
  try {
    text = readFileSync(join(folder, sums), 'utf8');
  } catch {
    return false;
  }
  const files = parseSums(text);
  if (files === undefined || files.length === 0) return false;
  for (const { file, sha256 } of files) {
    if (!owns(file) || (await faultOf(join(folder, file), { sha256 }, options)) !== undefined) return false;
  }
  return true;
}
