import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchChromium } from '../../scripts/lib/chromium.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASSETS = path.join(ROOT, 'dist', 'webview');
const RESULTS = path.join(ROOT, 'test-results');

export type Theme = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast' | 'vscode-high-contrast-light';

/** What the host gives a page's HTML: the arguments of `editorPage` and `buildPage` in src/protocol. */
export interface PageParts {
  readonly nonce: string;
  readonly cspSource: string;
  readonly asset: (name: string) => string;
}

export interface OpenOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What `getState` returns on the first load. */
  readonly state?: unknown;
}

type Message = { readonly type: string };
type OfType<M extends Message, T extends M['type']> = Extract<M, { type: T }>;

/** A page of dist/webview in a real browser, and the host's side of its messages. */
export interface HostedPage<In extends Message, Out extends Message> {
  readonly page: Page;
  /** Every message the page has sent since it was opened. */
  readonly sent: readonly Out[];
  /** Uncaught errors, console errors and breaches of the Content-Security-Policy. */
  readonly errors: readonly string[];
  /** Posts a message as VS Code would. */
  send(message: In): Promise<void>;
  /** The first message of `type` that no earlier call has returned; waits for it. Rejects after `timeout` ms. */
  next<T extends Out['type']>(type: T, timeout?: number): Promise<OfType<Out, T>>;
  /** Changes the theme of the running page, as VS Code does. */
  setTheme(theme: Theme): Promise<void>;
  /** What the page has put into `setState`. */
  state(): Promise<unknown>;
  /** Puts a picture into test-results/ and returns its path. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens pages as VS Code's webviews do: from one origin, with their files, under the strict CSP, from another. */
export interface Host {
  open<In extends Message, Out extends Message>(
    html: (parts: PageParts) => string,
    options?: OpenOptions,
  ): Promise<HostedPage<In, Out>>;
}

/**
 * Starts a browser before the tests of this `describe` (or file) and ends it after them. Pages are closed after each
 * test; a picture is kept of those of a test that fails.
 */
export function useHost(): Host {
  let browser: Browser | undefined;
  let assets: Server | undefined;
  let pages: Server | undefined;
  const served = new Map<string, string>();
  let open: HostedPage<Message, Message>[] = [];
  let opened = 0;

  beforeAll(async () => {
    if (!existsSync(path.join(ASSETS, 'editor.js'))) {
      throw new Error('dist/webview has no pages; run "npm run build" first ("npm test" does).');
    }
    assets = await listen(createServer((request, response) => serveAsset(request.url ?? '/', response)));
    pages = await listen(
      createServer((request, response) => {
        const html = served.get(request.url ?? '');
        response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(html);
      }),
    );
    browser = await launchChromium();
  });
  afterEach(async ({ task }) => {
    const closing = open;
    open = [];
    for (const [i, page] of closing.entries()) {
      if (task.result?.state === 'fail')
        await page.screenshot(`failed-${task.name}-${i}`).catch(() => undefined);
      await page.close();
    }
  });
  afterAll(async () => {
    await browser?.close();
    for (const server of [assets, pages]) {
      server?.closeAllConnections();
      server?.close();
    }
  });

  return {
    async open<In extends Message, Out extends Message>(
      html: (parts: PageParts) => string,
      options: OpenOptions = {},
    ): Promise<HostedPage<In, Out>> {
      if (!browser || !assets || !pages) throw new Error('Pages are opened within tests and hooks only.');
      const cspSource = origin(assets);
      const parts = {
        nonce: `test-nonce-${opened}`,
        cspSource,
        asset: (name: string) => `${cspSource}/${name}`,
      };
      const address = `/${opened++}.html`;
      served.set(address, themed(html(parts), options.theme ?? 'vscode-dark'));
      const page = await openPage<In, Out>(browser, `${origin(pages)}${address}`, options);
      open.push(page as unknown as HostedPage<Message, Message>);
      return page;
    },
  };
}

async function openPage<In extends Message, Out extends Message>(
  browser: Browser,
  url: string,
  options: OpenOptions,
): Promise<HostedPage<In, Out>> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
  });
  const page = await context.newPage();
  const sent: Out[] = [];
  const errors: string[] = [];
  const returned = new Set<Out>();
  let wake = (): void => {};

  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.exposeFunction('__toHost', (message: Out) => {
    sent.push(message);
    wake();
  });
  await page.addInitScript(
    offerVsCodeApi,
    options.state === undefined ? null : JSON.stringify(options.state),
  );
  await page.goto(url);

  return {
    page,
    sent,
    errors,
    send: (message) => page.evaluate((data) => window.postMessage(data, '*'), message as unknown as object),
    async next<T extends Out['type']>(type: T, timeout = 15_000): Promise<OfType<Out, T>> {
      const deadline = Date.now() + timeout;
      for (;;) {
        const found = sent.find((message) => message.type === type && !returned.has(message));
        if (found) {
          returned.add(found);
          return found as OfType<Out, T>;
        }
        const left = deadline - Date.now();
        if (left <= 0) {
          const got = sent.map((message) => message.type).join(', ') || 'nothing';
          throw new Error(
            `No message "${type}" within ${timeout} ms; the page sent ${got}. ${errors.join('\n')}`,
          );
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, left);
        });
      }
    },
    setTheme: (theme) =>
      page.evaluate(
        ([name, variables]) => {
          document.body.className = name;
          document.body.dataset['vscodeThemeKind'] = name;
          document.documentElement.setAttribute('style', variables);
        },
        [theme, variablesOf(theme)] as const,
      ),
    state: () => page.evaluate(() => JSON.parse(sessionStorage.getItem('vscode-state') ?? 'null') as unknown),
    async screenshot(name) {
      mkdirSync(RESULTS, { recursive: true });
      const file = path.join(RESULTS, `${name.replace(/[^\w-]+/g, '-').slice(0, 100)}.png`);
      await page.screenshot({ path: file });
      return file;
    },
    close: () => context.close(),
  };
}

