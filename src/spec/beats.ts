import { inOrder } from './anchors';
import { decodeCorrelations } from './correlations';
import type { Decoder } from './decode';
import type { Resolved } from './inherit';
import { isRecord } from './plain';
import { limitsOf } from './schema';
import { BEAT_SYMBOLS, type Beat, type BeatSymbol, type Wave } from './types';
import { slippedKeys } from './suggest';
import { BEAT_KEYS, decodeWave, findWaves } from './waves';

/** How long the QT interval remembers the heart rate, s (Bachi 2023). */
const RATE_MEMORY = 25;

const EXTENDS = ['extends'];

/** Reads all beat types, what they inherit written out. */
export function decodeBeats(resolved: readonly Resolved[], decoder: Decoder): Beat[] {
  return resolved.map((definition) => decodeBeat(definition, decoder));
}

function decodeBeat({ name, extends: parent, value: raw }: Resolved, decoder: Decoder): Beat {
  const path = ['beats', name];
  const stretch = raw['stretch'] === true;
  const parts = findWaves(name, raw, decoder);
  // What is inherited is written out, so that an `extends` that is left over, or has a slip in it, led nowhere.
  const heir = 'extends' in raw || slippedKeys(raw, EXTENDS).has('extends');
  const waves = [...parts.keys()].flatMap((wave) => {
    const given = raw[wave];
    const finished = isRecord(given) && decodeWave(name, wave, given, stretch, heir, parts, decoder);
    return finished ? [finished] : [];
  });
  // A wave that is not one yet may be the one that is missing.
  const unfinished = Object.entries(raw).some(
    ([key, value]) => !BEAT_KEYS.includes(key) && !parts.has(key) && value !== 'none',
  );
  if (!heir && !unfinished && ![...parts.values()].includes('QRS')) {
    decoder.reportKey('ECG301', path, `Beat type \`${name}\` has no QRS: give it at least an R wave.`);
  }
  const memory =
    'rate-memory' in raw
      ? decoder.fixed(raw['rate-memory'], [...path, 'rate-memory'], limitsOf('beat', 'rate-memory'))
      : undefined;
  return {
    name,
    extends: parent,
    symbol: BEAT_SYMBOLS.find((symbol) => symbol === raw['symbol']) ?? ('N' satisfies BeatSymbol),
    waves: ordered(name, waves, decoder),
    correlations: decodeCorrelations(raw['correlations'], name, waves, decoder),
    rateMemory: memory ?? RATE_MEMORY,
    stretch,
  };
}

/** ECG312: waves hang on each other, but not in a circle. */
function ordered(beat: string, waves: readonly Wave[], decoder: Decoder): readonly Wave[] {
  const result = inOrder(waves);
  if ('order' in result) return result.order;
  const [first] = result.circle;
  const at = ['beats', beat, first!, 'at'];
  const message =
    result.circle.length === 2
      ? `\`${first!}\` hangs on a point that it makes itself. Let it count from another wave, or from the R time.`
      : `The waves hang on each other in a circle: ${result.circle.join(' → ')}. One of them must count from the R time.`;
  // An heir may close the circle with a wave that it inherits: then the beat is where to look.
  if (decoder.source.has(at)) decoder.report('ECG312', at, message);
  else decoder.reportKey('ECG312', ['beats', beat], message);
  return waves;
}
