import { parentPort, workerData } from 'node:worker_threads';
import { compile } from '../synthesis/compile';
import { exportShard, withinDataset } from './formats/exportShard';
import type { FromWorker, ShardTask, WorkerInput } from './messages';
import { writeShard } from './shard';

// The entry of a worker thread: makes the shards that it is told to, one after another.
const port = parentPort;
if (port === null) throw new Error('This file is a worker thread of the data-set writer, not a program.');

const { spec, records, directory, head, formats } = workerData as WorkerInput;
const tell = (message: FromWorker): void => port.postMessage(message);

const attempt = (work: () => void): void => {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    tell({ type: 'failed', code, message });
  }
};

attempt(() => {
  const synthesizer = compile(spec, records);
  const destinations = formats.map((format) => withinDataset(directory, format));
  port.on('message', ({ plan, entry: there }: ShardTask) =>
    attempt(() => {
      const onStrips = (strips: number): void => tell({ type: 'strips', strips });
      const entry = there ?? writeShard(synthesizer, directory, head, plan, onStrips);
      exportShard(directory, head, entry, destinations);
      tell({ type: 'shard', number: plan.number, entry });
    }),
  );
  tell({ type: 'ready' });
});
