import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** The copy of the spec that every generated set has. */
const SPEC_FILE = 'spec.ecgspec';
/** How many specs of the workspace are compared with it. */
const MOST_SPECS = 200;

/**
 * The spec that a set was made from: one of the workspace that says the very same, whose recordings lie beside it; else the
 * copy in the set's folder. Of a spec that is open counts what its editor holds, since that is what would be drawn.
 */
export async function specOf(folder: vscode.Uri): Promise<vscode.Uri> {
  const copy = vscode.Uri.joinPath(folder, SPEC_FILE);
  const wanted = digest(await vscode.workspace.fs.readFile(copy));
  const found = await vscode.workspace.findFiles('**/*.ecgspec', '**/node_modules/**', MOST_SPECS);
  for (const uri of found.sort((a, b) => a.path.length - b.path.length)) {
    // The copy of another set is no better than this one's.
    if (path.posix.basename(uri.path) === SPEC_FILE) continue;
    try {
      if (digest(await bytesOf(uri)) === wanted) return uri;
    } catch {
      // Gone, or not to be read: not the one.
    }
  }
  return copy;
}

async function bytesOf(uri: vscode.Uri): Promise<Uint8Array> {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return open?.isDirty === true
    ? new TextEncoder().encode(open.getText())
    : vscode.workspace.fs.readFile(uri);
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
