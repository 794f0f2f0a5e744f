export { CancelledError, DatasetError } from './errors';
export { exportDataset, ALL_FORMATS, type FormatName } from './formats/index';
export { generateDataset, type GenerateOptions, type GenerateProgress } from './generate';
export type { ClassEntry, FileEntry, Manifest, RecordFile, ShardEntry, Split } from './manifest';
export { Dataset, openDataset, type ShardTables } from './open';
