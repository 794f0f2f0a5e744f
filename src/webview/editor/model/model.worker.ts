import * as ort from 'onnxruntime-web/wasm';
import type { FromModelWorker, ToModelWorker } from './modelMessages';

// tsconfig.web.json describes a page; of a worker's own scope only these two are used.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToModelWorker>) => void) | null;
  postMessage(reply: FromModelWorker): void;
};

let session: ort.InferenceSession | undefined;

scope.onmessage = ({ data }) => {
  (data.type === 'open' ? open(data.runtime, data.graph) : read(data.samples)).then(
    (reply) => scope.postMessage(reply),
    (error: unknown) =>
      scope.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
};

async function open(runtime: ArrayBuffer, graph: Uint8Array): Promise<FromModelWorker> {
  ort.env.wasm.wasmBinary = runtime;
  // More would ask for memory that pages share, which VS Code's have not; and drawing strips needs a core as well.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  session = await ort.InferenceSession.create(graph, { executionProviders: ['wasm'] });
  return { type: 'opened' };
}

async function read(samples: Float32Array): Promise<FromModelWorker> {
  const strip = new ort.Tensor('float32', samples, [1, samples.length]);
  const { probabilities } = await session!.run({ strip }, ['probabilities']);
  const found = probabilities?.data;
  if (!(found instanceof Float32Array)) throw new Error('the model gives no probabilities');
  return { type: 'probabilities', probabilities: found };
}
