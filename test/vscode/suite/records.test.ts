import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, eventually, newFile, problems, workspace } from './support';

const SPEC = `ecgspec: 1
beats:
  normal: { R: { amplitude: 1 mV, at: 0 ms, width: 15 ms } }
classes:
  c: { beat: normal, rhythm: { type: sinus } }
noise:
  - { type: recording, file: FILE, rms: 0.1 mV }
`;

/** Codes of the errors that VS Code shows. */
const errors = (uri: vscode.Uri): string[] =>
  problems(uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));

const write = (uri: vscode.Uri, content: string | Uint8Array): Thenable<void> =>
  vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? Buffer.from(content) : content);

/** Seconds of a signal that goes up and down, of format 16. */
const samples = (seconds: number): Uint8Array =>
  new Uint8Array(Int16Array.from({ length: seconds * 360 }, (_, i) => (i % 7) * 100).buffer);

describe('noise from a recording', () => {
  before(activated);
  afterEach(closeAll);

  it('is a problem in VS Code while its file is missing or wrong, and none when it is there', async () => {
    const folder = vscode.Uri.joinPath(workspace(), `recordings ${Date.now()} [a]`);
    const [header, data] = [vscode.Uri.joinPath(folder, 'ma.hea'), vscode.Uri.joinPath(folder, 'ma.dat')];
    await vscode.workspace.fs.createDirectory(folder);
    const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
    const uri = await newFile(SPEC.replace('FILE', `"${name}/ma.hea"`));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually('the problem of a missing file', () => errors(uri).join() === 'ECG501');
    const [problem] = problems(uri);
    assert.equal(document.getText(problem!.range), `"${name}/ma.hea"`);
    assert.match(problem!.message, /^There is no file/);
    await write(data, samples(20));
    await write(header, 'ma 1 360\nma.dat 16\n');
    await eventually('the end of the problem', () => problems(uri).length === 0);
    await write(header, 'nothing');
    await eventually('the problem of a broken header', () => errors(uri).join() === 'ECG502');
    await write(header, 'ma 1 360\nma.dat 16\n');
    await write(data, samples(5));
    await eventually('the problem of a short file', () => errors(uri).join() === 'ECG503');
    await vscode.workspace.fs.delete(data);
    await eventually('the problem of a missing file', () => errors(uri).join() === 'ECG501');
  });

  it('is not read outside the open folders', async () => {
    const uri = await newFile(SPEC.replace('FILE', '../../outside.hea'));
    await vscode.workspace.openTextDocument(uri);
    await eventually('the problem', () => errors(uri).join() === 'ECG501');
    assert.match(problems(uri)[0]!.message, /outside the open folders/);
  });

  it('has no folder while its spec has none', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'ecgspec',
      content: SPEC.replace('FILE', 'noise/ma.hea'),
    });
    await eventually('the problem', () => errors(document.uri).join() === 'ECG501');
    assert.match(problems(document.uri)[0]!.message, /Save it first/);
  });

  it('is offered by the files that there are, seen from the spec', async () => {
    const folder = `completion ${Date.now()}`;
    await write(vscode.Uri.joinPath(workspace(), folder, 'deep', 'ma.hea'), 'ma 1 360\nma.dat 16\n');
    const uri = await newFile(SPEC.replace('FILE', '""'), `${folder}/a.ecgspec`);
    const document = await vscode.workspace.openTextDocument(uri);
    const position = document.positionAt(document.getText().indexOf('""') + 1);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      position,
    );
    const label = ({ label: it }: vscode.CompletionItem): string => (typeof it === 'string' ? it : it.label);
    const names = items.map(label);
    assert.ok(names.includes('deep/ma.hea'), names.join());
    assert.ok(names.includes('../noise/walking.hea'), names.join());
    assert.equal(items.find((item) => label(item) === 'deep/ma.hea')!.insertText, 'deep/ma.hea');
  });
});
