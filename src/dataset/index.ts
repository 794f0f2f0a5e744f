export { CancelledError, DatasetError } from './errors';
export { exportDataset, ALL_FORMATS, type FormatName } from './formats/index';
export { generateDataset, type GenerateOptions } from './generate';
export { type FolderProgress, type GenerateProgress, PROGRESS_PIPE } from './progress';
export { duration, grouped, progressInWords } from './inWords';
export type { Partition } from './shares';
export type { ClassEntry, FileEntry, Manifest, RecordFile, ShardEntry, Split } from './manifest';
export { Dataset, openDataset, type ShardTables } from './open';
export {
  datasetOf,
  openVerifiable,
  placeOf,
  Rebuilder,
  spreadPlaces,
  verify,
  type Finding,
  type StripPlace,
  type Verification,
} from './verify/index';
