import { FORMAT_NAMES, type Format, type FormatName } from './format';
import { hdf5 } from './hdf5/index';
import { csv } from './tables/csv';
import { parquet } from './tables/parquet';
import { wfdb } from './wfdb/index';

const FORMATS: Readonly<Record<FormatName, Format>> = { wfdb, parquet, hdf5, csv };

/** All formats, in the order of `FORMAT_NAMES`. */
export const ALL_FORMATS: readonly Format[] = FORMAT_NAMES.map((name) => FORMATS[name]);

export const formatNamed = (name: FormatName): Format => FORMATS[name];
