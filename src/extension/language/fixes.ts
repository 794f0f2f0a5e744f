import * as vscode from 'vscode';
import { fixesIn } from '../../language';
import type { Disposable } from '../disposables';
import { problemCode } from '../diagnostics';
import { meaningOf, SELECTOR, toEdits } from './texts';

/** Mends of problems, each at one click. */
export function registerFixes(): Disposable {
  return vscode.languages.registerCodeActionsProvider(
    SELECTOR,
    {
      provideCodeActions(document, range, { diagnostics }) {
        const wanted = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        return fixesIn(meaningOf(document).problems, wanted).map(({ fix, problem, preferred }) => {
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.set(document.uri, toEdits(document, fix.edits));
          action.isPreferred = preferred;
          action.diagnostics = diagnostics.filter(
            (diagnostic) =>
              problemCode(diagnostic) === problem.code && diagnostic.message === problem.message,
          );
          return action;
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
