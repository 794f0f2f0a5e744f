import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TrainingError } from './errors';
import { plotlySource } from './plotlySource';
import { parseReport } from './report';
import { reportPage } from './reportPage';

/**
 * Turns `report.json` in a folder into `report.html` beside it, complete or not at all.
 * @returns the page's path
 * @throws TrainingError when the report cannot be read or the page not written
 */
export async function writeReportPage(folder: string): Promise<string> {
  const source = path.join(folder, 'report.json');
  let text: string;
  try {
    text = await readFile(source, 'utf8');
  } catch (error) {
    throw new TrainingError(`${source} cannot be read (${(error as Error).message}); run evaluate again.`);
  }
  const page = path.join(folder, 'report.html');
  const partial = `${page}.partial`;
  try {
    await writeFile(partial, reportPage(parseReport(text), await plotlySource()));
    await rename(partial, page);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof TrainingError) throw error;
    throw new TrainingError(`${page} cannot be written (${(error as Error).message}).`);
  }
  return page;
}
