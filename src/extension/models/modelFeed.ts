import * as vscode from 'vscode';
import type { ToEditor } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import { modelName, readModel } from './modelFiles';

type ModelMessage = Extract<ToEditor, { type: 'model' | 'modelFailed' | 'noModel' }>;

/** A training writes several files one after the other, ms. */
const SETTLE = 300;
const KEY = 'ecgspec.readingModels';

/** The model that a spec's strips are read with: remembered in the workspace, followed when it is trained anew. */
export class ModelFeed implements Disposable {
  private following = new Disposables();

  constructor(
    private readonly spec: vscode.Uri,
    private readonly state: vscode.Memento,
    private readonly post: (message: ModelMessage) => void,
  ) {}

  /** Where the spec's model lies; undefined: it has none. */
  get folder(): vscode.Uri | undefined {
    const found = this.remembered()[this.spec.toString()];
    return found === undefined ? undefined : vscode.Uri.parse(found);
  }

  /** Reads with this model from now on, also when the spec is opened again; undefined: with none. */
  async choose(folder: vscode.Uri | undefined): Promise<void> {
    const remembered = new Map(Object.entries(this.remembered()));
    if (folder === undefined) remembered.delete(this.spec.toString());
    else remembered.set(this.spec.toString(), folder.toString());
    await this.state.update(KEY, Object.fromEntries(remembered));
    if (folder === undefined) {
      this.stop();
      this.post({ type: 'noModel' });
    } else this.start();
  }

  /** Sends the spec's model, and again whenever it changes. */
  start(): void {
    this.stop();
    const { folder } = this;
    if (folder === undefined) return;
    const following = this.following;
    const send = async (): Promise<void> => {
      const message = await messageOf(folder);
      // Meanwhile another may be wanted.
      if (this.following === following) this.post(message);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void send(), SETTLE);
    };
    following.add({ dispose: () => clearTimeout(timer) });
    // config.json is the last to be put in its place.
    const pattern = new vscode.RelativePattern(folder, '{config.json,*.onnx}');
    const watcher = following.add(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      following.add(event(changed));
    void send();
  }

  /** The page is gone, or reads no more. */
  stop(): void {
    this.following.dispose();
    this.following = new Disposables();
  }

  dispose(): void {
    this.following.dispose();
  }

  private remembered(): Readonly<Record<string, string>> {
    return this.state.get<Record<string, string>>(KEY, {});
  }
}

async function messageOf(folder: vscode.Uri): Promise<ModelMessage> {
  try {
    return { type: 'model', model: await readModel(folder) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'modelFailed', name: modelName(folder), message };
  }
}
