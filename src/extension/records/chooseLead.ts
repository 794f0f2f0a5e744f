import path from 'node:path';
import * as vscode from 'vscode';
import { type Lead, LEAD_FILES, leadsOf, usualLead } from '../../records';

/** A lead as it is laid over strips. */
export interface ChosenLead {
  readonly name: string;
  /** mV. */
  readonly samples: Float32Array;
  /** Hz. */
  readonly rate: number;
}

/** No more of a recording is compared with: an hour at 250 Hz. */
const MOST_SAMPLES = 900_000;
const LARGEST_FILE = 256 << 20;

/**
 * Asks for a recording, for one of its leads, and for what its file does not say.
 * @returns undefined where the choice was cancelled
 * @throws Error whose message is a sentence for the user
 */
export async function chooseLead(near: vscode.Uri | undefined): Promise<ChosenLead | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Recording to Compare With',
      openLabel: 'Compare',
      filters: { 'Recordings (WFDB, EDF, CSV, NumPy)': [...LEAD_FILES] },
      ...(near === undefined ? {} : { defaultUri: near }),
    })) ?? [];
  if (uri === undefined) return undefined;
  const read = async (name: string): Promise<Uint8Array> => {
    const file = vscode.Uri.joinPath(uri, '..', name);
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > LARGEST_FILE)
      throw new Error(`has ${Math.ceil(size / (1 << 20))} MB; at most 256 MB are read`);
    return vscode.workspace.fs.readFile(file);
  };
  const name = path.posix.basename(uri.path);
  const leads = await leadsOf(name, read);
  const lead = await pick(leads);
  if (lead === undefined) return undefined;
  const rate = lead.rate ?? (await askRate());
  if (rate === undefined) return undefined;
  const mV = lead.mV ?? (await askUnit());
  if (mV === undefined) return undefined;
  const values = (await lead.values()).subarray(0, MOST_SAMPLES);
  return { name: `${name}, ${lead.name}`, samples: settled(values, mV), rate };
}

async function pick(leads: readonly Lead[]): Promise<Lead | undefined> {
  if (leads.length < 2) return leads[0];
  const usual = usualLead(leads);
  const items = [...leads]
    .sort((a, b) => Number(b === usual) - Number(a === usual))
    .map((lead) => ({
      label: lead.name,
      description: lead.rate === undefined ? '' : `${lead.rate} Hz`,
      lead,
    }));
  return (await vscode.window.showQuickPick(items, { title: 'Lead to Compare With' }))?.lead;
}

async function askRate(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Sampling Rate',
    prompt: 'The file does not say it. Hz:',
    value: '250',
    validateInput: (value) =>
      Number(value) >= 1 && Number(value) <= 100_000
        ? undefined
        : 'A number of 1 to 100,000 Hz, such as 250.',
  });
  return text === undefined ? undefined : Number(text);
}

async function askUnit(): Promise<number | undefined> {
  const items = [
    { label: 'mV', description: 'millivolts', mV: 1 },
    { label: 'µV', description: 'microvolts; a data set of ECG Spec has steps of 1 µV', mV: 1e-3 },
    { label: '1/200 mV', description: 'steps of MIT-BIH', mV: 1 / 200 },
    { label: '4.88 µV', description: 'steps of Chapman-Shaoxing', mV: 4.88e-3 },
  ];
  return (
    await vscode.window.showQuickPick(items, { title: 'Unit of the Samples, Which the File Does Not Say' })
  )?.mV;
}

/** In mV; where there is no sample, the one before. */
function settled(values: Float32Array, mV: number): Float32Array {
  const out = new Float32Array(values.length);
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! * mV;
    if (Number.isFinite(value)) last = value;
    out[i] = last;
  }
  return out;
}
