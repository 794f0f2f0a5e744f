import type * as vscode from 'vscode';
import { judgeRecords, type Judged } from '../../records';
import { recordUses, type ParsedSpec } from '../../spec';
import type { RecordShelf } from './shelf';

/** The recordings that a document names, as they are at present. */
export async function recordsOf(
  document: vscode.TextDocument,
  parsed: ParsedSpec,
  shelf: RecordShelf,
): Promise<Judged> {
  const refs = parsed.spec === undefined ? [] : recordUses(parsed.spec).map(({ noise }) => noise);
  return judgeRecords(parsed, await shelf.readAll(document.uri.toString(), refs));
}
