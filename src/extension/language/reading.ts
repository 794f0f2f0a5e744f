import * as vscode from 'vscode';
import { format, lensesOf, occurrencesAt, TOKEN_TYPES, tokensOf, type Lens } from '../../language';
import { diffTexts } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import { meaningOf, namesOf, SELECTOR, toEdits, toRange } from './texts';

/** Names of the tokens in package.json, where each is given its colour. */
const LEGEND = new vscode.SemanticTokensLegend(
  TOKEN_TYPES.map((type) => `ecgspec-${type}`),
  ['definition'],
);

/** What makes a text easier to read: colours by meaning, lenses, a tidy layout. */
export function registerReading(): Disposable {
  const { languages } = vscode;
  const disposables = new Disposables();
  disposables.add(
    languages.registerDocumentSemanticTokensProvider(
      SELECTOR,
      {
        provideDocumentSemanticTokens(document) {
          const builder = new vscode.SemanticTokensBuilder(LEGEND);
          for (const token of tokensOf(namesOf(document))) {
            builder.push(
              toRange(document, token),
              `ecgspec-${token.type}`,
              token.definition ? ['definition'] : [],
            );
          }
          return builder.build();
        },
      },
      LEGEND,
    ),
  );
  disposables.add(
    languages.registerCodeLensProvider(SELECTOR, {
      provideCodeLenses(document) {
        return lensesOf(namesOf(document), meaningOf(document).spec).flatMap((lens) => {
          const command = commandOf(document, lens);
          return command === undefined ? [] : [new vscode.CodeLens(toRange(document, lens.range), command)];
        });
      },
    }),
  );
  disposables.add(
    languages.registerDocumentFormattingEditProvider(SELECTOR, {
      provideDocumentFormattingEdits(document) {
        const text = document.getText();
        return toEdits(
          document,
          diffTexts(text, format(text)).map(({ offset, length, text: put }) => ({
            range: { start: offset, end: offset + length },
            text: put,
          })),
        );
      },
    }),
  );
  return disposables;
}

function commandOf(document: vscode.TextDocument, lens: Lens): vscode.Command | undefined {
  const { title } = lens;
  const { uri } = document;
  switch (lens.action) {
    case 'preview':
      return {
        title: `$(open-preview) ${title}`,
        command: 'ecgspec.preview',
        arguments: [{ uri, subject: lens.subject }],
      };
    case 'generate':
      // Without trust the command would only ask for it.
      return vscode.workspace.isTrusted
        ? {
            title: `$(database) ${title}`,
            command: 'ecgspec.generateClass',
            arguments: [{ uri, class: lens.class }],
          }
        : undefined;
    case 'references': {
      const uses = occurrencesAt(namesOf(document), lens.range.start)
        .filter(({ role }) => role === 'reference')
        .map(({ range }) => new vscode.Location(uri, toRange(document, range)));
      const position = document.positionAt(lens.range.start);
      return { title, command: 'editor.action.showReferences', arguments: [uri, position, uses] };
    }
  }
}
