export { CUTS, type Cut } from './cut';
export { ImportError } from './errors';
export { importRecordings, openTable } from './importRecordings';
export type { ImportOptions } from './options';
export type { ImportSummary } from './summary';
