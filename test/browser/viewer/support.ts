import type { Browser } from 'playwright-core';
import { ViewerSession, type ViewerActions } from '../../../src/extension/viewer/viewerSession';
import { buildPage, type FromViewer, type ToViewer } from '../../../src/protocol';
import type { Source } from '../../../src/viewer';
import { NONCE, openPage, type OpenOptions, type OpenPage } from '../page';

/** The viewer's page with the session that VS Code's side has; only VS Code itself is not there. */
export interface OpenViewer extends OpenPage {
  readonly session: ViewerSession;
  readonly received: FromViewer[];
  /** What the page, or the session, said that went wrong. */
  readonly errors: string[];
  /** Names of the actions that VS Code was asked for, with the rows that they are about. */
  readonly actions: [string, ...unknown[]][];
}

/** @param open as the extension's, which reads a set */
export async function openViewer(
  browser: Browser,
  open: () => Source,
  options: Omit<OpenOptions, 'prepare'> = {},
): Promise<OpenViewer> {
  const received: FromViewer[] = [];
  const errors: string[] = [];
  const done: [string, ...unknown[]][] = [];
  let post: (message: ToViewer) => void = () => undefined;
  const actions: ViewerActions = {
    openSpec: async (_source, _table, row) => void done.push(['openSpec', row]),
    exportRows: async (kind, _source, _table, rows) => void done.push([kind, [...rows]]),
    openText: async () => void done.push(['openText']),
  };
  const session = new ViewerSession(
    open,
    (message) => post(message),
    actions,
    (message) => errors.push(message),
    true,
  );
  const opened = await openPage(browser, {
    ...options,
    script: 'viewer.js',
    html: (files) =>
      buildPage({
        ...{ title: 'Data set', nonce: NONCE, cspSource: files },
        ...{ script: `${files}/viewer.js`, styles: [`${files}/viewer.css`] },
      }),
    receive: (message) => {
      received.push(message as FromViewer);
      session.receive(message as FromViewer).catch((error: unknown) => errors.push(String(error)));
    },
    connect: (page) => {
      // One after the other, as VS Code delivers them.
      let last: Promise<unknown> = Promise.resolve();
      post = (message) => {
        last = last
          .then(() => page.evaluate((data) => window.postMessage(data, '*'), message))
          .catch(() => undefined);
      };
    },
  });
  return {
    ...opened,
    ...{ session, received, errors, actions: done },
    async close() {
      session.dispose();
      await opened.close();
    },
  };
}
