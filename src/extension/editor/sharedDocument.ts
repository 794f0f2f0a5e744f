import * as vscode from 'vscode';
import type { TextChange } from '../../protocol';
import type { SharedText } from './documentSession';

/** A TextDocument as the session wants it: offsets in UTF-16 code units, line ends as they are in the file. */
export class SharedDocument implements SharedText {
  /** Set once by `checkWritable`; file systems answer only asynchronously. */
  readOnly = false;

  constructor(readonly document: vscode.TextDocument) {}

  get text(): string {
    return this.document.getText();
  }

  get version(): number {
    return this.document.version;
  }

  get eol(): '\n' | '\r\n' {
    return this.document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  }

  async replace(changes: readonly TextChange[]): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, text } of changes) {
      const range = new vscode.Range(
        this.document.positionAt(offset),
        this.document.positionAt(offset + length),
      );
      edit.replace(this.document.uri, range, text);
    }
    return vscode.workspace.applyEdit(edit);
  }

  /** Finds out whether the file may be written: not in a git revision, not without permission. */
  async checkWritable(): Promise<void> {
    const { uri, isUntitled } = this.document;
    if (isUntitled) return;
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) {
      this.readOnly = true;
      return;
    }
    try {
      const { permissions } = await vscode.workspace.fs.stat(uri);
      this.readOnly = ((permissions ?? 0) & vscode.FilePermission.Readonly) !== 0;
    } catch {
      // Deleted on disk, or a file system that cannot tell: writing will say so.
      this.readOnly = false;
    }
  }
}

/** What VS Code says about a change, as the protocol says it. */
export function toTextChanges(changes: readonly vscode.TextDocumentContentChangeEvent[]): TextChange[] {
  return changes.map(({ rangeOffset, rangeLength, text }) => ({
    offset: rangeOffset,
    length: rangeLength,
    text,
  }));
}
