import { parentPort, workerData } from 'node:worker_threads';
import { compile } from '../synthesis/compile';
import { exportShard, withinDataset } from './formats/exportShard';
import type { FromWorker, ShardTask, WorkerInput } from './messages';
import { writeShard, type WrittenShard } from './shard';

// The entry of a worker thread: makes the shards that it is told to, one after another.
const port = parentPort;
if (port === null) throw new Error('This file is a worker thread of the data-set writer, not a program.');

const { spec, records, directory, head, formats } = workerData as WorkerInput;
const tell = (message: FromWorker): void => port.postMessage(message);

/** The shard that was written last, on its way to the disk. */
let before: Promise<void> = Promise.resolve();

const attempt = async (work: () => Promise<void>): Promise<void> => {
  const earlier = before;
  try {
    await work();
  } catch (error) {
    // What is whole counts, whatever became of what came after it.
    await earlier.catch(() => undefined);
    const { code, message } = error as NodeJS.ErrnoException;
    tell({ type: 'failed', code, message });
  }
};

void attempt(async () => {
  const synthesizer = compile(spec, records);
  const destinations = formats.map((format) => withinDataset(directory, format));
  const write = ({ plan, entry }: ShardTask): WrittenShard =>
    entry === undefined
      ? writeShard(synthesizer, directory, head, plan, (strips) => tell({ type: 'strips', strips }))
      : { entry, onDisk: Promise.resolve() };
  port.on(
    'message',
    (task: ShardTask) =>
      void attempt(async () => {
        const { entry, onDisk } = write(task);
        exportShard(directory, head, entry, destinations);
        const done = onDisk.then(() => tell({ type: 'shard', number: task.plan.number, entry }));
        // The next shard is made while this one goes to the disk, but only one: memory is no place to keep many.
        const ready = before.then(() => tell({ type: 'ready' }));
        before = done;
        await Promise.all([ready, done]);
      }),
  );
  tell({ type: 'ready' });
});
