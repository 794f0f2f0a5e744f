import type { Lead } from '../records';
import type { Recordings } from './arrays';
import { Cutter } from './cut';
import { ImportError } from './errors';
import { chooseLead } from './leadChoice';
import type { ImportOptions } from './options';
import type { RecordFiles } from './recordFiles';
import type { Dropped } from './reasons';
import type { Wanted } from './wanted';

/** The lead of a recording that strips are cut from. */
export interface Opened {
  readonly cutter: Cutter;
  readonly lead: string;
  /** Hz */
  readonly rate: number;
}
export type OpenFault = Pick<Dropped, 'reason' | 'detail'>;

/** Opens the recordings that rows ask for. The last one stays open, since rows of one recording often follow each other. */
export class Source {
  private last: { readonly file: string; readonly found: Promise<Opened | OpenFault> } | undefined;
  private array: { readonly file: string; readonly recordings: Recordings } | undefined;

  constructor(
    private readonly files: RecordFiles,
    private readonly options: ImportOptions,
  ) {}

  /**
   * @throws ImportError where a recording does not say its rate or unit and the options do not either: that is one answer for
   *   all, not a fault of one
   */
  async open(wanted: Wanted): Promise<Opened | OpenFault> {
    if (wanted.number !== undefined)
      return this.lead(wanted.file, () => this.row(wanted.file, wanted.number!));
    if (this.last?.file !== wanted.file) {
      const leads = (): Promise<Lead[]> => this.files.leads(wanted.file, this.options.dataset);
      this.last = { file: wanted.file, found: this.lead(wanted.file, leads) };
    }
    return this.last.found;
  }

  close(): void {
    this.array?.recordings.close();
    this.array = undefined;
  }

  private row(file: string, number: number): Promise<Lead[]> {
    this.array ??= { file, recordings: this.files.recordings(file, this.options.dataset) };
    return Promise.resolve(this.array.recordings.leads(number));
  }

  private async lead(file: string, open: () => Promise<Lead[]>): Promise<Opened | OpenFault> {
    const { leads: wanted, sourceRate, unit } = this.options;
    let values: Float32Array;
    let lead: Lead;
    try {
      const leads = await open();
      const found = chooseLead(leads, wanted);
      if (found === undefined) {
        const names = leads.map(({ name }) => name);
        const more = names.length > 12 ? ` and ${names.length - 12} more` : '';
        return { reason: 'missing-lead', detail: `has ${names.slice(0, 12).join(', ') || 'no lead'}${more}` };
      }
      lead = found;
      values = await lead.values();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { reason: 'unreadable', detail: detail.replace(/\.$/, '') };
    }
    const rate = lead.rate ?? sourceRate;
    if (rate === undefined) {
      throw new ImportError(
        `${file} does not say its sampling rate; give that of the recordings with --source-rate, in Hz.`,
      );
    }
    const mV = lead.mV ?? unit;
    if (mV === undefined) throw new ImportError(unitQuestion(file, lead.name, values));
    if (mV !== 1) for (let i = 0; i < values.length; i++) values[i]! *= mV;
    return { cutter: new Cutter(values, rate, this.options.rate), lead: lead.name, rate };
  }
}

function unitQuestion(file: string, lead: string, values: Float32Array): string {
  const guess = likelyUnit(values);
  return (
    `${file} does not say the unit of lead ${lead}; give it with --unit, as mV, uV, V or a number of mV a step` +
    `${guess === undefined ? '.' : ` (by the size of its values it looks like ${guess}).`}`
  );
}

/** The unit in which an ECG would have a usual size; undefined where that is in doubt. */
export function likelyUnit(values: Float32Array): 'mV' | 'uV' | 'V' | undefined {
  const finite = values.filter(Number.isFinite).sort();
  const at = (share: number): number =>
    finite[Math.min(finite.length - 1, Math.floor(share * finite.length))] ?? 0;
  // Without the few largest, which may be artefacts.
  const swing = at(0.995) - at(0.005);
  if (swing >= 0.2 && swing <= 15) return 'mV';
  if (swing >= 200 && swing <= 15_000) return 'uV';
  return swing >= 2e-4 && swing <= 0.015 ? 'V' : undefined;
}
