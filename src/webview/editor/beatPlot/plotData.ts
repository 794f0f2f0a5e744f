import type { Spec } from '../../../spec';
import { middlesOf, spreadsOf } from '../../../spec/handles';
import type { Anchor, Beat } from '../../../spec/types';
import { placeWaves, plotBeat } from '../../../synthesis';
import type { PlottedBeat } from './plottedBeat';

/**
 * A beat type as its plot shows it; undefined where the spec has none of this name.
 *
 * @param count draws
 * @param draw which independent redraw
 */
export function plotOf(spec: Spec, name: string, count: number, draw: number): PlottedBeat | undefined {
  const beat = spec.beats.find((one) => one.name === name);
  if (beat === undefined) return undefined;
  const places = placeWaves(spec, name);
  return {
    name,
    drawing: plotBeat(spec, name, count, draw),
    under: null,
    waves: beat.waves.map((wave, i) => {
      const { onset, peak, offset } = places[i]!;
      const middle = middlesOf(wave);
      const bell = wave.shape === 'gaussian' || wave.shape === 'gumbel';
      const rise = bell ? middle.rise : peak - onset;
      const fall = bell ? middle.fall : offset - peak;
      return {
        name: wave.name,
        part: wave.part,
        onset,
        peak,
        offset,
        flanks: [rise, fall],
        perWidth: rise / middle.rise,
        symmetric: wave.fall === null,
        middle,
        spread: spreadsOf(wave),
        anchor: anchorInWords(wave.anchor, beat),
      };
    }),
  };
}

function anchorInWords(anchor: Anchor, beat: Beat): string {
  switch (anchor.kind) {
    case 'beat':
      return beat.stretch ? 'start' : 'R';
    case 'previous':
      return 'previous R';
    case 'wave':
      return anchor.point === 'peak' ? anchor.wave : `${anchor.wave} ${anchor.point}`;
    case 'part':
      return anchor.part === 'QRS' && anchor.point === 'offset' ? 'J' : `${anchor.part} ${anchor.point}`;
  }
}
