import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TrainingError } from './errors';
import { plotlySource } from './plotlySource';
import { realismPage } from './realism/page';
import { parseRealism } from './realism/report';
import { parseReport } from './report';
import { reportPage } from './reportPage';

/** What the trainer's jobs write as JSON, and the pages that are made of it. */
const PAGES = {
  report: {
    command: 'evaluate',
    page: (text: string, plotly: string) => reportPage(parseReport(text), plotly),
  },
  realism: {
    command: 'realism',
    page: (text: string, plotly: string) => realismPage(parseRealism(text), plotly),
  },
};

export type ReportName = keyof typeof PAGES;

/**
 * Turns `report.json` or `realism.json` in a folder into the page of the same name beside it, complete or not at all.
 * @returns the page's path
 * @throws TrainingError when the report cannot be read or the page not written
 */
export async function writeReportPage(folder: string, name: ReportName): Promise<string> {
  const source = path.join(folder, `${name}.json`);
  let text: string;
  try {
    text = await readFile(source, 'utf8');
  } catch (error) {
    throw new TrainingError(
      `${source} cannot be read (${(error as Error).message}); run ${PAGES[name].command} again.`,
    );
  }
  const page = path.join(folder, `${name}.html`);
  const partial = `${page}.partial`;
  try {
    await writeFile(partial, PAGES[name].page(text, await plotlySource()));
    await rename(partial, page);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof TrainingError) throw error;
    throw new TrainingError(`${page} cannot be written (${(error as Error).message}).`);
  }
  return page;
}
