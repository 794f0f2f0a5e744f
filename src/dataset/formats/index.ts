export { exportDataset, type ExportOptions } from './exportDataset';
export { type FormatName, type FormatOptions } from './format';
export { ALL_FORMATS } from './registry';
