/** The WebAssembly module that scripts/lib/kernels.mjs compiles from ./assembly. */
declare const module: Uint8Array;
export default module;
