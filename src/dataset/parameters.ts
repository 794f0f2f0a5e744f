import { type DrawnValue, QUANTITIES, type Quantity, type WaveParameters } from '../synthesis/detail';
import type { QuantityEntry, WaveEntry } from './manifest';

const keyOf = (beatType: string, name: string): string => JSON.stringify([beatType, name]);

/** The numbers of waves and quantities, as the manifest lists them. */
export class ParameterTable {
  private readonly waves: ReadonlyMap<string, number>;
  private readonly quantities: ReadonlyMap<string, number>;

  constructor(
    private readonly waveEntries: readonly WaveEntry[],
    private readonly quantityEntries: readonly QuantityEntry[],
  ) {
    this.waves = new Map(waveEntries.map(({ beatType, name }, i) => [keyOf(beatType, name), i]));
    this.quantities = new Map(quantityEntries.map(({ name }, i) => [name, i]));
  }

  /** Appends a wave as a row of `WAVE_COLUMNS` to `out`. */
  pushWave(out: number[], row: number, wave: WaveParameters): void {
    const { type, name, r, time, length, amplitude, at, rise, fall } = wave;
    out.push(row, this.waves.get(keyOf(type, name)) ?? -1, r, time, length, amplitude, at, rise, fall);
  }

  /** Appends a value as a row of `VALUE_COLUMNS` to `out`. */
  pushValue(out: number[], row: number, { quantity, number, value }: DrawnValue): void {
    out.push(row, this.quantities.get(quantity) ?? -1, number, value);
  }

  /**
   * Reads a row of `WAVE_COLUMNS` back.
   * @throws RangeError for a wave that the manifest does not list
   */
  readWave([, wave = -1, r = -1, ...rest]: readonly number[]): WaveParameters {
    const entry = this.waveEntries[wave];
    if (!entry) throw new RangeError(`${wave} is not the number of a wave`);
    const [time = NaN, length = NaN, amplitude = NaN, at = NaN, rise = NaN, fall = NaN] = rest;
    return { type: entry.beatType, name: entry.name, r, time, length, amplitude, at, rise, fall };
  }

  /**
   * Reads a row of `VALUE_COLUMNS` back.
   * @throws RangeError for a quantity that the manifest does not list, or that this version does not know
   */
  readValue([, quantity = -1, number = -1, value = NaN]: readonly number[]): DrawnValue {
    const name = this.quantityEntries[quantity]?.name;
    if (name === undefined || !isQuantity(name))
      throw new RangeError(`${quantity} is not the number of a quantity`);
    return { quantity: name, number, value };
  }
}

function isQuantity(name: string): name is Quantity {
  return Object.hasOwn(QUANTITIES, name);
}
