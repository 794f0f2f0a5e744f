#!/usr/bin/env node
// Stands in for the desktop VS Code where `@vscode/test-electron` starts one: takes the same arguments, opens the same
// folder with the same extension and suite in VS Code's server and a headless Chromium, and exits as the suite does.
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { launchChromium } from './chromium.mjs';
import { ROOT } from './paths.mjs';
import { Trouble, script } from './process.mjs';
import { startServer } from './server.mjs';

const LIMIT_MINUTES = 12;
const RESULTS = path.join(ROOT, 'test-results');
const LOG = path.join(RESULTS, 'vscode.log');
/** What the workbench says in every run in the way of console.log, in which tests report as well. */
const NOISE =
  /^(Creating a socket|Resolv(ing|ed) connection token|\[reconnection|\[Service Worker\]|Updating additional builtin|Ignoring fetching additional builtin)/;

script(async () => {
  const options = parse(process.argv.slice(2));
  const data = mkdtempSync(path.join(os.tmpdir(), 'ecgspec-vscode-'));
  let server;
  let browser;
  try {
    [server, browser] = await Promise.all([
      startServer({ data, env: process.env, settings: { 'terminal.integrated.gpuAcceleration': 'off' } }),
      launchChromium(),
    ]);
    return await runSuite(server, browser, options);
  } finally {
    await browser?.close();
    await server?.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
});

function parse(args) {
  const value = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const extension = value('extensionDevelopmentPath');
  const tests = value('extensionTestsPath');
  const folder = args.find((arg) => !arg.startsWith('-'));
  if (!extension || !tests || !folder) {
    throw new Trouble(
      'The stand-in for VS Code wants --extensionDevelopmentPath, --extensionTestsPath and a folder.',
    );
  }
  return { extension, tests, folder };
}

/** @returns {Promise<number>} the suite's exit code */
async function runSuite(server, browser, { extension, tests, folder }) {
  mkdirSync(RESULTS, { recursive: true });
  const log = createWriteStream(LOG);
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  const finished = new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Trouble(`The suite in VS Code did not end within ${LIMIT_MINUTES} minutes.`)),
      LIMIT_MINUTES * 60_000,
    );
    limit.unref();
    void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
    // Tests report with console.log. All else is VS Code talking to itself, of interest only when something fails.
    void page.exposeFunction('codeAutomationLog', (type, args) => {
      const text = format(...args);
      if ((type === 'log' || type === 'info') && !NOISE.test(text)) console.log(text);
      else log.write(`${type}: ${text}\n`);
    });
    page.on('crash', () => reject(new Trouble("Chromium's page with VS Code crashed.")));
    server.ended.then((code) => reject(new Trouble(`The VS Code server ended by itself with ${code}.`)));
  });
  finished.catch(() => {});
  await page.goto(
    server.url(folder, [
      ['extensionDevelopmentPath', server.file(extension)],
      ['extensionTestsPath', server.file(tests)],
    ]),
  );
  let code = 1;
  try {
    code = await finished;
    return code;
  } finally {
    if (code !== 0) {
      await page.screenshot({ path: path.join(RESULTS, 'vscode.png') }).catch(() => {});
      console.error(`VS Code's own log is ${LOG}, a picture of it lies beside it.`);
    }
    log.end();
  }
}
