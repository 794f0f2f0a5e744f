import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FirstRecording, RecordFiles, Table } from '../../importing';
import { choose, chooseFolder, type Choice } from '../commands/ask';
import { importing } from '../loadDataSets';
import { readMap, type ImportAnswers } from './answers';
import { tablesNear } from './tables';

/** Thrown when a question was closed: nothing is to be imported. */
class Closed extends Error {}

const TITLE = 'Import Recordings';
/** Labels that are offered; rarer ones are typed. */
const MOST_LABELS = 500;

/**
 * Asks for all that an import has to know, what is probably meant first, so that Enter is mostly the answer.
 * @param given the folder of the recordings, where it is known
 * @returns undefined where a question was closed
 */
export async function askImport(given: string | undefined): Promise<ImportAnswers | undefined> {
  try {
    const folder =
      given ?? needed(await chooseFolder(`${TITLE}: the folder of the recordings`, 'Import from Here'));
    const { file, table, files } = await askTable(folder);
    const where = await askWhere(table, files);
    const labelColumns = await askLabelColumns(table);
    const map = await askMap(table, labelColumns);
    const patientColumn = await askPatient(table);
    const first = await importing().firstRecording(table, files, where);
    const leads = await askLead(first);
    const { sourceRate, unit } = await askUnsaid(first, leads);
    const { duration, cut } = await askCut(table);
    const rate = await askRate(sourceRate ?? first.leads.find(({ rate: one }) => one !== undefined)?.rate);
    const attribution = await ask({
      prompt:
        'Where are the recordings from, and under which licence? It is kept with the strips; empty: say it later.',
      placeHolder: 'PTB-XL 1.0.3, Wagner et al. 2020, PhysioNet, CC BY 4.0',
    });
    return {
      ...{ folder, table: file, where, labelColumns, map, patientColumn, leads, duration, cut, rate },
      ...{ sourceRate, unit, attribution: attribution.trim() },
    };
  } catch (error) {
    if (error instanceof Closed) return undefined;
    throw error;
  }
}

function needed<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Closed();
  return answer;
}

const pick = async <T>(placeHolder: string, choices: readonly Choice<T>[]): Promise<T> =>
  needed(await choose(TITLE, placeHolder, choices));

const pickMany = async <T>(placeHolder: string, choices: readonly Choice<T>[]): Promise<T[]> =>
  needed(
    await vscode.window.showQuickPick(choices, {
      ...{ title: TITLE, placeHolder, canPickMany: true, matchOnDescription: true, ignoreFocusOut: true },
    }),
  ).map(({ value }) => value);

const ask = async (options: vscode.InputBoxOptions): Promise<string> =>
  needed(await vscode.window.showInputBox({ title: TITLE, ignoreFocusOut: true, ...options }));

async function askNumber(
  prompt: string,
  value: string,
  low: number,
  high: number,
  unit: string,
): Promise<number> {
  const text = await ask({
    prompt,
    value,
    validateInput: (typed) => {
      const number = Number(typed);
      return typed.trim() !== '' && number >= low && number <= high
        ? undefined
        : `A number from ${low} to ${high} ${unit}.`;
    },
  });
  return Number(text);
}

async function askTable(folder: string): Promise<{ file: string; table: Table; files: RecordFiles }> {
  const all = new (importing().RecordFiles)(folder, '');
  const near = tablesNear(folder, () => all);
  const choices: Choice<string>[] = near.map(({ file, table, column }) => ({
    label: `$(table) ${path.basename(file)}`,
    description: `${table.rows.length.toLocaleString('en')} rows`,
    detail: column === undefined ? table.header.join(', ') : `names recordings in its column "${column}"`,
    value: file,
  }));
  choices.push({ label: '$(folder-opened) Choose another table…', value: '' });
  let file = await pick('Which table has the labels', choices);
  if (file === '') {
    const chosen = await vscode.window.showOpenDialog({
      ...{ title: `${TITLE}: the label table`, openLabel: 'Use These Labels', canSelectMany: false },
      ...{ filters: { 'Label tables': ['csv', 'tsv', 'txt'] }, defaultUri: vscode.Uri.file(folder) },
    });
    file = needed(chosen?.[0]).fsPath;
  }
  return {
    file,
    table: near.find((one) => one.file === file)?.table ?? importing().openTable(file),
    files: new (importing().RecordFiles)(folder, file),
  };
}

