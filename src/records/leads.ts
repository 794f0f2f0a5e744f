import { readCsv } from './csv';
import { readEdf } from './edf';
import { npyLeads } from './npyLeads';
import { shownPath } from './recordError';
import { parseWfdbHeader, readWfdbSignal, type WfdbSignal, zeroOf } from './wfdb';

/** Node and browsers have it, and the pure rooms know neither. */
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

/** A signal of a recording, as it can be laid over a strip. */
export interface Lead {
  /** `II`, or what else the file calls it. */
  readonly name: string;
  /** Hz; undefined where the file does not say it. */
  readonly rate: number | undefined;
  /** mV of a unit of the values; undefined where the file does not say it. */
  readonly mV: number | undefined;
  /** Reads the samples; NaN where there is none. */
  values(): Promise<Float32Array>;
}

/** Endings of files that leads are read from. */
export const LEAD_FILES = ['hea', 'dat', 'atr', 'edf', 'csv', 'tsv', 'txt', 'npy'] as const;

/**
 * The leads of a recording: WFDB (by its header, or a file beside it), EDF, a table in text, or an array of NumPy.
 *
 * @param name of the file, without folders
 * @param read gives the bytes of a file beside it
 * @throws Error whose message is a sentence for the user
 */
export async function leadsOf(name: string, read: (name: string) => Promise<Uint8Array>): Promise<Lead[]> {
  const [, stem = name, ending = ''] = /^(.*)\.([^.]*)$/.exec(name) ?? [];
  try {
    switch (ending.toLowerCase()) {
      case 'hea':
      case 'dat':
      case 'atr':
        return wfdbLeads(await read(`${stem}.hea`), read);
      case 'edf':
        return readEdf(await read(name)).map(({ name: label, unit, rate, values }) => ({
          name: label.replace(/^(?:ECG|EKG)\s+/i, ''),
          rate,
          mV: inMillivolts(unit),
          values: () => Promise.resolve(values()),
        }));
      case 'csv':
      case 'tsv':
      case 'txt':
        return readCsv(new TextDecoder().decode(await read(name))).map(
          ({ name: label, unit, rate, values }) => ({
            name: label,
            rate,
            mV: inMillivolts(unit),
            values: () => Promise.resolve(values),
          }),
        );
      case 'npy':
        return npyLeads(await read(name));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${shownPath(name)} ${reason}.`, { cause: error });
  }
  throw new Error(`${shownPath(name)} is none of ${LEAD_FILES.map((one) => `.${one}`).join(', ')}.`);
}

/** The lead that is meant where nothing else is said: II, by any of its names. */
export function usualLead<T extends { readonly name: string }>(leads: readonly T[]): T | undefined {
  return leads.find(({ name }) => /^(?:ML)?II$|^lead II$/i.test(name.trim())) ?? leads[0];
}

function wfdbLeads(bytes: Uint8Array, read: (name: string) => Promise<Uint8Array>): Lead[] {
  const header = parseWfdbHeader(String.fromCharCode(...bytes.subarray(0, 1 << 16)));
  return header.signals.map((one, signal) => ({
    name: one.name === '' ? `signal ${signal}` : one.name,
    rate: header.rate * one.perFrame,
    mV: millivoltsOf(one),
    values: async () => {
      const zero = zeroOf(one);
      return Float32Array.from(
        readWfdbSignal({ header, signal }, await read(one.file)),
        (step) => step - zero,
      );
    },
  }));
}

/** mV of a step of a WFDB signal as it is read: the sign of its gain is in the values already. */
export const millivoltsOf = ({ unit, gain }: Pick<WfdbSignal, 'unit' | 'gain'>): number =>
  (inMillivolts(unit) ?? 1) / Math.abs(gain);

/** mV of a unit by its name; undefined for what is no voltage. */
export function inMillivolts(unit: string): number | undefined {
  switch (unit.trim().toLowerCase()) {
    case 'mv':
      return 1;
    case 'uv':
    case 'µv':
    case 'μv':
      return 1e-3;
    case 'v':
      return 1e3;
    default:
      return undefined;
  }
}
