import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleFile, PAGE, WORKER } from '../../../scripts/lib/bundle.mjs';
import { buildPage } from '../../../src/protocol';
import { type Answer, PATHS } from './messages';

/** A page that makes strips in whichever browser opens it, and hears what came of it. */
export interface GoldenServer {
  readonly url: string;
  /** Resolves with the next browser's answer. */
  answer(): Promise<Answer>;
  close(): void;
}

/** Serves a page with a webview's content security policy, of the present sources. */
export async function serveGolden(texts: Readonly<Record<string, string>>): Promise<GoldenServer> {
  const files = await bundled();
  let hear: (answer: Answer) => void = () => undefined;
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const file = files[url];
    if (file !== undefined) response.setHeader('content-type', 'text/javascript').end(file);
    else if (url === PATHS.texts) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(texts));
    } else if (url === PATHS.answer) {
      void bodyOf(request).then((body) => {
        response.end();
        hear(JSON.parse(body) as Answer);
      });
    } else if (url === '/') {
      const page = buildPage({
        title: 'Golden strips',
        nonce: 'dGVzdA',
        cspSource: origin(),
        script: PATHS.script,
        styles: [],
        webAssembly: true,
      });
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    } else response.writeHead(404).end();
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${origin()}/`,
    answer: () => new Promise((resolve) => (hear = resolve)),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundled(): Promise<Record<string, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecgspec-golden-'));
  const file = (name: string): string => path.join(folder, name);
  try {
    await bundleFile(PAGE, 'test/browser/golden/page.ts', file('page.js'));
    await bundleFile(WORKER, 'test/browser/golden/worker.ts', file('worker.js'));
    return {
      [PATHS.script]: readFileSync(file('page.js'), 'utf8'),
      [PATHS.worker]: readFileSync(file('worker.js'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) body += part as string;
  return body;
}
