/**
 * The loops over a strip's samples, as WebAssembly SIMD (AssemblyScript; built by scripts/lib/kernels.mjs). Lane-wise
 * IEEE 754 operations and no others, so that every engine gives the same bits; relaxed SIMD is never used.
 *
 * Pointers are byte addresses of f32 samples, mV. What a function is for stands with `Trace` (../trace.ts), which alone
 * calls them.
 */
export { drawBounded, quantiles } from './draws';
export { addFlutterCycle } from './flutter';
export { addFWaves } from './fWaves';
export { addGaussian } from './gaussian';
export { addNormals } from './normals';
export { quantise } from './quantise';
export { addSine } from './sine';
export { addSpline } from './spline';
export { largest } from './largest';
export { moveInto } from './move';

/** The first byte that is free for traces. */
export function base(): usize {
  return __heap_base;
}
