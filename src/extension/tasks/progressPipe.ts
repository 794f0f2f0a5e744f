import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import * as vscode from 'vscode';
import type { FolderProgress } from '../../dataset/index';
import { Disposables, type Disposable } from '../disposables';

/**
 * Where command lines that run as tasks tell how far they are: a terminal shows what a process prints, and keeps it to
 * itself. Nobody else may write there, as the pipe lies in a folder of its own.
 */
export class ProgressPipe implements Disposable {
  private readonly disposables = new Disposables();
  private readonly progress = this.disposables.add(new vscode.EventEmitter<FolderProgress>());
  readonly onDidProgress = this.progress.event;
  private listening: string | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Its name, for the environment of a process; it is made when that is first asked for. Empty where it could not be. */
  get name(): string {
    return (this.listening ??= this.listen());
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private listen(): string {
    // Work goes on without it: its terminal says how far it is.
    const warn = (error: unknown): void =>
      this.log.warn(`Tasks cannot tell how far they are: ${(error as Error).message}`);
    let folder: string;
    try {
      folder = mkdtempSync(path.join(os.tmpdir(), 'ecgspec-'));
    } catch (error) {
      warn(error);
      return '';
    }
    this.disposables.add({ dispose: () => rmSync(folder, { recursive: true, force: true }) });
    const name =
      process.platform === 'win32'
        ? path.join('\\\\.\\pipe', path.basename(folder))
        : path.join(folder, 'progress');
    const server = createServer((socket) => {
      this.disposables.add({ dispose: () => socket.destroy() });
      socket.on('error', () => {});
      readline.createInterface(socket).on('line', (line) => {
        const progress = parse(line);
        if (progress !== undefined) this.progress.fire(progress);
      });
    });
    server.on('error', warn);
    server.listen(name);
    this.disposables.add({ dispose: () => server.close() });
    return name;
  }
}

function parse(line: string): FolderProgress | undefined {
  try {
    const { folder, done, total, stripsPerSecond, secondsLeft } = JSON.parse(line) as Partial<FolderProgress>;
    if (typeof folder !== 'string' || typeof done !== 'number' || typeof total !== 'number') return undefined;
    // JSON has no Infinity: what cannot be told yet arrives as null.
    return {
      folder,
      done,
      total,
      stripsPerSecond: stripsPerSecond ?? 0,
      secondsLeft: secondsLeft ?? Infinity,
    };
  } catch {
    return undefined;
  }
}
