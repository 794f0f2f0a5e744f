import type { Random } from './random';

/** One of `choices` with probability in proportion to its weight. Always uses one uniform. */
export function pick<T extends { readonly weight: number }>(choices: readonly T[], random: Random): T {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform() * total;
  for (const choice of choices.slice(0, -1)) {
    left -= choice.weight;
    if (left < 0) return choice;
  }
  return choices[choices.length - 1]!;
}
