import type { Truth } from '../../../synthesis';
import type { ManifestHead, Split } from '../../manifest';
import { encodeAnnotations } from './annotations';
import { recordHeader } from './header';
import { fiducialAnnotations, referenceAnnotations } from './truth';

/** Its annotators, and what each holds; the file ANNOTATORS says it as PhysioNet's databases do. */
const ANNOTATORS = [
  ['atr', 'reference: rhythms, beats and P waves'],
  ['fid', 'onset, peak and offset of P, QRS and T'],
] as const;

/** The text of the file ANNOTATORS. */
export const annotatorsText = (): string => ANNOTATORS.map(([name, what]) => `${name}\t${what}\n`).join('');

/** What the header of a strip of a generated set says of it, `# name: value`. */
export function aboutStrip(
  head: ManifestHead,
  split: Split,
  label: number,
  truth: Truth,
): (readonly [string, string | number])[] {
  return [
    ['class', truth.class],
    ['title', head.classes[label]?.title ?? ''],
    ['label', label],
    ['index', truth.index],
    ['split', split],
    ['seed', head.seed],
    ['spec sha256', head.spec.sha256],
    ['synthetic', `made by ${head.generator}; not a recording of a person`],
  ];
}

/**
 * The files of one record, by their endings; the header comes last, as readers go by it.
 * @param samples in steps of `recording.unit`
 * @param truth null where nothing is known of its beats and rhythms: then there are no annotations
 */
export function recordFiles(
  name: string,
  recording: Pick<ManifestHead['recording'], 'rate' | 'lead' | 'unit'>,
  samples: Int16Array,
  truth: Truth | null,
  about: readonly (readonly [string, string | number])[],
): (readonly [ending: string, data: Uint8Array | string])[] {
  const annotations =
    truth === null
      ? []
      : ([
          ['atr', encodeAnnotations(referenceAnnotations(truth))],
          ['fid', encodeAnnotations(fiducialAnnotations(truth))],
        ] as const);
  return [
    ['dat', new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)],
    ...annotations,
    ['hea', recordHeader(name, recording, samples, about)],
  ];
}
