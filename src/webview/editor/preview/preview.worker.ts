import './workerLocation';
import { buffersOf, previewReplies } from './previewJob';
import type { Comparison } from './comparison';
import type { RecordReading } from '../../../records';
import type { PreviewReply, PreviewRequest, ToPreview } from './previewMessages';

// tsconfig.web.json describes a page; of a worker's own scope only these two are used.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToPreview>) => void) | null;
  postMessage(reply: PreviewReply, transfer: Transferable[]): void;
};

let next: PreviewRequest | undefined;
let working = false;
/** Ends the pause that the work is in. */
let wake: (() => void) | undefined;

let comparison: Comparison | null = null;
const readings = new Map<string, RecordReading>();

scope.onmessage = ({ data }) => {
  if (data.type === 'record') {
    if (data.reading === null) readings.delete(data.key);
    else readings.set(data.key, data.reading);
    return;
  }
  if (data.type === 'compare') {
    comparison = data.comparison;
    return;
  }
  next = data;
  wake?.();
  if (!working) void work();
};

/** Works until nothing is asked any more; a newer request ends an older one between two replies. */
async function work(): Promise<void> {
  working = true;
  for (let request = next; request !== undefined; request = next) {
    next = undefined;
    try {
      for (const reply of previewReplies(request, readings, comparison)) {
        scope.postMessage(reply, buffersOf(reply));
        // While typing never stops, strips in view must still follow it: only what comes after them is dropped.
        if (reply.type === 'parsed') continue;
        await (reply.type === 'drawn' ? pause() : turn());
        if (next !== undefined) break;
      }
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const failed: PreviewReply = { type: 'failed', id: request.id, message };
      scope.postMessage(stack === undefined ? failed : { ...failed, stack }, []);
    }
  }
  working = false;
}

/** Strips are held against their invariants once nobody has typed for so long, ms. */
const PAUSE = 300;

/** A new request ends it: who types on must not wait for what was to come after the last strips. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

const channel = new MessageChannel();

/** Resolves after the messages that have already arrived. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });
}
