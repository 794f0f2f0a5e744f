import { posix } from 'node:path';
import * as vscode from 'vscode';

/** Nobody looks through a longer list. */
const MOST = 200;

/** The recordings in the open folders, by their paths from the folder of a spec: the nearest first. */
export async function recordingsNear(spec: vscode.Uri): Promise<string[]> {
  if (spec.scheme === 'untitled') return [];
  const folder = posix.dirname(spec.path);
  const found = await findAll();
  const steps = (path: string): number => path.split('/').length;
  return (
    found
      .filter(({ scheme, authority }) => scheme === spec.scheme && authority === spec.authority)
      .map(({ path }) => posix.relative(folder, path))
      // The shards of a data set are no recordings of noise.
      .filter((path) => !/(^|\/)(train|validation)-\d{5,}\.\w+\.npy$/.test(path))
      .sort((a, b) => steps(a) - steps(b) || (a < b ? -1 : 1))
  );
}

async function findAll(): Promise<vscode.Uri[]> {
  try {
    return await vscode.workspace.findFiles('**/*.{hea,npy}', '**/node_modules/**', MOST);
  } catch {
    // Not every file system can be searched; then a path is typed.
    return [];
  }
}
