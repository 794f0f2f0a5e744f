import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { ModelToRead } from '../../protocol';
import { isModelConfig, parseModelConfig } from '../../training/modelConfig';

const CONFIG = 'config.json';
/** Nobody looks through a longer list. */
const MOST = 200;
/** A page holds it twice for a moment. */
const LARGEST_MB = 256;

/** A trained model that was found, as it is offered. */
export interface FoundModel {
  readonly folder: vscode.Uri;
  readonly name: string;
  /** Architecture and classes, or why strips cannot be read with it. */
  readonly about: string;
  /** When it was written, ms since 1970. */
  readonly time: number;
}

/** The models in the open folders, the newest first. */
export async function findModels(): Promise<FoundModel[]> {
  const files = await vscode.workspace
    // Many programs call a file config.json.
    .findFiles('**/model.{onnx,safetensors}', '**/{node_modules,.git}/**', MOST)
    // Not every file system can be searched; then a folder is chosen.
    .then(
      (found) => found,
      () => [],
    );
  const folders = new Map(
    files.map((file) => vscode.Uri.joinPath(file, '..')).map((uri) => [uri.toString(), uri]),
  );
  const models = await Promise.all([...folders.values()].map((folder) => describe(folder)));
  return models.filter((model) => model !== undefined).sort((a, b) => b.time - a.time);
}

async function describe(folder: vscode.Uri): Promise<FoundModel | undefined> {
  try {
    const file = vscode.Uri.joinPath(folder, CONFIG);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    if (!isModelConfig(text)) return undefined;
    const { mtime } = await vscode.workspace.fs.stat(file);
    return { folder, name: modelName(folder), about: describeConfig(text), time: mtime };
  } catch {
    // A model of another program, or one that went away meanwhile.
    return undefined;
  }
}

function describeConfig(text: string): string {
  try {
    const { architecture, classes, rate, samples } = parseModelConfig(text);
    return `${architecture} · ${classes.join(', ')} · ${samples / rate} s at ${rate} Hz`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What a model is called: its folder. */
export function modelName(folder: vscode.Uri): string {
  return posix.basename(folder.path);
}

/**
 * Reads a model as the page needs it.
 * @throws Error whose message is a sentence that says what is wrong with it
 */
export async function readModel(folder: vscode.Uri): Promise<ModelToRead> {
  const name = modelName(folder);
  const text = new TextDecoder().decode(await bytesOf(folder, CONFIG));
  const { file, sha256, ...about } = parseModelConfig(text);
  const graph = await bytesOf(folder, file);
  if (createHash('sha256').update(graph).digest('hex') !== sha256)
    throw new Error(`Its ${file} is not the file that ${CONFIG} describes; pre-train again.`);
  // A Buffer of Node's would reach the page as an object of numbers.
  return { name, ...about, graph: new Uint8Array(graph) };
}

async function bytesOf(folder: vscode.Uri, name: string): Promise<Uint8Array> {
  const file = vscode.Uri.joinPath(folder, name);
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > LARGEST_MB << 20) {
      const large = Math.ceil(size / (1 << 20));
      throw new Error(`Its ${name} has ${large} MB; at most ${LARGEST_MB} MB are read in the editor.`);
    }
    return await vscode.workspace.fs.readFile(file);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new Error(
      error.code === 'FileNotFound'
        ? `There is no ${name} in ${folder.fsPath}; pre-train again, or choose another model.`
        : `${name} in ${folder.fsPath} cannot be read (${error.code}).`,
      { cause: error },
    );
  }
}
