import type { Random } from './random';

/** One of `choices` with probability in proportion to its weight. Always uses one uniform. */
export function pick<T extends { readonly weight: number }>(choices: readonly T[], random: Random): T {
  let total = 0;
  for (const { weight } of choices) total += weight;
  let left = random.uniform() * total;
  const last = choices.length - 1;
  for (let i = 0; i < last; i++) {
    left -= choices[i]!.weight;
    if (left < 0) return choices[i]!;
  }
  return choices[last]!;
}
