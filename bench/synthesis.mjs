import { FIRST_EXAMPLE } from '../scripts/lib/paths.mjs';
import { pathToFileURL } from 'node:url';
import { bundleSynthesis, COMPARISON, compileFile, memory, startThreads } from './lib/ours.mjs';
import { startPeers } from './lib/peers.mjs';
import { perSecond, takeTurns } from './lib/rounds.mjs';

export const name = 'Synthesis of strips of 10 s at 500 Hz, one lead, int16, with ground truth';

const ROUNDS = 5;
const SECONDS = 1;
/** Strips a second on one core, the aim. */
const TARGET = 30_000;

/** Ours, others', and what bounds both, in turns. */
export async function run(context) {
  const bundle = await bundleSynthesis();
  const sources = await import(`${pathToFileURL(bundle).href}?${Date.now()}`);
  const threads = await startThreads(bundle, 2);
  const peers = await startPeers(context);
  let typical;
  try {
    const peer = (one) => () => peers.measure(one, SECONDS);
    typical = await takeTurns(
      {
        comparison: strips(compileFile(sources, COMPARISON)),
        example: strips(compileFile(sources, FIRST_EXAMPLE)),
        one: () => threads.measure(1, SECONDS),
        two: () => threads.measure(2, SECONDS),
        ...(peers && { numpy: peer('numpy'), simple: peer('simple'), ecgsyn: peer('ecgsyn') }),
        normals: normals(sources),
        copy,
      },
      ROUNDS,
    );
  } finally {
    peers?.stop();
    await threads.stop();
  }
  return figures(typical, peers?.versions, await memory(bundle));
}

function strips(synthesizer) {
  const out = new Int16Array(synthesizer.samples);
  const { classes } = synthesizer;
  return () => perSecond((i) => synthesizer.generateInto(out, classes[i % classes.length], i), SECONDS);
}

/** Normals a second of our own sampler. */
function normals({ Kernels, Random }) {
  const out = new Kernels(5000, 1).trace(5000);
  const random = new Random().reset({ a: 1, b: 2, c: 3, d: 4 }, 0);
  return () => out.length * perSecond(() => out.addNormals(1, random), SECONDS / 4);
}

/** Bytes a second of a copy from memory to memory, far beyond the cache. */
function copy() {
  const from = new Uint8Array(64 << 20).fill(1);
  const to = new Uint8Array(64 << 20);
  const start = performance.now();
  let copied = 0;
  for (; performance.now() - start < (SECONDS * 1000) / 4; copied += from.length) to.set(from);
  return copied / ((performance.now() - start) / 1000);
}

function figures(typical, versions, { before, after }) {
  const { comparison, example, one, two, numpy, simple, ecgsyn } = typical;
  const to = (name, value) => ({ to: name, value });
  const others = (value) =>
    versions
      ? [
          to('NumPy', value / numpy),
          to('NeuroKit2 "simple"', value / simple),
          to('NeuroKit2 "ecgsyn"', value / ecgsyn),
        ]
      : [];
  const each = (label, value, rest = {}) => ({ name: label, value, unit: 'strips/s', ...rest });
  return [
    each('ecgspec', comparison, { ratios: [...others(comparison), to('the target', comparison / TARGET)] }),
    each('ecgspec, the first example', example, { ratios: others(example) }),
    ...(versions
      ? [
          each('NumPy, the same model', numpy, { note: `version ${versions.numpy}, in batches` }),
          each('NeuroKit2 "simple"', simple, { note: `version ${versions.neurokit}` }),
          each('NeuroKit2 "ecgsyn"', ecgsyn, { note: `version ${versions.neurokit}` }),
        ]
      : []),
    each('ecgspec, two workers', two, { ratios: [to('one', two / one)] }),
    {
      name: 'memory after 40,000 strips',
      value: after,
      unit: 'MB',
      ratios: [to('after 20,000', after / before)],
    },
    {
      name: 'limit: normals',
      value: typical.normals / 1e6,
      unit: 'million/s',
      note: `5,000 a strip are ${Math.round(typical.normals / 5000).toLocaleString('en')} strips/s, of which ecgspec reaches ${share(comparison / (typical.normals / 5000))}`,
    },
    {
      name: 'limit: memory copy',
      value: typical.copy / 1e9,
      unit: 'GB/s',
      note: `10 kB a strip are ${Math.round(typical.copy / 1e4).toLocaleString('en')} strips/s, of which ecgspec reaches ${share(comparison / (typical.copy / 1e4))}`,
    },
  ];
}

const share = (value) => `${(100 * value).toPrecision(2)} %`;
