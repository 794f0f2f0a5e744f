import { describe, expect, it } from 'vitest';
import { contributes } from '../../../package.json';
import { ALL_FORMATS } from '../../../src/dataset';
import {
  defaultOutput,
  jobArguments,
  missingInput,
  outputOf,
  type JobDefinition,
  type JobSettings,
} from '../../../src/extension/tasks/definition';

const SETTINGS: JobSettings = { workers: 0, formats: [], python: '', environment: 'ENV', excerpt: 'EXCERPT' };

describe('names of outputs', () => {
  it.each([
    ['generate', 'rhythms/four.ecgspec', 'rhythms/four-dataset'],
    ['pretrain', 'rhythms/four-dataset', 'rhythms/four-model'],
    ['pretrain', 'four-dataset-2/', 'four-model-2'],
    ['pretrain', 'anything', 'anything-model'],
    ['evaluate', 'four-model-3', 'four-report-3'],
    ['evaluate', 'run', 'run-report'],
    ['realism', 'four-dataset-2', 'four-realism-2'],
  ] as const)('%s of %s goes to %s', (job, input, output) => {
    expect(defaultOutput(job, input)).toBe(output);
  });

  it('are what the definition says, if it says', () => {
    expect(outputOf({ task: 'generate', spec: 'a.ecgspec', out: 'there' })).toBe('there');
    expect(outputOf({ task: 'setup' })).toBeUndefined();
    expect(outputOf({ task: 'verify', dataset: 'a-dataset' })).toBeUndefined();
  });

  it('of a part are never those of the whole', () => {
    expect(outputOf({ task: 'generate', spec: 'a.ecgspec', classes: ['AF', 'long QT'] })).toBe(
      'a-AF-long-QT-dataset',
    );
  });
});

describe('formats', () => {
  it('that settings and tasks offer are those that there are', () => {
    const { configuration, taskDefinitions } = contributes;
    const names = ALL_FORMATS.map(({ name }) => name);
    expect(configuration.properties['ecgspec.generate.formats'].items.enum).toEqual(names);
    expect(taskDefinitions[0]?.properties.formats.items.enum).toEqual(names);
  });
});

describe('command lines', () => {
  it.each<[JobDefinition, Partial<JobSettings>, string[]]>([
    [{ task: 'generate', spec: 'a.ecgspec' }, {}, ['generate', 'a.ecgspec', '--out', 'a-dataset']],
    [
      { task: 'generate', spec: 'a.ecgspec', out: 'b', overwrite: true },
      { workers: 3 },
      ['generate', 'a.ecgspec', '--out', 'b', '--workers', '3', '--overwrite'],
    ],
    [
      { task: 'generate', spec: 'a.ecgspec', out: 'b', classes: ['AF', 'long QT'] },
      {},
      ['generate', 'a.ecgspec', '--out', 'b', '--class', 'AF', '--class', 'long QT'],
    ],
    [
      { task: 'generate', spec: 'a.ecgspec', out: 'b' },
      { formats: ['wfdb', 'csv'] },
      ['generate', 'a.ecgspec', '--out', 'b', '--format', 'wfdb,csv'],
    ],
    [
      { task: 'generate', spec: 'a.ecgspec', out: 'b', formats: [] },
      { formats: ['wfdb', 'csv'] },
      ['generate', 'a.ecgspec', '--out', 'b'],
    ],
    [
      { task: 'generate', spec: 'a.ecgspec', out: 'b', formats: ['parquet'] },
      { formats: ['wfdb', 'csv'] },
      ['generate', 'a.ecgspec', '--out', 'b', '--format', 'parquet'],
    ],
    [
      { task: 'generate', spec: 'a.ecgspec', restart: true },
      {},
      ['generate', 'a.ecgspec', '--out', 'a-dataset', '--restart'],
    ],
    [{ task: 'verify', dataset: 'a-dataset' }, {}, ['verify', 'a-dataset']],
    [{ task: 'verify', dataset: 'a-dataset', strips: 'all' }, {}, ['verify', 'a-dataset', '--strips', 'all']],
    [{ task: 'setup' }, { python: 'python3.12' }, ['setup', '--env', 'ENV', '--python', 'python3.12']],
    [
      { task: 'pretrain', dataset: 'a-dataset', quick: true },
      {},
      ['pretrain', 'a-dataset', '--out', 'a-model', '--quick', '--env', 'ENV'],
    ],
    [
      { task: 'evaluate', model: 'a-model' },
      { environment: '' },
      ['evaluate', 'a-model', '--real', 'EXCERPT', '--out', 'a-report'],
    ],
    [
      { task: 'evaluate', model: 'a-model', real: 'mine', overwrite: true },
      {},
      ['evaluate', 'a-model', '--real', 'mine', '--out', 'a-report', '--overwrite', '--env', 'ENV'],
    ],
    [
      { task: 'realism', dataset: 'a-dataset', real: 'mine' },
      {},
      ['realism', 'a-dataset', '--real', 'mine', '--out', 'a-realism', '--env', 'ENV'],
    ],
  ])('%j', (definition, settings, args) => {
    expect(jobArguments(definition, { ...SETTINGS, ...settings })).toEqual(args);
  });
});

describe('what a task in tasks.json lacks', () => {
  it('is said in a sentence', () => {
    expect(missingInput({ task: 'pretrain' })).toMatch(/"pretrain" needs "dataset"/);
    expect(missingInput({ task: 'train' } as never)).toMatch(
      /one of generate, verify, setup, pretrain, evaluate/,
    );
    expect(missingInput({ task: 'setup' })).toBeUndefined();
    expect(missingInput({ task: 'generate', spec: 'x.ecgspec' })).toBeUndefined();
  });
});