/** Choices of columns, the likely one first, with what stands in them. */
function columnChoices(table: Table, likely: string | undefined): Choice<string>[] {
  const first = table.rows[0]!.cells;
  const names =
    likely === undefined ? table.header : [likely, ...table.header.filter((name) => name !== likely)];
  return names.map((name) => ({
    label: `$(list-flat) ${name}`,
    description: first[table.header.indexOf(name)]!.slice(0, 60),
    value: name,
  }));
}

async function askWhere(table: Table, files: RecordFiles): Promise<ImportAnswers['where']> {
  const likely = importing().fileColumnOf(table, files);
  const columns = columnChoices(table, likely).map((choice): Choice<ImportAnswers['where']> => ({
    ...choice,
    value: { column: choice.value },
  }));
  const arrays = files.arrays.slice(0, 20).map((array): Choice<ImportAnswers['where']> => ({
    label: `$(layers) No column: each row is a recording in ${array}`,
    detail: 'In the same order; its first axis counts the recordings',
    value: { array },
  }));
  const choices = likely === undefined ? [...arrays, ...columns] : [...columns, ...arrays];
  return pick('Which column names the files of the recordings', choices);
}

async function askLabelColumns(table: Table): Promise<string[]> {
  const likely = importing().labelColumnOf(table);
  const yesNo = new Set(importing().yesNoColumns(table));
  const picked = await pickMany(
    'Which column has the labels; or several that say 0 or 1 for the label they are called by',
    columnChoices(table, likely).map((choice) => ({
      ...choice,
      ...(yesNo.has(choice.value) ? { detail: 'says yes or no' } : {}),
      picked: choice.value === likely,
    })),
  );
  if (picked.length === 0) throw new Closed();
  return picked;
}

async function askMap(table: Table, columns: readonly string[]): Promise<ImportAnswers['map']> {
  const counts = importing().countLabels(table, columns).slice(0, MOST_LABELS);
  if (counts.length === 0) {
    throw new Error(
      `${table.name} has no labels in ${columns.join(', ')}; import again and choose another column.`,
    );
  }
  // Where some are said to be normal as a whole, sinus rhythm alone is said of others as well.
  const normal = counts.some(({ label }) => /^norm/i.test(label));
  const proposed = (label: string): boolean =>
    importing().usualClass(label) !== undefined &&
    !(normal && importing().usualClass(label) === 'NSR' && !/^norm/i.test(label));
  const known = counts.some(({ label }) => importing().usualClass(label) !== undefined);
  const chosen = await pickMany(
    'Which labels to import; recordings with none of them are left out',
    counts.map(({ label, rows }) => {
      const name = importing().usualClass(label);
      return {
        label,
        description: `${rows.toLocaleString('en')} rows${name === undefined ? '' : ` · ${name}`}`,
        picked: known ? proposed(label) : counts.length <= 10,
        value: label,
      };
    }),
  );
  if (chosen.length === 0) throw new Closed();
  const text = await ask({
    prompt: 'The class of each label, as the network to fine-tune has it (NSR, AF, AFLT, PVC, WPW ...)',
    value: chosen
      .map((label) => `${label}=${importing().usualClass(label) ?? label.replace(/[,=]/g, ' ')}`)
      .join(', '),
    validateInput: (typed) => {
      const read = readMap(typed, chosen);
      return typeof read === 'string' ? read : undefined;
    },
  });
  return readMap(text, chosen) as ImportAnswers['map'];
}

async function askPatient(table: Table): Promise<string | null> {
  const likely = importing().patientColumnOf(table);
  const own: Choice<string | null> = {
    label: '$(warning) None: each record is its own patient',
    detail:
      'If a patient has several records, some are trained on and others tested on: all scores come out too high',
    value: null,
  };
  const columns: Choice<string | null>[] = columnChoices(table, likely);
  return pick(
    'Which column tells patients apart; a patient is never both trained and tested on',
    likely === undefined ? [own, ...columns] : [...columns, own],
  );
}

