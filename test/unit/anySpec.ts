import fc from 'fast-check';
import type { Dimension } from '../../src/spec/quantity';
import { limitsOf, type QuantityLimits } from '../../src/spec/schema';
import { MEASURE_DIMENSIONS } from '../../src/spec/invariants';

/*
 * Texts that the language admits, sensible or not: every construct, every quantity anywhere within its limits, with any
 * spread. What they make is a spec without an error, with a class `c` and a beat type `b`.
 */

const UNITS: Record<Dimension, string> = {
  amplitude: 'mV',
  time: 's',
  frequency: 'Hz',
  rate: 'bpm',
  ratio: '',
  count: '',
  level: 'dB',
  'per-amplitude': '/mV',
};

/** A quantity within its limits, as YAML: constant, range, choice, or with spreads on several levels. */
export function quantity(limits: QuantityLimits): fc.Arbitrary<string> {
  const unit = UNITS[limits.dimension];
  const text = (x: number): string => (limits.whole ? String(x) : x.toFixed(9));
  const write = (x: number): string => `${text(x)} ${unit}`.trim();
  const number = limits.whole
    ? fc.integer({ min: limits.min, max: limits.max })
    : fc
        .double({ min: limits.min, max: limits.max, noNaN: true })
        .map((x) => Math.min(limits.max, Math.max(limits.min, Number(x.toPrecision(6)))));
  if (limits.fixed) return number.map(write);
  const spread = fc
    .double({ min: 0, max: limits.max - limits.min, noNaN: true })
    .map((x) => `${x.toFixed(6)} ${unit}`.trim());
  const deviation = fc.oneof(
    spread,
    fc.tuple(spread, spread).map(([below, above]) => `-${below}..${above}`),
  );
  const range = fc.tuple(number, number).map(([a, b]) => `${text(Math.min(a, b))}..${write(Math.max(a, b))}`);
  const memory = fc.constantFrom('0', '50 %', '0.99');
  const levels = fc
    .tuple(deviation, deviation, memory)
    .map(([episode, beat, m]) => `episode: ${episode}, beat: ${beat}, memory: ${m}`);
  const entry = fc.oneof(
    number.map(write),
    range,
    fc.tuple(number, spread).map(([value, sd]) => `${write(value)} ± ${sd}`),
  );
  const distribution = fc.constantFrom('normal', ...(limits.folds ? ['folded-normal'] : []));
  return fc.oneof(
    number.map(write),
    range,
    fc
      .tuple(number, spread, spread)
      .map(([value, sd, beat]) => `{ value: ${write(value)}, recording: ${sd}, beat: ${beat} }`),
    fc
      .tuple(number, spread, levels, distribution)
      .map(([value, sd, l, d]) => `{ value: ${write(value)}, recording: ${sd}, ${l}, distribution: ${d} }`),
    fc
      .tuple(
        number.filter((x) => Math.abs(x) > 1e-6),
        spread,
        levels,
      )
      .map(
        ([value, sd, l]) => `{ value: ${write(value)}, recording: ${sd}, ${l}, distribution: log-normal }`,
      ),
    fc
      .tuple(fc.array(entry, { minLength: 1, maxLength: 4 }), levels)
      .map(([entries, l]) => `{ one-of: [${entries.join(', ')}], ${l} }`),
    fc
      .tuple(fc.uniqueArray(entry, { minLength: 1, maxLength: 3 }), levels)
      .map(
        ([entries, l]) => `{ one-of: { ${entries.map((e, i) => `"${e}": ${10 + i} %`).join(', ')} }, ${l} }`,
      ),
  );
}

type Fields = Record<string, fc.Arbitrary<string>>;

