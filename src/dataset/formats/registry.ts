import { FORMAT_NAMES, type Format, type FormatName } from './format';
import { hdf5 } from './hdf5/index';
import { wfdb } from './wfdb/index';

const FORMATS: Partial<Record<FormatName, Format>> = { wfdb, hdf5 };

/** All formats, in the order of `FORMAT_NAMES`. */
export const ALL_FORMATS: readonly Format[] = FORMAT_NAMES.flatMap((name) => FORMATS[name] ?? []);

/** @throws RangeError for a name that is none of `FORMAT_NAMES` */
export function formatNamed(name: FormatName): Format {
  const found = FORMATS[name];
  if (!found) throw new RangeError(`${name} is not a format`);
  return found;
}
