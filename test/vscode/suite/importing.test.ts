import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { JobDefinition } from '../../../src/extension/tasks/definition';
import type { Services } from '../../../src/extension/services';
import { lastRecordings } from '../../../src/extension/realRecordings';
import { activated, closeAll, eventually, workspace } from './support';

const OPTIONS: JobDefinition['options'] = {
  'label-column': ['primary'],
  'patient-column': 'patient',
  array: 'strips.npy',
  'source-rate': 250,
  unit: 'uV',
  map: ['NORM=NSR', 'AFIB=AF'],
};

describe('importing recordings', () => {
  let services: Services;
  const at = (...parts: string[]): string => path.join(workspace().fsPath, ...parts);
  before(async () => {
    services = await activated();
  });
  afterEach(closeAll);

  it('shows its summary, and is offered for fine-tuning from then on', async () => {
    const run = await services.runs.run(
      {
        ...{ task: 'import', recordings: at('real'), labels: at('real', 'strips.csv') },
        ...{ out: at('real-recordings'), options: OPTIONS },
      },
      undefined,
      { silent: true },
    );
    assert.equal(run.outcome, 'done');
    const described = JSON.parse(readFileSync(at('real-recordings', 'recordings.json'), 'utf8')) as {
      classes: Record<string, string>;
    };
    assert.deepEqual(described.classes, { NSR: 'NSR', AF: 'AF' });
    await eventually('the summary', () => services.reports.openFolders.includes(at('real-recordings')));
    await eventually('the folder to be remembered', () => lastRecordings(services) === at('real-recordings'));
  });

  it('that fails says so, and leaves nothing', async () => {
    writeFileSync(at('no-labels.csv'), 'x,y\n1,2\n');
    const run = await services.runs.run({
      ...{
        task: 'import',
        recordings: at('real'),
        labels: at('no-labels.csv'),
        out: at('failed-recordings'),
      },
      options: OPTIONS,
    });
    assert.equal(run.outcome, 'failed');
    assert.equal(existsSync(at('failed-recordings')), false);
  });

  it('is a task with the command line that tasks.json describes', () => {
    const task = services.tasks.build({ task: 'import', recordings: 'real', labels: 'real/strips.csv' });
    assert.equal(services.tasks.outputFolder(task), at('real-recordings'));
    assert.equal(task.name, 'Import real');
    const execution = task.execution as vscode.ProcessExecution;
    assert.ok(execution.args.includes('import'));
  });
});
