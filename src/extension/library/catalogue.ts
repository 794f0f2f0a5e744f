import * as vscode from 'vscode';
import type { LibraryClass } from '../../protocol';
import { stripScene, toSvg } from '../../render';
import { parseSpec, type Spec } from '../../spec';
import { compile } from '../../synthesis';
import { byPath, isSpec, specBaseName } from '../specFiles';

/** How much of a class's first strip its picture shows, s. */
const SECONDS = 5;

/** A spec that ships with the extension. */
export interface LibraryFile {
  /** Without ending. */
  readonly name: string;
  readonly text: string;
  readonly spec: Spec;
}

/** The specs that ship with the extension, whole examples first, then the rhythm library. */
export class Catalogue {
  private loading: Promise<readonly LibraryFile[]> | undefined;

  constructor(private readonly extensionUri: vscode.Uri) {}

  async classes(): Promise<LibraryClass[]> {
    const files = await this.files();
    return files.flatMap(({ name: file, spec }) =>
      spec.classes.map(({ name, title }) => ({ file, topic: spec.title, name, title })),
    );
  }

  /** The text of a file, by its name without ending. */
  async text(file: string): Promise<string | undefined> {
    return (await this.files()).find(({ name }) => name === file)?.text;
  }

  /** The beginning of a class's first strip as SVG. */
  async thumbnail(file: string, className: string, dark: boolean): Promise<string | undefined> {
    const spec = (await this.files()).find(({ name }) => name === file)?.spec;
    if (spec === undefined || !spec.classes.some(({ name }) => name === className)) return undefined;
    const synthesizer = compile(spec);
    const strip = synthesizer.generate(className, 0);
    const { rate, resolution } = synthesizer;
    const theme = dark ? 'dark' : 'light';
    return toSvg(
      stripScene([{ strip, title: '' }], { rate, resolution, theme, seconds: SECONDS, marks: false }),
    );
  }

  /** Read once, when first asked for. */
  files(): Promise<readonly LibraryFile[]> {
    return (this.loading ??= this.load());
  }

  private async load(): Promise<readonly LibraryFile[]> {
    const found: LibraryFile[] = [];
    for (const steps of [[], ['library']]) {
      const folder = vscode.Uri.joinPath(this.extensionUri, 'examples', ...steps);
      const entries = await vscode.workspace.fs.readDirectory(folder);
      const uris = entries
        .filter(([, type]) => type === vscode.FileType.File)
        .map(([name]) => vscode.Uri.joinPath(folder, name))
        .filter(isSpec)
        .sort(byPath);
      for (const uri of uris) {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
        const { spec } = parseSpec(text);
        if (spec !== undefined) found.push({ name: specBaseName(uri), text, spec });
      }
    }
    return found;
  }
}
