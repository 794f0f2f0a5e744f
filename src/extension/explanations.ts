import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Opens the explanation of a problem's code; its argument is the code. */
const EXPLAIN = '_ecgspec.explain';

/** Where each code of a problem is explained: in docs/language.md, which ships with the extension. */
export class Explanations {
  private lines: readonly string[] | undefined;

  constructor(private readonly extensionUri: vscode.Uri) {}

  /** A link that shows the explanation of a code, such as `ECG201`. */
  linkTo(code: string): vscode.Uri {
    return vscode.Uri.from({ scheme: 'command', path: EXPLAIN, query: JSON.stringify([code]) });
  }

  /** The command behind such links. */
  register(): vscode.Disposable {
    return vscode.commands.registerCommand(EXPLAIN, (code: unknown) => this.show(String(code), false));
  }

  /** Shows the guide as it is read, at a code; as text where nothing draws Markdown. */
  async show(code: string, beside: boolean): Promise<void> {
    const drawn = this.guide().with({ fragment: code.toLowerCase() });
    try {
      await vscode.commands.executeCommand(
        beside ? 'markdown.showPreviewToSide' : 'markdown.showPreview',
        drawn,
      );
    } catch {
      const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      await vscode.commands.executeCommand('vscode.open', this.lineOf(code), { viewColumn: column });
    }
  }

  private guide(): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, 'docs', 'language.md');
  }

  /** The line of a code's heading in the text; the guide's top for one that it does not name. */
  private lineOf(code: string): vscode.Uri {
    const guide = this.guide();
    this.lines ??= readLines(guide);
    const line = this.lines.findIndex((text) => /^#+ (.*)$/.exec(text)?.[1] === code);
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
