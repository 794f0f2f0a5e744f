/** Page -> model worker; the first message opens the model. */
export type ToModelWorker =
  | {
      readonly type: 'open';
      /** onnxruntime's WebAssembly. */
      readonly runtime: ArrayBuffer;
      /** ONNX. */
      readonly graph: Uint8Array;
    }
  /** Strips are read one after the other: the next is sent when this has been answered. */
  | { readonly type: 'read'; readonly samples: Float32Array };

/** Model worker -> page. */
export type FromModelWorker =
  | { readonly type: 'opened' }
  | { readonly type: 'probabilities'; readonly probabilities: Float32Array }
  | { readonly type: 'failed'; readonly message: string };
