export { CancelledError, DatasetError } from './errors';
export { exportDataset, ALL_FORMATS, type FormatName } from './formats/index';
export {
  generateDataset,
  type FolderProgress,
  type GenerateOptions,
  type GenerateProgress,
} from './generate';
export { duration, grouped, progressInWords } from './inWords';
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
