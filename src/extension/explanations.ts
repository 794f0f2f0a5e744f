import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Where each code of a problem is explained: the line of its row in docs/language.md, which ships with the extension. */
export class Explanations {
  private lines: readonly string[] | undefined;

  constructor(private readonly extensionUri: vscode.Uri) {}

  /** The place to read about a code, such as `ECG201`; the guide's top for one that it does not name. */
  of(code: string): vscode.Uri {
    const guide = vscode.Uri.joinPath(this.extensionUri, 'docs', 'language.md');
    this.lines ??= readLines(guide);
    const line = this.lines.findIndex((row) => row.startsWith('|') && names(row.split('|')[1] ?? '', code));
    return line < 0 ? guide : guide.with({ fragment: `L${line + 1}` });
  }
}

function readLines(guide: vscode.Uri): string[] {
  try {
    return readFileSync(guide.fsPath, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}

/** Whether a cell such as `ECG101 – ECG107, ECG110` names a code. */
function names(cell: string, code: string): boolean {
  return cell.split(',').some((part) => {
    const [first, last = first] = part.split(/[–-]/).map((end) => end.trim());
    return (
      first !== undefined && last !== undefined && /^ECG\d+$/.test(first) && first <= code && code <= last
    );
  });
}
