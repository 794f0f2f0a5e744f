import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in VS Code', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension('ecgspec.ecgspec');
    assert.ok(extension, 'VS Code does not know ecgspec.ecgspec');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has every command that its manifest announces', async () => {
    const extension = vscode.extensions.getExtension('ecgspec.ecgspec');
    const announced = (extension?.packageJSON as { contributes: { commands: { command: string }[] } })
      .contributes.commands;
    assert.ok(announced.length > 0);
    await extension?.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      announced.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });
});
