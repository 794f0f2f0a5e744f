import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { installExtension, startServer, type Server } from '../../../scripts/lib/server.mjs';
import { linkExtension } from '../../../scripts/lib/vscode.mjs';

export { ROOT };
const RESULTS = path.join(ROOT, 'test-results');

export interface WorkbenchOptions {
  /** User settings on top of the harness's. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Install the .vsix that `npm run package` made, in place of linking the checkout. */
  readonly packaged?: boolean;
  /** Files put into the workspace beside the examples: their text by relative path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A real VS Code in a real browser, on a fresh copy of examples/, with what a person does in it. */
export interface Workbench {
  readonly page: Page;
  /** Folder that is open, on disk. */
  readonly workspace: string;
  /** Runs a command from the palette by its title, as in "ECG Spec: Generate Dataset". */
  command(title: string): Promise<void>;
  /** Opens a file of the workspace by name, and waits until its tab is there. */
  open(name: string): Promise<void>;
  /** The page inside the active custom editor or panel. */
  webview(): FrameLocator;
  /** A tab of the editor area, by the file's name. */
  tab(name: string): Locator;
  /** Whether a tab says that its file is not saved. */
  isDirty(name: string): Promise<boolean>;
  /** Texts of the notifications that are shown. */
  notifications(): Promise<string[]>;
  /** Text of the visible terminal, as far as it is on the screen. */
  terminal(): Promise<string>;
  /** Puts a picture into test-results/ and returns its path. */
  screenshot(name: string): Promise<string>;
}

/** Starts a workbench; the caller closes it. */
export async function startWorkbench(
  options: WorkbenchOptions = {},
): Promise<Workbench & { close(): Promise<void> }> {
  const data = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'ecgspec-e2e-')));
  const workspace = path.join(data, 'workspace');
  copyExamples(workspace, options.files ?? {});
  if (options.packaged) await installExtension(data, newestPackage());
  else linkExtension(path.join(data, 'ext'));
  let server: Server | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    [server, browser] = await Promise.all([
      startServer({
        data,
        settings: { 'terminal.integrated.gpuAcceleration': 'off', ...options.settings },
      }),
      launchChromium(),
    ]);
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(server.url(workspace));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    // The workbench is up when the folder's files are listed; before that, keys go nowhere.
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    const workbench = drive(page, workspace);
    await extensionKnown(workbench);
    return { ...workbench, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function newestPackage(): string {
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = path.join(ROOT, `${name}-${version}.vsix`);
  if (!existsSync(file))
    throw new Error(`${file} is missing; run "npm run package" first ("npm test" does).`);
  return file;
}

function copyExamples(workspace: string, files: Readonly<Record<string, string>>): void {
  const examples = path.join(ROOT, 'examples');
  if (existsSync(examples)) cpSync(examples, workspace, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(workspace, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function drive(page: Page, workspace: string): Workbench {
  const input = page.locator('.quick-input-widget input[type=text]');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const tab = (name: string): Locator => page.locator('.tabs-container .tab', { hasText: name });

  /** Fills the quick input that `key` opens and picks the row with exactly this label. */
  async function pick(key: string, text: string, label: string): Promise<void> {
    const row = rows.filter({ has: page.locator('.label-name', { hasText: exactly(label) }) }).first();
    // A workbench that is still starting may write its own prefix over the text, or take the focus away.
    for (let tries = 3; ; tries--) {
      if (!(await input.isVisible())) await page.keyboard.press(key);
      await input.waitFor();
      await input.fill(text);
      try {
        await row.click({ timeout: 8000 });
        break;
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
    // Not the input: a command may open the next question in it at once.
    await row.waitFor({ state: 'hidden' });
  }

  return {
    page,
    workspace,
    command: (title) => pick('F1', `>${title}`, title),
    async open(name) {
      await pick('Control+P', name, path.basename(name));
      await tab(path.basename(name)).first().waitFor();
    },
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'),
    tab,
    isDirty: async (name) => /\bdirty\b/.test((await tab(name).first().getAttribute('class')) ?? ''),
    notifications: () => page.locator('.notification-list-item-message').allInnerTexts(),
    async terminal() {
      const lines = await page.locator('.terminal-wrapper.active .xterm-rows').allInnerTexts();
      return lines.join('\n').replaceAll('\u00a0', ' ');
    },
    async screenshot(name) {
      mkdirSync(RESULTS, { recursive: true });
      const file = path.join(RESULTS, `${name.replace(/[^\w-]+/g, '-').slice(0, 100)}.png`);
      await page.screenshot({ path: file });
      return file;
    },
  };
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

/** Waits until VS Code has read the extension's manifest: its command is then in the palette. */
async function extensionKnown({ page }: Workbench): Promise<void> {
  const title = 'ECG Spec: New Spec from Example';
  const input = page.locator('.quick-input-widget input[type=text]');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title });
  const deadline = Date.now() + 60_000;
  for (;;) {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`);
    const found = await row
      .first()
      .waitFor({ timeout: 3000 })
      .then(() => true)
      .catch(() => false);
    await page.keyboard.press('Escape');
    if (found) return;
    if (Date.now() > deadline) throw new Error(`"${title}" did not appear in the palette within a minute.`);
  }
}
