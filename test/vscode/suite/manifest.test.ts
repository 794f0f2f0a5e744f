import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { activated } from './support';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Record<string, readonly { readonly command: string }[]>;
    readonly taskDefinitions: readonly { readonly type: string; readonly when?: string }[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
  };
}

/** Commands that run programs on the user's machine. */
const RUN_PROGRAMS = ['generate', 'generateClass', 'verify', 'setup', 'pretrain', 'evaluate', 'realism'].map(
  (name) => `ecgspec.${name}`,
);

describe('the manifest', () => {
  let folder: string;
  let manifest: Manifest;
  before(async () => {
    await activated();
    const extension = vscode.extensions.getExtension('ecgspec.ecgspec')!;
    folder = extension.extensionPath;
    manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  });

  it('announces exactly the commands that are registered', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('ecgspec.'));
    const announced = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.sort(), announced.sort());
  });

  it('puts only its own commands into menus', () => {
    const announced = new Set(manifest.contributes.commands.map(({ command }) => command));
    const inMenus = Object.values(manifest.contributes.menus).flatMap((menu) =>
      menu.map(({ command }) => command),
    );
    assert.deepEqual(
      inMenus.filter((command) => !announced.has(command)),
      [],
    );
  });

  it('has a text for every placeholder, and no text without one', () => {
    const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    const texts = JSON.parse(readFileSync(path.join(folder, 'package.nls.json'), 'utf8')) as object;
    assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  });

  it('names files that are there', () => {
    const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
    const named = [
      ...text.matchAll(
        /"(?:\.\/)?((?:media|schemas|syntaxes|dist)\/[\w./-]+|language-configuration\.json)"/g,
      ),
    ];
    assert.ok(named.length >= 8);
    assert.deepEqual(
      named.map(([, file]) => file!).filter((file) => !existsSync(path.join(folder, file))),
      [],
    );
  });

  it('lets nothing run a program in a workspace that is not trusted', () => {
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, [
      'ecgspec.training.python',
      'ecgspec.training.environment',
      'ecgspec.generate.workers',
    ]);
    for (const { command, enablement } of manifest.contributes.commands) {
      assert.equal(
        enablement?.includes('isWorkspaceTrusted') ?? false,
        RUN_PROGRAMS.includes(command),
        command,
      );
    }
    for (const { when } of manifest.contributes.taskDefinitions) assert.equal(when, 'isWorkspaceTrusted');
  });
});
