import * as vscode from 'vscode';
import { readText, type SpecText } from '../../language';
import { parseSpec, type ParsedSpec, type Range } from '../../spec';

/** Specs in VS Code's text editors; the custom editor's page answers for itself. */
export const SELECTOR: vscode.DocumentSelector = { language: 'ecgspec' };

interface Known {
  readonly version: number;
  names?: SpecText;
  meaning?: ParsedSpec;
}

/** What was read from a document's present text; several features ask about the same text in a row. */
const known = new WeakMap<vscode.TextDocument, Known>();

function at(document: vscode.TextDocument): Known {
  let entry = known.get(document);
  if (entry?.version !== document.version) {
    entry = { version: document.version };
    known.set(document, entry);
  }
  return entry;
}

/** The names in a document's text. */
export function namesOf(document: vscode.TextDocument): SpecText {
  return (at(document).names ??= readText(document.getText()));
}

/** What a document's text means, and its problems. */
export function meaningOf(document: vscode.TextDocument): ParsedSpec {
  return (at(document).meaning ??= parseSpec(document.getText()));
}

export function toRange(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function toEdits(
  document: vscode.TextDocument,
  edits: readonly { readonly range: Range; readonly text: string }[],
): vscode.TextEdit[] {
  return edits.map(({ range, text }) => vscode.TextEdit.replace(toRange(document, range), text));
}
