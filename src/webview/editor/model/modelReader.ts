import type { ModelToRead } from '../../../protocol';
import { startBlobWorker } from '../../shared/blobWorker';
import type { FromModelWorker, ToModelWorker } from './modelMessages';

/** A strip that is to be read. */
export interface StripToRead {
  readonly class: string;
  /** mV, as many and at the rate that the model asks for. */
  readonly samples: () => Float32Array;
}

export interface ModelReaderOptions<Strip extends StripToRead> {
  /** Where the worker and its runtime are loaded from. */
  readonly workerUri: string;
  readonly runtimeUri: string;
  onRead(strip: Strip, probabilities: Float32Array): void;
  /** It reads no more. */
  onFailed(message: string): void;
}

/**
 * A model in a worker of its own. Strips wait here and not there: one is read at a time, and what was asked for anew
 * meanwhile takes the place of what was not begun.
 */
export class ModelReader<Strip extends StripToRead> {
  private worker: Worker | undefined;
  private waiting: Strip[] = [];
  private reading: Strip | undefined;
  private opened = false;
  private closed = false;

  constructor(
    model: ModelToRead,
    private readonly options: ModelReaderOptions<Strip>,
  ) {
    this.open(model.graph).catch((error: unknown) => this.fail(error));
  }

  /** Reads these strips in this order, and none that were asked for before and have not been begun. */
  read(strips: readonly Strip[]): void {
    this.waiting = [...strips];
    this.next();
  }

  /** The strip that is being read. */
  get current(): Strip | undefined {
    return this.reading;
  }

  close(): void {
    this.closed = true;
    this.waiting = [];
    this.worker?.terminate();
  }

  private async open(graph: Uint8Array): Promise<void> {
    const { workerUri, runtimeUri } = this.options;
    const [worker, runtime] = await Promise.all([
      startBlobWorker(workerUri, 'ecgspec-model'),
      fetch(runtimeUri).then((response) => {
        if (!response.ok) throw new Error(`what runs models could not be loaded (${response.status})`);
        return response.arrayBuffer();
      }),
    ]);
    if (this.closed) return worker.terminate();
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromModelWorker>) => this.receive(data);
    worker.onerror = (event) => this.fail(event.message);
    this.post({ type: 'open', runtime, graph }, [runtime]);
  }

  private receive(reply: FromModelWorker): void {
    if (this.closed) return;
    if (reply.type === 'failed') return this.fail(reply.message);
    if (reply.type === 'opened') this.opened = true;
    else {
      const { reading } = this;
      this.reading = undefined;
      if (reading !== undefined) this.options.onRead(reading, reply.probabilities);
    }
    this.next();
  }

  private next(): void {
    if (!this.opened || this.closed || this.reading !== undefined) return;
    this.reading = this.waiting.shift();
    if (this.reading === undefined) return;
    const samples = this.reading.samples();
    this.post({ type: 'read', samples }, [samples.buffer as ArrayBuffer]);
  }

  private fail(error: unknown): void {
    if (this.closed) return;
    this.close();
    this.options.onFailed(error instanceof Error ? error.message : String(error));
  }

  private post(message: ToModelWorker, transfer: Transferable[]): void {
    this.worker?.postMessage(message, transfer);
  }
}
