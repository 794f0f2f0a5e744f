import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordFiles } from '../../../src/importing/recordFiles';
import { parseTable } from '../../../src/importing/table';
import {
  fileColumnOf,
  labelColumnOf,
  patientColumnOf,
  yesNoColumns,
} from '../../../src/importing/tableGuess';

let folder: string;
let files: RecordFiles;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'files-'));
  for (const name of [
    'records500/00000/00001_hr.hea',
    'records500/00000/00001_hr.dat',
    'records100/00000/00001_lr.hea',
    'A0001.hea',
    'p1/rec.edf',
    'p2/rec.edf',
    'labels.csv',
    'RECORDS',
    'a.b.npy',
  ]) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), '');
  }
  files = new RecordFiles(folder, path.join(folder, 'labels.csv'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files of recordings', () => {
  it('are those with the endings that are read, less the label table', () => {
    expect(files.paths).toEqual([
      ...['A0001.hea', 'a.b.npy', 'p1/rec.edf', 'p2/rec.edf'],
      ...['records100/00000/00001_lr.hea', 'records500/00000/00001_hr.hea'],
    ]);
    expect(files.arrays).toEqual(['a.b.npy']);
  });

  it.each([
    ['records500/00000/00001_hr', ['records500/00000/00001_hr.hea']],
    ['records500\\00000\\00001_hr.dat', ['records500/00000/00001_hr.hea']],
    ['./00000/00001_hr.hea', ['records500/00000/00001_hr.hea']],
    ['00001_hr', ['records500/00000/00001_hr.hea']],
    ['/mnt/ptb-xl/records500/00000/00001_hr', ['records500/00000/00001_hr.hea']],
    ['A0001', ['A0001.hea']],
    ['A0001.mat', ['A0001.hea']],
    ['WFDB/A0001', ['A0001.hea']],
    ['rec', ['p1/rec.edf', 'p2/rec.edf']],
    ['p2/rec', ['p2/rec.edf']],
    ['p3/rec', []],
    ['0001', []],
    ['a.b', ['a.b.npy']],
    ['a', []],
    ['', []],
  ])('named %j are %j', (cell, wanted) => {
    expect(files.find(cell)).toEqual(wanted);
  });

  it('are looked for in a folder that has some', () => {
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    expect(() => new RecordFiles(empty, '')).toThrow(
      'has no recordings: no file below it ends in .hea, .edf',
    );
    expect(() => new RecordFiles(path.join(folder, 'RECORDS'), '')).toThrow('is no folder');
  });
});

describe('what a column looks like', () => {
  const table = parseTable(
    `ecg_id,patient_id,scp_codes,AF,sex,filename_lr,filename_hr
1,7.0,"{'NORM': 100.0}",0,1,records100/00000/00001_lr,records500/00000/00001_hr
2,8.0,"{'AFIB': 0.0}",1,0,records100/00000/00002_lr,A0001
`,
    't.csv',
  );
  it('is told from its name and its cells', () => {
    expect(fileColumnOf(table, files)).toBe('filename_hr');
    expect(patientColumnOf(table)).toBe('patient_id');
    expect(labelColumnOf(table)).toBe('scp_codes');
    expect(yesNoColumns(table)).toEqual(['AF', 'sex']);
  });
  it('is not made up', () => {
    const other = parseTable('x,y\n1.5,u\n2,v\n', 't.csv');
    expect([fileColumnOf(other, files), patientColumnOf(other), labelColumnOf(other)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(yesNoColumns(other)).toEqual([]);
  });
});
