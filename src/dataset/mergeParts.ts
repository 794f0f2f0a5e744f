import { constants, existsSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { faultOf } from './checkFile';
import { CancelledError, DatasetError } from './errors';
import type { FinishedShard, FinishedShards } from './journal';
import { filesOf, type ManifestHead } from './manifest';
import { OutputFolder } from './outputFolder';
import { shardSizes, type ShardSize } from './plan';
import { differenceTo, finishedOf, readUnfinished } from './unfinished';

/** A shard that a part has, and where. */
interface Found {
  readonly directory: string;
  readonly shard: FinishedShard;
}

/** The parts of one data set, in folders that `generate` wrote with `part`. */
export class Parts {
  private readonly found = new Map<string, Found>();

  /**
   * Looks what the folders hold, without touching them.
   * @param head of the set that they are to be parts of
   * @param program digest of the program that is to have made them; see `JournalHead`
   * @throws DatasetError when one is no part of this set, or is being written
   */
  constructor(
    directories: readonly string[],
    private readonly head: ManifestHead,
    program: string,
  ) {
    for (const directory of directories) {
      new OutputFolder(directory).refuseBusy();
      const unfinished = readUnfinished(directory);
      if (unfinished === undefined) {
        throw new DatasetError(
          `${directory} holds no part of a data set; give folders that "ecgspec generate --part" wrote.`,
        );
      }
      const because = differenceTo(head, unfinished);
      if (because !== undefined) {
        throw new DatasetError(
          `${directory} is no part of this data set, because ${because}; give the words that it was made with.`,
        );
      }
      const { finished } = finishedOf(directory, head, unfinished, program);
      if (finished.count === 0 && finishedOf(directory, head, unfinished, undefined).finished.count > 0) {
        throw new DatasetError(
          `${directory} was made by another build of this program, whose strips may be others; make it again.`,
        );
      }
      for (const shard of finished.list()) this.found.set(keyOf(shard), { directory, shard });
    }
  }

  /**
   * Refuses parts that together are not the whole set.
   * @param have shards that are there already
   * @throws DatasetError that says how much is missing
   */
  refuseMissing(have: FinishedShards): void {
    let missing = 0;
    let strips = 0;
    for (const shard of shardSizes(this.head.classes, this.head.recording.samples)) {
      if (have.get(shard) !== undefined || this.found.has(keyOf(shard))) continue;
      missing++;
      strips += shard.strips;
    }
    if (missing === 0) return;
    throw new DatasetError(
      `The parts lack ${missing} ${missing === 1 ? 'shard' : 'shards'} of ${strips.toLocaleString('en')} strips, so one was not finished or is not among them; ` +
        'run it again with "ecgspec generate --part", which goes on with it, and give all parts.',
    );
  }

  /**
   * Copies the files of a shard into a folder, and compares them with their checksums there.
   * @returns the shard; undefined where no part has it
   * @throws DatasetError when a file is damaged; CancelledError
   */
  async copy(
    place: ShardSize,
    into: string,
    signal: AbortSignal | undefined,
  ): Promise<FinishedShard | undefined> {
    const found = this.found.get(keyOf(place));
    if (found === undefined) return undefined;
    for (const file of filesOf(found.shard.entry)) {
      if (signal?.aborted === true) throw new CancelledError('Cancelled while copying parts.');
      const [from, to] = [join(found.directory, file.file), join(into, file.file)];
      if (!existsSync(from)) throw damaged(from, 'is missing');
      // Where the disk can, both names share the bytes.
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      const fault = await faultOf(to, file, { signal });
      if (fault !== undefined) throw damaged(from, fault);
      const handle = await open(to, 'r+');
      await handle.sync();
      await handle.close();
    }
    return found.shard;
  }
}

const damaged = (file: string, fault: string): DatasetError =>
  new DatasetError(`${file} ${fault}; run that part again with "ecgspec generate --part".`);

const keyOf = ({ split, number }: { readonly split: string; readonly number: number }): string =>
  `${split} ${number}`;
