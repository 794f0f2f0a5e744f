import * as path from 'node:path';
import * as vscode from 'vscode';
import { lastRecordings, rememberRecordings } from '../realRecordings';
import type { Services } from '../services';
import { defaultOutput } from '../tasks/definition';
import { environmentProblem } from '../training/environment';
import { choose, chooseFolder, chooseOutput, offer, type Choice } from './ask';
import { datasetFor } from './datasetChoice';
import { folderFor, workspaceFolderOf } from './folders';
import { importRecordings } from './importRecordings';

/** What the folder of an earlier run holds. */
export const RUN_MARKS = ['events.jsonl', 'config.json', 'report.json', 'realism.json'];

/** Builds the Python environment for training in a terminal. */
export async function setup({ runs }: Services): Promise<void> {
  await runs.run({ task: 'setup' });
}

/** Pre-trains a network on a generated data set. */
export async function pretrain(services: Services, argument?: unknown): Promise<void> {
  const title = 'Pre-train';
  const dataset = await datasetFor(services, argument, {
    title,
    placeHolder: 'Which data set to pre-train on',
    purpose: 'Pre-training',
  });
  if (dataset === undefined) return;
  const quick = await askHowLong(title, 'every epoch that the spec asks for');
  if (quick === undefined) return;
  const output = await chooseOutput(title, defaultOutput('pretrain', dataset), RUN_MARKS);
  if (output === undefined || !(await haveEnvironment(services))) return;
  await services.runs.run(
    {
      task: 'pretrain',
      dataset,
      out: output.folder,
      ...(quick ? { quick } : {}),
      ...(output.overwrite ? { overwrite: true } : {}),
    },
    workspaceFolderOf(dataset),
  );
}

/** Fine-tunes a pre-trained network on real strips and compares it with training from scratch. */
export async function evaluate(services: Services, argument?: unknown): Promise<void> {
  const title = 'Fine-tune and Evaluate';
  const model = await folderFor(argument, {
    title,
    placeHolder: 'Which pre-trained network',
    mark: 'config.json',
    names: '*-model*',
  });
  if (model === 'none') {
    if (await offer('Fine-tuning needs a pre-trained network, and there is none yet.', 'Pre-train')) {
      await pretrain(services, argument);
    }
    return;
  }
  if (model === undefined) return;
  const real = await askRealRecordings(services, title);
  if (real === undefined) return;
  const quick = await askHowLong(title, 'every size and seed');
  if (quick === undefined) return;
  const output = await chooseOutput(title, defaultOutput('evaluate', model), RUN_MARKS);
  if (output === undefined || !(await haveEnvironment(services))) return;
  await services.runs.run(
    {
      task: 'evaluate',
      model,
      real,
      out: output.folder,
      ...(quick ? { quick } : {}),
      ...(output.overwrite ? { overwrite: true } : {}),
    },
    workspaceFolderOf(model),
  );
}

async function askHowLong(title: string, everything: string): Promise<boolean | undefined> {
  return choose(title, 'How thorough', [
    {
      label: '$(zap) Quick',
      detail: 'A few minutes on two cores: shows whether it works and roughly how well',
      value: true,
    },
    { label: '$(beaker) Full', detail: `For results: ${everything}`, value: false },
  ]);
}

const OTHER = Symbol('another folder');
const IMPORT = Symbol('import');

/** A folder of real recordings to work with; undefined = cancelled. */
export async function askRealRecordings(services: Services, title: string): Promise<string | undefined> {
  type Answer = string | typeof OTHER | typeof IMPORT;
  const last = lastRecordings(services);
  const choices: Choice<Answer>[] = [];
  if (last !== undefined) {
    choices.push({ label: `$(history) ${path.basename(last)}`, detail: last, value: last });
  }
  choices.push({
    label: '$(pulse) The excerpt that ships with ECG Spec',
    detail: 'A small set of real lead-II strips with labels, to see the whole chain work',
    value: services.tasks.excerpt,
  });
  choices.push({
    label: '$(cloud-upload) Import recordings…',
    detail: 'Cut labelled strips out of WFDB, EDF, CSV, NumPy or HDF5 files and a label table first',
    value: IMPORT,
  });
  choices.push({
    label: '$(folder-opened) Choose a folder…',
    detail: 'A signal file, a label CSV and recordings.json that says what they are',
    value: OTHER,
  });
  const picked = await choose<Answer>(title, 'Which real recordings', choices);
  if (picked === IMPORT) return importRecordings(services, undefined, { silent: true });
  if (picked !== OTHER) return picked;
  const folder = await chooseFolder(title, 'Use These Recordings', last);
  if (folder !== undefined) await rememberRecordings(services, folder);
  return folder;
}

/** Makes sure that there is an environment to train in; offers to set it up, then goes on. */
export async function haveEnvironment({ runs }: Services): Promise<boolean> {
  const problem = await environmentProblem();
  if (problem === undefined) return true;
  const action = 'Set Up and Continue';
  const answer = await vscode.window.showInformationMessage(
    'ECG Spec: Training needs its Python environment first.',
    {
      modal: true,
      detail: `${problem} It is downloaded once, and the job goes on by itself when it is there.`,
    },
    action,
  );
  if (answer !== action) return false;
  const { outcome } = await runs.run({ task: 'setup' }, undefined, { silent: true });
  return outcome === 'done';
}
