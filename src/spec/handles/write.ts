import { rewritePlace, rewritePlaceSpread, rewriteQuantity, rewriteSpread } from '../rewriting/rewrite';
import {
  CannotWrite,
  changeQuantity,
  type Reading,
  type Rewriting,
  spreadPath,
  type TextEdit,
} from '../rewriting/written';
import type { Wave } from '../types';
import { isWidth, middlesOf, spreadsOf, type WaveChange, waveOf, type WaveQuantity } from './change';
import { keysOf, ownerOf, touched } from './owners';
import { overrideEdits, type Override } from './override';

export interface WaveEdit {
  readonly ok: true;
  /** Do not overlap; one undo step. None where the text says so already. */
  readonly edits: readonly TextEdit[];
  /** The scalars concerned: `normal.P.at: R - 160 ms → R - 180 ms`. */
  readonly lines: readonly string[];
}

/** A change that the text cannot say; the message says why. */
export interface WaveRefusal {
  readonly ok: false;
  readonly message: string;
}

/**
 * The least edits of a text after which a wave is as asked: numbers are replaced in the scalars concerned, and units,
 * spelling, comments and layout stay.
 *
 * @param where what is inherited is changed where it stands (`source`), for all beat types that have it from there, or
 *   said anew for this beat type alone (`here`)
 */
export function writeWave(
  reading: Reading,
  beat: string,
  waveName: string,
  change: WaveChange,
  where: 'source' | 'here',
): WaveEdit | WaveRefusal {
  const wave = waveOf(reading.spec, beat, waveName);
  if (wave === undefined)
    return { ok: false, message: `The spec has no wave \`${beat}.${waveName}\` any more.` };
  try {
    const found = new Map<number, Rewriting>();
    const overrides: Override[] = [];
    for (const quantity of touched(change)) {
      const owner = ownerOf(reading.parsed, reading.spec, beat, waveName, quantity);
      if (owner === undefined)
        throw new CannotWrite(`\`${beat}.${waveName}.${quantity}\` stands nowhere in the text.`);
      const key = keysOf(quantity).find(
        (one) => reading.parsed.rangeOf(['beats', owner, waveName, one]) !== undefined,
      )!;
      // A width that stands for both flanks is written once.
      const rewritings = rewrite(reading, owner, key, wave, quantity, change);
      if (owner === beat || where === 'source') {
        for (const one of rewritings) found.set(one.range.start, one);
      } else if (!overrides.some((one) => one.key === key)) {
        overrides.push({ key, owner, rewritings });
      }
    }
    const rewritings = [...found.values()];
    const inserted = overrideEdits(reading, beat, waveName, overrides);
    return {
      ok: true,
      edits: [...rewritings.map(({ range, text }) => ({ range, text })), ...inserted.edits],
      lines: [
        ...rewritings.map(({ name, before, text }) => `${name}: ${before} → ${text}`),
        ...inserted.lines,
      ],
    };
  } catch (error) {
    if (error instanceof CannotWrite) return { ok: false, message: error.message };
    throw error;
  }
}

/** The scalars of one quantity with its new numbers. A scalar that says middle and spread is rewritten once. */
function rewrite(
  reading: Reading,
  owner: string,
  key: string,
  wave: Wave,
  quantity: WaveQuantity,
  change: WaveChange,
): Rewriting[] {
  const path = ['beats', owner, wave.name, key];
  const to = change.middle[quantity];
  const now = middlesOf(wave)[quantity];
  const dimension = quantity === 'amplitude' ? 'amplitude' : 'time';
  const anchored = quantity === 'at' && wave.anchor.kind !== 'beat';
  const move = isWidth(quantity)
    ? (x: number): number => (x * (to ?? now)) / now
    : (x: number): number => x + (to ?? now) - now;
  const half = change.spread[quantity];
  if (half !== undefined && spreadsOf(wave)[quantity] === null)
    throw new CannotWrite(`\`${owner}.${wave.name}.${key}\` is a choice: change its entries in the text.`);
  const apart = half === undefined ? undefined : spreadPath(reading, path);
  const rewritings = changeQuantity(reading, owner, path, (text, whole) => {
    // Of a mapping the anchor stands in a key of its own.
    const names = anchored && whole;
    const moved =
      to === undefined
        ? text
        : quantity === 'at'
          ? rewritePlace(text, names, move)
          : rewriteQuantity(text, dimension, move);
    if (moved === undefined || half === undefined || apart !== undefined) return moved;
    return quantity === 'at' ? rewritePlaceSpread(moved, names, half) : rewriteSpread(moved, dimension, half);
  });
  if (apart === undefined || half === undefined) return rewritings;
  return [
    ...rewritings,
    ...changeQuantity(reading, owner, apart, (text) => rewriteQuantity(text, dimension, () => half)),
  ];
}
