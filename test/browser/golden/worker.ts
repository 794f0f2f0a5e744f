import '../../../src/webview/editor/preview/workerLocation';
import { digestsOf } from '../../golden/digests';

// tsconfig.web.json describes a page; of a worker's own scope only these two are used.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Record<string, string>>) => void) | null;
  postMessage(reply: object): void;
};

scope.onmessage = ({ data }) => {
  digestsOf(data).then(
    (digests) => scope.postMessage({ digests }),
    (error: unknown) => scope.postMessage({ error: String(error) }),
  );
};
