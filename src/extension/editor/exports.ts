import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExportWish } from '../../protocol';
import {
  CannotExport,
  EXPORT_KINDS,
  exportFile,
  type ExportKind,
  USUAL_LOOK,
} from '../../render/export/file';
import { parseSpec } from '../../spec';
import { recordsOf } from '../records/recordsOf';
import type { RecordShelf } from '../records/shelf';

const FILTERS: Readonly<Record<ExportKind, string>> = {
  svg: 'Picture, vectors (SVG)',
  png: 'Picture, pixels (PNG)',
  pdf: 'Sheets in true millimetres (PDF)',
  csv: 'Table of samples and fiducials (CSV)',
};

/** Writes what an editor's page shows into files, drawn from the document itself. */
export class Exports {
  constructor(
    private readonly shelf: RecordShelf,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async run(document: vscode.TextDocument, to: 'save' | 'print', wish: ExportWish): Promise<void> {
    try {
      if (to === 'print') await this.print(document, wish);
      else await this.save(document, wish);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof CannotExport)) this.log.error(`Export: ${message}`);
      void vscode.window.showErrorMessage(`Not written: ${message}`);
    }
  }

  private async save(document: vscode.TextDocument, wish: ExportWish): Promise<void> {
    const kinds = EXPORT_KINDS.filter((kind) => kind !== 'csv' || wish.subject.kind !== 'beat');
    const folder = document.isUntitled
      ? vscode.workspace.workspaceFolders?.[0]?.uri
      : vscode.Uri.joinPath(document.uri, '..');
    const name = `${nameOf(document, wish)}.svg`;
    const target = await vscode.window.showSaveDialog({
      title: 'Save Picture or Table',
      filters: Object.fromEntries(kinds.map((kind) => [FILTERS[kind], [kind]])),
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    });
    if (target === undefined) return;
    const kind = kinds.find((known) => `.${known}` === path.posix.extname(target.path).toLowerCase());
    if (kind === undefined)
      throw new CannotExport(
        `the name has to end in one of ${kinds.map((known) => `.${known}`).join(', ')}.`,
      );
    const content = await this.content(document, kind, wish);
    await vscode.workspace.fs.writeFile(
      target,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    );
    const open = 'Open';
    const answer = await vscode.window.showInformationMessage(
      `Wrote ${path.posix.basename(target.path)}.`,
      open,
    );
    if (answer === open) await vscode.commands.executeCommand('vscode.open', target);
  }

  /** Sheets open in what shows PDFs here, which can print; a webview itself cannot. */
  private async print(document: vscode.TextDocument, wish: ExportWish): Promise<void> {
    const content = await this.content(document, 'pdf', wish);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ecgspec-print-'));
    const file = path.join(folder, `${nameOf(document, wish)}.pdf`);
    await writeFile(file, content);
    // In a browser, or on another machine, nothing here can show the file.
    const here = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
    if (here && (await vscode.env.openExternal(vscode.Uri.file(file)))) return;
    void vscode.window.showInformationMessage(
      `The sheets are in ${file}. Print them at 100 %: a millimetre is then one on paper.`,
    );
  }

  private async content(
    document: vscode.TextDocument,
    kind: ExportKind,
    { subject, draw, speed, gain }: ExportWish,
  ): Promise<string | Uint8Array> {
    const parsed = parseSpec(document.getText());
    if (parsed.spec === undefined) throw new CannotExport('the spec has errors. Mend them first.');
    const { records } = await recordsOf(document, parsed, this.shelf);
    return exportFile(kind, parsed.spec, records, subject, { ...USUAL_LOOK, draw, scale: { speed, gain } });
  }
}

/** `four-arrhythmias-AF-strip-1`. */
function nameOf(document: vscode.TextDocument, { subject }: ExportWish): string {
  const own =
    subject.kind === 'beat'
      ? subject.beat
      : subject.kind === 'gallery'
        ? `${subject.class}-${subject.count}-strips`
        : `${subject.classes.join('-')}-strip-${subject.index + 1}`;
  const spec = path.posix.basename(document.uri.path, '.ecgspec');
  return `${spec}-${own}`.replace(/[^\p{L}\p{N}_-]+/gu, '_');
}
