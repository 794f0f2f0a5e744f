import * as vscode from 'vscode';
import type { Baseline, ToEditor } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';

/** Of VS Code's git extension, what is asked here; its `git.d.ts` says all. */
interface GitApi {
  getRepository(uri: vscode.Uri): GitRepository | null;
}
interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  show(ref: string, path: string): Promise<string>;
}

type BaselineMessage = Extract<ToEditor, { type: 'baseline' }>;

/** Gives a page the spec as it was saved or committed, and anew when that changes. */
export class Baselines implements Disposable {
  private watching = new Disposables();

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly post: (message: BaselineMessage) => void,
  ) {}

  async want(of: Baseline | null): Promise<void> {
    this.watching.dispose();
    const watching = (this.watching = new Disposables());
    if (of === null) return;
    const send = async (): Promise<void> => {
      const found = await (of === 'saved' ? this.saved() : this.committed());
      // Meanwhile another may be wanted.
      if (this.watching === watching) this.post({ type: 'baseline', of, ...found });
    };
    if (of === 'saved') {
      watching.add(
        vscode.workspace.onDidSaveTextDocument((document) => {
          if (document === this.document) void send();
        }),
      );
    } else {
      const repository = await this.repository();
      if (repository !== undefined) watching.add(repository.state.onDidChange(() => void send()));
    }
    await send();
  }

  dispose(): void {
    this.watching.dispose();
  }

  private async saved(): Promise<Found> {
    if (this.document.isUntitled) return none('The spec has not been saved yet.');
    try {
      const bytes = await vscode.workspace.fs.readFile(this.document.uri);
      return { text: new TextDecoder().decode(bytes) };
    } catch (error) {
      return none(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async committed(): Promise<Found> {
    const repository = await this.repository();
    if (repository === undefined) return none('The spec lies in no git repository that VS Code has open.');
    try {
      return { text: await repository.show('HEAD', this.document.uri.fsPath) };
    } catch {
      return none('The last commit does not have this file.');
    }
  }

  private async repository(): Promise<GitRepository | undefined> {
    const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
    if (extension === undefined) return undefined;
    try {
      const api = (await extension.activate()).getAPI(1);
      return api.getRepository(this.document.uri) ?? undefined;
    } catch {
      // Git is switched off in the settings.
      return undefined;
    }
  }
}

type Found = Pick<BaselineMessage, 'text' | 'reason'>;

function none(reason: string): Found {
  return { text: null, reason };
}
