import { TrainingError } from './errors';

/** What `config.json` of a trained model says of its `model.onnx`. */
export interface ModelAbout {
  readonly architecture: string;
  /** In the order of the probabilities. */
  readonly classes: readonly string[];
  /** Of the strips that it reads, Hz. */
  readonly rate: number;
  /** Samples of a strip. */
  readonly samples: number;
  /** Name of the graph's file, beside this one. */
  readonly file: string;
  /** Checksum of that file. */
  readonly sha256: string;
}

const AGAIN = 'pre-train again';

/** Whether a text is the `config.json` of a model of ours, whatever its version and whether or not it is whole. */
export function isModelConfig(text: string): boolean {
  try {
    return (JSON.parse(text) as { readonly format?: unknown } | null)?.format === 'ecgspec-model';
  } catch {
    return false;
  }
}

/**
 * Reads a model's `config.json`.
 * @throws TrainingError that says why the editor cannot read strips with it, and how to mend that
 */
export function parseModelConfig(text: string): ModelAbout {
  if (!isModelConfig(text))
    throw new TrainingError('Its config.json is not that of a model of ECG Spec; choose another folder.');
  const found = JSON.parse(text) as Record<string, unknown>;
  if (found['version'] !== 1) {
    throw new TrainingError(
      `It has version ${String(found['version'])}, and this program reads version 1; update ECG Spec, or ${AGAIN}.`,
    );
  }
  const graph = found['onnx'] as Record<string, unknown> | null | undefined;
  if (graph === undefined) {
    throw new TrainingError(
      `It has no model.onnx: it was trained before the editor could read models, or its export failed, which the training's last lines say; ${AGAIN}.`,
    );
  }
  const about = {
    architecture: found['architecture'],
    classes: found['classes'],
    rate: graph?.['rate'],
    samples: graph?.['samples'],
    file: graph?.['file'],
    sha256: graph?.['sha256'],
  };
  if (!isWhole(about)) throw new TrainingError(`Its config.json is damaged; ${AGAIN}.`);
  return about;
}

function isWhole(about: { readonly [key in keyof ModelAbout]: unknown }): about is ModelAbout {
  const { classes, rate, samples, file } = about;
  return (
    Array.isArray(classes) &&
    classes.length > 1 &&
    classes.every((name) => typeof name === 'string') &&
    typeof rate === 'number' &&
    rate > 0 &&
    Number.isInteger(samples) &&
    (samples as number) > 0 &&
    // Nothing is read but what lies beside it.
    typeof file === 'string' &&
    /^[\w-]+\.onnx$/.test(file) &&
    typeof about.sha256 === 'string' &&
    typeof about.architecture === 'string'
  );
}
