import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Services } from '../../../src/extension/services';
import { activeSpec } from '../../../src/extension/specFiles';
import {
  activated,
  closeAll,
  EDITOR,
  EXAMPLE,
  eventually,
  exampleText,
  newFile,
  openSpec,
  RecordingView,
  workspace,
} from './support';

describe('the custom editor', () => {
  let services: Services;
  before(async () => {
    services = await activated();
  });
  afterEach(closeAll);

  it('is what a .ecgspec file opens in', async () => {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(workspace(), EXAMPLE));
    const input = await eventually('the tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input);
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, EDITOR);
    await eventually('the active panel', () => services.editors.active);
    assert.equal(activeSpec()?.path, vscode.Uri.joinPath(workspace(), EXAMPLE).path);
  });

  it('has the language of its own', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspace(), EXAMPLE));
    assert.equal(document.languageId, 'ecgspec');
  });

  it('gets an edit of one view into the document and to the other views', async () => {
    const uri = await newFile('title: old\n');
    await openSpec(services, uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const session = services.editors.session(uri)!;
    const [one, two] = [new RecordingView(), new RecordingView()];
    session.join(one);
    session.join(two);
    const { version } = one.last('state')!;
    await session.edit(one, {
      type: 'edit',
      id: 1,
      version,
      changes: [{ offset: 7, length: 3, text: 'new' }],
    });
    assert.equal(document.getText(), 'title: new\n');
    assert.equal(document.isDirty, true);
    assert.equal(one.last('accepted')?.version, document.version);
    assert.equal(one.last('changed'), undefined);
    assert.deepEqual(two.last('changed')?.changes, [{ offset: 7, length: 3, text: 'new' }]);
    session.leave(one);
    session.leave(two);
  });

  it('refuses an edit to an older version and sends the state', async () => {
    const uri = await newFile('title: old\n');
    await openSpec(services, uri);
    const session = services.editors.session(uri)!;
    const view = new RecordingView();
    session.join(view);
    const { version } = view.last('state')!;
    const foreign = new vscode.WorkspaceEdit();
    foreign.insert(uri, new vscode.Position(0, 0), '# first\n');
    await vscode.workspace.applyEdit(foreign);
    await session.edit(view, { type: 'edit', id: 1, version, changes: [{ offset: 0, length: 1, text: '' }] });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), '# first\ntitle: old\n');
    assert.deepEqual(view.last('changed')?.changes, [{ offset: 0, length: 0, text: '# first\n' }]);
    assert.equal(view.last('rejected')?.id, 1);
    assert.equal(view.last('state')?.text, '# first\ntitle: old\n');
    session.leave(view);
  });

  it('takes several edits in a row, each a step of undo, and tells views what undo and redo do', async () => {
    const uri = await newFile('title: x\n');
    await openSpec(services, uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const session = services.editors.session(uri)!;
    const view = new RecordingView();
    session.join(view);
    for (const [id, text] of ['a', 'b'].entries()) {
      const { version } = document;
      await session.edit(view, {
        type: 'edit',
        id: id + 1,
        version,
        changes: [{ offset: 7 + id, length: 0, text }],
      });
    }
    assert.equal(document.getText(), 'title: abx\n');
    await vscode.commands.executeCommand('undo');
    await eventually('undo', () => document.getText() === 'title: ax\n');
    assert.deepEqual(view.last('changed')?.changes, [{ offset: 8, length: 1, text: '' }]);
    await vscode.commands.executeCommand('undo');
    await eventually('the second undo', () => document.getText() === 'title: x\n');
    assert.equal(document.isDirty, false);
    await vscode.commands.executeCommand('redo');
    await eventually('redo', () => document.getText() === 'title: ax\n');
    assert.equal(document.isDirty, true);
    session.leave(view);
  });

  it('keeps offsets right in a file with CR LF', async () => {
    const uri = await newFile('a: 1\r\nb: 2\r\n');
    await openSpec(services, uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const session = services.editors.session(uri)!;
    const view = new RecordingView();
    session.join(view);
    const state = view.last('state')!;
    assert.equal(state.eol, '\r\n');
    assert.equal(state.text, 'a: 1\r\nb: 2\r\n');
    await session.edit(view, {
      type: 'edit',
      id: 1,
      version: state.version,
      changes: [
        { offset: 3, length: 1, text: '10' },
        { offset: 6, length: 0, text: 'ä: 0\r\n' },
      ],
    });
    assert.equal(document.getText(), 'a: 10\r\nä: 0\r\nb: 2\r\n');
    session.leave(view);
  });

  it('saves what was edited and is clean then', async () => {
    const uri = await newFile('title: x\n');
    await openSpec(services, uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const session = services.editors.session(uri)!;
    const view = new RecordingView();
    session.join(view);
    const { version } = document;
    await session.edit(view, {
      type: 'edit',
      id: 1,
      version,
      changes: [{ offset: 7, length: 1, text: 'y' }],
    });
    await vscode.commands.executeCommand('workbench.action.files.save');
    await eventually('the save', () => !document.isDirty);
    assert.equal(readFileSync(uri.fsPath, 'utf8'), 'title: y\n');
    session.leave(view);
  });

  it('takes over what was changed on disk, and reverts to it', async () => {
    const uri = await newFile('title: x\n');
    await openSpec(services, uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const session = services.editors.session(uri)!;
    const view = new RecordingView();
    session.join(view);
    writeFileSync(uri.fsPath, 'title: from outside\n');
    await eventually('the change on disk', () => document.getText() === 'title: from outside\n');
    await eventually('word of it', () => view.last('changed'));
    const { version } = document;
    await session.edit(view, {
      type: 'edit',
      id: 1,
      version,
      changes: [{ offset: 0, length: 5, text: 'TITLE' }],
    });
    assert.equal(document.isDirty, true);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('the revert', () => document.getText() === 'title: from outside\n');
    assert.equal(document.isDirty, false);
    session.leave(view);
  });

  it('shows one file in two views at once, and counts both', async () => {
    const uri = await newFile(exampleText());
    await openSpec(services, uri);
    await openSpec(services, uri, vscode.ViewColumn.Beside);
    assert.equal(services.editors.of(uri).length, 2);
    assert.equal(services.editors.session(uri)?.viewCount, 2);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually('one view less', () => services.editors.of(uri).length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('the end of the session', () => services.editors.session(uri) === undefined);
  });

  it('opens the text beside and the editor in its place', async () => {
    const uri = await newFile('title: x\n');
    await openSpec(services, uri);
    await vscode.commands.executeCommand('ecgspec.openAsText');
    await eventually('the text editor', () => vscode.window.activeTextEditor?.document.uri.path === uri.path);
    assert.equal(vscode.window.tabGroups.all.length, 2);
    await vscode.commands.executeCommand('ecgspec.openEditor');
    await eventually('the custom editor', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.uri.path === uri.path;
    });
  });

  it('makes a copy of an example under a free name and opens it', async () => {
    await vscode.commands.executeCommand(
      'ecgspec.newFromExample',
      workspace(),
      EXAMPLE.replace('.ecgspec', ''),
    );
    const uri = await eventually('the new spec', activeSpec);
    assert.equal(uri.path, vscode.Uri.joinPath(workspace(), EXAMPLE.replace('.', '-2.')).path);
    assert.equal(readFileSync(uri.fsPath, 'utf8'), exampleText());
    await vscode.workspace.fs.delete(uri);
  });

  it('tells views about the settings that they follow', async () => {
    const uri = await newFile('title: x\n');
    await openSpec(services, uri);
    const session = services.editors.session(uri)!;
    const view = new RecordingView();
    session.join(view);
    const preview = vscode.workspace.getConfiguration('ecgspec.preview');
    const before = view.last('state')!.settings.paper;
    await preview.update('ecgPaper', !before, vscode.ConfigurationTarget.Global);
    await eventually('the new setting', () => view.last('settings')?.settings.paper === !before);
    await preview.update('ecgPaper', undefined, vscode.ConfigurationTarget.Global);
    session.leave(view);
  });
});
