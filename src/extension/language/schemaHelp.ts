import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import type * as Bundle from './schemaService';

/** Completion and hover from the schema, as VS Code wants them. */
export class SchemaHelp {
  private service: Bundle.SchemaService | undefined;

  /** @param bundle path of dist/schema-service.js */
  constructor(private readonly bundle: string) {}

  async complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const { items } = await this.load().complete(document.getText(), plain(position));
    return items.map((item) => {
      const completion = new vscode.CompletionItem(
        item.label,
        // The protocol counts from 1, the API from 0.
        item.kind === undefined ? undefined : item.kind - 1,
      );
      const { textEdit, documentation, detail } = item;
      if (detail !== undefined) completion.detail = detail;
      if (documentation !== undefined) {
        completion.documentation =
          typeof documentation === 'string' ? documentation : new vscode.MarkdownString(documentation.value);
      }
      const text = textEdit?.newText ?? item.insertText ?? item.label;
      completion.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
      if (textEdit !== undefined && 'range' in textEdit) completion.range = fromPlain(textEdit.range);
      if (item.filterText !== undefined) completion.filterText = item.filterText;
      completion.sortText = `1 ${item.sortText ?? item.label}`;
      return completion;
    });
  }

  async hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const hover = await this.load().hover(document.getText(), plain(position));
    if (hover === null) return undefined;
    const { contents, range } = hover;
    const texts = (Array.isArray(contents) ? contents : [contents]).map((content) =>
      plainer(typeof content === 'string' ? content : content.value),
    );
    if (texts.every((text) => text.trim() === '')) return undefined;
    return new vscode.Hover(
      texts.map((text) => new vscode.MarkdownString(text)),
      range && fromPlain(range),
    );
  }

  private load(): Bundle.SchemaService {
    if (this.service === undefined) {
      const { createSchemaService } = createRequire(this.bundle)(this.bundle) as typeof Bundle;
      this.service = createSchemaService();
    }
    return this.service;
  }
}

/** The service puts the schema's title above everything, and a backslash before each mark of code. */
function plainer(markdown: string): string {
  return markdown.replace(/^#### .*\n+/, '').replaceAll('\\`', '`');
}

interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

function plain({ line, character }: vscode.Position) {
  return { line, character };
}

function fromPlain({ start, end }: PlainRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
