import type { Path } from './problem';
import type { Noise, Spec, Variable } from './types';

export type RecordNoise = Extract<Noise, { type: 'recording' }>;

/** Which signal of which file a noise is taken from. */
export type RecordRef = Pick<RecordNoise, 'file' | 'signal' | 'rate'>;

/** Equal for noises that are taken from the same signal. */
export function recordKey({ file, signal, rate }: RecordRef): string {
  return JSON.stringify([file, signal, rate]);
}

/** Every noise of a spec that is taken from a recording, and where it stands. */
export function recordUses(spec: Spec): { readonly noise: RecordNoise; readonly path: Path }[] {
  const uses = (apply: { readonly type: string }, path: Path): { noise: RecordNoise; path: Path }[] =>
    apply.type === 'recording' ? [{ noise: apply as RecordNoise, path }] : [];
  return [
    ...spec.noise.flatMap((noise, i) => uses(noise, ['noise', i])),
    ...(spec.augmentations?.of ?? []).flatMap(({ apply }, i) => uses(apply, ['augmentations', 'of', i])),
  ];
}

/** The longest part of a strip that a noise can take, in samples. */
export function longestStretch({ during }: RecordNoise, samples: number): number {
  const share = during === null ? 1 : Math.min(1, largest(during));
  return Math.min(samples, Math.floor(share * samples + 0.5));
}

/** The largest value that a recording can have. */
function largest({ recording, max }: Variable): number {
  const parts = recording.kind === 'mixture' ? recording.parts.map(({ of }) => of) : [recording];
  return Math.max(
    ...parts.map((part) =>
      part.kind === 'uniform' ? part.high : part.kind === 'normal' && part.sd === 0 ? part.mean : max,
    ),
  );
}
