import { InvalidArgumentError } from 'commander';

/** An option such as AF,PVC that may be repeated. One word each, so that it never takes what follows for a name. */
export function nameList(value: string, before: readonly string[] | undefined): readonly string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('It must be a name or several, as AF,PVC.');
  return [...(before ?? []), ...names];
}
