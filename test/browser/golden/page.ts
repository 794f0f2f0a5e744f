import { startBlobWorker } from '../../../src/webview/shared/blobWorker';
import { type Answer, PATHS } from './messages';

/** Has a worker, started as the editor starts its own, make the strips, and tells the server what came of it. */
async function main(): Promise<Omit<Answer, 'browser'>> {
  const texts: unknown = await (await fetch(PATHS.texts)).json();
  const worker = await startBlobWorker(PATHS.worker, 'golden');
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Omit<Answer, 'browser'>>) => resolve(data);
    worker.onerror = (event) => resolve({ error: `The worker failed: ${event.message}` });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      resolve({ error: `CSP: ${violatedDirective} ${blockedURI}` }),
    );
    worker.postMessage(texts);
  });
}

main()
  .catch((error: unknown) => ({ error: String(error) }))
  .then((outcome) =>
    fetch(PATHS.answer, {
      method: 'POST',
      body: JSON.stringify({ browser: navigator.userAgent, ...outcome }),
    }),
  );