/** A mapping of some of these keys; `always` are there every time. */
function mapping(always: Fields, sometimes: Fields = {}): fc.Arbitrary<string> {
  const names = Object.keys(sometimes);
  return fc.tuple(fc.record(always), fc.record(sometimes), fc.subarray(names)).map(([a, s, chosen]) => {
    const entries = [...Object.entries(a), ...chosen.map((key) => [key, s[key]!] as const)];
    return `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
  });
}

/** The quantities of a definition of the schema. */
function quantities(definition: string, keys: readonly string[], branch?: string): Fields {
  return Object.fromEntries(keys.map((key) => [key, quantity(limitsOf(definition, key, branch))]));
}

const word = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words);

const CORRECTIONS = ['none', 'proportional', 'bazett', 'fridericia', 'linear', 'hyperbolic'];
const SHAPES = ['gaussian', 'gumbel', 'cosine', 'ramp', 'plateau', 'spike'];

/** Waves in an order in which each may hang on those before it. */
const WAVES = ['P', 'delta', 'Q', 'S', "R'", "S'", 'J', 'ST', 'T', 'U', 'spike', 'P late'];

function wave(anchors: readonly string[], stretched: boolean): fc.Arbitrary<string> {
  const { at, width, ...rest } = quantities('wave', ['amplitude', 'at', 'width', 'rise', 'fall']);
  const place = fc.oneof(
    at!,
    ...(anchors.length > 0
      ? [
          fc
            .tuple(word(...anchors), word('+', '-'), word('0 ms', '20 ms ± 5 ms', '40..80 ms'))
            .map((t) => t.join(' ')),
          fc
            .tuple(word(...anchors), fc.integer({ min: -500, max: 500 }))
            .map(([a, x]) => `{ from: ${a}, value: ${x} ms, beat: 5 ms }`),
        ]
      : []),
  );
  const more: Fields = {
    shape: word(...SHAPES),
    follow: word('beat', 'recording'),
    'rate-shift': quantity(limitsOf('wave', 'rate-shift')),
    ...(!stretched && { 'rate-correction': word(...CORRECTIONS) }),
  };
  return fc.oneof(
    mapping({ amplitude: rest['amplitude']!, at: place, width: width! }, more),
    mapping({ amplitude: rest['amplitude']!, at: place, rise: rest['rise']!, fall: rest['fall']! }, more),
  );
}

const beat = fc.tuple(fc.boolean(), fc.subarray(WAVES)).chain(([stretch, names]) => {
  const anchors = ['R', 'R onset', 'QRS onset', 'QRS end', 'J', 'previous'];
  const waves: [string, fc.Arbitrary<string>][] = [['R', wave([], stretch)]];
  for (const name of names) {
    // A QRS wave that hung on the P wave's onset, which hung on the QRS, would close a circle.
    const inQrs = ['delta', 'Q', 'S', "R'", "S'"].includes(name);
    const own = wave(inQrs ? anchors.filter((anchor) => anchor !== 'P onset') : anchors, stretch);
    waves.push([name, name === 'P late' ? own.map((text) => text.replace('{ ', '{ part: P, ')) : own]);
    anchors.push(name, `${name} onset`, `${name} peak`, `${name} offset`);
  }
  const usable = waves.map(([name, text]) => text.map((t) => `${name}: ${t}`));
  return fc
    .tuple(
      fc.tuple(...usable),
      word('', 'rate-memory: 0 s, ', 'rate-memory: 60 s, '),
      word('', 'correlations: [{ between: [R amplitude, R at], coefficient: -0.5 }], '),
      word('N', 'V', 'A', '/', 'e'),
    )
    .map(
      ([all, memory, correlations, symbol]) =>
        `{ symbol: ${symbol}, ${stretch ? 'stretch: true, ' : ''}${memory}${correlations}${all.join(', ')} }`,
    );
});

const choice = word('b', '{ b: 70 %, other: 30 % }');

const ectopy = mapping(
  { beat: choice },
  {
    ...quantities('ectopy', ['coupling', 'delay', 'burden', 'run', 'run-rate']),
    focus: word('recording', 'beat'),
    pause: word('full', 'reset', 'delayed', 'none'),
    pattern: word(
      'isolated',
      'bigeminy',
      'trigeminy',
      'quadrigeminy',
      'couplets',
      'N N V V N',
      '{ isolated: 60 %, V N: 40 % }',
    ),
  },
);

const clock = fc.oneof(
  mapping({}, quantities('rhythm', ['rate', 'ramp'], 'regular')),
  mapping(quantities('rhythm', ['interval'], 'regular'), quantities('rhythm', ['ramp'], 'regular')),
);

const withType = (type: string, text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  text.map((t) => t.replace(/^\{ /, `{ type: ${type}, `).replace(', }', ' }'));

const sinus = withType(
  'sinus',
  mapping({}, quantities('rhythm', ['rate', 'variability', 'lf-hf', 'ramp'], 'sinus')),
);

const conduction = fc.oneof(
  withType('wenckebach', mapping({}, quantities('conduction', ['cycle', 'increment'], 'wenckebach'))),
  withType('mobitz-2', mapping({}, quantities('conduction', ['cycle'], 'mobitz-2'))),
  withType('dissociated', mapping({ beat: choice }, { escape: clock })),
);

const fWaves = withType(
  'f-waves',
  mapping(
    {},
    {
      ...quantities(
        'atrial',
        ['rms', 'frequency', 'frequency-swing', 'swing-rate', 'amplitude-swing', 'bandwidth'],
        'f-waves',
      ),
      form: word('sawtooth', 'band'),
      harmonics: word('1', '3', '10'),
    },
  ),
);

const flutter = withType(
  'flutter-waves',
  mapping(
    {},
    {
      ...quantities('atrial', ['amplitude', 'rate', 'skew', 'jitter'], 'flutter-waves'),
      polarity: word('negative', 'positive'),
    },
  ),
);

const avBlock = withType(
  'av-block',
  mapping(
    {},
    {
      block: word('"2:1"', '"8:1"', '2:1 4:1', 'variable', '{ 2:1: 60 %, 3:1 5:1: 30 %, variable: 10 % }'),
      ...quantities('rhythm', ['persistence'], 'av-block'),
    },
  ),
);

const ventricular = fc.oneof(
  withType(
    'fibrillation',
    mapping({}, quantities('ventricular', ['rate', 'amplitude', 'irregularity'], 'fibrillation')),
  ),
  withType(
    'torsades',
    mapping({}, quantities('ventricular', ['rate', 'amplitude', 'twist', 'irregularity'], 'torsades')),
  ),
  withType('pulses', mapping({}, quantities('ventricular', ['amplitude', 'width', 'step'], 'pulses'))),
);

/** What beats when: the keys of a class that go together. */
const heart = fc.oneof(
  fc
    .tuple(
      sinus,
      fc.option(
        fc.oneof(
          ectopy.map((e) => `ectopy: ${e}`),
          conduction.map((c) => `conduction: ${c}`),
        ),
      ),
      fc.option(fWaves),
    )
    .map(([s, more, f]) => `beat: b, rhythm: ${s}${more ? `, ${more}` : ''}${f ? `, atrial: ${f}` : ''}`),
  fc.tuple(withType('regular', clock), choice).map(([r, b]) => `beat: ${b}, rhythm: ${r}`),
  fc
    .tuple(withType('av-node', mapping({}, quantities('rhythm', ['arrivals'], 'av-node'))), fWaves)
    .map(([r, f]) => `beat: b, rhythm: ${r}, atrial: ${f}`),
  fc.tuple(avBlock, flutter).map(([r, f]) => `beat: b, rhythm: ${r}, atrial: ${f}`),
  fc.option(ventricular).map((v) => `rhythm: { type: none }${v ? `, ventricular: ${v}` : ''}`),
);

const respiration = mapping({}, quantities('respiration', ['rate', 'modulation', 'baseline']));

const episodes = mapping({ class: word('other') }, quantities('episodes', ['burden', 'duration']));

const invariant = fc.constantFrom(...Object.entries(MEASURE_DIMENSIONS)).chain(([measure, dimension]) => {
  const q = (x: number): string => `${x} ${UNITS[dimension]}`.trim();
  return word(`${measure} < ${q(1)}`, `${measure} >= ${q(0.2)}`, `${measure} 0..${q(3)}`, `no ${measure}`);
});

const during = quantities('noise', ['during'], 'white');
const level = (type: string): fc.Arbitrary<Fields> =>
  word('rms', 'snr').map((kind) => quantities('noise', [kind], type));

const noise = fc.oneof(
  ...['baseline-wander', 'white', 'pink'].map((type) =>
    level(type).chain((l) => withType(type, mapping(l, during))),
  ),
  level('mains').chain((l) =>
    withType(
      'mains',
      mapping(
        { ...l, ...quantities('noise', ['frequency'], 'mains') },
        { harmonics: word('1', '10'), ...during },
      ),
    ),
  ),
  level('muscle').chain((l) =>
    withType('muscle', mapping({ ...l, band: word('5..24 Hz', '20..150 Hz') }, during)),
  ),
  withType(
    'electrode-motion',
    mapping({}, { ...quantities('noise', ['amplitude', 'rate'], 'electrode-motion'), ...during }),
  ),
  withType('held', mapping({}, quantities('noise', ['precision', 'hold'], 'held'))),
  level('recording').chain((l) =>
    withType(
      'recording',
      mapping({ file: word('a.hea', '../b/c.hea'), ...l }, { signal: word('1', 'noise1'), ...during }),
    ),
  ),
  withType('drift', mapping({}, quantities('noise', ['step'], 'drift'))),
  word('sine', 'square').chain((type) =>
    withType(type, mapping({}, { ...quantities('noise', ['amplitude', 'frequency'], type), ...during })),
  ),
);

const augmentations = fc
  .tuple(
    word('0', '3', 'poisson 1.5'),
    fc.array(
      fc.oneof(
        noise,
        withType('scale', mapping({}, { ...quantities('scale', ['factor']), weight: word('1', '2.5') })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([count, of]) => `augmentations: { count: ${count}, of: [${of.join(', ')}] }`);

const recording = mapping(
  {
    // No more samples than keep the worst of all beats within what a strip may take (ECG327).
    rate: word(
      ...['50 Hz', '100 Hz', '250 Hz', '500 Hz', '1 kHz'].flatMap((rate) =>
        ['1 s', '2 s', '10 s'].map((duration) => `${rate}, duration: ${duration}`),
      ),
      '50 Hz, duration: 30 s',
      '250 Hz, duration: 30 s',
    ),
  },
  {
    range: word('0.1 mV', '5 mV', '32 mV'),
    filters: word(
      '[]',
      '[{ type: high-pass, cutoff: 0.5 Hz }, { type: low-pass, cutoff: 20 Hz }, { type: notch, frequency: 24 Hz }]',
    ),
    'lead-off': mapping({ chance: word('0 %', '50 %', '100 %') }, quantities('lead-off', ['duration'])),
  },
);

/** Any spec that the language admits; all its strips are of the class `c`. */
export const anySpec: fc.Arbitrary<string> = fc
  .record({
    seed: fc.nat(0xffffffff),
    recording,
    respiration: fc.option(respiration),
    beat,
    heart,
    own: fc.option(respiration),
    episodes: fc.option(episodes),
    invariants: fc.array(invariant, { maxLength: 3 }),
    noise: fc.array(noise, { maxLength: 4 }),
    augmentations: fc.option(augmentations),
  })
  .map(
    (s) => `ecgspec: 1
seed: ${s.seed}
recording: ${s.recording}
${s.respiration ? `respiration: ${s.respiration}\n` : ''}beats:
  b: ${s.beat}
  other: { extends: b, symbol: V, R: { width: 20 ms } }
classes:
  c: { ${s.heart}${s.own ? `, respiration: ${s.own}` : ''}${s.episodes ? `, episodes: ${s.episodes}` : ''}, invariants: [${s.invariants.join(', ')}] }
  other: { beat: other, rhythm: { type: av-node } }
noise: [ ${s.noise.join(', ')} ]
${s.augmentations ?? ''}
dataset: { strips: { c: 1 } }
`,
  );
