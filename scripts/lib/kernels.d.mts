/** Compiles the kernels to WebAssembly; again only where a source has changed since. */
export function compileKernels(folder?: string): Promise<Uint8Array>;
