import { ImportError } from './errors';
import type { Reason } from './reasons';

/** A strip that the summary shows. */
export interface ShownStrip {
  readonly class: string;
  readonly record: string;
  /** Empty where each record counts as its own patient. */
  readonly patient: string;
  readonly lead: string;
  /** Where it begins in its recording, s. */
  readonly start: number;
  /** 1 µV a step; at most the first ten seconds. */
  readonly samples: readonly number[];
}

/** `import.json`: what an import took, what it left out and why. */
export interface ImportSummary {
  readonly format: 'ecgspec-import';
  readonly version: 1;
  readonly created: string;
  readonly generator: string;
  readonly source: {
    readonly folder: string;
    readonly table: { readonly name: string; readonly sha256: string; readonly rows: number };
    readonly files: number;
  };
  /** What was asked for, as flags of the command line. */
  readonly asked: Readonly<Record<string, string>>;
  /** Hz, s and samples of every strip. */
  readonly rate: number;
  readonly seconds: number;
  readonly samples: number;
  readonly strips: number;
  readonly patients: number;
  readonly classes: readonly {
    readonly class: string;
    readonly strips: number;
    readonly patients: number;
    /** Strips by the labels of the table that they were given for. */
    readonly labels: Readonly<Record<string, number>>;
  }[];
  readonly leads: Readonly<Record<string, number>>;
  /** Strips by the sampling rate of their recordings, Hz. */
  readonly rates: Readonly<Record<string, number>>;
  readonly dropped: readonly {
    readonly reason: Reason;
    readonly count: number;
    readonly examples: readonly {
      readonly line: number | null;
      readonly record: string;
      readonly detail: string;
    }[];
  }[];
  /** The most common labels that are no class, with the rows that have them. */
  readonly unused: readonly { readonly label: string; readonly rows: number }[];
  /** What to know before training on them, in sentences. */
  readonly notes: readonly string[];
  readonly attribution: string;
  readonly shown: readonly ShownStrip[];
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Reads the text of an `import.json`.
 * @throws ImportError when it is not one, or of a version this program does not know
 */
export function parseImport(text: string): ImportSummary {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ImportError('import.json is not JSON; import the recordings again.');
  }
  const found = value as Partial<ImportSummary> | null;
  if (found?.format !== 'ecgspec-import' || !Array.isArray(found.shown) || !Array.isArray(found.dropped)) {
    throw new ImportError('import.json is not a summary of ECG Spec; import the recordings again.');
  }
  if (found.version !== 1) {
    throw new ImportError(
      `import.json has version ${String(found.version)}; this program reads version 1. Update it, or import again.`,
    );
  }
  return found as ImportSummary;
}
