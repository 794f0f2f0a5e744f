#!/usr/bin/env node
// Makes the pictures that the project shows of itself: the icon from its drawing, the README's from a real VS Code, and
// the guide's from its own examples, by the command line.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NODE, bundleFile } from './lib/bundle.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { readGuide } from './lib/guide.mjs';
import { ensureModules } from './lib/install.mjs';
import { EXAMPLES, FIRST_EXAMPLE, ROOT } from './lib/paths.mjs';
import { Trouble, requireNode, run, say, script } from './lib/process.mjs';
import { startServer } from './lib/server.mjs';
import { linkExtension } from './lib/vscode.mjs';

const HELP = `Usage: node scripts/pictures.mjs [icon] [editor] [viewer] [language]
  icon      media/icon.png from media/icon.svg
  editor    docs/pictures/editor-*.png: the example in VS Code, light, dark and high contrast
  viewer    docs/pictures/viewer.png: a data set of the example in VS Code
  language  docs/pictures/language/*.svg: the examples of docs/language.md
Without a name: all.`;

const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
};
const VIEWPORT = { width: 1440, height: 900 };

/** What can be made, by name. */
const PICTURES = { icon, editor: editorPictures, viewer: viewerPicture, language: languagePictures };

async function main() {
  requireNode();
  const names = process.argv.slice(2);
  if (names.includes('--help')) return void console.log(HELP);
  const unknown = names.find((name) => !(name in PICTURES));
  if (unknown !== undefined) throw new Trouble(`There is no picture "${unknown}".\n${HELP}`);
  await ensureModules();
  let launched;
  const browser = () => (launched ??= launchChromium());
  try {
    for (const name of names.length > 0 ? names : Object.keys(PICTURES)) await PICTURES[name](browser);
  } finally {
    await (await launched)?.close();
  }
  return 0;
}

/** Has the command line draw each example of the guide as the comment beside its picture says. */
async function languagePictures() {
  const folder = path.join(ROOT, 'docs', 'pictures', 'language');
  const work = mkdtempSync(path.join(os.tmpdir(), 'ecgspec-guide-'));
  const cli = await bundleFile(NODE, 'src/cli/index.ts', path.join(work, 'cli.js'));
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(EXAMPLES, 'noise'), path.join(work, 'noise'), { recursive: true });
  const made = new Set();
  try {
    for (const { spec, pictures } of readGuide(
      readFileSync(path.join(ROOT, 'docs', 'language.md'), 'utf8'),
    )) {
      const text = path.join(work, 'example.ecgspec');
      writeFileSync(text, spec);
      for (const { file, args } of pictures) {
        if (made.has(file)) throw new Trouble(`Two pictures of the guide are called ${file}.`);
        made.add(file);
        const render = [cli, 'render', text, ...args, '--out', path.join(folder, file)];
        await run(process.execPath, render, { quiet: true });
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  for (const file of readdirSync(folder)) if (!made.has(file)) rmSync(path.join(folder, file));
  say(`Made ${made.size} pictures in ${path.relative(ROOT, folder)}.`);
}

/** VS Code shows icons at 128 px, and at twice as many pixels on dense screens. */
async function icon(browser) {
  const page = await (await browser()).newPage({ viewport: { width: 256, height: 256 } });
  const svg = readFileSync(path.join(ROOT, 'media', 'icon.svg'), 'utf8');
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: path.join(ROOT, 'media', 'icon.png'), omitBackground: true });
  await page.close();
  say('Made media/icon.png.');
}

async function editorPictures(browser) {
  await run(process.execPath, [path.join(ROOT, 'scripts', 'build.mjs')]);
  const folder = path.join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  for (const [name, theme] of Object.entries(THEMES)) {
    await inVsCode(browser, theme, async (page) => {
      const file = path.join(folder, `editor-${name}.png`);
      const strips = page
        .frameLocator('iframe.webview.ready')
        .frameLocator('#active-frame')
        .locator('.strip ecg-trace');
      await strips.nth(4).waitFor({ timeout: 60_000 });
      // The last strip is there before its last beat is inline; nothing in the page says when all are.
      await page.waitForTimeout(1500);
      await page.screenshot({ path: file });
      say(`Made ${path.relative(ROOT, file)}.`);
    });
  }
}

/** A small set of the example, its first strip of atrial fibrillation chosen. */
async function viewerPicture(browser) {
  await run(process.execPath, [path.join(ROOT, 'scripts', 'build.mjs')]);
  const spec = path.basename(FIRST_EXAMPLE);
  const generate = async (workspace) => {
    const args = ['generate', path.join(workspace, spec), '--strips', '400'];
    await run(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), ...args], { quiet: true });
    return path.join(spec.replace('.ecgspec', '-dataset'), 'manifest.json');
  };
  await inVsCode(
    browser,
    THEMES.light,
    async (page) => {
      const viewer = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
      await viewer.locator('[role=row]', { hasText: 'AFLT' }).first().click({ timeout: 60_000 });
      await viewer.locator('svg').first().waitFor();
      await page.waitForTimeout(500);
      const file = path.join(ROOT, 'docs', 'pictures', 'viewer.png');
      await page.screenshot({ path: file });
      say(`Made ${path.relative(ROOT, file)}.`);
    },
    generate,
  );
}

/**
 * Opens the example in a fresh VS Code with this theme, does `work`, and ends it.
 * @param prepare makes what is opened in place of the example, and returns its path in the workspace
 */
async function inVsCode(browser, theme, work, prepare) {
  const data = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'ecgspec-pictures-')));
  const workspace = path.join(data, 'examples');
  cpSync(EXAMPLES, workspace, { recursive: true });
  linkExtension(path.join(data, 'ext'));
  const server = await startServer({
    data,
    settings: {
      'workbench.colorTheme': theme,
      'window.autoDetectColorScheme': false,
      'workbench.activityBar.location': 'default',
      'window.commandCenter': false,
      'workbench.layoutControl.enabled': false,
    },
  });
  const page = await (await browser()).newPage({ viewport: VIEWPORT, deviceScaleFactor: 1 });
  try {
    const opened = (await prepare?.(workspace)) ?? path.basename(FIRST_EXAMPLE);
    await page.goto(server.url(workspace));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    const rowOf = (name) => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    await rowOf(path.basename(FIRST_EXAMPLE)).waitFor();
    await knowsExtension(page);
    const [folder] = opened.split(path.sep);
    if (folder !== opened) await rowOf(folder).click();
    await rowOf(path.basename(opened)).dblclick();
    await work(page);
  } finally {
    await page.close();
    await server.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits until VS Code has read the extension's manifest; a file opened earlier gets the plain text editor. */
async function knowsExtension(page) {
  const title = 'ECG Spec: New Spec from Example';
  for (let tries = 0; tries < 20; tries++) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input[type=text]').fill(`>${title}`);
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    const found = await row.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    await page.keyboard.press('Escape');
    if (found) return;
  }
  throw new Trouble('VS Code does not know the extension; does dist/ exist?');
}

script(main);
