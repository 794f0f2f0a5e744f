import * as vscode from 'vscode';
import { completionsAt, recordingsAt, type Completion, mayOffer } from '../../language';
import { Disposables, type Disposable } from '../disposables';
import { recordingsNear } from '../records/recordingsNear';
import type { SchemaHelp } from './schemaHelp';
import { SELECTOR, toRange } from './texts';

const KINDS: Record<Completion['kind'], vscode.CompletionItemKind> = {
  beat: vscode.CompletionItemKind.Class,
  class: vscode.CompletionItemKind.Event,
  wave: vscode.CompletionItemKind.Field,
  anchor: vscode.CompletionItemKind.Reference,
  measure: vscode.CompletionItemKind.Property,
  key: vscode.CompletionItemKind.Property,
  recording: vscode.CompletionItemKind.File,
};

/** Keys, values and snippets from the schema, and the names that the spec itself gives. */
export function registerCompletion(schema: SchemaHelp): Disposable {
  const disposables = new Disposables();
  disposables.add(
    vscode.languages.registerCompletionItemProvider(SELECTOR, {
      async provideCompletionItems(document, position) {
        const may = mayOffer(document.getText(), document.offsetAt(position));
        return (await schema.complete(document, position)).filter(({ label }) => may(labelOf(label)));
      },
    }),
  );
  disposables.add(
    vscode.languages.registerCompletionItemProvider(
      SELECTOR,
      {
        async provideCompletionItems(document, position) {
          const [text, offset] = [document.getText(), document.offsetAt(position)];
          const complete = recordingsAt(text, offset);
          const recordings = complete === undefined ? [] : complete(await recordingsNear(document.uri));
          return [...completionsAt(text, offset), ...recordings].map((item) => {
            const completion = new vscode.CompletionItem(
              { label: item.label, description: item.detail },
              KINDS[item.kind],
            );
            completion.insertText = item.snippet ? new vscode.SnippetString(item.text) : item.text;
            completion.range = toRange(document, item.range);
            // Before what the schema says of any name.
            completion.sortText = `0 ${item.label}`;
            return completion;
          });
        },
      },
      ' ',
      '[',
      '{',
    ),
  );
  return disposables;
}

function labelOf(label: string | vscode.CompletionItemLabel): string {
  return typeof label === 'string' ? label : label.label;
}
