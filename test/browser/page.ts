import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { editorPage, type FromEditor, type ToEditor } from '../../src/protocol';
import { FakeHost } from './fakeHost';
import { THEMES, type ThemeName } from './themes';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};
export const NONCE = 'dGVzdA';

/** The text of the example that ships, with LF. */
export async function exampleText(): Promise<string> {
  return readFile(path.join(ROOT, 'examples', 'four-arrhythmias.ecgspec'), 'utf8');
}

/** The spec editor's page, open in a browser tab, and the host it talks to. */
export interface OpenEditor extends OpenPage {
  readonly host: FakeHost;
  /** Waits until everything in view is drawn as the text is now. */
  settled(): Promise<void>;
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** Folder of the built pages; by default dist/webview of the checkout. */
  readonly assets?: string;
  /** Before the page loads. */
  readonly prepare?: (host: FakeHost) => void;
}

export async function openEditor(
  browser: Browser,
  text: string,
  options: OpenOptions = {},
): Promise<OpenEditor> {
  const host = new FakeHost(text);
  options.prepare?.(host);
  const opened = await openPage(browser, {
    ...options,
    script: 'editor.js',
    html: (files) => editorPage({ nonce: NONCE, cspSource: files, asset: (name) => `${files}/${name}` }),
    receive: (message) => host.receive(message as FromEditor),
    connect: (page) => host.connect((message) => postTo(page, message)),
  });
  const { page, complaints } = opened;
  return {
    ...opened,
    host,
    async settled() {
      try {
        await page.waitForSelector('.strips[aria-busy="false"] .strip', { timeout: 30_000 });
      } catch (error) {
        const said = [...complaints, ...host.errors, await page.locator('.status-line').innerText()];
        throw new Error(`The strips were not drawn. ${said.join('\n')}`, { cause: error });
      }
    },
  };
}

/** One of the pages, open in a browser tab as VS Code shows it. */
export interface OpenPage {
  readonly page: Page;
  /** What the browser's console and the CSP complained of. */
  readonly complaints: string[];
  setTheme(theme: ThemeName): Promise<void>;
  close(): Promise<void>;
}

export interface PageSource {
  /** Its bundle in dist/webview. */
  readonly script: string;
  /** @param files origin that the page's own files come from */
  readonly html: (files: string) => string;
  readonly receive: (message: unknown) => Promise<void> | void;
  /** Before the page loads. */
  readonly connect: (page: Page) => void;
}

/** Opens a page of dist/webview under its content security policy, with VS Code's side of the border. */
export async function openPage(
  browser: Browser,
  options: PageSource & Omit<OpenOptions, 'prepare'>,
): Promise<OpenPage> {
  // VS Code serves a webview's page from another origin than its files; so do we.
  const folder =
    options.assets ?? path.join(process.env['ECGSPEC_DIST'] ?? path.join(ROOT, 'dist'), 'webview');
  if (!existsSync(path.join(folder, options.script))) {
    throw new Error('dist/webview has no pages; run "npm run build" first ("npm test" does).');
  }
  const assets = await listen((request, response) => serveAsset(folder, request, response));
  const html = options.html(originOf(assets));
  const pages = await listen((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  const complaints: string[] = [];
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    deviceScaleFactor: options.scale ?? 1,
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.exposeFunction('hostReceives', options.receive);
  await page.exposeFunction('hostHearsViolation', (text: string) => void complaints.push(text));
  options.connect(page);
  const theme = options.theme ?? 'dark';
  // What VS Code puts on a page before the page's own script runs.
  await page.addInitScript(setUpPage, { ...THEMES[theme] });
  await page.goto(originOf(pages));
  return {
    page,
    complaints,
    setTheme: (name) => page.evaluate(applyTheme, { ...THEMES[name] }),
    async close() {
      await context.close();
      for (const server of [assets, pages]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** Posts a message as VS Code does: the samples of a recording arrive as they were sent. */
async function postTo(page: Page, message: ToEditor): Promise<void> {
  if (message.type === 'lead') {
    await page.evaluate(
      ({ samples, ...lead }) => window.postMessage({ ...lead, samples: Float32Array.from(samples) }, '*'),
      { ...message, samples: [...message.samples] },
    );
    return;
  }
  if (message.type === 'model') {
    const { graph, ...model } = message.model;
    const coded = Buffer.from(graph).toString('base64');
    await page.evaluate(
      ({ coded, model }) => {
        const graph = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
        window.postMessage({ type: 'model', model: { ...model, graph } }, '*');
      },
      { coded, model },
    );
    return;
  }
  if (message.type !== 'record' || 'code' in message.reading) {
    await page.evaluate((data) => window.postMessage(data, '*'), message);
    return;
  }
  const { key, reading } = message;
  await page.evaluate(
    ({ key, rate, samples }) =>
      window.postMessage(
        { type: 'record', key, reading: { rate, samples: Float32Array.from(samples) } },
        '*',
      ),
    { key, rate: reading.rate, samples: [...reading.samples] },
  );
}

interface PageWindow {
  hostReceives(message: unknown): Promise<void>;
  hostHearsViolation(text: string): Promise<void>;
  acquireVsCodeApi: () => unknown;
}

function setUpPage(theme: { bodyClass: string; colors: Record<string, string> }): void {
  const host = window as unknown as PageWindow;
  document.addEventListener('securitypolicyviolation', (event) => {
    void host.hostHearsViolation(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
  });
  host.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void host.hostReceives(message),
    // Session storage outlives a reload, as VS Code's state of a page does.
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  const apply = (): void => {
    document.body.className = theme.bodyClass;
    for (const [name, value] of Object.entries(theme.colors)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
    document.documentElement.style.setProperty('--vscode-font-family', 'system-ui, sans-serif');
    document.documentElement.style.setProperty('--vscode-font-size', '13px');
  };
  new MutationObserver((_, observer) => {
    if (document.body === null) return;
    observer.disconnect();
    apply();
  }).observe(document, { childList: true, subtree: true });
}

function applyTheme(theme: { bodyClass: string; colors: Record<string, string> }): void {
  const { style } = document.documentElement;
  for (let i = style.length - 1; i >= 0; i--) {
    const name = style.item(i);
    if (name.startsWith('--vscode-') && !name.startsWith('--vscode-font')) style.removeProperty(name);
  }
  for (const [name, value] of Object.entries(theme.colors)) style.setProperty(`--vscode-${name}`, value);
  document.body.className = theme.bodyClass;
}

function serveAsset(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const name = path.normalize(decodeURIComponent((request.url ?? '/').slice(1)));
  const file = path.join(folder, name);
  response.setHeader('access-control-allow-origin', '*');
  if (name.startsWith('..') || !existsSync(file)) {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
  response.end(readFileSync(file));
}

async function listen(handle: RequestListener): Promise<Server> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
