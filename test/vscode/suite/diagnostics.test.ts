import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseSpec } from '../../../src/spec';
import { activated, closeAll, eventually, exampleText, newFile, problems } from './support';

describe('diagnostics', () => {
  before(activated);
  afterEach(closeAll);

  it('has nothing to say about the example', async () => {
    const uri = await newFile(exampleText().replace('seed: 1', 'seed: -1'));
    const document = await vscode.workspace.openTextDocument(uri);
    await eventually('the problem', () => problems(uri).length > 0);
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('-1'));
    edit.replace(uri, new vscode.Range(at, at.translate(0, 2)), '1');
    await vscode.workspace.applyEdit(edit);
    await eventually('the end of all problems', () => problems(uri).length === 0);
  });

  it('says in a plain text editor what is wrong, where, and with its code', async () => {
    const text = exampleText().replace('width: 19 ms', 'width: -19 ms');
    const uri = await newFile(text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually('the problem', () => problems(uri).length > 0);
    const found = problems(uri).map(({ message, code, severity, range }) => ({
      message,
      code: typeof code === 'object' ? code.value : code,
      severity,
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
    }));
    const severities = { error: 0, warning: 1, info: 2 };
    assert.deepEqual(
      found,
      parseSpec(text).problems.map(({ message, code, severity, range }) => ({
        message,
        code,
        severity: severities[severity],
        ...range,
      })),
    );
    assert.ok(found.some(({ start, end }) => text.slice(start, end).includes('-19 ms')));
  });

  it('follows typing and stays quiet about text that is mended', async () => {
    const uri = await newFile('ecgspec: 1\nbeats: [\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually('the problem', () => problems(uri).some(({ severity }) => severity === 0));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), exampleText());
    await vscode.workspace.applyEdit(edit);
    await eventually('the end of all problems', () => problems(uri).length === 0);
  });

  it('forgets a file that is closed', async () => {
    const uri = await newFile('ecgspec: 2\n');
    // Opened as a user does: VS Code keeps what an extension opened for some minutes.
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    await eventually('the problem', () => problems(uri).length > 0);
    await closeAll();
    await eventually('the end of all problems', () => problems(uri).length === 0);
  });
});