async function askLead({ file, leads }: FirstRecording): Promise<readonly string[]> {
  const usual = ['II', 'MLII'].filter((name) => importing().hasLead(leads, name));
  // Recordings of one source call their leads alike, but for the usual one.
  const choices: Choice<readonly string[]>[] = leads.map(({ name }) => ({
    label: `$(pulse) ${/^\d+$/.test(name) ? `Number ${name}` : name}`,
    value: [name],
  }));
  if (usual.length > 0) {
    choices.unshift({ label: '$(pulse) II, or MLII where there is no II', value: ['II', 'MLII'] });
  }
  choices.push({
    label: '$(edit) Others…',
    detail: 'Several names, of which the first that is there is taken',
    value: [],
  });
  const picked = await pick(`Which lead (those of ${path.posix.basename(file)})`, choices);
  if (picked.length > 0) return picked;
  const text = await ask({ prompt: 'Names of the lead, the preferred one first', value: 'II, MLII' });
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new Closed();
  return names;
}

/** Rate and unit, where recordings do not say them. */
async function askUnsaid(
  { file, leads }: FirstRecording,
  wanted: readonly string[],
): Promise<Pick<ImportAnswers, 'sourceRate' | 'unit'>> {
  const lead = leads.find(({ name }) => wanted.includes(name)) ?? leads[0];
  const name = path.posix.basename(file);
  const sourceRate =
    lead?.rate === undefined
      ? await askNumber(`${name} does not say its sampling rate. What is it, in Hz?`, '500', 1, 100_000, 'Hz')
      : undefined;
  if (lead === undefined || lead.mV !== undefined) return { sourceRate, unit: undefined };
  const likely = await importing()
    .unitOf(lead)
    .catch(() => undefined);
  const units = [
    ['mV', 'Millivolts'],
    ['uV', 'Microvolts'],
    ['V', 'Volts'],
  ] as const;
  const choices: Choice<string>[] = units
    .map(([unit, words]) => ({
      label: words,
      description: unit === likely ? 'by the size of the values' : '',
      value: unit as string,
    }))
    .sort((a, b) => Number(b.value === likely) - Number(a.value === likely));
  choices.push({ label: '$(edit) Another…', detail: 'Steps of a converter, such as 0.005 mV', value: '' });
  const unit = await pick(`${name} does not say the unit of its values`, choices);
  if (unit !== '') return { sourceRate, unit };
  return { sourceRate, unit: String(await askNumber('How many mV is one step?', '0.005', 1e-12, 1e6, 'mV')) };
}

async function askCut(table: Table): Promise<Pick<ImportAnswers, 'duration' | 'cut'>> {
  const duration = await askNumber('How long is a strip, in s?', '10', 0.5, 3600, 's');
  const start = table.header.find((name) =>
    /^(?:start|begin|onset|offset)(?:[ _-]?s(?:ec(?:onds)?)?)?$/i.test(name),
  );
  const choices: Choice<ImportAnswers['cut']>[] = [
    {
      label: '$(arrow-left) From the beginning',
      detail: 'One strip of each recording',
      value: { where: 'start' },
    },
    {
      label: '$(arrow-both) From the middle',
      detail: 'One strip of each recording',
      value: { where: 'middle' },
    },
    {
      label: '$(split-horizontal) As many as fit, one after the other',
      detail: 'Each has the label of the whole recording, whether or not it shows what the label says',
      value: { where: 'all' },
    },
  ];
  if (start !== undefined) {
    choices.unshift({
      label: `$(list-flat) Where column "${start}" says`,
      detail: 'In s from the beginning of the recording',
      value: { startColumn: start },
    });
  }
  return { duration, cut: await pick('Where in a longer recording', choices) };
}

async function askRate(source: number | undefined): Promise<number> {
  const rates = [...new Set([250, 100, 500, ...(source === undefined ? [] : [source])])];
  const choices: Choice<number>[] = rates.map((rate) => ({
    label: `${rate} Hz`,
    description: rate === source ? 'as recorded' : rate === 250 ? 'plenty for fine-tuning' : '',
    value: rate,
  }));
  choices.push({ label: '$(edit) Another…', value: 0 });
  const rate = await pick('Sampling rate of the strips; fine-tuning resamples further by itself', choices);
  return rate > 0 ? rate : askNumber('Sampling rate of the strips, in Hz', '250', 10, 10_000, 'Hz');
}
