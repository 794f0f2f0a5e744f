/** What a drag needs to know of the text. A chunk of its own: it holds the parser and synthesis, which the page otherwise leaves to its worker. */
import { parseSpec, type ParsedSpec, type Spec } from '../../../spec';
import { applyFix } from '../../../spec/fixes';
import {
  changedSpec,
  clampChange,
  type Heirs,
  inheritedFrom,
  middlesOf,
  spreadsOf,
  type WaveChange,
  type WaveEdit,
  waveOf,
  type WaveQuantity,
  type WaveRefusal,
  writeWave,
} from '../../../spec/handles';
import { plotOf } from './plotData';
import type { PlottedBeat, PlotWave } from './plottedBeat';

/** Draws of a frame: fewer than at rest, as a frame has no more than a few milliseconds. */
const FRAME_DRAWS = 40;

/** A wave as it would be. */
export interface Trial {
  /** As far as bounds let the change go. */
  readonly change: WaveChange;
  readonly beat: PlottedBeat;
  readonly wave: PlotWave;
  /** The whole text with the change written; undefined where the text cannot say it. */
  readonly text: string | undefined;
}

/** One wave that is being moved, from a text on; the text may change elsewhere meanwhile. */
export class WaveDrag {
  private constructor(
    private text: string,
    private parsed: ParsedSpec,
    private spec: Spec,
    readonly beat: string,
    readonly wave: string,
    private readonly draw: number,
  ) {}

  /** @returns undefined where the text is no spec at present, or has no such wave */
  static begin(text: string, beat: string, wave: string, draw: number): WaveDrag | undefined {
    const parsed = parseSpec(text);
    const { spec } = parsed;
    if (spec === undefined || waveOf(spec, beat, wave) === undefined) return undefined;
    return new WaveDrag(text, parsed, spec, beat, wave, draw);
  }

  /** The wave as the text has it. */
  get base(): PlotWave {
    const { waves } = plotOf(this.spec, this.beat, 1, this.draw)!;
    return waves.find(({ name }) => name === this.wave)!;
  }

  try(wanted: WaveChange): Trial {
    const change = clampChange(waveOf(this.spec, this.beat, this.wave)!, wanted);
    const spec = changedSpec(this.spec, this.beat, this.wave, change);
    const beat = plotOf(spec, this.beat, FRAME_DRAWS, this.draw)!;
    // What is inherited is shown as an override until it is known which is meant.
    const written = this.write(change, 'here');
    return {
      change,
      beat,
      wave: beat.waves.find(({ name }) => name === this.wave)!,
      text: written.ok ? applyFix(this.text, written) : undefined,
    };
  }

  /** Whom it concerns that the change is of inherited values; undefined where they are this beat type's own. */
  heirs(change: WaveChange): Heirs | undefined {
    return inheritedFrom(this.parsed, this.spec, this.beat, this.wave, change);
  }

  write(change: WaveChange, where: 'source' | 'here'): WaveEdit | WaveRefusal {
    const { text, parsed, spec } = this;
    return writeWave({ text, parsed, spec }, this.beat, this.wave, change, where);
  }

  /** As `write`, once more than a frame: what would not be a spec any more is refused with what is wrong. */
  finish(change: WaveChange, where: 'source' | 'here'): WaveEdit | WaveRefusal {
    const written = this.write(change, where);
    if (!written.ok) return written;
    const after = parseSpec(applyFix(this.text, written));
    const error = after.problems.find(({ severity }) => severity === 'error');
    return error === undefined ? written : { ok: false, message: error.message };
  }

  /**
   * Goes on from another text.
   * @returns false where the wave's own numbers have changed in it, or it is no spec
   */
  rebase(text: string, change: WaveChange): boolean {
    if (text === this.text) return true;
    const parsed = parseSpec(text);
    const { spec } = parsed;
    const wave = spec && waveOf(spec, this.beat, this.wave);
    if (spec === undefined || wave === undefined) return false;
    const before = waveOf(this.spec, this.beat, this.wave)!;
    const same = (quantity: WaveQuantity): boolean =>
      middlesOf(before)[quantity] === middlesOf(wave)[quantity] &&
      spreadsOf(before)[quantity] === spreadsOf(wave)[quantity];
    const moved = Object.keys({ ...change.middle, ...change.spread }) as WaveQuantity[];
    if (!moved.every(same) || JSON.stringify(before.anchor) !== JSON.stringify(wave.anchor)) return false;
    Object.assign(this, { text, parsed, spec });
    return true;
  }
}
