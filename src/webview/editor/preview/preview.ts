import type { RecordReading } from '../../../records';
import { startBlobWorker } from '../../shared/blobWorker';
import type { Comparison } from './comparison';
import type { PreviewReply, PreviewRequest, ToPreview } from './previewMessages';

/** The preview worker as the page sees it: ask with a text, hear replies; the newest request wins. */
export class Preview {
  private worker: Worker | undefined;
  private starting = false;
  private waiting: PreviewRequest | undefined;
  private id = 0;
  private comparison: Comparison | null = null;
  private readonly readings = new Map<string, RecordReading>();

  constructor(
    private readonly uri: string,
    private readonly onReply: (reply: PreviewReply) => void,
  ) {}

  /** @returns the id that the replies will carry */
  request(wish: Omit<PreviewRequest, 'type' | 'id'>): number {
    this.waiting = { type: 'draw', id: ++this.id, ...wish };
    if (this.worker === undefined) void this.start();
    else this.send();
    return this.id;
  }

  /** Hands a recording over for all requests from the next on, or takes it away. */
  setRecord(key: string, reading: RecordReading | null): void {
    if (reading === null) this.readings.delete(key);
    else this.readings.set(key, reading);
    this.post({ type: 'record', key, reading });
  }

  /** Lays something under strips and beats from the next request on. */
  compare(comparison: Comparison | null): void {
    this.comparison = comparison;
    this.post({ type: 'compare', comparison });
  }

  private async start(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    try {
      const worker = await startBlobWorker(this.uri, 'ecgspec-preview');
      worker.onmessage = (event: MessageEvent<PreviewReply>) => this.onReply(event.data);
      worker.onerror = (event) => {
        worker.terminate();
        this.worker = undefined; // the next request starts a fresh one
        this.fail(`The preview stopped: ${event.message}. Change the text to start it again.`);
      };
      this.worker = worker;
      this.post({ type: 'compare', comparison: this.comparison });
      for (const [key, reading] of this.readings) this.post({ type: 'record', key, reading });
      this.send();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.starting = false;
    }
  }

  private send(): void {
    if (this.waiting !== undefined) this.post(this.waiting);
    this.waiting = undefined;
  }

  private post(message: ToPreview): void {
    this.worker?.postMessage(message);
  }

  private fail(message: string): void {
    this.onReply({ type: 'failed', id: this.id, message });
  }
}