/** Runs in the page before its own script: what VS Code puts there. State outlives a reload, as it does in VS Code. */
function offerVsCodeApi(firstState: string | null): void {
  const scope = window as unknown as Record<string, unknown>;
  if (firstState !== null && sessionStorage.getItem('vscode-state') === null) {
    sessionStorage.setItem('vscode-state', firstState);
  }
  let acquired = false;
  scope['acquireVsCodeApi'] = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return {
      postMessage: (message: unknown) => {
        // VS Code sends a structured clone; what cannot be cloned must fail here too.
        void (scope['__toHost'] as (message: unknown) => void)(structuredClone(message));
      },
      getState: () => JSON.parse(sessionStorage.getItem('vscode-state') ?? 'null') ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem('vscode-state', JSON.stringify(state)),
    };
  };
}

function themed(html: string, theme: Theme): string {
  return html
    .replace('<html', `<html style="${variablesOf(theme)}"`)
    .replace('<body', `<body class="${theme}" data-vscode-theme-kind="${theme}"`);
}

/** The colours of VS Code's own default themes that the pages use. */
function variablesOf(theme: Theme): string {
  const [background, foreground, border, accent] = {
    'vscode-light': ['#ffffff', '#3b3b3b', '#e5e5e5', '#005fb8'],
    'vscode-dark': ['#1f1f1f', '#cccccc', '#2b2b2b', '#0078d4'],
    'vscode-high-contrast': ['#000000', '#ffffff', '#6fc3df', '#f38518'],
    'vscode-high-contrast-light': ['#ffffff', '#292929', '#0f4a85', '#006bbd'],
  }[theme] as [string, string, string, string];
  const highContrast = theme.startsWith('vscode-high-contrast');
  const variables: Record<string, string> = {
    'editor-background': background,
    'editor-foreground': foreground,
    foreground,
    'font-family': 'sans-serif',
    'font-size': '13px',
    'editor-font-family': 'monospace',
    'editor-font-size': '14px',
    'panel-border': border,
    'widget-border': border,
    focusBorder: accent,
    'button-background': highContrast ? background : accent,
    'button-foreground': highContrast ? foreground : '#ffffff',
    errorForeground: '#f85149',
    descriptionForeground: foreground,
    'textLink-foreground': accent,
    'charts-red': '#f14c4c',
    'charts-blue': '#3794ff',
    'charts-green': '#89d185',
    'charts-orange': '#d18616',
    'charts-purple': '#b180d7',
    'charts-yellow': '#cca700',
    ...(highContrast ? { contrastBorder: border, contrastActiveBorder: accent } : {}),
  };
  return Object.entries(variables)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
}

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

function serveAsset(url: string, response: import('node:http').ServerResponse): void {
  const name = path
    .normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname))
    .replace(/^[\\/]+/, '');
  const file = path.join(ASSETS, name);
  if (name.startsWith('..') || !existsSync(file)) {
    response.writeHead(404, { 'access-control-allow-origin': '*' });
    response.end();
    return;
  }
  // VS Code answers with the same header: pages are of another origin than their files.
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'access-control-allow-origin': '*',
  });
  response.end(readFileSync(file));
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

const origin = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
