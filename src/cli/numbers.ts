import { InvalidArgumentError } from 'commander';

type Parse = (value: string) => number;

function limited(pattern: RegExp, what: string, low: number, high: number): Parse {
  return (value) => {
    const number = Number(value);
    if (!pattern.test(value.trim()) || !(number >= low && number <= high)) {
      throw new InvalidArgumentError(`It must be ${what}.`);
    }
    return number;
  };
}

/** An option that is a whole number of `low` to `high`. */
export const whole = (low: number, high: number): Parse =>
  limited(/^\d+$/, `a whole number from ${low} to ${high}`, low, high);

/** An option that is a number of `low` to `high`. */
export const real = (low: number, high: number): Parse =>
  limited(/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, `a number from ${low} to ${high}`, low, high);

/** An option such as 5,25,all: whole numbers of `low` to `high`, and `all` for as many as there are. */
export function sizeList(low: number, high: number): (value: string) => (number | 'all')[] {
  const one = limited(/^\d+$/, `whole numbers from ${low} to ${high}, or all, as in 5,25,all`, low, high);
  return (value) => value.split(',').map((part) => (part.trim() === 'all' ? 'all' : one(part)));
}
