import * as vscode from 'vscode';
import {
  definitionAt,
  folds,
  occurrencesAt,
  outline,
  rename,
  renameTarget,
  type OutlineItem,
} from '../../language';
import { Disposables, type Disposable } from '../disposables';
import { namesOf, SELECTOR, toEdits, toRange } from './texts';

const SYMBOLS: Record<OutlineItem['kind'], vscode.SymbolKind> = {
  section: vscode.SymbolKind.Namespace,
  beat: vscode.SymbolKind.Class,
  wave: vscode.SymbolKind.Field,
  class: vscode.SymbolKind.Event,
  item: vscode.SymbolKind.Array,
};

const FOLDS = {
  comment: vscode.FoldingRangeKind.Comment,
  region: vscode.FoldingRangeKind.Region,
};

/** Ways through a spec: definitions, references, rename, outline, folding. */
export function registerNavigation(): Disposable {
  const { languages } = vscode;
  const disposables = new Disposables();
  disposables.add(
    languages.registerDefinitionProvider(SELECTOR, {
      provideDefinition(document, position) {
        const found = definitionAt(namesOf(document), document.offsetAt(position));
        return found && new vscode.Location(document.uri, toRange(document, found.range));
      },
    }),
  );
  disposables.add(
    languages.registerReferenceProvider(SELECTOR, {
      provideReferences(document, position, { includeDeclaration }) {
        return occurrencesAt(namesOf(document), document.offsetAt(position))
          .filter(({ role }) => includeDeclaration || role === 'reference')
          .map(({ range }) => new vscode.Location(document.uri, toRange(document, range)));
      },
    }),
  );
  disposables.add(
    languages.registerDocumentHighlightProvider(SELECTOR, {
      provideDocumentHighlights(document, position) {
        return occurrencesAt(namesOf(document), document.offsetAt(position)).map(
          ({ range, role }) =>
            new vscode.DocumentHighlight(
              toRange(document, range),
              role === 'definition' ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read,
            ),
        );
      },
    }),
  );
  disposables.add(
    languages.registerRenameProvider(SELECTOR, {
      prepareRename(document, position) {
        const target = renameTarget(namesOf(document), document.offsetAt(position));
        if ('reason' in target) throw new Error(target.reason);
        return { range: toRange(document, target.range), placeholder: target.name };
      },
      provideRenameEdits(document, position, newName) {
        const result = rename(namesOf(document), document.offsetAt(position), newName);
        if ('reason' in result) throw new Error(result.reason);
        const edit = new vscode.WorkspaceEdit();
        edit.set(document.uri, toEdits(document, result.edits));
        return edit;
      },
    }),
  );
  disposables.add(
    languages.registerDocumentSymbolProvider(SELECTOR, {
      provideDocumentSymbols(document) {
        const toSymbol = (item: OutlineItem): vscode.DocumentSymbol => {
          const symbol = new vscode.DocumentSymbol(
            item.name || '…',
            item.detail,
            SYMBOLS[item.kind],
            toRange(document, item.range),
            toRange(document, item.selection),
          );
          symbol.children = item.children.map(toSymbol);
          return symbol;
        };
        return outline(namesOf(document)).map(toSymbol);
      },
    }),
  );
  disposables.add(
    languages.registerFoldingRangeProvider(SELECTOR, {
      provideFoldingRanges(document) {
        return folds(document.getText()).map(
          ({ start, end, kind }) => new vscode.FoldingRange(start, end, kind && FOLDS[kind]),
        );
      },
    }),
  );
  return disposables;
}
