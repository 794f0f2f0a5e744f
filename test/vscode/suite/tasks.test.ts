import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { JobDefinition } from '../../../src/extension/tasks/definition';
import type { Services } from '../../../src/extension/services';
import {
  activated,
  closeAll,
  EXAMPLE,
  eventually,
  exampleText,
  newFile,
  runTask,
  workspace,
} from './support';

/** The example with few strips, so that a data set is a matter of a moment. */
function smallSpec(strips = 10): string {
  return exampleText().replace(/strips: \d+/, `strips: ${strips}`);
}

describe('tasks', () => {
  let services: Services;
  before(async () => {
    services = await activated();
  });
  afterEach(closeAll);

  it('are offered for the specs in the workspace', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'ecgspec' });
    const definitions = tasks.map(({ definition }) => definition as unknown as JobDefinition);
    assert.ok(definitions.some(({ task, spec }) => task === 'generate' && spec === EXAMPLE));
    assert.ok(definitions.some(({ task }) => task === 'setup'));
  });

  it('generate a data set and exit with 0', async () => {
    const uri = await newFile(smallSpec());
    const out = uri.fsPath.replace('.ecgspec', '-dataset');
    const exitCode = await runTask(services.tasks.build({ task: 'generate', spec: uri.fsPath }));
    assert.equal(exitCode, 0);
    const manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8')) as {
      classes: { name: string; train: number; validation: number }[];
    };
    assert.equal(
      manifest.classes.reduce((sum, { train, validation }) => sum + train + validation, 0),
      50,
    );
    assert.equal(existsSync(path.join(out, 'INCOMPLETE.json')), false);
  });

  it('write the formats of the definition, or else of the settings', async () => {
    const uri = await newFile(smallSpec());
    const out = uri.fsPath.replace('.ecgspec', '-dataset');
    const settings = vscode.workspace.getConfiguration('ecgspec.generate');
    await settings.update('formats', ['hdf5'], vscode.ConfigurationTarget.Global);
    try {
      const generate = { task: 'generate', spec: uri.fsPath, overwrite: true } as const;
      assert.equal(await runTask(services.tasks.build(generate)), 0);
      assert.ok(existsSync(path.join(out, 'hdf5', 'train-00000.h5')));
      assert.equal(await runTask(services.tasks.build({ ...generate, formats: ['wfdb'] })), 0);
      assert.ok(existsSync(path.join(out, 'wfdb', 'RECORDS')));
      assert.equal(existsSync(path.join(out, 'hdf5')), false);
    } finally {
      await settings.update('formats', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('run with a path relative to the workspace folder, as tasks.json has it', async () => {
    const uri = await newFile(smallSpec());
    const name = path.basename(uri.fsPath);
    const folder = vscode.workspace.getWorkspaceFolder(uri)!;
    const task = services.tasks.build({ task: 'generate', spec: name, out: 'relative-dataset' }, folder);
    assert.equal(await runTask(task), 0);
    assert.ok(existsSync(path.join(workspace().fsPath, 'relative-dataset', 'manifest.json')));
    assert.equal(services.tasks.outputFolder(task), path.join(workspace().fsPath, 'relative-dataset'));
  });

  it('exit with another code than 0 when the spec is broken, and write nothing', async () => {
    const uri = await newFile('ecgspec: 1\nbeats: {}\n');
    const run = await services.runs.run({ task: 'generate', spec: uri.fsPath });
    assert.equal(run.outcome, 'failed');
    assert.equal(run.exitCode, 1);
    assert.equal(existsSync(uri.fsPath.replace('.ecgspec', '-dataset')), false);
  });

  it('are known as cancelled when they are terminated, and leave nothing that looks whole', async () => {
    const uri = await newFile(smallSpec(200_000));
    const out = uri.fsPath.replace('.ecgspec', '-dataset');
    const running = services.runs.run({ task: 'generate', spec: uri.fsPath });
    await eventually('the first files', () => existsSync(path.join(out, 'INCOMPLETE.json')));
    vscode.tasks.taskExecutions
      .find(({ task }) => (task.definition as unknown as JobDefinition).spec === uri.fsPath)
      ?.terminate();
    const { outcome } = await running;
    assert.equal(outcome, 'cancelled');
    assert.equal(existsSync(path.join(out, 'manifest.json')), false);
  });

  it('go on with a data set that was not finished, and verify it', async () => {
    const uri = await newFile(smallSpec());
    const out = uri.fsPath.replace('.ecgspec', '-dataset');
    const generate = { task: 'generate', spec: uri.fsPath } as const;
    const manifest = path.join(out, 'manifest.json');
    assert.equal(await runTask(services.tasks.build(generate)), 0);
    renameSync(manifest, path.join(out, 'INCOMPLETE.json'));
    assert.equal(await runTask(services.tasks.build(generate)), 0);
    assert.ok(existsSync(manifest));
    const verify = { task: 'verify', dataset: out, strips: 'all' } as const;
    assert.equal((await services.runs.run(verify)).outcome, 'done');
    const signals = path.join(out, 'train-00000.signals.npy');
    const bytes = readFileSync(signals);
    bytes[1000]! ^= 1;
    writeFileSync(signals, bytes);
    assert.equal((await services.runs.run(verify)).outcome, 'failed');
  });

  it('of tasks.json get their command line, and a sentence when something is missing', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!;
    const tasksJson = vscode.Uri.joinPath(folder.uri, '.vscode', 'tasks.json');
    const uri = await newFile(smallSpec());
    await vscode.workspace.fs.writeFile(
      tasksJson,
      Buffer.from(
        JSON.stringify({
          version: '2.0.0',
          tasks: [
            {
              label: 'mine',
              type: 'ecgspec',
              task: 'generate',
              spec: path.basename(uri.fsPath),
              out: '${workspaceFolder}/from-tasks-json',
              problemMatcher: [],
            },
          ],
        }),
      ),
    );
    const task = await eventually('the task of tasks.json', async () =>
      (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'mine'),
    );
    assert.equal(await runTask(task), 0);
    assert.ok(existsSync(path.join(folder.uri.fsPath, 'from-tasks-json', 'manifest.json')));
  });
});
